import type { Database, Scope } from '@quadhelix/database';
import type { DailyTask } from '@quadhelix/outbox';

/** Uses of so many days are looked at: an app that stopped using something is left alone. */
const LOOKED_AT = 14;
/** He is told when the app first uses it, and again when so many days are left. */
const STAGES = [0, 7, 30, 90];
const FIRST_TIME = 100_000;
/** Members that are named; of more it is told how many. */
const NAMED = 10;

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Use {
  clientId: string;
  member: string;
  leavesAfter: string;
}

interface Owner extends Record<string, unknown> {
  clientId: string;
  name: string;
  organizationId: string;
  tenantId: string;
}

/** Of what an owner is told, in the event `app.usesLeaving`. */
export interface LeavingUses {
  readonly clientId: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly more: number;
  /** The first day after which one of them is gone. */
  readonly leavesAfter: string;
}

/** Each day: who owns an app that still uses what is to leave is told, once at the first use and again as the day comes nearer. An owner who is in no alliance is told nothing. */
export const warnOwners: DailyTask = {
  name: 'app-warnings',
  async run(database, now, signal) {
    const { uses, owners } = await database.system(null, 'app warnings', (scope) => leavingUses(scope, now), { readOnly: true });
    const byClient = Map.groupBy(uses, ({ clientId }) => clientId);
    for (const owner of owners) {
      if (signal.aborted) return;
      await warn(database, owner, byClient.get(owner.clientId) ?? [], now);
    }
  },
};

async function leavingUses(scope: Scope, now: Date): Promise<{ uses: Use[]; owners: Owner[] }> {
  const uses = await scope.sql<Use & Record<string, unknown>>(
    `select client_id as "clientId", member, "leavesAfter" from (
       select distinct on (u.client_id, u.member) u.client_id, u.member, u.leaves_after as "leavesAfter" from api_usage_of(null, $1, $2) u order by u.client_id, u.member, u.day desc) latest
     where "leavesAfter" is not null order by 1, 2`, [dayOf(now.getTime() - LOOKED_AT * DAY), dayOf(now.getTime())]);
  const owners = await scope.sql<Owner>(
    'select client_id as "clientId", name, organization_id as "organizationId", tenant_id as "tenantId" from owners_of_clients($1) order by 1', [[...new Set(uses.map(({ clientId }) => clientId))]]);
  return { uses, owners };
}

/** Days that are left at most, by which a warning is told apart from the one before. */
function stageOf(leavesAfter: string, now: Date): number {
  const left = (Date.parse(leavesAfter) - Date.parse(dayOf(now.getTime()))) / DAY;
  return STAGES.find((days) => left <= days) ?? FIRST_TIME;
}

function warn(database: Database, { clientId, name, organizationId, tenantId }: Owner, uses: readonly Use[], now: Date): Promise<void> {
  return database.system(tenantId, 'app warnings', async (scope) => {
    const fresh = await scope.sql<{ member: string; leaves_after: string }>(
      `insert into api_warnings (client_id, member, leaves_after, within_days, told_at)
       select $1, u.member, u.leaves, u.stage, $5 from unnest($2::text[], $3::date[], $4::integer[]) u (member, leaves, stage) on conflict do nothing returning member, leaves_after`,
      [clientId, uses.map(({ member }) => member), uses.map(({ leavesAfter }) => leavesAfter), uses.map(({ leavesAfter }) => stageOf(leavesAfter, now)), now]);
    if (fresh.length === 0) return;
    const inOrder = fresh.toSorted((a, b) => (a.leaves_after + a.member < b.leaves_after + b.member ? -1 : 1));
    const payload: LeavingUses = {
      clientId, name, members: inOrder.slice(0, NAMED).map(({ member }) => member), more: Math.max(0, inOrder.length - NAMED), leavesAfter: inOrder[0]?.leaves_after ?? '',
    };
    scope.record({ type: 'app.usesLeaving', subjectType: 'Organization', subjectId: organizationId, payload: { ...payload } });
  });
}
