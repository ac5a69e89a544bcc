import type { Scope } from '@quadhelix/database';
import type { FigureKind, FigureValue } from '@quadhelix/readers';

/** Organizations of these memberships and seats; one statement. */
async function organizationsOf(scope: Scope, changed: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
  const rows = await scope.sql<{ organization_id: string }>(
    `select organization_id from memberships where tenant_id = $1 and id = any($2) union select organization_id from seats where tenant_id = $1 and id = any($3)`,
    [scope.tenantId, changed['Membership'] ?? [], changed['Seat'] ?? []],
  );
  return rows.map((row) => row.organization_id);
}

/** Does the organization belong to the alliance? So that over all of them it is the number of its alliances. */
export const activeMemberships: FigureKind = {
  name: 'memberships.active', title: { en: 'Alliances that it belongs to', 'zh-CN': '所加入的联合体' }, unit: 'COUNT', over: 'SUM', of: ['Membership'],
  touched: organizationsOf,
  async compute(scope, organizationIds) {
    return scope.sql<FigureValue & Record<string, unknown>>(
      `select organization_id as "organizationId", 1 as value, null::integer as people from memberships
       where tenant_id = $1 and organization_id = any($2) and state in ('ACTIVE', 'SUSPENDED')`, [scope.tenantId, organizationIds]);
  },
};

/** People who hold a seat for the organization in the alliance today; it changes by itself where a seat begins or ends. */
export const heldSeats: FigureKind = {
  name: 'seats.people', title: { en: 'People who act for it', 'zh-CN': '代表该单位的人员' }, unit: 'COUNT', over: 'NONE', of: ['Membership', 'Seat'],
  touched: organizationsOf,
  async compute(scope, organizationIds) {
    return scope.sql<FigureValue & Record<string, unknown>>(
      `select s.organization_id as "organizationId", held.people as value, held.people, least(min(s.valid_from) filter (where s.valid_from > $3::date), min(s.valid_until + 1) filter (where s.valid_until >= $3::date)) as "changesOn"
       from seats s join memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state in ('ACTIVE', 'SUSPENDED')
       cross join lateral (select count(distinct h.person_id)::integer as people from seats h where h.tenant_id = s.tenant_id and h.membership_id = s.membership_id
         and h.valid_from <= $3::date and (h.valid_until is null or h.valid_until >= $3::date)) held
       where s.tenant_id = $1 and s.organization_id = any($2) group by s.organization_id, held.people`, [scope.tenantId, organizationIds, scope.today]);
  },
};
