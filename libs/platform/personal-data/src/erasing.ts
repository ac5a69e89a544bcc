import type { Scope } from '@quadhelix/database';

/**
 * Erases the personal values that the alliance's audit trail holds beside all that a person himself did to subjects of a type that are nobody else's, such as
 * his addresses: also of those whose rows have gone. Answers how many there were. Needs an authorized action.
 */
export async function eraseOwnTraces(scope: Scope, subjectType: string, personId: string): Promise<number> {
  const subjects = await scope.sql<{ id: string }>(
    'select distinct subject_id as id from audit_entries where tenant_id = $1 and subject_type = $2 and person_id = $3', [scope.tenantId, subjectType, personId]);
  return subjects.length === 0 ? 0 : scope.erasePersonalValues(subjectType, subjects.map(({ id }) => id));
}

/** Does another alliance know the person? Only while a granted request of his erases him in the alliance of the scope. */
export async function knownElsewhere(scope: Scope, personId: string): Promise<boolean> {
  const [row] = await scope.sql<{ elsewhere: boolean }>('select known_elsewhere($1) as elsewhere', [personId]);
  return row?.elsewhere ?? true;
}
