import fc from 'fast-check';
import pg from 'pg';
import { TestClock } from '@quadhelix/service';
import { twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import type { Scope } from '@quadhelix/database';
import { RuleBook } from '../resolution/rule-book.js';
import type { Rule } from '../rule/rule.types.js';
import { aPack, aRule, asPerson, makeAuthority } from '../testing.world.js';
import { RuleVersionService, type DraftFacts, type PackFacts } from './rule-version.service.js';
import { shippedVersionId } from './shipped-packs.js';
import type { RuleVersion } from './rule-version.entity.js';

const TODAY = '2026-11-24';

describe('versions of packs', () => {
  let world: World;
  let all: TwoAlliances;
  let service: RuleVersionService;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock(`${TODAY}T01:00:00Z`) });
    all = await twoAlliances(world);
    service = world.api.get(RuleVersionService);
    await makeAuthority(world, 'Bureau', '320000');
  });
  afterAll(() => world.stop());

  const facts = (effectiveFrom: string, rules: readonly Rule[] = [aRule()], effectiveUntil: string | null = null): DraftFacts => ({ effectiveFrom, effectiveUntil, summary: 'A test', rules });
  const as = <T>(login: string, work: (scope: Scope) => Promise<T>): Promise<T> => asPerson(world, login, login.endsWith('B') ? 'alliance-b' : 'alliance-a', work);
  const draft = (login: string, pack: PackFacts | null, of: DraftFacts): Promise<RuleVersion> => as(login, (scope) => service.draft(scope, pack, of));
  const publish = async (login: string, pack: PackFacts | null, of: DraftFacts): Promise<RuleVersion> => {
    const made = await draft(login, pack, of);
    return as(login, (scope) => service.publish(scope, made.id, made.version));
  };
  const province = (code: string): PackFacts => aPack('PROVINCIAL', '320000', code);

  it.each([
    ['a later version follows an open one', [[TODAY, null], ['2027-01-01', null]], null],
    ['the day after a last day', [[TODAY, '2026-12-31'], ['2027-01-01', null]], null],
    ['two days after a last day', [[TODAY, '2026-12-31'], ['2027-01-02', null]], 'RULE_DATES_GAP'],
    ['on a last day', [[TODAY, '2026-12-31'], ['2026-12-31', null]], 'RULE_DATES_OVERLAP'],
    ['on the first day of an open one', [['2026-12-01', null], ['2026-12-01', null]], 'RULE_DATES_OVERLAP'],
    ['before an open one', [['2026-12-01', null], ['2026-11-30', null]], 'RULE_DATES_OVERLAP'],
    ['before a limited one', [['2026-12-01', '2026-12-31'], ['2026-11-25', '2026-11-30']], 'RULE_DATES_OVERLAP'],
    ['today', [[TODAY, null]], null],
    ['yesterday', [['2026-11-23', null]], 'RULE_PUBLICATION_RETROACTIVE'],
    ['a last day before the first', [['2026-12-02', '2026-12-01']], 'RULE_DATES_INVALID'],
    ['one day only', [['2026-12-02', '2026-12-02']], null],
  ] as const)('are dated without gap or overlap, never for the past: %s', async (name, versions, code) => {
    const pack = province(`dates-${String(name).replaceAll(/[^a-z]/g, '-')}`.slice(0, 50));
    const work = versions.reduce<Promise<unknown>>((before, [from, until]) => before.then(() => publish('liaison', pack, facts(from, [aRule({ code: 'X1', check: null })], until))), Promise.resolve());
    await (code === null ? expect(work).resolves.toMatchObject({ state: 'PUBLISHED' }) : expect(work).rejects.toMatchObject({ code }));
  });

  it('give the version before a last day when they follow it, also in the alliance', async () => {
    const first = await publish('admin', null, facts(TODAY));
    const second = await publish('admin', null, facts('2026-12-10'));
    const [before] = await as('admin', (scope) => scope.sql('select state, effective_until from rule_versions where id = $1', [first.id]));
    expect(before).toEqual({ state: 'RETIRED', effective_until: '2026-12-09' });
    expect(second).toMatchObject({ number: 2, state: 'PUBLISHED', level: 'ALLIANCE', pack: 'alliance', hashAlgorithm: 'SHA-256/JCS', effectiveUntil: null });
  });

  it.each([
    ['draft', 'adminB', null, 'alliance-b', null],
    ['draft public law of the region', 'liaison', '320000', 'PROVINCIAL', null],
    ['draft public law of another region', 'liaison', '330000', 'PROVINCIAL', 'FORBIDDEN'],
    ['draft national law', 'liaison', '100000', 'NATIONAL', 'FORBIDDEN'],
    ['draft public law as the administrator', 'admin', '320000', 'PROVINCIAL', 'FORBIDDEN'],
  ] as const)('are made by who may: %s', async (_name, login, region, level, code) => {
    const pack = region === null ? null : aPack(level as PackFacts['level'], region, 'who-may');
    const made = draft(login, pack, facts('2027-03-01'));
    await (code === null ? expect(made).resolves.toMatchObject({ state: 'DRAFT' }) : expect(made).rejects.toMatchObject({ code }));
  });

  it.each(['coordinator', 'school', 'teacher', 'assessor', 'mentor'])('are not made by %s', async (login) => {
    await expect(draft(login, null, facts('2027-03-01'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(draft(login, province('who-may'), facts('2027-03-01'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are nobody else\'s business while they are drafts', async () => {
    const made = await draft('liaison', province('secret'), facts('2027-03-01'));
    const own = await draft('admin', null, facts('2027-03-01'));
    const seen = (login: string, id: string) => as(login, (scope) => scope.sql('select 1 from rule_versions where id = $1', [id])).then((rows) => rows.length);
    expect([await seen('liaison', made.id), await seen('admin', made.id), await seen('adminB', made.id), await seen('adminB', own.id)]).toEqual([1, 0, 0, 0]);
    await expect(as('school', (scope) => service.publish(scope, own.id, own.version))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as('admin', (scope) => service.publish(scope, made.id, made.version))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('go only where the table of states allows, and only from the version that was read', async () => {
    const made = await draft('liaison', province('states'), facts('2026-12-01', [aRule({ code: 'X2', check: null })]));
    const step = (verb: 'publish' | 'retire' | 'revise', version: number) => as('liaison', (scope) =>
      verb === 'publish' ? service.publish(scope, made.id, version) : verb === 'retire' ? service.retire(scope, made.id, version, '2026-12-31') : service.revise(scope, made.id, version, facts('2026-12-02')));
    await expect(step('retire', 1)).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    expect(await step('revise', 1)).toMatchObject({ version: 2, effectiveFrom: '2026-12-02', state: 'DRAFT' });
    await expect(step('publish', 1)).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect(await step('publish', 2)).toMatchObject({ state: 'PUBLISHED', version: 3 });
    for (const verb of ['publish', 'revise'] as const) await expect(step(verb, 3)).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
    await expect(as('liaison', (scope) => service.retire(scope, made.id, 3, '2026-11-23'))).rejects.toMatchObject({ code: 'RULE_DATES_INVALID' });
    expect(await step('retire', 3)).toMatchObject({ state: 'RETIRED', effectiveUntil: '2026-12-31' });
    for (const verb of ['publish', 'revise', 'retire'] as const) await expect(step(verb, 4)).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
  });

  it('are looked up with a code that belongs to one region only', async () => {
    await makeAuthority(world, 'Bureau', '320100');
    await publish('liaison', province('one-region'), facts('2026-12-01', [aRule({ code: 'X3', check: null })]));
    await expect(draft('liaison', aPack('CITY', '320100', 'one-region'), facts('2026-12-01'))).rejects.toMatchObject({ code: 'RULE_PACK_TAKEN' });
  });

  it('hold from their first day on in what is resolved', async () => {
    await publish('liaison', province('holds'), facts('2026-12-05', [aRule({ severity: 'BLOCK', parameter: { value: 4 } })]));
    const value = async (onDate: string) => as('school', async (scope) => {
      const rule = (await world.api.get(RuleBook).resolve(scope, { workRegion: '320300', homeRegion: null, onDate })).rule('R9');
      return [rule?.severity, rule?.values.get('maximumMonths')];
    });
    expect([await value('2026-12-04'), await value('2026-12-05')]).toEqual([['WARN', 6], ['BLOCK', 4]]);
  });

  describe('once published', () => {
    let superuser: pg.Client;
    let app: pg.Client;
    let own: RuleVersion;
    beforeAll(async () => {
      [superuser, app] = ['postgres', 'quadhelix_app'].map((role) => new pg.Client({ connectionString: world.copy.url(role as 'postgres') })) as [pg.Client, pg.Client];
      await Promise.all([superuser.connect(), app.connect()]);
      own = await publish('adminB', null, facts('2026-12-01', [aRule({ code: 'X4', check: null })]));
    });
    afterAll(() => Promise.all([superuser.end(), app.end()]));

    const asApp = async (statement: string, values: unknown[]): Promise<unknown> => {
      await app.query('begin');
      try {
        await app.query(`select set_config('app.tenant_id', $1, true)`, [all.b.id]);
        return await app.query(statement, values);
      } finally {
        await app.query('rollback');
      }
    };
    const columns = ['number', 'effective_from', 'rules', 'content_hash', 'summary', 'organization_id', 'drafted_by', 'published_by', 'published_at', 'created_at'] as const;
    const OTHER: Record<(typeof columns)[number], string> = {
      number: '99', effective_from: `'2026-12-02'`, rules: `'[]'`, content_hash: `repeat('0', 64)`, summary: `'x'`, organization_id: 'null', drafted_by: 'null', published_by: 'null', published_at: `'2026-11-23'`, created_at: `'2020-01-01'`,
    };

    it('never change, whoever tries and whatever column: neither the app nor the owner of everything', async () => {
      await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...columns), { minLength: 1 }), fc.constantFrom('alliance', 'public'), async (chosen, which) => {
        const set = chosen.map((column) => `${column} = ${OTHER[column]}`).join(', ');
        const id = which === 'alliance' ? own.id : shippedVersionId('cn-internship', 1);
        const statement = `update ${which}_rule_versions set ${set}, version = version + 1 where id = $1`;
        await expect(asApp(statement, [id])).rejects.toMatchObject({ code: '42501' });
        // Setting what it is already is no change.
        const effective = chosen.filter((column) => which === 'alliance' || !['organization_id', 'drafted_by', 'published_by'].includes(column));
        if (effective.length > 0) await expect(superuser.query(statement, [id])).rejects.toMatchObject({ code: '42501' });
      }), { numRuns: 30 });
    });

    it.each([
      ['is not removed', 'delete from alliance_rule_versions where id = $1'],
      ['is no draft again', `update alliance_rule_versions set state = 'DRAFT', published_at = null where id = $1`],
      ['is not retired without a last day', `update alliance_rule_versions set state = 'RETIRED', retired_at = now() where id = $1`],
      ['gets no last day without being retired', `update alliance_rule_versions set effective_until = '2027-01-01' where id = $1`],
    ])('one %s', async (_name, statement) => {
      await expect(superuser.query(statement, [own.id])).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|23514)$/) as string });
      expect((await superuser.query('select state, effective_until from alliance_rule_versions where id = $1', [own.id])).rows).toEqual([{ state: 'PUBLISHED', effective_until: null }]);
    });

    it.each([
      ['public law past the functions', `insert into public_rule_versions select * from public_rule_versions limit 1`, null],
      ['packs past the functions', `update rule_packs set code = 'x'`, null],
      ['authorities past the command', `insert into rule_authorities select * from rule_authorities`, null],
      ['evaluations', `update rule_evaluations set verdict = 'PASS'`, 0],
    ] as const)('the app role writes no %s', async (_name, statement, rows) => {
      if (rows === null) await expect(asApp(statement, [])).rejects.toMatchObject({ code: '42501' });
      else expect(await asApp(statement, [])).toMatchObject({ rowCount: rows });
    });
  });
});
