import { platformErrors, type Action, type Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { WebhookEndpoint } from './endpoint.entity.js';

/** What belongs to an app: the app itself, and the organization that owns it. */
export interface OfApp {
  readonly clientId: string;
  readonly organizationId: string | null;
}

/** In which relation whoever asks stands to what belongs to an app. */
export const subjectOf = ({ actor }: Scope, { clientId, organizationId }: OfApp): Subject => ({
  parties: () => ({ owner: organizationId, app: actor.kind === 'APP' && actor.clientId === clientId }),
});

/** Reads an endpoint with a lock and authorizes the action on it. Throws NOT_FOUND, also for one that is deleted. */
export async function lockedEndpoint(scope: Scope, id: string, action: Action, reason?: string | null): Promise<WebhookEndpoint> {
  const [found] = await scope.manyForUpdate(WebhookEndpoint, [id]);
  if (!found || found.state === 'DELETED') throw platformErrors.NOT_FOUND({ field: 'id' });
  scope.authorize(action, subjectOf(scope, found), reason);
  return found;
}

/** Terms of a list of what belongs to apps: all where the actor watches over the alliance, else of his organization, or of the app itself. */
export function ofReach(scope: Scope, action: Action): readonly [term: string, value: unknown] | null {
  const reach = scope.reach(action);
  if (reach.includes('alliance')) return null;
  if (reach.includes('app')) return ['client_id = ?', scope.actor.clientId];
  return ['organization_id = ?', reach.includes('owner') ? scope.actor.organizationId : null];
}
