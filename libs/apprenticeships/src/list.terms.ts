import type { Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { FilterTerms } from '@quadhelix/graphql';

/** Which column holds the party of each relation. */
export type PartyColumns = Readonly<Record<string, string>>;

export const PARTY_COLUMNS: PartyColumns = { host: 'host_organization_id', school: 'school_organization_id', apprentice: 'apprentice_person_id' };

/** The terms of a list's WHERE: always the alliance first, then what the actor may see, then the filter. */
export class ListTerms extends FilterTerms {
  constructor(private readonly scope: Scope) {
    super(scope.tenantId);
  }

  /** Only subjects to which the actor stands in a relation that his roles give him for the action. */
  reachedBy(action: Action): this {
    const relations = this.scope.reach(action);
    if (relations.includes('alliance')) return this;
    const { organizationId, personId } = this.scope.actor;
    const parts = relations.flatMap((relation) => {
      const column = PARTY_COLUMNS[relation];
      const party = relation === 'apprentice' ? personId : organizationId;
      if (column === undefined || party === null) return [];
      this.values.push(party);
      return [`${column} = $${String(this.values.length)}`];
    });
    this.terms.push(parts.length === 0 ? 'false' : parts.length === 1 ? (parts[0] ?? 'false') : `(${parts.join(' or ')})`);
    return this;
  }

  /** The term of a filter that takes some of the values; an empty list matches nothing. */
  anyOf(column: string, values: readonly string[] | null | undefined): this {
    // One value as equality, so that an index over (…, column, order) gives the order too.
    return values?.length === 1 ? this.add(`${column} = ?`, values[0]) : this.add(`${column} = any(?)`, values);
  }
}
