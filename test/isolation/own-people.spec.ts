import type { Role } from '@quadhelix/access';
import { PersonService, SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';

const INVITE = 'mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { id organization { id legalName } } } }';
const REGISTER = 'mutation($input: PersonRegisterInput!) { personRegister(input: $input) { person { id name } } }';
const ASSIGN = 'mutation($input: SeatAssignInput!) { seatAssign(input: $input) { seat { role } } }';
const ACCEPT = 'mutation($input: MembershipStepInput!) { membershipAccept(input: $input) { membership { state } } }';

describe('nobody but an organization itself names its people, once it speaks for itself', () => {
  let world: World;
  let all: TwoAlliances;
  let adminB: GraphqlClient;
  let invited: string;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.association, { name: 'Secret name', birthDate: '1990-01-01', memberNumber: 'known' });
    adminB = await world.as('adminB', 'alliance-b');
    const data = await adminB.data<{ membershipInvite: { membership: { id: string } } }>(INVITE, { input: { sector: 'SOCIETY', legalName: 'Association', regionCode: '320000' } });
    await adminB.data(INVITE, { input: { sector: 'SCHOOL', legalName: 'College', regionCode: '320000' } });
    invited = data.membershipInvite.membership.id;
  });
  afterAll(() => world.stop());

  const person = (memberNumber: string, organization: string = all.association) => ({
    input: { organizationId: globalId('Organization', organization), memberNumber, name: 'Mole', kind: 'STAFF', validFrom: '2026-01-01' },
  });

  it.each([['a number that it knows', 'known'], ['a number that it does not know', 'unknown']])('refuses an invited organization\'s people to the inviting alliance, by %s', async (_name, number) => {
    const answer = await adminB.request(REGISTER, person(number));
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'NAMES_ITS_OWN_PEOPLE', field: 'organizationId' } }] });
    expect(JSON.stringify(answer)).not.toContain('Secret');
  });

  it('refuses the alliance a seat for a person of a member that speaks for itself', async () => {
    const mole = await inAlliance(world, all.b, async (scope) => (await scope.sql<{ person_id: string }>('select person_id from participants where organization_id = $1', [all.factory]))[0]?.person_id ?? '');
    const input = { organizationId: globalId('Organization', all.factory), personId: globalId('Person', mole), role: 'INDUSTRY_COORDINATOR', validFrom: '2026-01-01' };
    expect((await adminB.refusal(ASSIGN, { input })).code).toBe('NAMES_ITS_OWN_PEOPLE');
  });

  it('answers for an organization outside the alliance as for one that does not exist', async () => {
    const answers = [all.bureau, '00000000-0000-7000-8000-000000000000'].map((each) => adminB.refusal(REGISTER, person('1', each)));
    expect(await Promise.all(answers)).toEqual(Array(2).fill({ code: 'NOT_A_MEMBER', field: 'organizationId' }));
  });

  it('lets the alliance name the first people of an organization that nobody speaks for', async () => {
    const fresh = await adminB.data<{ membershipInvite: { membership: { organization: { id: string } } } }>(INVITE, { input: { sector: 'INDUSTRY', legalName: 'Newcomer', regionCode: '320000' } });
    const organizationId = fresh.membershipInvite.membership.organization.id;
    for (const memberNumber of ['1', '2']) {
      const data = await adminB.data<{ personRegister: { person: { id: string } } }>(REGISTER, { input: { ...person(memberNumber).input, organizationId } });
      await adminB.data(ASSIGN, { input: { organizationId, personId: data.personRegister.person.id, role: 'INDUSTRY_COORDINATOR', validFrom: '2026-01-01' } });
    }
  });

  it('lets an invitation make nobody name for whom he acts who has a seat already', async () => {
    const people = world.api.get(PersonService);
    const facts = { memberNumber: 'double', name: 'double', kind: 'STAFF', validFrom: '2020-01-01', idNumberHmac: Buffer.alloc(32, 1) } as const;
    const seats: [TestAlliance, string, Role][] = [[all.a, all.association, 'SOCIETY_ASSESSOR'], [all.b, all.factory, 'INDUSTRY_MENTOR']];
    for (const [alliance, organizationId, role] of seats) {
      const personId = await inAlliance(world, alliance, (scope) => people.register(scope, { ...facts, organizationId }));
      await inAlliance(world, alliance, (scope) => world.api.get(SeatService).assign(scope, { organizationId, personId, role, validFrom: '2020-01-01' }));
      if (role === 'INDUSTRY_MENTOR') await world.account('double', personId);
    }
    const roles = async (organization?: string) => (await world.as('double', 'alliance-b', organization ? { organization: globalId('Organization', organization) } : {})).data('{ viewer { roles } }');
    expect(await roles()).toEqual({ viewer: { roles: ['INDUSTRY_MENTOR'] } });
    expect(await roles(all.association)).toEqual({ viewer: { roles: ['SOCIETY_ASSESSOR'] } });
  });

  it('brings the invitation to who speaks for the organization elsewhere, and gives him a seat as he accepts', async () => {
    const assessor = await world.as('assessor', 'alliance-b');
    expect((await assessor.refusal('{ participants(first: 10) { nodes { id } } }')).code).toBe('MEMBERSHIP_NOT_ACCEPTED');
    expect(await assessor.data(ACCEPT, { input: { id: invited } })).toEqual({ membershipAccept: { membership: { state: 'ACTIVE' } } });
    const data = await assessor.data('{ viewer { roles organization { legalName } person { name } } participants(first: 10) { nodes { organization { legalName } } } }');
    expect(data).toEqual({
      viewer: { roles: ['SOCIETY_ASSESSOR'], organization: { legalName: 'Association' }, person: { name: 'assessor' } },
      participants: { nodes: [{ organization: { legalName: 'Association' } }] },
    });
  });

  it.each([['a teacher of an invited college', 'teacher'], ['somebody who speaks for another one', 'liaison']])('brings the invitation to nobody else: %s', async (_name, login) => {
    expect((await (await world.as(login, 'alliance-b')).refusal('{ viewer { roles } }')).code).toBe('ALLIANCE_NOT_FOUND');
  });
});
