import type { Scope } from '@quadhelix/database';
import { App, type OwnApp } from './app.js';

const NAMED = Symbol('apps by client id');
const OWN = Symbol('own apps by client id');

const ownColumns = `client_id as "clientId", redirect_uris as "redirectUris", secret_rotated_at as "secretRotatedAt", previous_secret_until as "previousSecretUntil"`;

const named = (scope: Scope) => scope.loader<string, App | null>(NAMED, async (ids) => {
  const rows = await scope.sql<App & Record<string, unknown>>(
    `select client_id as "clientId", app_id as "appId", name, description, owner_organization_id as "ownerOrganizationId", owner_name as "ownerName", confidential,
       grant_types as "grantTypes", scopes, created_at as "createdAt", disabled_at as "disabledAt", version from apps_named($1)`, [ids]);
  const apps = new Map(rows.map((row) => [row.clientId, Object.assign(new App(), row)]));
  return ids.map((id) => apps.get(id) ?? null);
});

const own = (scope: Scope) => scope.loader<string, OwnApp | null>(OWN, async (ids) => {
  const rows = await scope.sql<OwnApp & Record<string, unknown>>(`select ${ownColumns} from own_apps($1)`, [ids]);
  const apps = new Map(rows.map((row) => [row.clientId, row]));
  return ids.map((id) => apps.get(id) ?? null);
});

/** An app by its client id, batched; null where there is none. Clients of the product are no apps. */
export function appNamed(scope: Scope, clientId: string | null): Promise<App | null> {
  return clientId === null ? Promise.resolve(null) : named(scope).load(clientId);
}

/** The same as it is after a change in this operation. */
export function appAgain(scope: Scope, clientId: string): Promise<App | null> {
  own(scope).clear(clientId);
  return named(scope).clear(clientId).load(clientId);
}

/** What only its organization sees of an app, batched; null where it is not that of the organization acted for. */
export function ownApp(scope: Scope, clientId: string): Promise<OwnApp | null> {
  return own(scope).load(clientId);
}

/** Apps of the organization acted for: those that are enabled first, at most 100. */
export async function ownApps(scope: Scope): Promise<App[]> {
  const rows = await scope.sql<{ clientId: string }>(`select ${ownColumns} from own_apps(null)`);
  const apps = await Promise.all(rows.map(({ clientId }) => appNamed(scope, clientId)));
  return apps.filter((app) => app !== null);
}

/**
 * The app through which something of the alliance was written last, as the audit trail has it; null where that was the product itself. Batched by type:
 * two statements however many. For the field `viaApp` of upper libraries.
 */
export async function viaApp(scope: Scope, subjectType: string, subjectId: string): Promise<App | null> {
  const clientId = await scope.loader<string, string | null>(`last client of ${subjectType}`, async (ids) => {
    const rows = await scope.sql<{ id: string; clientId: string | null }>(
      `select s.id, (select e.client_id from audit_entries e where e.tenant_id = $1 and e.subject_type = $2 and e.subject_id = s.id order by e.at desc, e.id desc limit 1) as "clientId"
       from unnest($3::uuid[]) s (id)`, [scope.tenantId, subjectType, ids]);
    const clients = new Map(rows.map((row) => [row.id, row.clientId]));
    return ids.map((id) => clients.get(id) ?? null);
  }).load(subjectId);
  return appNamed(scope, clientId);
}

/**
 * Is this written by an organization's own system: an app that it registered, known by its secret and acting for no person? Only then does a fact count as
 * ENTERPRISE_SYSTEM. Whose app it is never changes, so a later reader may ask `viaApp` for its owner.
 */
export async function isOwnSystem(scope: Scope, organizationId: string): Promise<boolean> {
  const [row] = await scope.sql<{ own: boolean }>('select is_own_system($1) as own', [organizationId]);
  return row?.own ?? false;
}
