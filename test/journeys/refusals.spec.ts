import { globalId, inAlliance, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { Membership, MembershipService } from '@quadhelix/stakeholders';

const VIEWER = '{ viewer { organization { legalName } roles } }';
const MEMBERS = '{ memberships(first: 1) { nodes { id } } }';
const UPDATE = 'mutation($input: OrganizationUpdateInput!) { organizationUpdate(input: $input) { organization { staffCount version claimedAt } } }';
const INVITE = 'mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { state } } }';

describe('each bad request has a stable code', () => {
  let world: World;
  let all: TwoAlliances;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    const two = await makePerson(world, all.a, all.factory, { name: 'Both', login: 'both', roles: ['INDUSTRY_COORDINATOR'] });
    await inAlliance(world, all.a, async (scope) => {
      const seat = { tenant_id: all.a.id, person: two, organization: all.association };
      await scope.sql(`insert into participants (tenant_id, id, person_id, organization_id, created_at) values ($1, $2, $3, $4, $5)`, [seat.tenant_id, scope.newId(), two, seat.organization, scope.now]);
    });
    await world.api.database.system(all.a.id, 'test', async (scope) => {
      const [membership] = await scope.find(Membership, { organizationId: all.association });
      await scope.sql(`select register_person($1)`, [JSON.stringify({ organizationId: all.association, memberNumber: 'both-2', name: 'Both', kind: 'STAFF', validFrom: '2020-01-01', id: scope.newId(), affiliationId: scope.newId(), createdAt: scope.now })]);
      await scope.sql(`insert into seats (tenant_id, id, membership_id, organization_id, person_id, role, valid_from, created_at) values ($1, $2, $3, $4, $5, 'SOCIETY_OBSERVER', '2020-01-01', $6)`,
        [all.a.id, scope.newId(), membership?.id, all.association, two, scope.now]);
    });
    await asSuperuser(world, `update affiliations set person_id = '${two}' where member_number = 'both-2'`);
    await makePerson(world, all.a, all.factory, { name: 'Gone', login: 'gone', roles: ['INDUSTRY_MENTOR'], validUntil: '2026-03-02' });
  });
  afterAll(() => world.stop());

  it('ACTING_ORGANIZATION_REQUIRED for a person with two, and either one when named', async () => {
    expect((await (await world.as('both', 'alliance-a')).refusal(VIEWER)).code).toBe('ACTING_ORGANIZATION_REQUIRED');
    for (const [id, legalName] of [[all.factory, 'Factory'], [all.association, 'Association']] as const) {
      const data = await (await world.as('both', 'alliance-a', { organization: globalId('Organization', id) })).data<{ viewer: { organization: { legalName: string } } }>(VIEWER);
      expect(data.viewer.organization.legalName).toBe(legalName);
    }
  });

  it('ACTING_ORGANIZATION_INVALID for one he holds no seat for', async () => {
    expect((await (await world.as('both', 'alliance-a', { organization: globalId('Organization', all.college) })).refusal(VIEWER)).code).toBe('ACTING_ORGANIZATION_INVALID');
  });

  it.each([['an id of another type', () => globalId('Person', all.factory)], ['no id at all', () => 'factory']])('ID_INVALID for %s in the header', async (_name, header) => {
    expect(await (await world.as('both', 'alliance-a', { organization: header() })).refusal(VIEWER)).toEqual({ code: 'ID_INVALID', field: 'Quadhelix-Organization' });
  });

  it('ALLIANCE_REQUIRED where an operation needs one', async () => {
    expect((await (await world.as('liaison', null)).refusal(MEMBERS)).code).toBe('ALLIANCE_REQUIRED');
  });

  it('AFFILIATION_EXPIRED from the first minute of the day after the last', async () => {
    const gone = await world.as('gone', 'alliance-a');
    world.clock.set('2026-03-02T15:59:59Z');
    await gone.data(VIEWER);
    world.clock.set('2026-03-02T16:00:00Z');
    expect((await gone.refusal(VIEWER)).code).toBe('AFFILIATION_EXPIRED');
    world.clock.set('2026-03-02T01:00:00Z');
  });

  it('MEMBERSHIP_SUSPENDED for writes, while reads go on', async () => {
    const service = world.api.get(MembershipService);
    const coordinator = await world.as('coordinator', 'alliance-a');
    const id = await inAlliance(world, all.a, async (scope) => {
      const [membership] = await scope.find(Membership, { organizationId: all.factory });
      await service.step(scope, membership?.id ?? '', 'suspend', 'Safety inspection open');
      return membership?.id ?? '';
    });
    await coordinator.data(MEMBERS);
    expect((await coordinator.refusal(UPDATE, { input: { version: 1, staffCount: 96 } })).code).toBe('MEMBERSHIP_SUSPENDED');
    await inAlliance(world, all.a, (scope) => service.step(scope, id, 'reinstate', null));
  });

  it('STALE_VERSION for the second of two who read the same', async () => {
    const coordinator = await world.as('coordinator', 'alliance-a');
    const first = await coordinator.data<{ organizationUpdate: { organization: { version: number } } }>(UPDATE, { input: { version: 1, staffCount: 96 } });
    expect(first.organizationUpdate.organization.version).toBe(2);
    expect(await coordinator.refusal(UPDATE, { input: { version: 1, staffCount: 97 } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
  });

  it.each([
    ['17 characters', '9132010000000000', 'INVALID_USCC', 'uscc'],
    ['a letter I', '91320100MA1XXXXXXI', 'INVALID_USCC', 'uscc'],
    ['a wrong check character', '911100001000013428', 'INVALID_USCC', 'uscc'],
  ])('%s in a credit code', async (_name, uscc, code, field) => {
    const refusal = await (await world.as('admin', 'alliance-a')).refusal(INVITE, { input: { sector: 'INDUSTRY', legalName: 'New', uscc, regionCode: '3201' } });
    expect(refusal).toEqual({ code, field });
  });

  it.each([
    ['INVALID_REGION', { sector: 'INDUSTRY', legalName: 'New', regionCode: '9901' }, 'regionCode'],
    ['INPUT_INVALID', { sector: 'INDUSTRY', legalName: '', regionCode: '3201' }, 'legalName'],
    ['INPUT_INVALID', { sector: 'INDUSTRY' }, 'organizationId'],
    ['ID_INVALID', { organizationId: 'nonsense' }, 'organizationId'],
  ])('%s for %j', async (code, input, field) => {
    expect(await (await world.as('admin', 'alliance-a')).refusal(INVITE, { input })).toEqual({ code, field });
  });

  it('ALREADY_MEMBER for a second invitation', async () => {
    expect((await (await world.as('admin', 'alliance-a')).refusal(INVITE, { input: { organizationId: globalId('Organization', all.factory) } })).code).toBe('ALREADY_MEMBER');
  });

  it('SCOPE_MISSING for a token that may only read', async () => {
    const reader = await world.as('admin', 'alliance-a', { scopes: ['stakeholders:read'] });
    expect((await reader.refusal(INVITE, { input: { organizationId: globalId('Organization', all.factory) } })).code).toBe('SCOPE_MISSING');
  });

  it('FORBIDDEN for a role that may not', async () => {
    expect((await (await world.as('mentor', 'alliance-a')).refusal(INVITE, { input: { organizationId: globalId('Organization', all.factory) } })).code).toBe('FORBIDDEN');
  });

  it('ONE_ROOT_FIELD for a mutation with two', async () => {
    const twice = 'mutation { a: membershipAccept(input: {id: "x"}) { membership { id } } b: membershipAccept(input: {id: "x"}) { membership { id } } }';
    expect((await (await world.as('admin', 'alliance-a')).refusal(twice)).code).toBe('ONE_ROOT_FIELD');
  });

  it.each([['first: 0', 'first'], ['first: 101', 'first'], ['last: -1', 'last'], ['first: 1, last: 1', 'last'], ['', 'first']])('PAGE_SIZE_INVALID for a page of (%s)', async (args, field) => {
    const list = `{ memberships${args ? `(${args})` : ''} { nodes { id } } }`;
    expect(await (await world.as('admin', 'alliance-a')).refusal(list)).toEqual({ code: 'PAGE_SIZE_INVALID', field });
  });

  it('UNAUTHENTICATED at the next request after a revocation', async () => {
    const token = await world.token('mentor', ['stakeholders:read']);
    const client = world.withToken(token, 'alliance-a');
    await client.data(VIEWER);
    await world.revoke(token);
    expect((await client.refusal(VIEWER)).code).toBe('UNAUTHENTICATED');
  });

  it('lets a suspended organization leave', async () => {
    const service = world.api.get(MembershipService);
    const id = await inAlliance(world, all.a, async (scope) => {
      const [membership] = await scope.find(Membership, { organizationId: all.association });
      return (await service.step(scope, membership?.id ?? '', 'suspend', 'Fees unpaid')).id;
    });
    const left = await (await world.as('assessor', 'alliance-a')).data('mutation($input: MembershipReasonInput!) { membershipWithdraw(input: $input) { membership { state } } }',
      { input: { id: globalId('Membership', id), reason: 'We go' } });
    expect(left).toEqual({ membershipWithdraw: { membership: { state: 'WITHDRAWN' } } });
  });

  it('speaks Chinese to who prefers it, with the same code', async () => {
    const answer = await (await world.as('mentor', 'nowhere')).inLanguage('zh-CN,zh;q=0.9,en;q=0.5').request(VIEWER);
    expect(answer.errors[0]).toMatchObject({ message: expect.stringContaining('联合体') as string, extensions: { code: 'ALLIANCE_NOT_FOUND' } });
  });
});

async function asSuperuser(world: World, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: world.copy.url('postgres') });
  await client.connect();
  await client.query(statement);
  await client.end();
}
