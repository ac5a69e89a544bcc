import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { workAccess } from './work.access.js';
import { WorkItemEntry } from './work-item.entity.js';
import type { WorkAlliance, WorkCount, WorkFilter } from './work-item.type.js';

/** More than so many of one kind are not counted. */
const COUNTED = 100;
const OPEN = Symbol('alliances open to the caller');

interface OpenAlliance extends WorkAlliance {
  readonly id: string;
}

/** Demands a person who may read his work here. Throws FORBIDDEN to an app without a person, SCOPE_MISSING. Answers his id. */
function demandReader(scope: Scope): string {
  const { personId, scopes, tenantId } = scope.actor;
  const { scope: needed, name } = workAccess.read;
  if (personId === null) throw platformErrors.FORBIDDEN({ params: { action: name } });
  if (!scopes.includes(needed)) throw platformErrors.SCOPE_MISSING({ params: { scope: needed } });
  if (tenantId !== null) scope.authorize(workAccess.read, { parties: () => ({ self: personId }) });
  return personId;
}

/** Alliances whose work is shown: that of the request, or all that are open to the person by this app. Asked for once an operation. */
function openAlliances(scope: Scope): Promise<readonly OpenAlliance[]> {
  return scope.loader<string, readonly OpenAlliance[]>(OPEN, async (keys) => {
    const rows = await scope.sql<OpenAlliance & Record<string, unknown>>('select id, slug, name from open_alliances($1) order by id', [scope.now]);
    const { tenantId } = scope.actor;
    return keys.map(() => rows.filter(({ id }) => tenantId === null || id === tenantId));
  }).load('');
}

/** The alliance of an item. */
export async function allianceOf(scope: Scope, item: Pick<WorkItemEntry, 'tenantId'>): Promise<WorkAlliance> {
  const found = (await openAlliances(scope)).find(({ id }) => id === item.tenantId);
  if (!found) throw platformErrors.NOT_FOUND();
  return found;
}

/** Terms and values of what the caller is shown. Row-level security says whose it is, and what the app may see. */
async function shown(scope: Scope, filter: WorkFilter): Promise<{ terms: string[]; values: unknown[] }> {
  const personId = demandReader(scope);
  const open = (await openAlliances(scope)).filter(({ slug }) => filter.alliance == null || slug === filter.alliance);
  const terms = ['person_id = $1', 'tenant_id = any($2)'];
  const values: unknown[] = [personId, open.map(({ id }) => id)];
  const narrow = (term: string, value: unknown): void => { if (value != null) terms.push(term.replace('?', `$${String(values.push(value))}`)); };
  narrow('kind = ?', filter.kind);
  narrow('due_on <= ?::date', filter.dueUntil);
  return { terms, values };
}

/** What waits for the caller, the earliest due first, then the oldest. */
export async function listWork(scope: Scope, filter: WorkFilter, args: PageArgs): Promise<Connection<WorkItemEntry>> {
  const { terms, values } = await shown(scope, filter);
  return paginate(scope, { entity: WorkItemEntry, name: 'workList', terms, values, order: { column: 'place', property: 'place', type: 'text' } }, args);
}

/** How much of each kind waits for the caller; counted up to a bound. */
export async function countWork(scope: Scope, filter: WorkFilter, kinds: readonly string[]): Promise<WorkCount[]> {
  const { terms, values } = await shown(scope, filter);
  const one = `select due_on from work_items where ${terms.join(' and ')} and kind = k.name order by place limit ${String(COUNTED)}`;
  return scope.sql<WorkCount & Record<string, unknown>>(
    `select k.name as kind, count(*)::int as count, min(w.due_on) as "dueFirst" from unnest($${String(values.length + 1)}::text[]) k(name), lateral (${one}) w group by k.name order by k.name`,
    [...values, kinds]);
}
