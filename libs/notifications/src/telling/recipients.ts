import type { Scope } from '@quadhelix/database';
import type { Recipients } from '@quadhelix/mail';

/** Somebody who is told, and for which organization as what; null for himself. */
export interface Recipient {
  readonly personId: string;
  readonly organizationId: string | null;
  readonly roles: readonly string[] | null;
}

/**
 * Who that is today, for each of the lists: a person; for an organization he as long as he holds a seat for it, else those who hold one of the roles,
 * else those who speak for it. Nobody is named twice in a list. One statement however many.
 */
export async function recipientsOf(scope: Scope, lists: readonly (readonly Recipients[])[]): Promise<Recipient[][]> {
  const asked = lists.flatMap((list, of) => list.map((to) => ({ of, to })));
  const byRole = asked.filter(({ to }) => to.roles !== undefined);
  const rows = byRole.length === 0 ? [] : await scope.sql<{ n: number; person_id: string; organization_id: string }>(
    'select n, person_id, organization_id from notice_recipients($1, $2) order by n, person_id, organization_id',
    [JSON.stringify(byRole.map(({ to }, n) => ({ n, ...to }))), scope.today]);
  const found = lists.map(() => new Map<string, Recipient>());
  const add = (of: number, recipient: Recipient): void => { if (!found[of]?.has(recipient.personId)) found[of]?.set(recipient.personId, recipient); };
  for (const { of, to } of asked) if (to.roles === undefined) add(of, { personId: to.personId, organizationId: null, roles: null });
  for (const row of rows) {
    const { of, to } = byRole[row.n] ?? { of: -1, to: null };
    add(of, { personId: row.person_id, organizationId: row.organization_id, roles: to?.roles ?? null });
  }
  return found.map((people) => [...people.values()]);
}
