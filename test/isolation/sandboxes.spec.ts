import pg from 'pg';
import { Background, rebuildProjection } from '@quadhelix/outbox';
import { SandboxRunner } from '@quadhelix/sandbox';
import { usccFor } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makeMember, PASSWORD, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { organizationsOf } from '../journeys/sandbox/developer.js';

const LOGIN = 'dev@example.org';
const SECRET = 'a secret of an app, at least 32 characters';
const REDIRECT = 'http://localhost:9/callback';
const CREATE = 'mutation($input: SandboxCreateInput!) { sandboxCreate(input: $input) { sandbox { slug } } }';
const INVITE = 'mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { state organization { id legalName } } } }';
const REAL_CODE = usccFor('a real enterprise');

describe('the wall between a sandbox and what is real', () => {
  let world: World;
  let all: TwoAlliances;
  let superuser: pg.Client;
  let slug: string;
  let tenantId: string;
  let organizations: Record<string, string>;
  const rows: Record<'organization' | 'person' | 'realOrganization' | 'realPerson' | 'membership' | 'realMembership', string> = { organization: '', person: '', realOrganization: '', realPerson: '', membership: '', realMembership: '' };
  const one = async (text: string, values: readonly unknown[] = []): Promise<string> => (await superuser.query<{ id: string }>(text, [...values])).rows[0]?.id ?? '';

  beforeAll(async () => {
    world = await World.start();
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    all = await twoAlliances(world);
    await makeMember(world, all.b, { sector: 'INDUSTRY', legalName: 'Real enterprise', uscc: REAL_CODE });
    await superuser.query(`insert into organizations (id, sector, legal_name, ministry_code, region_code, directory, created_at) values (gen_random_uuid(), 'SCHOOL', 'Directory college', '4132010850', '320100', 'colleges', now())`);
    await world.identity.createAccount({ login: LOGIN, password: PASSWORD });
    slug = (await (await world.as(LOGIN, null)).data<{ sandboxCreate: { sandbox: { slug: string } } }>(CREATE, { input: { name: 'Trial' } })).sandboxCreate.sandbox.slug;
    tenantId = await one('select tenant_id as id from sandboxes where slug = $1', [slug]);
    await world.api.get(SandboxRunner).run({ tenantId }, new AbortController().signal);
    organizations = await organizationsOf(world, LOGIN, slug);
    rows.organization = await one('select id from organizations where sandbox_of = $1 order by id limit 1', [tenantId]);
    rows.person = await one('select id from people where sandbox_of = $1 order by id limit 1', [tenantId]);
    rows.membership = await one('select id from memberships where tenant_id = $1 and organization_id = $2', [tenantId, rows.organization]);
    rows.realOrganization = all.factory;
    rows.realPerson = await one('select person_id as id from seats where tenant_id = $1 and organization_id = $2 limit 1', [all.a.id, all.factory]);
    rows.realMembership = await one('select id from memberships where tenant_id = $1 and organization_id = $2', [all.a.id, all.factory]);
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });
  const inside = (sector = 'GOVERNMENT'): Promise<GraphqlClient> => world.as(LOGIN, slug, { organization: organizations[sector] ?? '' });

  describe('holds in the database, whoever writes', () => {
    const added = {
      membership: 'insert into memberships (tenant_id, id, organization_id, state, created_at) values ($1, gen_random_uuid(), $2, \'INVITED\', now())',
      participant: 'insert into participants (tenant_id, id, person_id, organization_id, created_at) values ($1, gen_random_uuid(), $3, $2, now())',
      booking: `insert into person_time_bookings (id, person_id, tenant_id, source_type, source_id, starts_on, ends_before, load_bp, created_at) values (gen_random_uuid(), $3, $1, 'x', gen_random_uuid(), '2026-03-02', '2026-03-03', 1, now())`,
    };
    type Key = keyof typeof rows | 'sandbox' | 'real';
    const value = (key: Key): string => ({ ...rows, sandbox: tenantId, real: all.a.id })[key];
    it.each<[string, string, Key[]]>([
      ['a real organization in a sandbox', added.membership, ['sandbox', 'realOrganization']],
      ['an invented organization in a real alliance', added.membership, ['real', 'organization']],
      ['a real person in a sandbox', added.participant, ['sandbox', 'organization', 'realPerson']],
      ['an invented person in a real alliance', added.participant, ['real', 'realOrganization', 'person']],
      ['an invented person for a real organization', added.participant, ['sandbox', 'realOrganization', 'person']],
      ['a seat for a real person in a sandbox', `insert into seats (tenant_id, id, membership_id, organization_id, person_id, role, valid_from, created_at) values ($1, gen_random_uuid(), $2, $3, $4, 'ALLIANCE_ADMIN', '2026-03-02', now())`, ['sandbox', 'membership', 'organization', 'realPerson']],
      ['a seat for an invented person in a real alliance', `insert into seats (tenant_id, id, membership_id, organization_id, person_id, role, valid_from, created_at) values ($1, gen_random_uuid(), $2, $3, $4, 'ALLIANCE_ADMIN', '2026-03-02', now())`, ['real', 'realMembership', 'realOrganization', 'person']],
      ['a seat that is given to somebody real', 'update seats set person_id = $2 where tenant_id = $1 and id = (select id from seats where tenant_id = $1 limit 1)', ['sandbox', 'realPerson']],
      ['a real person whom an invented organization employs', `insert into affiliations (id, person_id, organization_id, kind, member_number, valid_from, created_at) values (gen_random_uuid(), $2, $1, 'STAFF', 'x', '2026-03-02', now())`, ['organization', 'realPerson']],
      ['an invented person whom a real organization employs', `insert into affiliations (id, person_id, organization_id, kind, member_number, valid_from, created_at) values (gen_random_uuid(), $2, $1, 'STAFF', 'x', '2026-03-02', now())`, ['realOrganization', 'person']],
      ['an invented organization above a real one', 'update organizations set parent_id = $2 where id = $1', ['realOrganization', 'organization']],
      ['a real organization above an invented one', 'update organizations set parent_id = $2 where id = $1', ['organization', 'realOrganization']],
      ['an invented organization that becomes real', 'update organizations set sandbox_of = null where id = $1', ['organization']],
      ['a real person who becomes invented', 'update people set sandbox_of = $2 where id = $1', ['realPerson', 'sandbox']],
      ['time of a real person booked in a sandbox', added.booking, ['sandbox', 'organization', 'realPerson']],
      ['time of an invented person booked in a real alliance', added.booking, ['real', 'organization', 'person']],
      ['an address of an invented person', `insert into contact_points (id, person_id, channel, address, created_at) values (gen_random_uuid(), $1, 'MAIL', 'somebody@example.org', now())`, ['person']],
      ['an invented authority with a mandate', `insert into oversight_mandates (id, authority_organization_id, regions, level, legal_basis, valid_from, valid_until, state, created_at) values (gen_random_uuid(), $1, '{320000}', 'CASE', 'none', '2026-03-02', '2026-03-03', 'ACTIVE', now())`, ['organization']],
      ['an invented organization in the public directory', `update organizations set directory = 'colleges' where id = $1`, ['organization']],
    ])('refuses %s', async (_what, statement, keys) => {
      // Numbers of parameters that a statement does not use are left out by giving only what it names.
      const used = keys.map(value).filter((_each, index) => statement.includes(`$${String(index + 1)}`));
      const text = keys.reduce((whole, _key, index) => (statement.includes(`$${String(index + 1)}`) ? whole : whole.replaceAll(`$${String(index + 2)}`, `$${String(index + 1)}`)), statement);
      await expect(superuser.query(text, used)).rejects.toMatchObject({ code: '23514' });
    });

    it('lets the clock of a sandbox not go back', async () => {
      await superuser.query('update sandboxes set clock_ahead_ms = 1000 where tenant_id = $1', [tenantId]);
      await expect(superuser.query('update sandboxes set clock_ahead_ms = 999 where tenant_id = $1', [tenantId])).rejects.toMatchObject({ code: '23514', constraint: 'sandboxes_clock_forward' });
    });

    it('empties no alliance but a sandbox that is to be emptied', async () => {
      for (const tenant of [all.a.id, tenantId]) await expect(world.api.database.system(tenant, 'test', (scope) => scope.sql('select clear_sandbox()'))).rejects.toMatchObject({ code: '42501' });
    });

    it('shows sandboxes neither to who reads over alliances nor to the check of documents', async () => {
      await superuser.query('begin; set local role quadhelix_readers');
      expect((await superuser.query('select id from alliances where sandbox')).rows).toEqual([]);
      expect((await superuser.query('select id from alliances')).rows).toHaveLength(2);
      await superuser.query('rollback');
      const { rows: policies } = await superuser.query<{ using: string }>(`select pg_get_expr(polqual, polrelid) as using from pg_policy where polrelid = 'document_issues'::regclass and polname = 'documents'`);
      expect(policies[0]?.using).toContain('is_sandbox(tenant_id)');
    });
  });

  it('shows no entry of the directory inside, and lets none be invited', async () => {
    const names = async (client: GraphqlClient): Promise<string[]> => (await client.data<{ directory: { nodes: { legalName: string }[] } }>('{ directory(first: 10) { nodes { legalName } } }')).directory.nodes.map(({ legalName }) => legalName);
    expect(await names(await world.as('admin', 'alliance-a'))).toEqual(['Directory college']);
    expect(await names(await inside())).toEqual([]);
    const known = await one(`select id from organizations where legal_name = 'Directory college'`);
    for (const id of [known, all.factory]) expect(await (await inside()).refusal(INVITE, { input: { organizationId: globalId('Organization', id) } })).toEqual({ code: 'NOT_FOUND', field: 'organizationId' });
    expect((await (await inside()).data<{ nodes: unknown[] }>('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [globalId('Organization', known), globalId('Organization', all.factory), globalId('Person', rows.realPerson)] })).nodes).toEqual([null, null, null]);
  });

  it('knows every code and name anew on each side, and says nothing of the other', async () => {
    const invite = async (client: GraphqlClient, input: Record<string, unknown>): Promise<string> =>
      (await client.data<{ membershipInvite: { membership: { organization: { id: string; legalName: string } } } }>(INVITE, { input: { sector: 'INDUSTRY', regionCode: '320000', ...input } })).membershipInvite.membership.organization.legalName;
    // The real one has another name; inside, the code is free.
    expect(await invite(await inside(), { legalName: 'Somebody else', uscc: REAL_CODE })).toBe('Somebody else');
    expect(await invite(await inside(), { legalName: 'Factory' })).toBe('Factory');
    // A code that a sandbox has taken is free outside.
    expect(await invite(await world.as('admin', 'alliance-a'), { legalName: 'Real at last', uscc: usccFor('sandbox works', '91', '320100') })).toBe('Real at last');
    expect(await invite(await world.as('admin', 'alliance-a'), { legalName: 'x', uscc: REAL_CODE })).toBe('Real enterprise');
    expect(await one('select count(*)::text as id from organizations where uscc = $1', [REAL_CODE])).toBe('2');
    const hmac = Buffer.alloc(32, 7);
    const register = (tenant: string, organization: string, name: string) => world.api.database.system(tenant, 'test', (scope) => scope.sql<{ id: string }>('select register_person($1) as id', [
      JSON.stringify({ id: scope.newRandomId(), affiliationId: scope.newRandomId(), organizationId: organization, memberNumber: `m-${name}`, name, idNumberHmac: hmac.toString('hex'), kind: 'STAFF', validFrom: '2026-01-01', createdAt: scope.now })]));
    const [real, again, invented] = [await register(all.a.id, all.college, 'Same'), await register(all.b.id, all.collegeB, 'Same'), await register(tenantId, rows.organization, 'Same')].map(([row]) => row?.id);
    expect(again).toBe(real);
    expect(invented).not.toBe(real);
  });

  it('books nobody and finds nothing of the other side', async () => {
    const refused = await inAlliance(world, { id: tenantId, slug }, (scope) => scope.sql<{ answers: string[] }>('select book_person_time($1) as answers', [
      JSON.stringify([{ id: scope.newId(), personId: rows.realPerson, sourceType: 'x', sourceId: scope.newId(), startsOn: '2026-03-02', endsBefore: '2026-03-03', loadBp: 1, at: scope.now }])]));
    expect(refused[0]?.answers).toEqual(['NOT_FOUND']);
    const { projections } = world.api.get(Background).parts;
    for (const tenant of [tenantId, all.a.id]) for (const each of projections.filter(({ name }) => name.startsWith('search'))) await rebuildProjection(world.api.database, each, tenant);
    const titles = async (client: GraphqlClient, text: string): Promise<string[]> => (await client.data<{ search: { nodes: { title: string }[] } }>('query($text: String!) { search(text: $text, first: 50) { nodes { title } } }', { text })).search.nodes.map(({ title }) => title);
    const real = await world.as('admin', 'alliance-a');
    expect((await titles(await inside(), 'Factory')).sort()).toEqual(expect.arrayContaining(['Factory', '沙盒精密制造(Sandbox Factory)']));
    expect(await titles(await inside(), 'Bureau')).not.toContain('Bureau');
    expect(await titles(real, '沙盒')).toEqual([]);
    expect(await titles(real, 'Bureau')).toContain('Bureau');
  });

  it('lets nothing out that is sent: no address is taken inside', async () => {
    const input = { channel: 'MAIL', address: 'somebody@example.org' };
    expect(await (await inside()).refusal('mutation($input: ContactPointAddInput!) { contactPointAdd(input: $input) { contactPoint { id } } }', { input })).toEqual({ code: 'CONTACT_IN_SANDBOX', field: 'address' });
  });

  describe('for apps', () => {
    const token = async (id: string): Promise<string> => {
      const answer = await fetch(`${world.identity.url}/token`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${id}:${SECRET}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'stakeholders:read integrations:write integrations:read' }) });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const register = (id: string, owner: string) => world.identity.registerClient({ id, name: id, type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read', 'integrations:read', 'integrations:write'], ownerOrganizationId: owner, secret: SECRET });
    const CONSENT = (id: string) => `mutation { appConsentGrant(input: { clientId: "${id}", scopes: ["stakeholders:read"] }) { appConsent { id } } }`;

    it('one of an organization of the sandbox works in it without asking anybody, and nowhere else', async () => {
      await register('sandbox-app', Buffer.from(organizations['INDUSTRY'] ?? '', 'base64url').toString().split(':')[1] ?? '');
      const access = await token('sandbox-app');
      const data = await world.withToken(access, slug).data<{ viewer: { roles: string[] }; memberships: { nodes: unknown[] }; sandboxes: { slug: string }[] }>('{ viewer { roles } memberships(first: 20) { nodes { id } } sandboxes { slug } }');
      expect(data.viewer.roles).toEqual(['API_CLIENT']);
      expect(data.memberships.nodes.length).toBeGreaterThanOrEqual(5);
      expect(data.sandboxes).toEqual([{ slug }]);
      expect((await world.withToken(access, null).data<{ viewer: { alliances: { slug: string }[] } }>('{ viewer { alliances { slug } } }')).viewer.alliances).toEqual([{ slug }]);
      expect(await world.withToken(access, 'alliance-a').refusal('{ viewer { roles } }')).toMatchObject({ code: 'ALLIANCE_NOT_FOUND' });
      expect(await (await world.as('admin', 'alliance-a')).refusal(CONSENT('sandbox-app'))).toMatchObject({ code: 'NOT_FOUND' });
      expect(await world.withToken(access, 'alliance-a').refusal('{ viewer { roles } }')).toMatchObject({ code: 'ALLIANCE_NOT_FOUND' });
      // Alone it moves the clock of its own sandbox, and makes or removes none.
      expect(await world.withToken(access, null).refusal(CREATE, { input: { name: 'x' } })).toMatchObject({ code: 'SANDBOX_ACCOUNT_REQUIRED' });
      expect(await world.withToken(access, slug).refusal('mutation { sandboxDelete(input: {}) { sandbox { id } } }')).toMatchObject({ code: 'SANDBOX_ACCOUNT_REQUIRED' });
      expect(await world.withToken(access, slug).refusal('mutation { sandboxClockAdvance(input: { to: "2020-01-01T00:00:00Z" }) { sandbox { id } } }')).toEqual({ code: 'SANDBOX_CLOCK_BACKWARDS', field: 'to' });
    });

    it('consent of a real alliance is none to whoever signs in with the app', async () => {
      await world.identity.registerClient({ id: 'anybodys-app', name: 'App', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'stakeholders:read'], redirectUris: [REDIRECT] });
      await (await world.as('admin', 'alliance-a')).data(CONSENT('anybodys-app'));
      const access = await signIn(world.identity.url, 'anybodys-app', REDIRECT, LOGIN, PASSWORD, ['openid', 'stakeholders:read']);
      expect(await world.withToken(access, 'alliance-a').refusal('{ viewer { roles } }')).toMatchObject({ code: 'ALLIANCE_NOT_FOUND' });
      // Nor into his own sandbox by an app that it has not let in.
      expect(await world.withToken(access, slug, organizations['SCHOOL']).refusal('{ viewer { roles } }')).toMatchObject({ code: 'ALLIANCE_NOT_FOUND' });
    });
  });

  it('says that a real alliance has no clock and cannot be made anew', async () => {
    const admin = await world.as('admin', 'alliance-a');
    for (const mutation of ['sandboxClockAdvance(input: { to: "2027-01-01T00:00:00Z" })', 'sandboxReset(input: {})', 'sandboxDelete(input: {})']) {
      expect(await admin.refusal(`mutation { ${mutation} { sandbox { id } } }`)).toEqual({ code: 'SANDBOX_ONLY', field: 'id' });
    }
    expect(await admin.refusal('mutation($input: SandboxActAsInput!) { sandboxActAs(input: $input) { personId } }', { input: { organizationId: globalId('Organization', all.factory), personId: globalId('Person', rows.realPerson) } })).toMatchObject({ code: 'SANDBOX_ONLY' });
    expect(await admin.refusal('mutation($id: ID!) { sandboxReset(input: { id: $id }) { sandbox { id } } }', { id: globalId('Sandbox', all.a.id) })).toEqual({ code: 'NOT_FOUND', field: 'id' });
  });

  it('costs a request into a sandbox as many statements as into a real alliance', async () => {
    const statements = async (client: GraphqlClient): Promise<number> => {
      const before = world.api.database.statements;
      await client.data('{ viewer { roles } }');
      return world.api.database.statements - before;
    };
    expect(await statements(await inside())).toBe(await statements(await world.as('admin', 'alliance-a')));
  });
});
