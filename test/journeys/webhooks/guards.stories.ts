import { globalId, inAlliance, type GraphqlClient } from '@quadhelix/testing';
import { statementsWithValuesOf, type Heard } from '../../attacks/raw-request.js';
import { GRANT, rowId, tokenOf, type WebhookWorld } from './webhooks.world.js';

const LISTS = 'query($deliveryId: ID!) { webhookEndpoints(first: 100) { nodes { id } } webhookDeliveries(first: 100) { nodes { id } } webhookAttempts(first: 100, filter: { deliveryId: $deliveryId }) { nodes { number } } }';

/** What holds webhooks together, each by a story that goes wrong without it. */
export const guardStories = (world: () => WebhookWorld): void => { describe('webhooks hold', () => {
  let at: WebhookWorld;
  beforeAll(() => { at = world(); });

  it('an endpoint that takes connections and never answers slows no other', async () => {
    const many = 16;
    const subjects = Array.from({ length: many }, () => at.id());
    const silent = await at.receiver();
    silent.says = () => 'SILENT';
    const healthy = await at.receiver();
    let callsOfSilent = -1;
    healthy.says = () => { if (healthy.taken.length === many - 1) callsOfSilent = silent.calls; return 204; };
    await at.happen(subjects);
    await at.run();
    const beside = healthy.taken.length;
    const inAll = silent.calls;
    await at.delete(silent);
    await at.happen(subjects);
    await at.run();
    expect([beside, healthy.taken.length - beside]).toEqual([many, many]);
    // All of the healthy one had come while the first tries of the silent one were still waiting for their deadline.
    expect(callsOfSilent).toBeGreaterThanOrEqual(0);
    expect(callsOfSilent).toBeLessThan(inAll);
    expect(await at.sql('select distinct error from webhook_attempts where endpoint_id = $1', [rowId(silent.endpoint)])).toEqual([{ error: 'TIMEOUT' }]);
    await at.delete(healthy);
  });

  it('events of one subject in the order in which they become visible, whoever began first', async () => {
    const receiver = await at.receiver();
    const subject = at.id();
    const order: string[] = [];
    const happens = (name: string, meanwhile: () => Promise<void>): Promise<void> => inAlliance(at.world, at.all.a, async (scope) => {
      scope.record({ type: 'trial.happened', subjectType: 'Trial', subjectId: subject, payload: { name } });
      await scope.flush();
      await meanwhile();
      order.push(name);
    });
    let second: Promise<void> = Promise.resolve();
    await happens('first', async () => {
      second = happens('second', () => Promise.resolve());
      // Until it stands still because of the first, or has not.
      for (let looks = 0; looks < 200 && order.length === 0; looks += 1) {
        const [waits] = await at.sql<{ n: number }>(`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`);
        if ((waits?.n ?? 0) > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    await second;
    expect(order).toEqual(['first', 'second']);
    const queued = await at.sql<{ name: string }>(`select e.payload ->> 'name' as name from webhook_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id where d.endpoint_id = $1 order by d.position`, [rowId(receiver.endpoint)]);
    expect(queued).toEqual([{ name: 'first' }, { name: 'second' }]);
    await at.delete(receiver);
  });

  it('an app without consent away from what happens, by the queue itself', async () => {
    const receiver = await at.receiver();
    const queued = async (): Promise<number> => (await at.sql('select 1 from webhook_deliveries where endpoint_id = $1', [rowId(receiver.endpoint)])).length;
    const consent = (change: string): Promise<unknown> => at.sql(`update app_consents set ${change} where client_id = 'hooks' and tenant_id = $1 and id = (select id from app_consents where client_id = 'hooks' and tenant_id = $1 order by created_at desc limit 1)`, [at.all.a.id]);
    await consent('withdrawn_at = now()');
    await at.happen(at.id());
    expect(await queued()).toBe(0);
    await consent(`withdrawn_at = null, scopes = array['integrations:read']`);
    await at.happen(at.id());
    expect(await queued()).toBe(0);
    await consent(`scopes = array['stakeholders:read', 'integrations:read', 'integrations:write']`);
    await at.happen(at.id());
    expect(await queued()).toBe(1);
    await at.delete(receiver);
  });

  it('what belongs to an app away from everybody but it, its owner and the alliance', async () => {
    const scopes = ['stakeholders:read', 'integrations:read'];
    const sibling = await at.world.identity.registerClient({ id: 'sibling', name: 'Sibling', type: 'confidential', grantTypes: ['client_credentials'], scopes, ownerOrganizationId: at.all.factory });
    for (const client of [at.admin, await at.world.as('adminB', 'alliance-b')]) await client.data(GRANT, { input: { clientId: 'sibling', scopes } });
    const token = await tokenOf(at.world, 'sibling', sibling.secret ?? '', scopes);
    const receiver = await at.receiver();
    await at.happen(at.id());
    const [queued] = await at.sql<{ id: string }>('select id from webhook_deliveries where endpoint_id = $1', [rowId(receiver.endpoint)]);
    const delivery = globalId('WebhookDelivery', queued?.id ?? '');
    await at.run();
    const sees = async (client: GraphqlClient): Promise<unknown[]> => {
      const { webhookEndpoints, webhookDeliveries, webhookAttempts } = await client.data<Record<'webhookEndpoints' | 'webhookDeliveries' | 'webhookAttempts', { nodes: { id: string }[] }>>(LISTS, { deliveryId: delivery });
      const codes = await Promise.all([receiver.endpoint, delivery].map(async (id) => (await client.request('query($id: ID!) { node(id: $id) { id } }', { id })).errors[0]?.extensions.code ?? null));
      return [webhookEndpoints.nodes.some(({ id }) => id === receiver.endpoint), webhookDeliveries.nodes.some(({ id }) => id === delivery), webhookAttempts.nodes.length, ...codes];
    };
    const others: [string, GraphqlClient][] = [
      ['another organization', await at.world.as('school', 'alliance-a')], ['another app of the same owner', at.world.withToken(token, 'alliance-a')],
      ['the owner in another alliance', at.ownerInB], ['the administrator of another alliance', await at.world.as('adminB', 'alliance-b')], ['another app in another alliance', at.world.withToken(token, 'alliance-b')],
    ];
    for (const [who, client] of others) expect([who, ...(await sees(client))]).toEqual([who, false, false, 0, 'NOT_FOUND', 'NOT_FOUND']);
    for (const client of [at.owner, at.app, at.admin]) expect(await sees(client)).toEqual([true, true, 1, null, null]);
    await at.delete(receiver);
  });

  it('each claim to four statements, by the index of what waits, however much waits', async () => {
    const receiver = await at.receiver();
    const { claim } = await import('../../../libs/platform/webhooks/src/delivery/delivery.store.js');
    const claimed = async (waiting: number): Promise<[number, Heard[]]> => {
      await at.happen(Array.from({ length: waiting }, () => at.id()));
      return inAlliance(at.world, at.all.a, async (scope) => {
        let count = 0;
        const heard = await statementsWithValuesOf(async () => { count = (await claim(scope, rowId(receiver.endpoint)))?.claimed.length ?? 0; });
        // What the process does beside it, as writing down what was used of the API, is not its own.
        return [count, heard.filter(({ text }) => /webhook_|consent|due_times/.test(text))];
      });
    };
    const [one, ofOne] = await claimed(1);
    const [seven, ofSeven] = await claimed(30);
    // The endpoint, the consent, the claim, and when somebody looks after it.
    expect([one, seven, ofOne.length, ofSeven.length]).toEqual([1, 7, 4, 4]);

    await at.sql(
      `insert into webhook_deliveries (tenant_id, id, endpoint_id, client_id, event_id, event_at, event_type, subject_type, subject_id, state, ended_at, next_attempt_at, created_at)
       select $1, gen_random_uuid(), $2, 'hooks', gen_random_uuid(), $3, 'trial.happened', 'Trial', gen_random_uuid(), 'DELIVERED', $3, $3, $3 from generate_series(1, 5000)`, [at.all.a.id, rowId(receiver.endpoint), at.world.clock.now()]);
    await at.sql('analyze webhook_deliveries');
    const statement = ofOne.find(({ text: each }) => each.startsWith('update webhook_deliveries'));
    const plan = await inAlliance(at.world, at.all.a, (scope) => scope.sql<{ 'QUERY PLAN': string }>(`explain ${statement?.text ?? ''}`, [...(statement?.values ?? [])]));
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    // Other months are empty. What is open lies in one, and is read by an index.
    const lines = text.split('\n').filter((line) => line.includes('webhook_deliveries_2026_03'));
    expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
    expect(lines.filter((line) => /Index.* webhook_deliveries_2026_03_tenant_id_endpoint_id/.test(line))).not.toEqual([]);
    await at.sql(`delete from webhook_deliveries where endpoint_id = $1`, [rowId(receiver.endpoint)]);
    await at.delete(receiver);
  });
}); };
