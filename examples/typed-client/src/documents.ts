import { graphql } from './gql/index.ts';

/** The alliances that are open to whom the token is for. */
export const Alliances = graphql(`query Alliances { viewer { alliances { slug name } } }`);

/** A page of what is overdue in an alliance. */
export const Overdue = graphql(`
  query Overdue($after: String) {
    commitments(first: 50, after: $after, filter: { overdue: true }) {
      nodes { number title dueOn state owner { legalName } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
