import pg from 'pg';
import { defineAccess } from '@quadhelix/access';
import { defineEvents } from '@quadhelix/outbox';
import { TestClock } from '@quadhelix/service';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';
import { WebhookSender } from '@quadhelix/webhooks';
import { Receiver } from './receiver.js';

const access = defineAccess('stakeholders', 'trial', { write: { ALLIANCE_ADMIN: 'alliance' } });
const events = [
  ...defineEvents('stakeholders', 'Trial', { happened: { en: 'Something happened.', 'zh-CN': '发生了一件事。' } }),
  ...defineEvents('documents', 'Trial', { secret: { en: 'Something else.', 'zh-CN': '另一件事。' } }),
];
const SCOPES = ['stakeholders:read', 'integrations:read', 'integrations:write'];
export const CREATE = 'mutation($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret webhookEndpoint { id state version } } }';

/** Two alliances, an app of the factory, which is in both, that both let in, and what tests ask of it. */
export class WebhookWorld {
  private readonly receivers: Receiver[] = [];
  private constructor(private readonly superuser: pg.Client, readonly world: World, readonly all: TwoAlliances) {}
  app!: GraphqlClient;
  owner!: GraphqlClient;
  ownerInB!: GraphqlClient;
  admin!: GraphqlClient;

  static async start(options: { worker?: boolean; now?: Date; env?: Record<string, string> } = {}): Promise<WebhookWorld> {
    const clock = new TestClock(options.now ?? '2026-03-02T01:00:00Z');
    const world = await World.start({ clock, worker: options.worker ?? false, moreSlices: [{ name: 'trial', events, access: [access] }], env: { WEBHOOKS_LOOPBACK: 'allow', WEBHOOKS_DEADLINE_MS: '1000', ...options.env } });
    const all = await twoAlliances(world);
    const made = await world.identity.registerClient({ id: 'hooks', name: 'Hooks', type: 'confidential', grantTypes: ['client_credentials'], scopes: [...SCOPES, 'documents:read'], ownerOrganizationId: all.factory });
    await makePerson(world, all.b, all.factory, { name: 'coordinatorB', login: 'coordinatorB', roles: ['INDUSTRY_COORDINATOR'] });
    const token = await tokenOf(world, 'hooks', made.secret ?? '');
    const admin = await world.as('admin', 'alliance-a');
    for (const client of [admin, await world.as('adminB', 'alliance-b')]) await client.data(GRANT, { input: { clientId: 'hooks', scopes: SCOPES } });
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    return Object.assign(new WebhookWorld(superuser, world, all), {
      admin, app: world.withToken(token, 'alliance-a'), owner: await world.as('coordinator', 'alliance-a'), ownerInB: await world.as('coordinatorB', 'alliance-b'),
    });
  }

  /** A receiver with an endpoint of the app in an alliance. */
  async receiver(more: { in?: GraphqlClient; eventTypes?: string[] } = {}): Promise<Receiver & { endpoint: string }> {
    const receiver = await Receiver.start(() => this.world.clock.now());
    this.receivers.push(receiver);
    const { webhookEndpointCreate: made } = await (more.in ?? this.owner).data<{ webhookEndpointCreate: { secret: string; webhookEndpoint: { id: string } } }>(
      CREATE, { input: { clientId: 'hooks', url: receiver.url, eventTypes: more.eventTypes ?? ['trial.happened'] } });
    receiver.secrets = [made.secret];
    return Object.assign(receiver, { endpoint: made.webhookEndpoint.id });
  }

  async delete(receiver: { endpoint: string; close(): Promise<void> }, client = this.owner): Promise<void> {
    await client.data('mutation($input: WebhookEndpointInput!) { webhookEndpointDelete(input: $input) { webhookEndpoint { state } } }', { input: { id: receiver.endpoint } });
    await receiver.close();
    this.receivers.splice(this.receivers.indexOf(receiver as never), 1);
  }

  /** Something happens to subjects, in one transaction. */
  happen(subjectIds: string | readonly string[], alliance: TestAlliance = this.all.a, type = 'trial.happened'): Promise<void> {
    return inAlliance(this.world, alliance, (scope) => {
      scope.authorize(access.write);
      for (const subjectId of [subjectIds].flat()) scope.record({ type, subjectType: 'Trial', subjectId, payload: { name: '王小明' } });
      return Promise.resolve();
    });
  }

  run(alliance: TestAlliance = this.all.a): Promise<void> {
    return this.world.api.get(WebhookSender).run(alliance.id);
  }

  /** Sends, moving the clock to what is next, until nothing waits in A or so many hours have passed. Answers the hours. */
  async runOn(hours = 100): Promise<number> {
    const { clock } = this.world;
    const from = clock.now().getTime();
    for (;;) {
      await this.run();
      const [next] = await this.sql<{ at: Date | null }>(
        `select min(greatest(d.next_attempt_at, coalesce(e.held_until, d.next_attempt_at))) as at from webhook_deliveries d join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id where d.state = 'QUEUED' and not exists
         (select from webhook_deliveries f where f.endpoint_id = d.endpoint_id and f.subject_id = d.subject_id and f.position < d.position and f.state in ('QUEUED', 'SENDING'))`);
      const passed = (clock.now().getTime() - from) / 3_600_000;
      if (!next?.at || next.at.getTime() > from + hours * 3_600_000) return passed;
      if (next.at > clock.now()) clock.set(next.at);
    }
  }

  async sql<T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.superuser.query<T>(text, values)).rows;
  }

  id(): string {
    return this.world.api.database.newId();
  }

  trial(id: string): string {
    return globalId('Trial', id);
  }

  async stop(): Promise<void> {
    for (const receiver of this.receivers) await receiver.close();
    await this.superuser.end();
    await this.world.stop();
  }
}

/** The row id in a global id. */
export const rowId = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';

export const GRANT = 'mutation($input: AppConsentGrantInput!) { appConsentGrant(input: $input) { appConsent { id } } }';

/** Token of an app that acts for itself. */
export async function tokenOf(world: World, id: string, secret: string, scopes: readonly string[] = [...SCOPES, 'documents:read']): Promise<string> {
  const answer = await fetch(`${world.identity.url}/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
