import type { GraphqlClient } from '@quadhelix/testing';

export interface ToldChange {
  cursor: string;
  operation: 'CREATED' | 'UPDATED' | 'DELETED' | 'RESYNC';
  type: string | null;
  id: string | null;
  node: Record<string, unknown> | null;
}

export interface ToldPage {
  changes: ToldChange[];
  endCursor: string;
  hasMore: boolean;
}

export const CHANGE_FIELDS = 'cursor operation type id node { __typename id ... on Note { title } }';
export const CHANGES = `query($after: String, $types: [String!], $first: Int!) { changes(after: $after, types: $types, first: $first) { changes { ${CHANGE_FIELDS} } endCursor hasMore } }`;

export const changesAfter = async (client: GraphqlClient, after: string | null, types: string[] | null = ['Note'], first = 100): Promise<ToldPage> =>
  (await client.data<{ changes: ToldPage }>(CHANGES, { after, types, first })).changes;

/** All changes there are now. */
export async function allChanges(client: GraphqlClient, after: string | null, types: string[] | null = ['Note'], first = 100): Promise<{ changes: ToldChange[]; endCursor: string }> {
  const changes: ToldChange[] = [];
  for (let cursor = after; ;) {
    const page = await changesAfter(client, cursor, types, first);
    changes.push(...page.changes);
    cursor = page.endCursor;
    if (!page.hasMore || page.changes.some(({ operation }) => operation === 'RESYNC')) return { changes, endCursor: cursor };
  }
}

/** A copy of what is open to somebody, and where it stands. */
export class Copy {
  readonly objects = new Map<string, unknown>();
  cursor: string | null = null;

  apply({ id, operation, node, cursor }: ToldChange): void {
    if (operation === 'RESYNC') throw new Error('The copy has to be made anew');
    if (operation === 'DELETED') this.objects.delete(id ?? '');
    else this.objects.set(id ?? '', node);
    this.cursor = cursor;
  }
}
