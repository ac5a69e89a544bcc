import pg from 'pg';
import { TestClock } from '@quadhelix/service';
import { inAlliance, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import type { RuleFacts } from '../check/facts.js';
import { ruleVersionAccess } from '../standards.access.js';
import { LAWFUL } from '../testing.world.js';
import { EvaluationService } from './evaluation.service.js';
import type { EvaluationOrder } from './judge.js';
import { RuleEvaluation, RuleViolation } from './rule-evaluation.entity.js';

describe('evaluations', () => {
  let world: World;
  let all: TwoAlliances;
  let service: EvaluationService;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-11-24T01:00:00Z') });
    all = await twoAlliances(world);
    service = world.api.get(EvaluationService);
  });
  afterAll(() => world.stop());

  let made = 0;
  const subject = (): string => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`;
  const order = (facts: RuleFacts, more: Partial<EvaluationOrder> = {}): EvaluationOrder => ({
    subjectType: 'Placement', subjectId: subject(), gate: 'ONBOARD', place: { workRegion: '320100', homeRegion: '620000', onDate: '2026-11-24', hostOrganizationId: all.factory },
    facts, hostOrganizationId: all.factory, schoolOrganizationId: all.college, personId: null, ...more,
  });
  const record = (orders: readonly EvaluationOrder[]): Promise<RuleEvaluation[]> => inAlliance(world, all.a, async (scope) => {
    scope.authorize(ruleVersionAccess.confirm);
    return service.record(scope, orders);
  });
  const violations = (subjectId: string): Promise<RuleViolation[]> => inAlliance(world, all.a, (scope) => scope.find(RuleViolation, { subjectId }, { rule: 'ASC' }));

  it('let pass what keeps every rule, and are shown again exactly as they were', async () => {
    const [found] = await record([order(LAWFUL, { evidence: { R10: ['agreement 7'] } })]);
    expect(found?.verdict).toBe('PASS');
    const [again] = await inAlliance(world, all.a, (scope) => scope.find(RuleEvaluation, { id: found?.id ?? '' }));
    expect(again).toEqual(JSON.parse(JSON.stringify(found), (key, value: unknown) => (key.endsWith('At') ? new Date(String(value)) : value)));
    const agreement = again?.verdicts.find(({ rule }) => rule === 'R10');
    expect(agreement).toMatchObject({ verdict: 'PASS', versions: ['cn-internship@1'], evidence: ['agreement 7'], used: { agreementSignedOn: '2026-11-20' }, values: { beforeStart: true } });
  });

  it('keep the age and never the birth date', async () => {
    const [found] = await record([order(LAWFUL)]);
    expect(found?.facts).toMatchObject({ ageOnStart: 17, onDate: '2026-11-24' });
    expect(JSON.stringify(found)).not.toContain('2009-05-01');
  });

  it.each([
    ['a refused guardian blocks', { consentsRefused: ['GUARDIAN'] }, 'BLOCK', 'R11', 'BLOCK', false],
    ['an unknown birth date is unknown, which does not pass', { birthDate: null }, 'UNKNOWN', 'R1', 'UNKNOWN', false],
    ['the minimum wage of Nanjing blocks', { payFenPerHour: 2399 }, 'BLOCK', 'R7-HOURLY', 'BLOCK', false],
    ['another major category blocks in Jiangsu', { positionMajorCategory: '47' }, 'BLOCK', 'R14', 'BLOCK', false],
    ['seven months pass with a warning that is shown', { endsOn: '2027-06-30', insurances: [{ kind: 'LIABILITY', from: '2026-12-01', until: '2027-06-30' }] }, 'PASS', 'R9', 'PASS', true],
    ['a head-count without a declaration is unknown, and only warns', { internsElsewhereOn: null }, 'PASS', 'R8', 'UNKNOWN', false],
  ] as const)('say of each rule what became of it: %s', async (_name, more, whole, rule, verdict, warning) => {
    const [found] = await record([order({ ...LAWFUL, ...more } as RuleFacts)]);
    expect(found?.verdict).toBe(whole);
    expect(found?.verdicts.find((each) => each.rule === rule)).toMatchObject({ verdict, warning });
  });

  it('raise a violation against the host once, and resolve it when the rule is kept; what is not known stays open', async () => {
    const first = order({ ...LAWFUL, charges: ['DEPOSIT'], endsOn: '2027-06-30', insurances: [{ kind: 'LIABILITY', from: '2026-12-01', until: '2027-06-30' }] });
    await record([first]);
    await record([first]);
    expect(await violations(first.subjectId)).toMatchObject([
      { rule: 'R13', state: 'OPEN', severity: 'BLOCK', organizationId: all.factory, schoolOrganizationId: all.college }, { rule: 'R9', state: 'OPEN', severity: 'WARN' },
    ]);
    await record([{ ...first, facts: { ...LAWFUL, charges: null } }]);
    expect((await violations(first.subjectId)).map(({ rule, state }) => [rule, state])).toEqual([['R13', 'OPEN'], ['R9', 'RESOLVED']]);
    await record([{ ...first, facts: LAWFUL }]);
    expect((await violations(first.subjectId)).map(({ state }) => state)).toEqual(['RESOLVED', 'RESOLVED']);
    await record([first]);
    expect((await violations(first.subjectId)).filter(({ state }) => state === 'OPEN')).toHaveLength(2);
  });

  it('need the same number of statements for one as for thirty', async () => {
    const count = (orders: readonly EvaluationOrder[]): Promise<number> => inAlliance(world, all.a, async (scope) => {
      scope.authorize(ruleVersionAccess.confirm);
      const before = scope.statements;
      await service.record(scope, orders);
      return scope.statements - before;
    });
    const broken = { ...LAWFUL, charges: ['FEE'] };
    expect([await count([order(broken)]), await count(Array.from({ length: 30 }, () => order(broken)))]).toEqual([4, 4]);
  });

  it('are never changed: only the person can be taken out, by erasure', async () => {
    const app = new pg.Client({ connectionString: world.copy.url('quadhelix_app') });
    await app.connect();
    const [found] = await record([order(LAWFUL)]);
    const tried = async (set: string): Promise<unknown> => {
      await app.query('begin');
      try {
        await app.query(`select set_config('app.tenant_id', $1, true)`, [all.a.id]);
        return await app.query(`update rule_evaluations set ${set} where id = $1`, [found?.id]);
      } finally {
        await app.query('rollback');
      }
    };
    for (const set of [`verdict = 'BLOCK'`, `facts = '{}'`, `verdicts = '[]'`, `evaluated_at = '2020-01-01'`, `person_id = '${all.factory}'`, `work_region = '110000'`]) await expect(tried(set)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|23503)$/) as string });
    expect(await tried('person_id = null')).toMatchObject({ rowCount: 1 });
    await app.end();
  });
});
