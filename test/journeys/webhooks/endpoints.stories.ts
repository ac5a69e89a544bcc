import { globalId, type GraphqlClient } from '@quadhelix/testing';
import { statementsOf } from '../../attacks/raw-request.js';
import { CREATE, GRANT, type WebhookWorld } from './webhooks.world.js';

const ENDPOINTS = '{ webhookEndpoints(first: 100) { nodes { id clientId url eventTypes state disabledReason } } }';
const DELIVERIES = '{ webhookDeliveries(first: 100) { nodes { id state code eventType } } webhookAttempts(first: 100) { nodes { number } } }';
const DISABLE = 'mutation($input: WebhookEndpointDisableInput!) { webhookEndpointDisable(input: $input) { webhookEndpoint { state disabledReason } } }';
const of = (name: string): string => `mutation($input: WebhookEndpointInput!) { ${name}(input: $input) { webhook${name.endsWith('Test') ? 'Delivery' : 'Endpoint'} { id state } } }`;
const UPDATE = 'mutation($input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(input: $input) { webhookEndpoint { url eventTypes version } } }';

interface Endpoints { webhookEndpoints: { nodes: { id: string; clientId: string; url: string; state: string; disabledReason: string | null }[] } }
interface Deliveries { webhookDeliveries: { nodes: { id: string; state: string; code: string | null; eventType: string }[] }; webhookAttempts: { nodes: object[] } }

export const endpointStories = (world: () => WebhookWorld): void => { describe('endpoints of webhooks', () => {
  let at: WebhookWorld;
  beforeAll(async () => {
    at = world();
    await at.world.identity.registerClient({ id: 'others', name: 'Others', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read'], ownerOrganizationId: at.all.college });
    await at.admin.data(GRANT, { input: { clientId: 'others', scopes: ['stakeholders:read'] } });
    await at.world.identity.registerClient({ id: 'unwelcome', name: 'Unwelcome', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read'], ownerOrganizationId: at.all.factory });
  });

  const made = (more: object) => ({ input: { clientId: 'hooks', url: 'https://hooks.example.com/in', eventTypes: ['membership.active'], ...more } });
  const create = async (client: GraphqlClient, more: object = {}) => (await client.data<{ webhookEndpointCreate: { secret: string; webhookEndpoint: { id: string; version: number } } }>(CREATE, made(more))).webhookEndpointCreate;
  const ids = async (client: GraphqlClient): Promise<string[]> => (await client.data<Endpoints>(ENDPOINTS)).webhookEndpoints.nodes.map(({ id }) => id);
  const remove = (id: string) => at.owner.data(of('webhookEndpointDelete'), { input: { id } });

  it('are made by whoever speaks for the owner of the app, and read by the app itself; the secret is shown once and sealed at rest', async () => {
    const first = await create(at.owner);
    const second = await create(at.owner);
    expect([first.secret, second.secret]).toEqual([expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/), expect.stringMatching(/^whsec_/)]);
    for (const client of [at.app, at.admin, await at.world.as('school', 'alliance-a')]) expect((await client.refusal(CREATE, made({}))).code).toMatch(/^(FORBIDDEN|WEBHOOK_APP_UNKNOWN)$/);
    for (const [client, sees] of [[at.owner, true], [at.app, true], [at.admin, true], [await at.world.as('school', 'alliance-a'), false]] as const) expect([(await ids(client)).length === 2, sees]).toEqual([sees, sees]);
    const kept = await at.sql<{ text: string }>(`select t::text as text from webhook_secrets t union all select t::text from audit_entries t union all select t::text from events t union all select t::text from webhook_endpoints t`);
    for (const { text } of kept) expect(text.includes(first.secret) || text.includes(first.secret.slice(6, 30))).toBe(false);
    await remove(first.webhookEndpoint.id);
    await remove(second.webhookEndpoint.id);
  });

  it('are not made twice by a request sent again, and its secret is kept nowhere', async () => {
    const document = CREATE;
    const send = () => at.world.api.app.inject({
      method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', authorization: `Bearer ${ownerToken}`, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'make-one-endpoint' },
      payload: JSON.stringify({ query: document, variables: made({}) }),
    });
    const ownerToken = await at.world.token('coordinator');
    const first = JSON.parse((await send()).body) as { data: { webhookEndpointCreate: { secret: string; webhookEndpoint: { id: string } } } };
    const second = JSON.parse((await send()).body) as { errors: { extensions: { code: string } }[] };
    expect(second.errors.map(({ extensions }) => extensions.code)).toEqual(['IDEMPOTENCY_ANSWER_ERASED']);
    expect(await ids(at.owner)).toHaveLength(1);
    expect(await at.sql('select answer from idempotency_answers')).toEqual([{ answer: null }]);
    await remove(first.data.webhookEndpointCreate.webhookEndpoint.id);
  });

  it.each([
    ['an app of somebody else', { clientId: 'others' }, 'WEBHOOK_APP_UNKNOWN', 'clientId'], ['an app that there is not', { clientId: 'nobody' }, 'WEBHOOK_APP_UNKNOWN', 'clientId'],
    ['an app to which the alliance has not consented', { clientId: 'unwelcome' }, 'WEBHOOK_APP_UNKNOWN', 'clientId'],
    ['a private address', { url: 'https://10.0.0.1/' }, 'WEBHOOK_URL_FORBIDDEN', 'url'], ['http', { url: 'http://hooks.example.com/' }, 'WEBHOOK_URL_FORBIDDEN', 'url'],
    ['an event that there is not', { eventTypes: ['membership.active', 'nothing.happened'] }, 'WEBHOOK_EVENT_UNKNOWN', 'eventTypes[1]'], ['an event that is nobody\'s business', { eventTypes: ['personalDataRequest.asked'] }, 'WEBHOOK_EVENT_UNKNOWN', 'eventTypes[0]'],
    ['an event beyond the consent', { eventTypes: ['trial.secret'] }, 'WEBHOOK_SCOPE_MISSING', 'eventTypes[0]'], ['an event beyond the registration', { eventTypes: ['timesheet.submitted'] }, 'WEBHOOK_SCOPE_MISSING', 'eventTypes[0]'],
  ])('are refused for %s', async (_what, more, code, field) => {
    expect(await at.owner.refusal(CREATE, made(more))).toEqual({ code, field });
  });

  it('are ten for an app in an alliance, however many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => at.owner.request<{ webhookEndpointCreate: { webhookEndpoint: { id: string } } | null }>(CREATE, made({}))));
    expect(answers.filter(({ data }) => data?.webhookEndpointCreate)).toHaveLength(10);
    expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(['WEBHOOK_ENDPOINTS_FULL', 'WEBHOOK_ENDPOINTS_FULL']);
    for (const id of await ids(at.app)) await remove(id);
  });

  it('are changed by whoever read the newest version; who may not see one is told that there is none', async () => {
    const { webhookEndpoint: { id, version } } = await create(at.owner);
    expect(await at.owner.data(UPDATE, { input: { id, version, url: 'https://hooks.example.com/two', eventTypes: ['seat.ended'] } })).toMatchObject({ webhookEndpointUpdate: { webhookEndpoint: { url: 'https://hooks.example.com/two', eventTypes: ['seat.ended'] } } });
    expect(await at.owner.refusal(UPDATE, { input: { id, version, url: 'https://hooks.example.com/3' } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    const school = await at.world.as('school', 'alliance-a');
    for (const name of ['webhookEndpointEnable', 'webhookEndpointDelete', 'webhookEndpointTest']) {
      const absent = await school.refusal(of(name), { input: { id: globalId('WebhookEndpoint', at.id()) } });
      expect([absent, await school.refusal(of(name), { input: { id } })]).toEqual([{ code: 'NOT_FOUND', field: 'id' }, absent]);
    }
    await remove(id);
  });

  it('that the alliance switched off, only the alliance switches on', async () => {
    const { webhookEndpoint: { id } } = await create(at.owner);
    expect(await at.admin.data(DISABLE, { input: { id, reason: 'looked into' } })).toEqual({ webhookEndpointDisable: { webhookEndpoint: { state: 'BLOCKED', disabledReason: 'ALLIANCE' } } });
    for (const client of [at.owner]) expect((await client.refusal(of('webhookEndpointEnable'), { input: { id } })).code).toBe('WEBHOOK_BLOCKED');
    expect(await at.admin.data(of('webhookEndpointEnable'), { input: { id } })).toMatchObject({ webhookEndpointEnable: { webhookEndpoint: { state: 'ENABLED' } } });
    await at.owner.data(DISABLE, { input: { id } });
    expect((await at.admin.refusal(of('webhookEndpointEnable'), { input: { id } })).code).toBe('FORBIDDEN');
    expect((await at.owner.refusal(of('webhookEndpointTest'), { input: { id } })).code).toBe('WEBHOOK_NOT_ENABLED');
    await remove(id);
  });

  it('get a ping where somebody tries them', async () => {
    const receiver = await at.receiver();
    await at.owner.data(of('webhookEndpointTest'), { input: { id: receiver.endpoint } });
    await at.run();
    expect(receiver.taken.map(({ type, data }) => [type, data])).toEqual([['webhook.ping', { id: receiver.endpoint, type: 'WebhookEndpoint' }]]);
    await at.delete(receiver);
  });

  it('hear of nothing from the moment when the alliance withdraws its consent, not even of what waited', async () => {
    const receiver = await at.receiver();
    await at.happen(at.id());
    const { appConsents: { nodes } } = await at.admin.data<{ appConsents: { nodes: { id: string; clientId: string }[] } }>('{ appConsents(first: 10) { nodes { id clientId } } }');
    await at.admin.data('mutation($input: AppConsentWithdrawInput!) { appConsentWithdraw(input: $input) { appConsent { id } } }', { input: { id: nodes.find(({ clientId }) => clientId === 'hooks')?.id } });
    await at.happen(at.id());
    await at.run();
    expect(receiver.calls).toBe(0);
    await at.admin.data(GRANT, { input: { clientId: 'hooks', scopes: ['stakeholders:read', 'integrations:read', 'integrations:write'] } });
    await at.run();
    expect([receiver.calls, (await at.app.data<Deliveries>(DELIVERIES)).webhookDeliveries.nodes.filter(({ code }) => code === 'CONSENT_WITHDRAWN').length]).toEqual([0, 1]);
    await at.happen(at.id());
    await at.run();
    expect(receiver.taken).toHaveLength(1);
    await at.delete(receiver);
  });

  it('of another alliance, and what is sent to them, never show', async () => {
    const receiver = await at.receiver({ in: at.ownerInB });
    await at.happen(at.id(), at.all.a);
    await at.run();
    expect(receiver.calls).toBe(0);
    await at.happen(at.id(), at.all.b);
    await at.run(at.all.b);
    expect(receiver.taken).toHaveLength(1);
    const [own] = (await at.ownerInB.data<Deliveries>(DELIVERIES)).webhookDeliveries.nodes;
    expect(own?.state).toBe('DELIVERED');
    for (const client of [at.app, at.owner, at.admin]) {
      expect(await ids(client)).not.toContain(receiver.endpoint);
      expect((await client.data<Deliveries>(DELIVERIES)).webhookDeliveries.nodes.map(({ id }) => id)).not.toContain(own?.id);
      expect((await client.refusal('query($id: ID!) { node(id: $id) { id } }', { id: receiver.endpoint })).code).toBe('NOT_FOUND');
    }
    expect((await at.owner.refusal('mutation($input: WebhookDeliveryInput!) { webhookDeliveryRetry(input: $input) { webhookDelivery { id } } }', { input: { id: own?.id } })).code).toBe('NOT_FOUND');
    await at.delete(receiver, at.ownerInB);
  });

  it('cost a constant number of statements, however many deliveries there are', async () => {
    const receiver = await at.receiver();
    const lists = () => statementsOf(() => at.app.data(DELIVERIES));
    const few = (await lists()).filter((text) => !/pgboss|refund/.test(text)).length;
    await at.happen(Array.from({ length: 40 }, () => at.id()));
    expect((await lists()).filter((text) => !/pgboss|refund/.test(text))).toHaveLength(few);
    await at.delete(receiver);
  });
}); };
