import type { Action, Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** The value, where the actor may do the action to the subject; else throws why not, so that the field is null with an error. */
export function guarded<T>(scope: Scope, action: Action, subject: Subject, value: T): T {
  const refused = scope.refusal(action, subject);
  if (refused) throw scope.refuse(refused, action);
  return value;
}
