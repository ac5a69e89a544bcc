import type { Scope } from '@quadhelix/database';
import { schedule, type Changed, type DueKind, type Projection } from '@quadhelix/outbox';
import { handOut } from './waiting-work.store.js';

/** Due time of an organization: a period of somebody who holds a seat for it begins or is over. */
export const HOLDERS_CHANGE = 'work.holders';

/** Organizations of one page when everything is made anew. */
const PAGE = 200;

const CHANGED = `
  select s.organization_id from seats s where s.tenant_id = $1 and s.id = any($2)
  union select m.organization_id from memberships m where m.tenant_id = $1 and (m.id = any($3) or m.organization_id = any($4))
  union select f.organization_id from affiliations f where f.id = any($5)
  union select s.organization_id from seats s where s.tenant_id = $1 and s.person_id = any($6)`;

/** Hands work out anew where seats, memberships or affiliations change, here or (as `Organization` and `Person`) elsewhere. */
export const holdersProjection: Projection = {
  name: 'work holders',
  of: ['Seat', 'Membership', 'Organization', 'Affiliation', 'Person'],
  async refresh(scope: Scope, changed: Changed) {
    const of = (type: string): readonly string[] => changed[type] ?? [];
    const found = await scope.sql<{ organization_id: string }>(CHANGED, [scope.tenantId, of('Seat'), of('Membership'), of('Organization'), of('Affiliation'), of('Person')]);
    await handOutFor(scope, found.map((row) => row.organization_id));
  },
  async rebuild(scope: Scope, after: string | null) {
    const found = await scope.sql<{ organization_id: string }>(
      'select organization_id from memberships where tenant_id = $1 and ($2::uuid is null or organization_id > $2) order by organization_id limit $3', [scope.tenantId, after, PAGE]);
    await handOutFor(scope, found.map((row) => row.organization_id));
    return found.length < PAGE ? null : (found.at(-1)?.organization_id ?? null);
  },
};

/** On the day on which somebody's period begins or is over. */
export const holdersChange: DueKind = { kind: HOLDERS_CHANGE, handle: (scope, organizationId) => handOutFor(scope, [organizationId]) };

/** Gives the work of organizations to those who hold their seats today, and remembers the next day on which that changes. */
async function handOutFor(scope: Scope, organizationIds: readonly string[]): Promise<void> {
  if (organizationIds.length === 0) return;
  await handOut(scope, [], organizationIds);
  const next = await scope.sql<{ organization_id: string; at: Date }>(
    'select organization_id, (change_on::timestamp at time zone $3) as at from holders_change_on($1, $2)', [organizationIds, scope.today, scope.timeZone]);
  for (const { organization_id: organizationId, at } of next) await schedule(scope, HOLDERS_CHANGE, organizationId, at);
}
