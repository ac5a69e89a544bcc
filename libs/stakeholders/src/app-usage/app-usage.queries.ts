import { DateTime } from 'luxon';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { pageOfRows, type Connection } from '@quadhelix/graphql';
import { appUsageAccess } from '../stakeholders.access.js';
import type { AppUsage, AppUsageArgs } from './app-usage.type.js';

/** Days that are told at once, and those that are told where nothing was said. */
const MAX_DAYS = 92;
const DAYS = 30;

type Row = AppUsage & Record<string, unknown>;

/** A page of what an own app used, by member; two statements. Throws NOT_FOUND for a client that is another's as for one that does not exist. */
export async function appUsage(scope: Scope, args: AppUsageArgs): Promise<Connection<AppUsage>> {
  const { clientId, leaving = false } = args;
  const until = args.until ?? scope.now.toISOString().slice(0, 10);
  const from = args.from ?? DateTime.fromISO(until, { zone: 'utc' }).minus({ days: DAYS - 1 }).toISODate() ?? until;
  const days = DateTime.fromISO(until).diff(DateTime.fromISO(from), 'days').days + 1;
  if (days < 1 || days > MAX_DAYS) throw platformErrors.INPUT_INVALID({ field: 'until', params: { problem: { en: `ask for 1 to ${String(MAX_DAYS)} days`, 'zh-CN': `一次可查 1 至 ${String(MAX_DAYS)} 天` } } });
  const [owned] = await scope.sql<{ own: boolean }>('select owns_client($1) as own', [clientId]);
  const subject = { parties: () => ({ self: owned?.own ? scope.actor.organizationId : null }) };
  if (scope.refusal(appUsageAccess.read, subject)) throw scope.refuse(platformErrors.NOT_FOUND({ field: 'clientId' }), appUsageAccess.read);
  const rows = await usedMembers(scope, clientId, { from, until, leaving });
  return pageOfRows(scope, { name: 'appUsage', asked: [clientId, from, until, leaving], key: ({ member }) => member }, rows, args);
}

/** What a client (null: any) used between two days, by member; `leaving`: only what was to leave when it was used last. */
export function usedMembers(scope: Scope, clientId: string | null, { from, until, leaving }: { from: string; until: string; leaving: boolean }): Promise<Row[]> {
  return scope.sql<Row>(
    `select member, "leavesAfter", uses, "lastUsedAt", days, "clientId" from (
       select u.client_id as "clientId", u.member, sum(u.uses)::bigint as uses, max(u.last_used_at) as "lastUsedAt", (array_agg(u.leaves_after order by u.day desc))[1] as "leavesAfter",
         jsonb_agg(jsonb_build_object('day', u.day, 'uses', u.uses) order by u.day) as days
       from api_usage_of($1, $2, $3) u group by 1, 2) used
     where not $4 or "leavesAfter" is not null order by "clientId", member`, [clientId, from, until, leaving]);
}
