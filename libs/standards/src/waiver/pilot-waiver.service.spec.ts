import { TestClock } from '@quadhelix/service';
import { makeMember, makePerson, twoAlliances, World, inAlliance, type TwoAlliances } from '@quadhelix/testing';
import type { Scope } from '@quadhelix/database';
import { EvaluationService } from '../evaluation/evaluation.service.js';
import { RuleVersionService } from '../pack/rule-version.service.js';
import { RuleBook } from '../resolution/rule-book.js';
import { ruleVersionAccess } from '../standards.access.js';
import { pilotWaiverStates, type PilotWaiverState } from '../standards.states.js';
import { aPack, aRule, asPerson, LAWFUL, makeAuthority } from '../testing.world.js';
import { PilotWaiver } from './pilot-waiver.entity.js';
import { PilotWaiverService, type WaiverFacts } from './pilot-waiver.service.js';
import { reviewOf } from './waiver.review.js';

const START = '2026-11-24T01:00:00Z';

describe('trials', () => {
  let world: World;
  let all: TwoAlliances;
  let service: PilotWaiverService;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock(START), worker: true });
    all = await twoAlliances(world);
    service = world.api.get(PilotWaiverService);
    const ministry = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Ministry' });
    await makePerson(world, all.a, ministry, { name: 'ministry', login: 'ministry', roles: ['GOVERNMENT_LIAISON'] });
    await makeAuthority(world, 'Ministry', '100000');
    await makeAuthority(world, 'Bureau', '320000');
  });
  afterAll(() => world.stop());
  beforeEach(() => { world.clock.set(START); });

  const as = <T>(login: string, work: (scope: Scope) => Promise<T>): Promise<T> => asPerson(world, login, login === 'adminB' ? 'alliance-b' : 'alliance-a', work);
  const facts = (more: Partial<WaiverFacts> = {}): WaiverFacts => ({
    rule: 'R9', parameter: 'maximumMonths', bound: 9, reason: 'Nine months in battery making', region: '320100', hostOrganizationIds: [], programmeIds: [],
    startsOn: '2026-12-01', reviewOn: '2027-03-01', expiresOn: '2027-05-31', comparisonRegion: '320300', measures: [{ code: 'STAY', title: 'Stay with the host', unit: '%' }], ...more,
  });
  const ask = (more: Partial<WaiverFacts> = {}, login = 'admin'): Promise<PilotWaiver> => as(login, (scope) => service.ask(scope, facts(more)));
  const approved = async (more: Partial<WaiverFacts> = {}): Promise<PilotWaiver> => {
    const waiver = await ask(more);
    return as('ministry', (scope) => service.approve(scope, waiver.id, waiver.version, 'Worth a try'));
  };
  const months = (onDate: string, workRegion = '320100', host: string | null = null): Promise<unknown> => inAlliance(world, all.a, async (scope) =>
    (await world.api.get(RuleBook).resolve(scope, { workRegion, homeRegion: null, onDate, hostOrganizationId: host })).rule('R9')?.values.get('maximumMonths'));

  it.each(['R1', 'R2', 'R10', 'R11', 'R12', 'R13'])('never loosen %s', async (rule) => {
    await expect(ask({ rule, parameter: rule === 'R1' ? 'minimumAge' : 'required', bound: rule === 'R1' ? 15 : ['STUDENT'] })).rejects.toMatchObject({ code: 'WAIVER_FORBIDDEN' });
  });

  it.each([
    ['a rule that does not exist', { rule: 'R99' }, 'RULE_UNKNOWN'],
    ['a parameter that does not exist', { parameter: 'years' }, 'RULE_UNKNOWN'],
    ['a bound that is stricter', { bound: 5 }, 'WAIVER_BOUND_INVALID'],
    ['a bound that is the same', { bound: 6 }, 'WAIVER_BOUND_INVALID'],
    ['a bound of another type', { bound: ['NINE'] }, 'WAIVER_BOUND_INVALID'],
    ['a trial of the past', { startsOn: '2026-11-23' }, 'WAIVER_DATES_INVALID'],
    ['a review before it', { reviewOn: '2026-11-30' }, 'WAIVER_DATES_INVALID'],
    ['a review after it', { reviewOn: '2027-06-01' }, 'WAIVER_DATES_INVALID'],
    ['no comparison', { comparisonRegion: '320100' }, 'REGION_INVALID'],
    ['a region that is none', { region: '9' }, 'REGION_INVALID'],
  ] as const)('are not asked for with %s', async (_name, more, code) => {
    await expect(ask(more as Partial<WaiverFacts>)).rejects.toMatchObject({ code });
  });

  it.each(['liaison', 'ministry', 'school', 'coordinator', 'assessor'])('are not asked for by %s', async (login) => {
    await expect(ask({}, login)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are decided on by the level that made the rule or a wider one, never by others', async () => {
    const waiver = await ask({ region: '320400' });
    const decide = (login: string) => as(login, (scope) => service.approve(scope, waiver.id, waiver.version, 'x'));
    await expect(decide('liaison')).rejects.toMatchObject({ code: 'WAIVER_LEVEL_TOO_LOW', params: { rule: 'R9', parent: 'cn-internship@1' } });
    for (const login of ['admin', 'school', 'coordinator']) await expect(decide(login)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(decide('adminB')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await decide('ministry')).toMatchObject({ state: 'APPROVED', lastDay: '2027-05-31', approverLevel: 'NATIONAL' });
  });

  it('let a province loosen what it made itself', async () => {
    const versions = world.api.get(RuleVersionService);
    const rule = aRule({ code: 'JS-1', check: null, parameters: [{ code: 'days', type: 'DAYS', direction: 'MIN', value: 30 }] });
    const draft = await as('liaison', (scope) => versions.draft(scope, aPack('PROVINCIAL', '320000', 'js-own'), { effectiveFrom: '2026-11-24', summary: 'x', rules: [rule] }));
    await as('liaison', (scope) => versions.publish(scope, draft.id, draft.version));
    const waiver = await ask({ rule: 'JS-1', parameter: 'days', bound: 20 });
    expect(await as('liaison', (scope) => service.approve(scope, waiver.id, waiver.version, 'x'))).toMatchObject({ state: 'APPROVED', approverLevel: 'PROVINCIAL', approverRegion: '320000' });
  });

  it('hold in their scope from the first day to the last, and end overnight by silence', async () => {
    await approved({ hostOrganizationIds: [all.factory] });
    expect(await Promise.all([months('2026-11-30', '320100', all.factory), months('2026-12-01', '320100', all.factory), months('2027-05-31', '320100', all.factory), months('2027-06-01', '320100', all.factory)])).toEqual([6, 9, 9, 6]);
    expect(await Promise.all([months('2026-12-01', '320300', all.factory), months('2026-12-01', '320100', all.college), months('2026-12-01', '320100')])).toEqual([6, 6, 6]);
  });

  it('let a gate pass until they expire overnight, then block', async () => {
    const versions = world.api.get(RuleVersionService);
    const draft = await as('admin', (scope) => versions.draft(scope, null, { effectiveFrom: '2026-11-24', summary: 'Length blocks here', rules: [aRule({ severity: 'BLOCK' })] }));
    await as('admin', (scope) => versions.publish(scope, draft.id, draft.version));
    await approved({ region: '320500' });
    const long = { ...LAWFUL, endsOn: '2027-08-31', insurances: [{ kind: 'LIABILITY', from: '2026-12-01', until: '2027-08-31' }] };
    const gate = (onDate: string, endsOn = long.endsOn) => inAlliance(world, all.a, async (scope) => {
      scope.authorize(ruleVersionAccess.confirm);
      const [found] = await world.api.get(EvaluationService).record(scope, [{
        subjectType: 'Placement', subjectId: '00000000-0000-7000-8000-0000000000aa', gate: 'ASSIGN', facts: { ...long, endsOn }, place: { workRegion: '320500', homeRegion: null, onDate },
        hostOrganizationId: all.factory, schoolOrganizationId: all.college, personId: null,
      }]);
      const verdict = found?.verdicts.find(({ rule }) => rule === 'R9');
      return [verdict?.verdict, verdict?.versions.some((label) => label.startsWith('waiver:'))];
    });
    expect(await gate('2027-05-31')).toEqual(['PASS', true]);
    expect(await gate('2027-06-01')).toEqual(['BLOCK', false]);
    expect(await gate('2027-05-31', '2027-09-01')).toEqual(['BLOCK', true]);
  });

  it('are extended or adopted only at their review; silence makes them EXPIRED, once', async () => {
    const waiver = await approved();
    const silent = await approved();
    const extend = (version: number) => as('ministry', (scope) => service.extend(scope, waiver.id, version, { expiresOn: '2027-12-31', reviewOn: '2027-10-01' }, 'Goes on'));
    await expect(extend(waiver.version)).rejects.toMatchObject({ code: 'WAIVER_REVIEW_NOT_DUE', params: { reviewOn: '2027-03-01' } });
    await expect(as('ministry', (scope) => service.adopt(scope, waiver.id, waiver.version, 'x'))).rejects.toMatchObject({ code: 'WAIVER_REVIEW_NOT_DUE' });
    world.clock.set('2027-03-01T01:00:00Z');
    await world.worker?.tick();
    const due = await inAlliance(world, all.a, (scope) => scope.sql(`select 1 from events where tenant_id = $1 and type = 'pilotWaiver.reviewDue' and subject_id = $2`, [all.a.id, waiver.id]));
    expect(due).toHaveLength(1);
    expect(await extend(waiver.version)).toMatchObject({ state: 'APPROVED', lastDay: '2027-12-31', expiresOn: '2027-12-31' });
    world.clock.set('2027-05-31T15:59:00Z');
    await world.worker?.tick();
    const state = (id: string) => inAlliance(world, all.a, async (scope) => (await scope.find(PilotWaiver, { id }))[0]?.state);
    expect(await state(silent.id)).toBe('APPROVED');
    world.clock.set('2027-05-31T16:00:00Z');
    await world.worker?.tick();
    await world.worker?.tick();
    expect([await state(silent.id), await state(waiver.id)]).toEqual(['EXPIRED', 'APPROVED']);
    const expired = await inAlliance(world, all.a, (scope) => scope.sql(`select 1 from events where tenant_id = $1 and type = 'pilotWaiver.expired' and subject_id = $2`, [all.a.id, silent.id]));
    expect(expired).toHaveLength(1);
    world.clock.set('2027-10-01T01:00:00Z');
    const adopted = await as('ministry', (scope) => service.adopt(scope, waiver.id, waiver.version + 1, 'For good'));
    expect(adopted).toMatchObject({ state: 'ADOPTED', lastDay: null });
    expect(await months('2035-01-01')).toBe(9);
    await as('ministry', (scope) => service.end(scope, waiver.id, adopted.version, 'Enough'));
    expect([await months('2027-09-30'), await months('2027-10-01')]).toEqual([9, 6]);
  });

  const steps: Record<keyof typeof pilotWaiverStates.transitions, (waiver: PilotWaiver) => void> = {
    withdraw: (it) => { it.withdraw(); }, refuse: (it) => { it.refuse(BY, AT, 'x'); }, approve: (it) => { it.approve(BY, AT, 'x'); }, adopt: (it) => { it.adopt(BY, '2027-03-01', AT, 'x'); },
    extend: (it) => { it.extend(BY, { expiresOn: '2028-01-01', reviewOn: '2027-12-01' }, '2027-03-01', AT, 'x'); }, end: (it) => { it.end(BY, '2027-03-01', AT, 'x'); }, expire: (it) => { it.expire(AT); },
  };
  const BY = { level: 'NATIONAL', region: '100000', organizationId: 'o' } as const;
  const AT = new Date(START);
  const pairs = Object.keys(steps).flatMap((verb) => pilotWaiverStates.states.map((state) => [verb, state] as [keyof typeof steps, PilotWaiverState]));
  it.each(pairs)('%s from %s only where the table allows it', (verb, state) => {
    const waiver = Object.assign(new PilotWaiver(), { ...facts(), state, lastDay: '2027-05-31' });
    const { from, to } = pilotWaiverStates.transitions[verb];
    if ((from as readonly string[]).includes(state)) {
      steps[verb](waiver);
      expect(waiver.state).toBe(to);
    } else expect(() => { steps[verb](waiver); }).toThrow(expect.objectContaining({ code: 'STATE_FORBIDS' }) as Error);
  });

  it('show both regions before and since, with the measures that were stated, in two statements', async () => {
    const waiver = await approved({ region: '320600', comparisonRegion: '320700' });
    const evaluate = (region: string, onDate: string, endsOn: string) => inAlliance(world, all.a, async (scope) => {
      scope.authorize(ruleVersionAccess.confirm);
      await world.api.get(EvaluationService).record(scope, [{ subjectType: 'Placement', subjectId: scope.newId(), gate: 'ASSIGN', facts: { ...LAWFUL, endsOn }, place: { workRegion: region, homeRegion: null, onDate }, hostOrganizationId: all.factory, schoolOrganizationId: null, personId: null }]);
    });
    await evaluate('320602', '2026-11-24', '2027-08-31');
    await evaluate('320602', '2026-12-10', '2027-08-31');
    await evaluate('320702', '2026-12-10', '2027-08-31');
    await evaluate('320702', '2026-12-10', '2027-05-31');
    world.clock.set('2026-12-20T01:00:00Z');
    await as('admin', (scope) => service.measure(scope, waiver.id, { measure: 'STAY', side: 'PILOT', period: 'AFTER', value: 71.5, source: 'Survey' }));
    await expect(as('admin', (scope) => service.measure(scope, waiver.id, { measure: 'STAY', side: 'PILOT', period: 'AFTER', value: 80, source: 'Survey' }))).rejects.toMatchObject({ code: 'WAIVER_MEASURED' });
    await expect(as('admin', (scope) => service.measure(scope, waiver.id, { measure: 'OTHER', side: 'PILOT', period: 'AFTER', value: 1, source: 'x' }))).rejects.toMatchObject({ code: 'WAIVER_MEASURE_UNKNOWN' });
    const review = await inAlliance(world, all.a, async (scope) => {
      const before = scope.statements;
      const [row] = await scope.find(PilotWaiver, { id: waiver.id });
      const answer = row ? await reviewOf(scope, row) : [];
      expect(scope.statements - before).toBe(3);
      return answer;
    });
    expect(review).toMatchObject([
      { side: 'PILOT', region: '320600', before: { from: '2026-11-11', until: '2026-11-30', evaluations: 1, broken: 1, violations: 1 }, after: { from: '2026-12-01', until: '2026-12-20', evaluations: 1, broken: 0, violations: 0, measures: [{ code: 'STAY', value: 71.5 }] } },
      { side: 'COMPARISON', region: '320700', before: { evaluations: 0 }, after: { evaluations: 2, broken: 1, violations: 1, measures: [{ code: 'STAY', value: null }] } },
    ]);
  });
});
