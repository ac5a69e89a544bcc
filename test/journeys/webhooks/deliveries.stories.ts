import { rowId, type WebhookWorld } from './webhooks.world.js';

const RETRY = 'mutation($input: WebhookDeliveryInput!) { webhookDeliveryRetry(input: $input) { webhookDelivery { id state attempts } } }';
const DELIVERIES = 'query($filter: WebhookDeliveryFilter) { webhookDeliveries(first: 100, filter: $filter) { nodes { id webhookId eventType state attempts code endedAt } } }';
const ATTEMPTS = 'query($filter: WebhookAttemptFilter) { webhookAttempts(first: 100, filter: $filter) { nodes { number status error durationMs at } } }';
const REPLAY = 'mutation($input: WebhookReplayInput!) { webhookReplay(input: $input) { events } }';
const ENDPOINTS = '{ webhookEndpoints(first: 100) { nodes { id state disabledReason failures failingSince heldUntil } } }';

interface Delivery { id: string; webhookId: string; eventType: string; state: string; attempts: number; code: string | null }

export const deliveryStories = (world: () => WebhookWorld): void => { describe('deliveries of webhooks', () => {
  let at: WebhookWorld;
  beforeAll(() => { at = world(); });

  const deliveries = async (endpointId: string): Promise<Delivery[]> => (await at.app.data<{ webhookDeliveries: { nodes: Delivery[] } }>(DELIVERIES, { filter: { endpointId } })).webhookDeliveries.nodes;
  const endpoint = async (id: string) => (await at.app.data<{ webhookEndpoints: { nodes: { id: string; state: string; disabledReason: string | null; failures: number; heldUntil: string | null }[] } }>(ENDPOINTS)).webhookEndpoints.nodes.find((each) => each.id === id);

  it('carry type, time and id, and nothing of a person; standardwebhooks accepts them', async () => {
    const receiver = await at.receiver();
    const subject = at.id();
    await at.happen(subject);
    await at.run();
    expect(receiver.wrong).toEqual([]);
    const [message] = receiver.taken;
    expect(JSON.parse(message?.body ?? '')).toEqual({ type: 'trial.happened', timestamp: '2026-03-02T01:00:00.000Z', data: { id: at.trial(subject), type: 'Trial' } });
    expect([message?.headers['webhook-timestamp'], message?.headers['user-agent']]).toEqual([String(Date.parse('2026-03-02T01:00:00Z') / 1000), 'Quadhelix-Webhooks/1']);
    const [delivery] = await deliveries(receiver.endpoint);
    expect(delivery).toMatchObject({ webhookId: message?.id, eventType: 'trial.happened', state: 'DELIVERED', attempts: 1, code: null });
    const { webhookAttempts } = await at.app.data<{ webhookAttempts: { nodes: object[] } }>(ATTEMPTS, { filter: { deliveryId: delivery?.id } });
    expect(webhookAttempts.nodes).toEqual([{ number: 1, status: 204, error: null, durationMs: expect.any(Number) as number, at: '2026-03-02T01:00:00.000Z' }]);
    await at.delete(receiver);
  });

  it('are signed with every secret that is valid while one is rotated', async () => {
    const receiver = await at.receiver();
    const { webhookEndpointRotateSecret: renewed } = await at.owner.data<{ webhookEndpointRotateSecret: { secret: string } }>(
      'mutation($input: WebhookEndpointRotateSecretInput!) { webhookEndpointRotateSecret(input: $input) { secret oldSecretsUntil } }', { input: { id: receiver.endpoint, overlapMinutes: 60 } });
    const [old = ''] = receiver.secrets;
    receiver.secrets = [old, renewed.secret];
    await at.happen(at.id());
    await at.run();
    expect([receiver.taken.length, receiver.wrong]).toEqual([1, []]);
    at.world.clock.advance({ minutes: 61 });
    receiver.secrets = [renewed.secret];
    await at.happen(at.id());
    await at.run();
    expect(receiver.taken[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    await at.delete(receiver);
  });

  it('are tried ten times in 75 hours, then given up; the next about the same object waits for that', async () => {
    const receiver = await at.receiver();
    const subject = at.id();
    await at.happen(subject);
    at.world.clock.advance({ seconds: 1 });
    await at.happen(subject);
    let refused = 0;
    const first: string[] = [];
    receiver.says = ({ id }) => { first[0] ??= id; if (id === first[0]) { refused += 1; return 500; } return 200; };
    const hours = await at.runOn(120);
    expect(refused).toBe(10);
    expect(hours).toBeGreaterThanOrEqual(75);
    expect(hours).toBeLessThan(75.6 * 1.1 + 0.2);
    const [later, earlier] = await deliveries(receiver.endpoint);
    expect([earlier, later].map((each) => [each?.state, each?.attempts, each?.code])).toEqual([['GIVEN_UP', 10, 'HTTP_500'], ['DELIVERED', 1, null]]);
    expect((await at.owner.data<{ webhookDeliveryRetry: { webhookDelivery: object } }>(RETRY, { input: { id: earlier?.id } })).webhookDeliveryRetry.webhookDelivery).toMatchObject({ state: 'QUEUED', attempts: 0 });
    receiver.says = () => 200;
    await at.run();
    expect(receiver.taken.at(-1)?.id).toBe(earlier?.webhookId);
    await at.delete(receiver);
  });

  it('wait as long as Retry-After asks for, within bounds', async () => {
    const receiver = await at.receiver();
    await at.happen(at.id());
    receiver.says = (_message, call) => (call === 1 ? { status: 429, headers: { 'retry-after': '600' } } : 204);
    await at.run();
    at.world.clock.advance({ seconds: 599 });
    await at.run();
    expect(receiver.calls).toBe(1);
    at.world.clock.advance({ seconds: 1 });
    await at.run();
    expect([receiver.calls, receiver.taken.length]).toEqual([2, 1]);
    await at.delete(receiver);
  });

  it('fail by a redirect, an answer that never comes whole, and a cut connection; what the other side says is never kept', async () => {
    const receiver = await at.receiver();
    await at.happen(at.id());
    receiver.says = (_message, call) => (call === 1 ? { status: 302, headers: { location: 'http://169.254.169.254/' } } : call === 2 ? 'CUT' : { status: 500, body: 'canary '.repeat(10_000) });
    await at.runOn(0.15);
    const [delivery] = await deliveries(receiver.endpoint);
    const { webhookAttempts } = await at.app.data<{ webhookAttempts: { nodes: { status: number | null; error: string | null }[] } }>(ATTEMPTS, { filter: { deliveryId: delivery?.id } });
    expect(webhookAttempts.nodes.map(({ status, error }) => status ?? error)).toEqual([500, 'CONNECTION_LOST', 302]);
    expect(await at.sql(`select 1 from webhook_attempts a where a::text like '%canary%'`)).toEqual([]);
    await at.delete(receiver);
  });

  it('end with 410: the endpoint is switched off, and its owner hears of it', async () => {
    const receiver = await at.receiver();
    await at.happen([at.id(), at.id()]);
    receiver.says = () => 410;
    await at.run();
    expect(await endpoint(receiver.endpoint)).toMatchObject({ state: 'DISABLED', disabledReason: 'GONE' });
    const states = (await deliveries(receiver.endpoint)).map(({ state }) => state).sort();
    expect(states.filter((state) => !['GIVEN_UP', 'DROPPED'].includes(state))).toEqual([]);
    expect(await at.sql(`select payload ->> 'disabledReason' as why from events where type = 'webhookEndpoint.disabled' and subject_id = $1`, [rowId(receiver.endpoint)])).toEqual([{ why: 'GONE' }]);
    await at.happen(at.id());
    await at.run();
    expect(receiver.calls).toBeLessThanOrEqual(2);
    await at.delete(receiver);
  });

  it('stop where an endpoint has taken nothing for five days', async () => {
    const receiver = await at.receiver();
    await receiver.close();
    await at.happen(at.id());
    await at.run();
    // As if it had been tried often meanwhile.
    await at.sql('update webhook_endpoints set failures = 9 where id = $1', [rowId(receiver.endpoint)]);
    at.world.clock.advance({ hours: 119 });
    await at.run();
    expect(await endpoint(receiver.endpoint)).toMatchObject({ state: 'ENABLED', failures: 10 });
    at.world.clock.advance({ hours: 1 });
    await at.happen(at.id());
    await at.run();
    expect(await endpoint(receiver.endpoint)).toMatchObject({ state: 'DISABLED', disabledReason: 'FAILING' });
    await at.owner.data('mutation($input: WebhookEndpointInput!) { webhookEndpointDelete(input: $input) { webhookEndpoint { state } } }', { input: { id: receiver.endpoint } });
  });

  it('300 to an endpoint that fails 30 % of the time: none lost, in order for each object', async () => {
    const receiver = await at.receiver();
    const subjects = Array.from({ length: 30 }, () => at.id());
    for (let round = 0; round < 10; round += 1) await at.happen(subjects);
    let seed = 7;
    receiver.says = () => ((seed = (seed * 48_271) % 2_147_483_647) % 10 < 3 ? 503 : 204);
    for (let steps = 0; receiver.taken.length < 300 && steps < 400; steps += 1) {
      await at.run();
      const [next] = await at.sql<{ at: Date | null }>(`select min(next_attempt_at) as at from webhook_deliveries where endpoint_id = $1 and state = 'QUEUED'`, [rowId(receiver.endpoint)]);
      at.world.clock.set(new Date(Math.max(next?.at?.getTime() ?? 0, at.world.clock.now().getTime() + 600_000)));
    }
    const ids = receiver.taken.map(({ id }) => id);
    expect([new Set(ids).size, ids.length, receiver.wrong]).toEqual([300, 300, []]);
    const wanted = await at.sql<{ subject_id: string; ids: string[] }>(`select subject_id, array_agg('evt_' || replace(event_id::text, '-', '') order by position) as ids from webhook_deliveries where endpoint_id = $1 group by 1`, [
      rowId(receiver.endpoint)]);
    const got = Map.groupBy(receiver.taken, ({ data }) => data.id);
    expect(wanted).toHaveLength(30);
    for (const { subject_id, ids: of } of wanted) expect(got.get(at.trial(subject_id))?.map(({ id }) => id)).toEqual(of);
    await at.delete(receiver);
  });

  it('that a dead worker left on their way are sent again under the same id, within a minute', async () => {
    const receiver = await at.receiver();
    await at.happen(at.id());
    // What a killed worker leaves behind: a claim.
    await at.sql(`update webhook_deliveries set state = 'SENDING', claimed_at = $1, attempts = 1 where state = 'QUEUED' and endpoint_id = $2`, [at.world.clock.now(), rowId(receiver.endpoint)]);
    await at.run();
    expect(receiver.calls).toBe(0);
    at.world.clock.advance({ seconds: 45 });
    await at.run();
    const [delivery] = await deliveries(receiver.endpoint);
    expect([receiver.taken.map(({ id }) => id), delivery?.state, delivery?.attempts]).toEqual([[delivery?.webhookId], 'DELIVERED', 2]);
    await at.delete(receiver);
  });

  it('of a range are sent again in order under their old ids, with what was missed', async () => {
    const receiver = await at.receiver();
    const subject = at.id();
    const from = at.world.clock.now().toISOString();
    await at.happen(subject);
    await at.run();
    await at.owner.data('mutation($input: WebhookEndpointDisableInput!) { webhookEndpointDisable(input: $input) { webhookEndpoint { state } } }', { input: { id: receiver.endpoint } });
    at.world.clock.advance({ seconds: 1 });
    await at.happen(subject);
    await at.owner.data('mutation($input: WebhookEndpointInput!) { webhookEndpointEnable(input: $input) { webhookEndpoint { state } } }', { input: { id: receiver.endpoint } });
    at.world.clock.advance({ seconds: 1 });
    const until = at.world.clock.now().toISOString();
    expect(await at.owner.data(REPLAY, { input: { endpointId: receiver.endpoint, from, until } })).toEqual({ webhookReplay: { events: 2 } });
    await at.run();
    expect(receiver.taken).toHaveLength(3);
    expect([receiver.taken[0]?.id === receiver.taken[1]?.id, receiver.taken[1]?.id === receiver.taken[2]?.id]).toEqual([true, false]);
    expect(await at.owner.refusal(REPLAY, { input: { endpointId: receiver.endpoint, from: until, until: from } })).toEqual({ code: 'WEBHOOK_RANGE_INVALID', field: 'until' });
    await at.delete(receiver);
  });
}); };
