import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

const END = 'mutation($input: SeatEndInput!) { seatEnd(input: $input) { seat { validUntil } } }';
const ASSIGN = 'mutation($input: SeatAssignInput!) { seatAssign(input: $input) { seat { id } } }';
const step = (verb: string): string => `mutation($input: MembershipReasonInput!) { membership${verb}(input: $input) { membership { state } } }`;

describe('administrators of an alliance', () => {
  let world: World;
  let all: TwoAlliances;
  let admin: GraphqlClient;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    admin = await world.as('admin', 'alliance-a');
  });
  afterAll(() => world.stop());

  const seatOf = async (name: string): Promise<string> => {
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select s.id from seats s join people p on p.id = s.person_id where p.name = $1', [name]));
    return globalId('Seat', row?.id ?? '');
  };
  const membershipOf = async (organization: string): Promise<string> => {
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [organization]));
    return globalId('Membership', row?.id ?? '');
  };

  it.each([['Suspend', 'admin'], ['Expel', 'admin'], ['Withdraw', 'school']])('%s is refused where it would leave the alliance without one', async (verb, login) => {
    const client = await world.as(login, 'alliance-a');
    expect((await client.refusal(step(verb), { input: { id: await membershipOf(all.college), reason: 'Trial' } })).code).toBe('LAST_ADMIN');
  });

  it('can be ended but for the last; one whose organization is suspended does not count', async () => {
    await makePerson(world, all.a, all.factory, { name: 'second', login: 'second', roles: ['ALLIANCE_ADMIN'] });
    await admin.data(step('Suspend'), { input: { id: await membershipOf(all.factory), reason: 'Trial' } });
    expect((await admin.refusal(END, { input: { id: await seatOf('admin'), lastDay: '2026-03-02' } })).code).toBe('LAST_ADMIN');
    await admin.data('mutation($input: MembershipStepInput!) { membershipReinstate(input: $input) { membership { state } } }', { input: { id: await membershipOf(all.factory) } });
  });

  it('that were ended stay ended: nobody moves the last day of a seat further out', async () => {
    const second = await seatOf('second');
    await admin.data(END, { input: { id: second, lastDay: '2026-03-10' } });
    const coordinator = await world.as('coordinator', 'alliance-a');
    expect(await coordinator.refusal(END, { input: { id: second, lastDay: '2099-01-01' } })).toEqual({ code: 'PERIOD_INVALID', field: 'lastDay' });
    expect(await admin.data(END, { input: { id: second, lastDay: '2026-03-05' } })).toEqual({ seatEnd: { seat: { validUntil: '2026-03-05' } } });
  });

  it('can\'t put each other out at once', async () => {
    const third = await makePerson(world, all.b, all.factory, { name: 'thirdB', login: 'thirdB', roles: ['ALLIANCE_ADMIN'] });
    expect(third).toBeTruthy();
    const seat = async (name: string) => {
      const [row] = await inAlliance(world, all.b, (scope) => scope.sql<{ id: string }>(`select s.id from seats s join people p on p.id = s.person_id where p.name = $1 and s.role = 'ALLIANCE_ADMIN'`, [name]));
      return globalId('Seat', row?.id ?? '');
    };
    const end = async (login: string, whose: string) => (await world.as(login, 'alliance-b')).request(END, { input: { id: await seat(whose), lastDay: '2026-03-02' } });
    const answers = await Promise.all([end('thirdB', 'adminB'), end('adminB', 'thirdB')]);
    expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(['LAST_ADMIN']);
  });

  it('are never made by a coordinator', async () => {
    const person = await makePerson(world, all.a, all.factory, { name: 'Climber' });
    const input = { organizationId: globalId('Organization', all.factory), personId: globalId('Person', person), validFrom: '2026-03-02' };
    const coordinator = await world.as('coordinator', 'alliance-a');
    const refused = [['ALLIANCE_ADMIN', 'FORBIDDEN'], ['SCHOOL_COORDINATOR', 'SEAT_ROLE_NOT_OF_SECTOR'], ['API_CLIENT', 'INPUT_INVALID']] as const;
    for (const [role, code] of refused) expect((await coordinator.refusal(ASSIGN, { input: { ...input, role } })).code).toBe(code);
    expect((await coordinator.refusal(ASSIGN, { input: { ...input, organizationId: globalId('Organization', all.college), role: 'SCHOOL_COORDINATOR' } })).code).toBe('FORBIDDEN');
  });
});
