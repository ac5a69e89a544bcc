/** What became of an object. */
export type ChangeOperation = 'CREATED' | 'UPDATED' | 'DELETED';

/** Who stood in which relation to an object before: relation → id, ids, or true where whoever asks did. */
export type FormerParties = Readonly<Record<string, string | null | boolean | readonly (string | null)[]>>;

/** An object that an operation created, changed or removed. */
export interface ChangedObject {
  readonly type: string;
  readonly subjectId: string;
  readonly operation: ChangeOperation;
  /** Where the change may have taken it away from somebody. */
  readonly former: FormerParties | null;
}

/** Each object once, in the order of its first change: what was made and changed was made; what was made and removed was never there. */
export function changedObjects(noted: readonly ChangedObject[]): ChangedObject[] {
  const merged = new Map<string, ChangedObject | null>();
  for (const change of noted) {
    const key = `${change.type} ${change.subjectId}`;
    const before = merged.get(key);
    merged.set(key, before ? both(before, change) : change);
  }
  return [...merged.values()].filter((change) => change !== null);
}

function both(before: ChangedObject, after: ChangedObject): ChangedObject | null {
  if (after.operation === 'DELETED' && before.operation === 'CREATED') return null;
  // What was removed and noted again afterwards stays removed: its row is gone.
  const operation = before.operation === 'UPDATED' ? after.operation : before.operation;
  return { ...after, operation, former: before.former ?? after.former };
}
