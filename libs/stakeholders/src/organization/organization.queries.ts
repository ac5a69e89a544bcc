import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { Membership } from '../membership/membership.entity.js';
import { Organization } from './organization.entity.js';

const JOINED = Symbol('organizations that joined this alliance');

/** What an organization stated itself is shown to itself and to alliances that it joined; what others proposed, to all who see the record. */
export async function statedBy<T>(scope: Scope, organization: Organization, value: T): Promise<T | null> {
  const { tenantId, organizationId } = scope.actor;
  if (organization.claimedAt === null || organization.id === organizationId) return value;
  if (tenantId === null) return null;
  const joined = await scope.loader<string, boolean>(JOINED, async (ids) => {
    const rows = await scope.find(Membership, { organizationId: ids, state: ['ACTIVE', 'SUSPENDED'] });
    return ids.map((id) => rows.some((row) => row.organizationId === id));
  }).load(organization.id);
  return joined ? value : null;
}

/** Entries of the public directory in the order of their names. */
export function directory(scope: Scope, args: PageArgs, name: string | null | undefined): Promise<Connection<Organization>> {
  const starts = name == null || name === '' ? null : name;
  return paginate(scope, {
    entity: Organization, name: 'directory',
    terms: ['directory is not null', ...(starts === null ? [] : ['legal_name >= $1 and legal_name < $2'])],
    values: starts === null ? [] : [starts, `${starts}\u{10FFFF}`],
    order: { column: 'legal_name', property: 'legalName', type: 'text' },
  }, args);
}
