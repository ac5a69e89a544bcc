import { TestClock } from '@quadhelix/service';
import { AppConsentService, Membership, MembershipService, PersonService, SeatService } from '@quadhelix/stakeholders';
import { Timesheet } from '@quadhelix/apprenticeships';
import { globalId, inAlliance, makeMember, makePerson, twoAlliances, World, type Answer, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { entries, Ground, MENTOR, MENTOR_MANY, placementId, SAVE, step, SUBMIT, TEACHER, type Step } from './apprentices.js';

const WEEK = '2026-03-02';
const PLACEMENTS = 'query($filter: PlacementFilter, $after: String) { placements(first: 1, filter: $filter, after: $after) { nodes { id apprentice { id name } } pageInfo { endCursor hasNextPage } } }';
const SHEETS = 'query($filter: TimesheetFilter) { timesheets(first: 10, filter: $filter) { nodes { id } } }';
const NODE = 'query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }';
const ABSENT = 'ffffffff-ffff-7fff-8fff-ffffffffffff';

interface Placements { placements: { nodes: { id: string; apprentice: { id: string; name: string | null } | null }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
interface Many { timesheetsMentorApprove: { approved: number; rows: { id: string; timesheet: { state: string } | null; error: { code: string; message: string } | null }[] } }

/** What a client can tell apart. */
const seen = (answer: Answer<unknown>): unknown => ({ status: answer.status, data: answer.data, errors: answer.errors.map(({ message, path, extensions: { code, field } }) => ({ message, path, code, field })) });

describe('who sees and does what with placements and weeks', () => {
  let world: World;
  let all: TwoAlliances;
  let ground: Ground;
  const made: Record<string, { placement: string; sheet: Step }> = {};

  /** An apprentice with one started placement and one submitted week. */
  async function worked(name: string, lines: readonly string[], where: Ground, login: string, alliance: string, person?: string): Promise<void> {
    const placement = placementId(await where.started(person ?? await where.apprentice(name, login)));
    const client = await world.as(login, alliance, { organization: globalId('Organization', where.college) });
    const saved = await step(client, SAVE, { placementId: placement, weekStartsOn: WEEK, entries: entries(...lines) });
    made[name] = { placement, sheet: await step(client, SUBMIT, { id: saved.id, version: saved.version }) };
  }

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-09T01:00:00Z') });
    all = await twoAlliances(world);
    ground = await Ground.lay(world, all.a, all.factory, all.college);
    const groundB = await Ground.lay(world, all.b, all.factory, all.collegeB);
    await worked('Chen', ['2026-03-02T08:00/16:00'], ground, 'chen', 'alliance-a');
    await worked('Zhao', ['2026-03-02T08:00/16:01'], ground, 'zhao', 'alliance-a');
    await worked('Qian', ['2026-03-02T08:00/16:00'], groundB, 'qian', 'alliance-b');
    const rival = await makeMember(world, all.a, { sector: 'INDUSTRY', legalName: 'Rival works' });
    await makePerson(world, all.a, rival, { name: 'rival', login: 'rival', roles: ['INDUSTRY_MENTOR', 'INDUSTRY_COORDINATOR'] });
    // One person who learns at the college and has a seat as mentor of the factory.
    const both = await inAlliance(world, all.a, async (scope) => {
      const [people, seats] = [world.api.get(PersonService), world.api.get(SeatService)];
      const facts = { name: 'Sun', idNumberHmac: Buffer.alloc(32, 7), validFrom: '2020-01-01', birthDate: '2000-01-01' };
      const id = await people.register(scope, { ...facts, organizationId: all.college, memberNumber: 'sun', kind: 'STUDENT' });
      await people.register(scope, { ...facts, organizationId: all.factory, memberNumber: 'sun', kind: 'STAFF' });
      await seats.assign(scope, { organizationId: all.college, personId: id, role: 'APPRENTICE', validFrom: '2020-01-01' });
      await seats.assign(scope, { organizationId: all.factory, personId: id, role: 'INDUSTRY_MENTOR', validFrom: '2020-01-01' });
      return id;
    });
    await world.account('sun', both);
    await worked('Sun', ['2026-03-02T08:00/16:00'], ground, 'sun', 'alliance-a', both);
  });
  afterAll(() => world.stop());

  const of = (name: string): { placement: string; sheet: Step } => made[name] as { placement: string; sheet: Step };

  it.each([
    ['an apprentice', 'chen', 1], ['a mentor', 'mentor', 3], ['a teacher', 'teacher', 3], ['the coordinator of the host', 'coordinator', 3], ['the coordinator of the school', 'school', 3],
    ['the liaison', 'liaison', 3], ['the administrator', 'admin', 3],
  ])('%s sees what concerns him', async (_who, login, count) => {
    const client = await world.as(login, 'alliance-a');
    const data = await client.data<{ placements: { nodes: object[] }; timesheets: { nodes: object[] } }>('{ placements(first: 10) { nodes { id } } timesheets(first: 10) { nodes { id } } }');
    expect([data.placements.nodes.length, data.timesheets.nodes.length]).toEqual([count, count]);
  });

  it('who has to do with neither placements nor weeks sees none', async () => {
    expect((await (await world.as('assessor', 'alliance-a')).refusal(PLACEMENTS)).code).toBe('FORBIDDEN');
  });

  it.each(['Placement', 'Timesheet'])('an apprentice learns of the %s of another no more than of one that does not exist', async (type) => {
    const client = await world.as('chen', 'alliance-a');
    const id = type === 'Placement' ? of('Zhao').placement : of('Zhao').sheet.id;
    expect(seen(await client.request(NODE, { id }))).toEqual(seen(await client.request(NODE, { id: globalId(type, ABSENT) })));
    expect((await client.data<{ node: { id: string } }>(NODE, { id: type === 'Placement' ? of('Chen').placement : of('Chen').sheet.id })).node).toBeTruthy();
    const save = (placement: string) => client.request(SAVE, { input: { placementId: placement, weekStartsOn: WEEK, entries: [] } });
    expect(seen(await save(of('Zhao').placement))).toEqual(seen(await save(globalId('Placement', ABSENT))));
  });

  it.each(['mentor', 'teacher', 'school', 'liaison', 'admin'])('another alliance is not there for %s: by id, filter and cursor', async (login) => {
    const client = await world.as(login, 'alliance-a');
    const [absentPlacement, absentSheet] = [globalId('Placement', ABSENT), globalId('Timesheet', ABSENT)];
    for (const [id, absent] of [[of('Qian').placement, absentPlacement], [of('Qian').sheet.id, absentSheet]] as const) {
      expect(seen(await client.request(NODE, { id }))).toEqual(seen(await client.request(NODE, { id: absent })));
    }
    expect(await client.data(SHEETS, { filter: { placementId: of('Qian').placement } })).toEqual({ timesheets: { nodes: [] } });
    expect(await client.data(SHEETS, { filter: { placementId: absentPlacement } })).toEqual({ timesheets: { nodes: [] } });
    expect((await client.data<Placements>(PLACEMENTS, { filter: { schoolOrganizationId: globalId('Organization', all.collegeB) } })).placements.nodes).toEqual([]);
    for (const document of [MENTOR, TEACHER]) {
      const [foreign, absent] = [of('Qian').sheet.id, absentSheet].map((id) => client.request(document, { input: { id, version: 2 } }));
      expect(seen(await foreign as Answer<unknown>)).toEqual(seen(await absent as Answer<unknown>));
    }
    const { placements } = await (await world.as('schoolB', 'alliance-b')).data<Placements>(PLACEMENTS);
    expect((await client.refusal(PLACEMENTS, { after: placements.pageInfo.endCursor })).code).toBe('CURSOR_INVALID');
  });

  it('the host, which belongs to both alliances, sees in each only that one', async () => {
    const seenIn = async (login: string, alliance: string) => (await (await world.as(login, alliance)).data<{ timesheets: { nodes: { id: string }[] } }>(SHEETS)).timesheets.nodes.map(({ id }) => id).sort();
    expect(await seenIn('mentorB', 'alliance-b')).toEqual([of('Qian').sheet.id]);
    expect(await seenIn('mentor', 'alliance-a')).toEqual(['Chen', 'Sun', 'Zhao'].map((name) => of(name).sheet.id).sort());
  });

  it('a mentor of another host of the same alliance sees and approves none of its weeks', async () => {
    const rival = await world.as('rival', 'alliance-a');
    const { id, version } = of('Chen').sheet;
    expect((await rival.data<Placements>(PLACEMENTS)).placements.nodes).toEqual([]);
    expect(await rival.data(SHEETS)).toEqual({ timesheets: { nodes: [] } });
    expect(await rival.data('{ timesheetViolations(first: 5) { nodes { id } } hoursByWeek(from: "2026-03-02", to: "2026-03-09") { sheets } }')).toEqual({ timesheetViolations: { nodes: [] }, hoursByWeek: [] });
    expect(await rival.refusal(MENTOR, { input: { id, version } })).toEqual({ code: 'NOT_FOUND', field: 'id' });
    expect((await rival.data<Many>(MENTOR_MANY, { input: { weeks: [{ id, version }] } })).timesheetsMentorApprove.rows[0]?.error?.code).toBe('NOT_FOUND');
  });

  it('nobody approves his own week', async () => {
    const sun = await world.as('sun', 'alliance-a', { organization: globalId('Organization', all.factory) });
    expect(await sun.refusal(MENTOR, { input: { id: of('Sun').sheet.id, version: of('Sun').sheet.version } })).toEqual({ code: 'OWN_TIMESHEET', field: 'id' });
  });

  it('a suspended member reads, but approves nothing', async () => {
    const service = world.api.get(MembershipService);
    const mentor = await world.as('mentor', 'alliance-a');
    const membership = await inAlliance(world, all.a, async (scope) => (await scope.find(Membership, { organizationId: all.factory }))[0]?.id ?? '');
    await inAlliance(world, all.a, (scope) => service.step(scope, membership, 'suspend', 'Safety inspection open'));
    expect((await mentor.data<Placements>(PLACEMENTS)).placements.nodes).toHaveLength(1);
    expect((await mentor.refusal(MENTOR, { input: { id: of('Chen').sheet.id, version: of('Chen').sheet.version } })).code).toBe('MEMBERSHIP_SUSPENDED');
    expect((await mentor.refusal(MENTOR_MANY, { input: { weeks: [{ id: of('Chen').sheet.id }] } })).code).toBe('MEMBERSHIP_SUSPENDED');
    await inAlliance(world, all.a, (scope) => service.step(scope, membership, 'reinstate', null));
  });

  it('many weeks at once: each row is answered, none is left out, the good ones are approved', async () => {
    const mentor = (await world.as('mentor', 'alliance-a')).inLanguage('zh-CN');
    const good = of('Chen').sheet;
    const ids = [of('Zhao').sheet.id, good.id, of('Qian').sheet.id, globalId('Timesheet', ABSENT), good.id];
    const before = world.api.database.statements;
    const { timesheetsMentorApprove } = await mentor.data<Many>(MENTOR_MANY, { input: { weeks: [...ids.map((id) => ({ id })), { id: of('Sun').sheet.id, version: 1 }] } });
    expect(timesheetsMentorApprove.rows.map(({ id }) => id)).toEqual([...ids, of('Sun').sheet.id]);
    expect(timesheetsMentorApprove.rows.map(({ timesheet, error }) => timesheet?.state ?? error?.code)).toEqual(['TIMESHEET_NOT_LAWFUL', 'MENTOR_APPROVED', 'NOT_FOUND', 'NOT_FOUND', 'MENTOR_APPROVED', 'STALE_VERSION']);
    expect(timesheetsMentorApprove.rows[0]?.error?.message).toMatch(/不能作为合规工时批准/);
    expect(timesheetsMentorApprove.rows[2]?.error).toEqual(timesheetsMentorApprove.rows[3]?.error);
    expect(timesheetsMentorApprove.approved).toBe(1);
    expect(world.api.database.statements - before).toBeLessThan(12);
    const states = await inAlliance(world, all.a, (scope) => scope.find(Timesheet, {}));
    expect(states.map(({ state }) => state).sort()).toEqual(['MENTOR_APPROVED', 'SUBMITTED', 'SUBMITTED']);
    expect(await mentor.refusal(MENTOR_MANY, { input: { weeks: Array.from({ length: 251 }, () => ({ id: good.id })) } })).toEqual({ code: 'INPUT_INVALID', field: 'weeks' });
  });

  it('an app to which the alliance consented reads all placements and hours, and no name', async () => {
    const scopes = ['apprenticeships:read', 'stakeholders:read'];
    const { secret } = await world.identity.registerClient({ id: 'reader', name: 'Reader', type: 'confidential', grantTypes: ['client_credentials'], scopes });
    const response = await fetch(`${world.identity.url}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`reader:${secret ?? ''}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    await inAlliance(world, all.a, (scope) => world.api.get(AppConsentService).grant(scope, 'reader', scopes));
    const app: GraphqlClient = world.withToken(access_token, 'alliance-a');
    const answer = await app.request<Placements>('{ placements(first: 10) { nodes { id apprentice { id name } stopReason } } }');
    expect(answer.data?.placements.nodes).toHaveLength(3);
    expect(answer.data?.placements.nodes.every(({ apprentice }) => apprentice?.name === null)).toBe(true);
    expect(new Set(answer.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN']));
    expect(await app.data('{ hoursByWeek(from: "2026-01-05", to: "2027-01-10") { weekStartsOn sheets } }')).toEqual({ hoursByWeek: [{ weekStartsOn: WEEK, sheets: 3 }] });
    expect(await app.refusal('{ hoursByWeek(from: "2026-01-05", to: "2027-01-11") { sheets } }')).toEqual({ code: 'RANGE_TOO_LONG', field: 'to' });
    expect(await app.refusal(MENTOR, { input: { id: of('Zhao').sheet.id, version: 2 } })).toMatchObject({ code: 'SCOPE_MISSING' });
  });
});
