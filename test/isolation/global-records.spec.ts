import { PersonService, type PersonFacts } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makeMember, makePerson, twoAlliances, World, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';

const INVITE = 'mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { organization { legalName staffCount staffCountOn claimedAt } } } }';
const UPDATE = 'mutation($input: OrganizationUpdateInput!) { organizationUpdate(input: $input) { organization { staffCount } } }';
const MEMBERS = '{ memberships(first: 10) { nodes { state organization { legalName staffCount staffCountOn claimedAt } } } }';
const EXPEL = 'mutation($input: MembershipReasonInput!) { membershipExpel(input: $input) { membership { state } } }';

describe('records that alliances share', () => {
  let world: World;
  let all: TwoAlliances;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
  });
  afterAll(() => world.stop());

  describe('an organization that stated facts itself', () => {
    const hidden = { staffCount: null, staffCountOn: null, claimedAt: null };
    beforeAll(async () => {
      await (await world.as('liaison', 'alliance-a')).data(UPDATE, { input: { version: 1, staffCount: 77, staffCountOn: '2026-03-01' } });
    });

    it('does not show them to an alliance that only invites it', async () => {
      const admin = await world.as('adminB', 'alliance-b');
      const data = await admin.data(INVITE, { input: { sector: 'GOVERNMENT', legalName: 'Bureau', regionCode: '320000' } });
      expect(data).toEqual({ membershipInvite: { membership: { organization: { legalName: 'Bureau', ...hidden } } } });
    });

    it('shows them where it is a member, until it is none any more', async () => {
      const bureau = async () => (await (await world.as('admin', 'alliance-a')).data<{ memberships: { nodes: { organization: { legalName: string } }[] } }>(MEMBERS)).memberships.nodes.find((each) => each.organization.legalName === 'Bureau');
      expect(await bureau()).toMatchObject({ state: 'ACTIVE', organization: { staffCount: 77, staffCountOn: '2026-03-01', claimedAt: expect.any(String) as string } });
      const [membership] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.bureau]));
      await (await world.as('admin', 'alliance-a')).data(EXPEL, { input: { id: globalId('Membership', membership?.id ?? ''), reason: 'Trial' } });
      expect(await bureau()).toMatchObject({ state: 'EXPELLED', organization: hidden });
    });

    it('keeps its name where another one of its region has it already', async () => {
      const coordinator = await world.as('coordinator', 'alliance-a');
      expect(await coordinator.refusal(UPDATE, { input: { version: 1, legalName: 'College' } })).toEqual({ code: 'NAME_TAKEN', field: 'legalName' });
    });
  });

  describe('a person known by his identity number', () => {
    const register = (alliance: TestAlliance, organizationId: string, facts: Partial<PersonFacts>): Promise<string> =>
      inAlliance(world, alliance, (scope) => world.api.get(PersonService).register(scope, {
        organizationId, memberNumber: scope.newId(), name: 'Li Wei', kind: 'STAFF', validFrom: '2026-01-01', idNumberHmac: Buffer.alloc(32, 7), ...facts,
      }));

    it('is the same in two alliances where both know his name', async () => {
      const here = await register(all.a, all.college, {});
      expect(await register(all.b, all.collegeB, {})).toBe(here);
    });

    it('is not shown to somebody who has only the number', async () => {
      const here = await register(all.a, all.college, {});
      const there = await register(all.b, all.collegeB, { name: 'Guess' });
      expect(there).not.toBe(here);
      expect(await register(all.b, all.collegeB, { name: 'Guess', memberNumber: 'again' })).not.toBe(here);
    });
  });

  it('tells why a membership was suspended to both sides and to nobody else', async () => {
    const admin = await world.as('admin', 'alliance-a');
    const [membership] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.factory]));
    const id = globalId('Membership', membership?.id ?? '');
    await admin.data('mutation($input: MembershipReasonInput!) { membershipSuspend(input: $input) { membership { state } } }', { input: { id, reason: 'Inspection' } });
    const told = async (login: string) => (await (await world.as(login, 'alliance-a')).data<{ node: { reason: string | null } }>('query($id: ID!) { node(id: $id) { ... on Membership { reason } } }', { id })).node.reason;
    expect([await told('admin'), await told('coordinator'), await told('teacher'), await told('assessor')]).toEqual(['Inspection', 'Inspection', null, null]);
    await admin.data('mutation($input: MembershipStepInput!) { membershipReinstate(input: $input) { membership { state } } }', { input: { id } });
  });

  it('shows what a student is to his school, and to nobody of another organization', async () => {
    const student = await makePerson(world, all.a, all.college, { name: 'Student', kind: 'STUDENT', roles: ['APPRENTICE'] });
    const query = '{ seats(first: 100) { nodes { role person { id affiliations { kind validFrom } } } } }';
    const seen = async (login: string) => {
      const data = await (await world.as(login, 'alliance-a')).data<{ seats: { nodes: { person: { id: string; affiliations: unknown[] } }[] } }>(query);
      return data.seats.nodes.find((each) => each.person.id === globalId('Person', student))?.person.affiliations;
    };
    expect(await seen('teacher')).toEqual([{ kind: 'STUDENT', validFrom: '2020-01-01' }]);
    expect(await seen('mentor')).toEqual([]);
  });

  it('finds by name only in the same region', async () => {
    const far = await makeMember(world, all.b, { sector: 'SCHOOL', legalName: 'College', regionCode: '330000' });
    expect(far).not.toBe(all.college);
  });
});
