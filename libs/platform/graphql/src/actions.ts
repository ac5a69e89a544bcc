import { Authorized, Ctx } from 'type-graphql';
import type { Action as AccessAction } from '@quadhelix/access';

const named = new Map<object, Map<string, AccessAction | 'PUBLIC'>>();

function note(target: object, method: string, action: AccessAction | 'PUBLIC'): void {
  const own = named.get(target) ?? new Map<string, AccessAction | 'PUBLIC'>();
  named.set(target, own.set(method, action));
}

/** Names the action that a resolver method needs. Scope, membership and role are checked before it runs; the relation to the subject by the service. */
export function Action(action: AccessAction): MethodDecorator {
  return (target, method, descriptor) => {
    note(target.constructor, String(method), action);
    Authorized<AccessAction>(action)(target, method, descriptor);
  };
}

/** A resolver method that anybody with a valid token may call; it must check for itself what it shows. */
export function Public(): MethodDecorator {
  return (target, method) => {
    note(target.constructor, String(method), 'PUBLIC');
  };
}

/** The action of a resolver method, `PUBLIC`, or undefined where none was named (a test fails then). */
export const actionOf = (resolver: object, method: string): AccessAction | 'PUBLIC' | undefined => named.get(resolver)?.get(method);

/** Parameter: the scope of the operation. */
export const InScope = (): ReturnType<typeof Ctx> => Ctx('scope');
