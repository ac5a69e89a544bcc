import pg from 'pg';
import { makeAlliance, World, type TestAlliance } from '@quadhelix/testing';
import { entryOf, explainInside, findByHand, idOf } from './find-entries.fixture.js';
import { fold } from './fold.js';
import { gramsOf } from './grams.js';

const FEW = 20_000;
const MANY = 1_000_000;

/** The entries of `entryOf`, made by PostgreSQL itself; a sample is compared with what the product would make. */
const FILL = `
  with made as (
    select n, (array['云河','川北','恒驰','锐芯','中天','华兴','建工','远大'])[1 + n % 8] || (array['机电','电池','装备','材料','软件','物流'])[1 + (n / 8) % 6]
        || (array['有限公司','职业技术学院','协会','集团'])[1 + (n / 48) % 4] as name, n::text as number,
      '备注 ' || (array['机电','电池','装备','材料','软件','物流'])[1 + n % 6] as text
    from generate_series($2::int, $3::int) n),
  grams as (
    select m.*, array(select substr(name, i, 1) from generate_series(1, length(name)) i union select substr(name, i, 2) from generate_series(1, length(name) - 1) i
        union select '^' || left(number, 1) union select '^' || left(number, 2) where length(number) > 1 union select substr(number, i, 3) from generate_series(1, length(number) - 2) i) as of_title,
      array(select substr(w, i, 1) from unnest(string_to_array(m.text, ' ')) w, generate_series(1, length(w)) i
        union select substr(w, i, 2) from unnest(string_to_array(m.text, ' ')) w, generate_series(1, length(w) - 1) i) as of_text
    from made m)
  insert into search_entries (tenant_id, subject_type, subject_id, title, folded_title, folded, title_grams, grams, readers, person_id, created_at)
  select $1::uuid, 'Trial', ('00000000-0000-4000-8000-' || lpad(number, 12, '0'))::uuid, name || number, name || number, name || number || ' ' || text, of_title,
    array(select unnest(of_title) union select unnest(of_text)),
    array[$1 || ' Trial alliance', $1 || ' Trial host 00000000-0000-4000-8000-' || lpad(case when n % 1000 = 0 then '1' else '2' end, 12, '0')], null, '2026-01-01'
  from grams`;

const QUERIES: [string, string, readonly string[]][] = [
  ['one ideograph, in every eighth', '驰', ['Trial alliance']], ['one ideograph, in half of all', '电', ['Trial alliance']], ['one that nothing holds', '龘', ['Trial alliance']],
  ['two ideographs', '机电', ['Trial alliance']], ['two common words that never meet', '云河 川北', ['Trial alliance']], ['six ideographs', '职业技术学院', ['Trial alliance']],
  ['a whole title', '恒驰电池集团19162', ['Trial alliance']], ['one ideograph, by somebody who may see a thousandth', '云', [`Trial host ${idOf(1)}`]],
];

describe('a million entries of one alliance', () => {
  let world: World;
  let own: TestAlliance;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start();
    own = await makeAlliance(world, 'own');
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  const median = async (text: string, reach: readonly string[]): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) times.push((await findByHand(superuser, own.id, text, reach)).milliseconds);
    return times.sort((a, b) => a - b)[3] ?? 0;
  };
  const measure = async (): Promise<Map<string, number>> => {
    await superuser.query('vacuum analyze search_entries');
    const measured = new Map<string, number>();
    for (const [name, text, reach] of QUERIES) measured.set(name, await median(text, reach));
    return measured;
  };

  it('are found by the index, never by reading the table', async () => {
    await superuser.query(FILL, [own.id, 0, FEW - 1]);
    const { rows } = await superuser.query<{ title: string; folded: string; title_grams: string[]; grams: string[] }>('select title, folded, title_grams, grams from search_entries where subject_id = any($1)', [[0, 7, 19, 192, 19162].map(idOf)]);
    for (const row of rows) expect([row.title_grams.sort(), row.grams.sort()]).toEqual([gramsOf(row.title).sort(), gramsOf(row.folded).sort()]);
    expect(rows.map(({ title, folded }) => [fold(title).text, folded]).sort()).toEqual([0, 7, 19, 192, 19162].map(entryOf).map(({ title, text }) => [title, `${title} ${text}`]).sort());
    const few = await measure();

    const [{ definition } = { definition: '' }] = (await superuser.query<{ definition: string }>(`select pg_get_indexdef('search_entries_grams'::regclass) as definition`)).rows;
    await superuser.query('drop index search_entries_grams');
    for (let from = FEW; from < MANY; from += 98_000) await superuser.query(FILL, [own.id, from, from + 97_999]);
    await superuser.query(`set maintenance_work_mem = '512MB'`);
    await superuser.query(definition);
    const many = await measure();

    const [size] = (await superuser.query<Record<string, string>>(`select pg_size_pretty(pg_table_size('search_entries')) as entries, pg_size_pretty(pg_relation_size('search_entries_grams')) as grams, count(*)::text as rows from search_entries`)).rows;
    console.log(['| search | 20,000 | 1,000,000 | ratio |', ...QUERIES.map(([name]) => {
      const [before, after] = [few.get(name) ?? 0, many.get(name) ?? 0];
      return `| ${name} | ${before.toFixed(1)} ms | ${after.toFixed(1)} ms | ${(after / before).toFixed(1)} |`;
    }), JSON.stringify(size)].join('\n'));

    await explainInside(superuser);
    for (const [, text, reach] of QUERIES) {
      const { plan } = await findByHand(superuser, own.id, text, reach);
      expect(plan).toMatch(/Bitmap Index Scan on search_entries_grams/);
      expect(plan).not.toMatch(/Seq Scan on search_entries/);
    }
  }, 1_800_000);
});
