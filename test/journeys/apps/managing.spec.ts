import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { APP_DOMAINS } from '@quadhelix/stakeholders';
import { DOMAIN_SCOPES, isForApps } from '@quadhelix/identity';
import { PASSWORD, signIn, type GraphqlClient, type TwoAlliances, type World } from '@quadhelix/testing';
import { consented, DISABLE, PHONE, REDIRECT, REGISTER, registered, ROTATE, SERVER, threeAlliances, UPDATE } from './apps.world.js';

const READ = ['stakeholders:read', 'apprenticeships:read'];
const OWN = '{ ownApps { clientId name state redirectUris secretRotatedAt previousSecretUntil } }';

describe('an organization and its apps', () => {
  let world: World;
  let all: TwoAlliances;
  let owner: GraphqlClient;
  let superuser: pg.Client;
  beforeAll(async () => {
    ({ world, all } = await threeAlliances());
    owner = await world.as('assessor', 'alliance-a');
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  const stored = async (clientId: string) => (await superuser.query<Record<string, unknown>>('select * from identity.clients where id = $1', [clientId])).rows[0] ?? {};
  const opens = async (clientId: string, secret: string): Promise<number> => (await world.appToken(clientId, secret, READ)).status;
  const alive = async (token: string): Promise<boolean> => (await world.withToken(token, null).request('{ viewer { scopes } }')).status === 200;

  it('registers one that only reads where nothing else is said, and sees its secret this once', async () => {
    const { appRegister } = await owner.data<{ appRegister: { clientSecret: string; app: Record<string, unknown> & { clientId: string } } }>(REGISTER, { input: SERVER });
    const { clientSecret, app } = appRegister;
    expect(app).toMatchObject({ name: SERVER.name, kind: 'CONFIDENTIAL', actsForPeople: false, actsAlone: true, scopes: READ, state: 'ENABLED', ownerName: 'Association' });
    expect(await opens(app.clientId, clientSecret)).toBe(200);
    const row = await stored(app.clientId);
    expect(row).toMatchObject({ owner_organization_id: all.association, first_party: false, secret_hash: `sha256:${createHash('sha256').update(clientSecret).digest('base64url')}` });
    for (const table of ['identity.clients', 'audit_entries', 'events', 'idempotency_answers', 'audit_personal_values']) {
      const { rows } = await superuser.query(`select 1 from ${table} t where t::text like $1`, [`%${clientSecret}%`]);
      expect([table, rows]).toEqual([table, []]);
    }
  });

  it('keeps no secret for a request that is sent again, and makes no second app of it', async () => {
    const headers = { authorization: `Bearer ${await world.token('assessor')}`, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'an-app-please-0001' };
    const send = async () => (await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: REGISTER, variables: { input: { ...SERVER, name: 'Sent twice' } } } }))
      .json<{ data: { appRegister: { clientSecret: string | null; app: { clientId: string } } } }>().data.appRegister;
    const [first, again] = [await send(), await send()];
    expect(first.clientSecret).toMatch(/^[\w-]{43}$/);
    expect(again).toEqual({ ...first, clientSecret: null });
    const { rows } = await superuser.query('select 1 from idempotency_answers t where t::text like $1', [`%${first.clientSecret ?? ''}%`]);
    expect(rows).toEqual([]);
  });

  it('registers one for people without a secret: code and PKCE alone', async () => {
    const app = await registered(owner, PHONE);
    expect(app.clientSecret).toBeNull();
    expect((await stored(app.clientId))['grant_types']).toEqual(['authorization_code', 'refresh_token']);
    const token = await signIn(world.identity.url, app.clientId, REDIRECT, 'coordinator', PASSWORD, ['openid', 'stakeholders:read']);
    expect(await alive(token)).toBe(true);
    expect(await opens(app.clientId, '')).toBe(400);
    expect(await owner.refusal(ROTATE, { input: { clientId: app.clientId } })).toEqual({ code: 'APP_IS_PUBLIC', field: 'clientId' });
  });

  it.each([
    ['a public one that nobody could sign in to', { ...PHONE, redirectUris: [] }, 'REDIRECT_NEEDED', 'redirectUris'],
    ['an address that is no address of its own', { ...PHONE, redirectUris: [REDIRECT, 'https://*.example.org/'] }, 'REDIRECT_INVALID', 'redirectUris[1]'],
    ['none of the domains', { ...SERVER, scopes: [] }, 'INPUT_INVALID', 'scopes'],
    ['no name', { ...SERVER, name: '' }, 'INPUT_INVALID', 'name'],
    ['a domain of the product alone', { ...SERVER, scopes: [{ domain: 'APPS' }] }, 'BAD_USER_INPUT', undefined],
  ])('is refused %s', async (_what, input, code, field) => {
    expect(await owner.refusal(REGISTER, { input })).toEqual({ code, field });
  });

  it('is told the same of an address by the API and by the database', async () => {
    const vectors = parse<{ uri: string; problem: string }>(readFileSync(new URL('../../../libs/stakeholders/src/app/redirect-uri.vectors.csv', import.meta.url)), { columns: true });
    const { rows } = await superuser.query<{ uri: string; home: boolean }>('select u as uri, identity.leads_home(array[u]) as home from unnest($1::text[]) u', [vectors.map(({ uri }) => uri)]);
    // The database lets a few spellings pass that browsers write otherwise; never another place.
    for (const [index, { uri, problem }] of vectors.entries()) if (problem === '' || ['scheme', 'part'].includes(problem)) expect([uri, rows[index]?.home]).toEqual([uri, problem === '']);
    const put = superuser.query(`update identity.clients set redirect_uris = '{http://evil.example/}' where owner_organization_id = $1`, [all.association]);
    await expect(put).rejects.toMatchObject({ constraint: 'clients_redirects' });
  });

  it('asks for no scope that is the product\'s own, not even by an operator\'s command', async () => {
    expect(DOMAIN_SCOPES.filter(isForApps)).toEqual(APP_DOMAINS.flatMap((domain) => [`${domain}:read`, `${domain}:write`]));
    await expect(world.identity.registerClient({ id: 'greedy', name: 'Greedy', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['apps:write'] })).rejects.toThrow('Only for clients of the product: apps:write');
    const put = superuser.query(`update identity.clients set scopes = '{personal-data:read}' where owner_organization_id = $1`, [all.association]);
    await expect(put).rejects.toMatchObject({ constraint: 'clients_scopes_for_apps' });
  });

  it('is managed by who speaks for its owner, and by nobody else: for them it is as if it were not there', async () => {
    const { clientId, version } = await registered(owner, { ...SERVER, name: 'Watched' });
    const steps = [[UPDATE, { version, name: 'Taken' }], [ROTATE, { overlapHours: 0 }], [DISABLE, { reason: 'mine' }]] as const;
    for (const [login, alliance, code] of [['coordinator', 'alliance-a', 'NOT_FOUND'], ['admin', 'alliance-a', 'NOT_FOUND'], ['mentor', 'alliance-a', 'FORBIDDEN'], ['schoolB', 'alliance-b', 'NOT_FOUND']] as const) {
      const client = await world.as(login, alliance);
      for (const [document, more] of steps) {
        const [taken, absent] = [await client.request(document, { input: { clientId, ...more } }), await client.request(document, { input: { clientId: `app-${all.a.id}`, ...more } })];
        expect([login, taken.errors[0]?.extensions.code]).toEqual([login, code]);
        expect(taken.errors.map(({ message, extensions: { requestId: _, ...rest } }) => ({ message, ...rest }))).toEqual(absent.errors.map(({ message, extensions: { requestId: _, ...rest } }) => ({ message, ...rest })));
      }
    }
    expect(await stored(clientId)).toMatchObject({ name: 'Watched', version, disabled_at: null });
    const seen = await (await world.as('admin', 'alliance-a')).request<{ app: Record<string, unknown> }>('query($id: String!) { app(clientId: $id) { name description ownerName scopes redirectUris previousSecretUntil } }', { id: clientId });
    expect(seen.data?.app).toEqual({ name: 'Watched', description: SERVER.description, ownerName: 'Association', scopes: READ, redirectUris: null, previousSecretUntil: null });
    expect(seen.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect((await (await world.as('admin', 'alliance-a')).refusal('{ app(clientId: "console") { name } }')).code).toBe('NOT_FOUND');
  });

  it('changes what it asks for; what is gone is gone from its tokens at the next request', async () => {
    const app = await registered(owner, { ...SERVER, name: 'Shrinking' });
    const { token } = await world.appToken(app.clientId, app.clientSecret ?? '', READ);
    const scopes = async () => (await world.withToken(token, null).data<{ viewer: { scopes: string[] } }>('{ viewer { scopes } }')).viewer.scopes;
    expect(await scopes()).toEqual(READ);
    const { appUpdate } = await owner.data<{ appUpdate: { app: unknown } }>(UPDATE, { input: { clientId: app.clientId, version: app.version, name: 'Small', scopes: [{ domain: 'STAKEHOLDERS' }] } });
    expect(appUpdate.app).toMatchObject({ name: 'Small', description: SERVER.description, scopes: ['stakeholders:read'], version: app.version + 1 });
    expect(await scopes()).toEqual(['stakeholders:read']);
    expect(await owner.refusal(UPDATE, { input: { clientId: app.clientId, version: app.version, name: 'Late' } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    expect(await owner.refusal(UPDATE, { input: { clientId: app.clientId, version: app.version + 1, redirectUris: [REDIRECT] } })).toEqual({ code: 'REDIRECT_NEEDED', field: 'redirectUris' });
  });

  it('changes its secret without a gap: both are good for a day, then the new one alone', async () => {
    const { clientId, clientSecret } = await registered(owner, { ...SERVER, name: 'Rotating' });
    const { appSecretRotate } = await owner.data<{ appSecretRotate: { clientSecret: string } }>(ROTATE, { input: { clientId, reason: 'yearly' } });
    const [old, fresh] = [clientSecret ?? '', appSecretRotate.clientSecret];
    expect([await opens(clientId, old), await opens(clientId, fresh), await opens(clientId, 'guess')]).toEqual([200, 200, 401]);
    const { ownApps } = await owner.data<{ ownApps: { clientId: string; previousSecretUntil: string }[] }>(OWN);
    const hours = (Date.parse(ownApps.find((each) => each.clientId === clientId)?.previousSecretUntil ?? '') - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    await superuser.query(`update identity.clients set previous_secret_until = now() - interval '1 second' where id = $1`, [clientId]);
    expect([await opens(clientId, old), await opens(clientId, fresh)]).toEqual([401, 200]);
  });

  it('changes a secret that leaked at once: the old one and all that was got with it end', async () => {
    const { clientId, clientSecret } = await registered(owner, { ...SERVER, name: 'Leaked' });
    const { token } = await world.appToken(clientId, clientSecret ?? '', READ);
    expect(await alive(token)).toBe(true);
    const { appSecretRotate } = await owner.data<{ appSecretRotate: { clientSecret: string } }>(ROTATE, { input: { clientId, overlapHours: 0, reason: 'in a public repository' } });
    expect([await alive(token), await opens(clientId, clientSecret ?? ''), await opens(clientId, appSecretRotate.clientSecret)]).toEqual([false, 401, 200]);
  });

  it('ends one for good: its next request fails, nobody can consent to it, and no step leads back', async () => {
    const { clientId, clientSecret, version } = await registered(owner, { ...SERVER, name: 'Ending' });
    const admin = await world.as('admin', 'alliance-a');
    await consented(admin, clientId, READ);
    const { token } = await world.appToken(clientId, clientSecret ?? '', READ);
    expect(await world.withToken(token, 'alliance-a').data('{ viewer { roles } }')).toEqual({ viewer: { roles: ['API_CLIENT'] } });
    await owner.data(DISABLE, { input: { clientId, reason: 'not needed any more' } });
    expect((await world.withToken(token, 'alliance-a').refusal('{ viewer { roles } }')).code).toBe('UNAUTHENTICATED');
    expect(await opens(clientId, clientSecret ?? '')).toBe(401);
    const steps = [[UPDATE, { version: version + 1 }], [ROTATE, {}], [DISABLE, { reason: 'twice' }]] as const;
    for (const [document, more] of steps) expect((await owner.refusal(document, { input: { clientId, ...more } })).code).toBe('STATE_FORBIDS');
    const { appConsents } = await admin.data<{ appConsents: { nodes: { clientId: string; app: { state: string; name: string } }[] } }>('{ appConsents(first: 100) { nodes { clientId app { state name } } } }');
    expect(appConsents.nodes.find((each) => each.clientId === clientId)?.app).toEqual({ state: 'DISABLED', name: 'Ending' });
    const entry = await superuser.query<{ action: string; reason: string; organization_id: string; client_id: string }>(
      `select e.action, e.reason, e.organization_id, e.client_id from audit_entries e join identity.clients c on c.app_id = e.subject_id where c.id = $1 and e.action = 'app.disable'`, [clientId]);
    expect(entry.rows).toEqual([{ action: 'app.disable', reason: 'not needed any more', organization_id: all.association, client_id: 'console' }]);
  });

  it('has fifty at most', async () => {
    await superuser.query(`insert into identity.clients (id, name, grant_types, scopes, secret_hash, owner_organization_id, created_at)
      select 'filler-' || i, 'Filler', '{client_credentials}', '{stakeholders:read}', 'sha256:' || repeat('A', 43), $1, now() from generate_series(1, 60) i`, [all.college]);
    const school = await world.as('school', 'alliance-a');
    expect((await school.refusal(REGISTER, { input: SERVER })).code).toBe('TOO_MANY_APPS');
    const before = world.api.database.statements;
    const { ownApps } = await school.data<{ ownApps: { clientId: string; redirectUris: string[] }[] }>(OWN);
    expect(ownApps).toHaveLength(60);
    // begin, enter, the list, the apps, their own side, commit
    expect(world.api.database.statements - before).toBeLessThanOrEqual(6);
  });
});
