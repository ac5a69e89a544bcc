import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { Organization } from './organization.entity.js';

/** Entries of the public directory in the order of their names. */
export function directory(scope: Scope, args: PageArgs, name: string | null): Promise<Connection<Organization>> {
  const starts = name === null || name === '' ? null : name;
  return paginate(scope, {
    entity: Organization, name: 'directory',
    terms: ['directory is not null', ...(starts === null ? [] : ['legal_name >= $1 and legal_name < $2'])],
    values: starts === null ? [] : [starts, `${starts}\u{10FFFF}`],
    order: { column: 'legal_name', property: 'legalName', type: 'text' },
  }, args);
}
