import pg from 'pg';
import { inAlliance, makeAlliance, World, type TestAlliance } from '@quadhelix/testing';
import { entryOf, explainInside, findByHand, idOf, trialKind } from './find-entries.fixture.js';
import { removeBetween, replaceEntries } from './search.store.js';

const ROWS = 20_000;

describe('find_entries, the one function that searches', () => {
  let world: World;
  let own: TestAlliance;
  let other: TestAlliance;
  let app: pg.Client;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start();
    own = await makeAlliance(world, 'own');
    other = await makeAlliance(world, 'other');
    for (const [alliance, rows] of [[own, ROWS], [other, 500]] as const) {
      const numbers = Array.from({ length: rows }, (_, index) => index + (alliance === own ? 0 : ROWS));
      for (let from = 0; from < rows; from += 2000) {
        const page = numbers.slice(from, from + 2000).map(entryOf);
        await inAlliance(world, alliance, (scope) => replaceEntries(scope, trialKind, page.map(({ subjectId }) => subjectId), page));
      }
    }
    app = new pg.Client({ connectionString: world.copy.url('quadhelix_app') });
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await app.connect();
    await superuser.connect();
    await superuser.query('analyze search_entries');
    await explainInside(superuser);
  }, 120_000);
  afterAll(async () => {
    await app.end();
    await superuser.end();
    await world.stop();
  });

  const everything = ['Trial alliance'];

  it.each([
    ['one ideograph', '驰'], ['one that nothing holds', '龘'], ['two ideographs', '机电'], ['two that nothing holds', '龘龘'], ['three', '职业技'], ['six', '职业技术学院'],
    ['a number', '19999'], ['two digits', '19'], ['two words', '云河 学院'], ['letters that nothing holds', 'hengchi'],
  ])(`by %s reads the index and no more than it must, among ${String(ROWS)}`, async (_name, text) => {
    const { plan } = await findByHand(superuser, own.id, text, everything);
    expect(plan).toMatch(/Bitmap Index Scan on search_entries_grams/);
    expect(plan).toMatch(/search_entries_title/);
    expect(plan).not.toMatch(/Seq Scan on search_entries/);
    const visited = [...plan.matchAll(/Bitmap Heap Scan on search_entries e \(actual rows=(\d+)/g)].map(([, rows]) => Number(rows));
    expect(Math.max(...visited)).toBeLessThanOrEqual(1000);
  });

  it('reads for somebody who may see little only that little, however common the word', async () => {
    const { plan, answer } = await findByHand(superuser, own.id, '云', [`Trial host ${idOf(1)}`]);
    expect(answer.hits.map(({ id }) => id)).toEqual(Array.from({ length: ROWS / 1000 }, (_, index) => index * 1000).filter((number) => number % 8 === 0).map(entryOf).sort((a, b) => (a.title < b.title ? -1 : 1)).map(({ subjectId }) => subjectId).slice(0, 21));
    const read = [...plan.matchAll(/Bitmap Index Scan on search_entries_grams \(actual rows=(\d+)/g)].map(([, rows]) => Number(rows));
    expect(Math.max(...read)).toBeLessThanOrEqual(ROWS / 1000);
  });

  it('puts the title itself first, then what begins with it, holds it, holds its words, and last what holds them elsewhere', async () => {
    const named = (number: number, title: string, text = ''): ReturnType<typeof entryOf> => ({ ...entryOf(number), subjectId: idOf(number), title, text });
    const entries = [named(900_001, '甲', '先进 制造'), named(900_002, '制造先进'), named(900_003, '中国先进制造'), named(900_004, '先进制造业'), named(900_005, '先进制造'), named(900_006, '先进工艺制造'), named(900_007, '先进制造局')];
    const ids = entries.map(({ subjectId }) => subjectId);
    await inAlliance(world, own, (scope) => replaceEntries(scope, trialKind, ids, entries));
    const titles = async (text: string): Promise<string[]> => (await findByHand(app, own.id, text, everything)).answer.hits.map(({ title }) => title);
    expect(await titles('先进制造')).toEqual(['先进制造', '先进制造业', '先进制造局', '中国先进制造']);
    expect(await titles('先进 制造')).toEqual(['先进制造', '先进制造业', '先进制造局', '中国先进制造', '先进工艺制造', '制造先进', '甲']);
    await inAlliance(world, own, (scope) => replaceEntries(scope, trialKind, ids, []));
    expect(await titles('先进')).toEqual([]);
  });

  it('says so where more matches than it looks at; an exact title is there all the same', async () => {
    const { answer } = await findByHand(app, own.id, '电', everything);
    expect(answer.incomplete).toBe(true);
    expect(answer.counts[0]?.count).toBeLessThanOrEqual(2100);
    const exact = entryOf(ROWS - 1).title;
    await inAlliance(world, own, (scope) => replaceEntries(scope, trialKind, [idOf(900_010)], [{ ...entryOf(0), subjectId: idOf(900_010), title: '电' }]));
    expect((await findByHand(app, own.id, '电', everything)).answer.hits[0]?.title).toBe('电');
    expect((await findByHand(app, own.id, exact, everything)).answer).toMatchObject({ hits: [{ title: exact }], incomplete: false, counts: [{ kind: 'Trial', count: 1 }] });
  });

  it('answers only the alliance of the setting, whatever it is called with', async () => {
    const title = entryOf(ROWS + 7).title;
    expect((await findByHand(app, other.id, title, everything)).answer.hits).toHaveLength(1);
    for (const tenant of [own.id, null]) {
      for (const reach of [everything, [`Trial host ${idOf(2)}`], [`${other.id} Trial alliance`], ['Trial alliance', `Trial host ${idOf(2)}`, `${other.id} Trial host ${idOf(2)}`]]) {
        expect((await findByHand(app, tenant, title, reach)).answer).toEqual({ hits: [], counts: [], incomplete: false });
      }
    }
    await app.query('begin');
    await app.query(`select set_config('app.tenant_id', $1, true)`, [own.id]);
    expect((await app.query('select from search_entries where tenant_id = $1', [other.id])).rowCount).toBe(0);
    await app.query('rollback');
  });

  it('finds nothing through no key, and nothing by nothing', async () => {
    const nothing = { hits: [], counts: [], incomplete: false };
    expect((await findByHand(app, own.id, '机电', [])).answer).toEqual(nothing);
    expect((await findByHand(app, own.id, '机电', ['Trial', 'alliance', '%', `Trial host ${idOf(3)}`])).answer).toEqual(nothing);
    await app.query('begin');
    await app.query(`select set_config('app.tenant_id', $1, true)`, [own.id]);
    const { rows } = await app.query<{ found: unknown }>(`select find_entries('', '{}', '{}', $1, null, null, false, 10) as found`, [everything]);
    await app.query('rollback');
    expect(rows[0]?.found).toEqual(nothing);
  });

  it('belongs to a role that reads this table alone, and no more may it do', async () => {
    const { rows } = await superuser.query(
      `select c.relname as name, string_agg(g.privilege_type, ',' order by g.privilege_type) as may from pg_class c, aclexplode(c.relacl) g
       where g.grantee = 'quadhelix_search'::regrole group by 1`);
    expect(rows).toEqual([{ name: 'search_entries', may: 'SELECT' }]);
  });

  it('finds nothing any more of what was removed between two pages', async () => {
    await inAlliance(world, other, (scope) => removeBetween(scope, trialKind, idOf(ROWS + 6), idOf(ROWS + 8), [idOf(ROWS + 8)]));
    const found = async (number: number): Promise<number> => (await findByHand(app, other.id, entryOf(number).title, everything)).answer.hits.length;
    expect([await found(ROWS + 6), await found(ROWS + 7), await found(ROWS + 8), await found(ROWS + 9)]).toEqual([1, 0, 1, 1]);
  });
});
