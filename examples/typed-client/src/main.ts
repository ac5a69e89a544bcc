/**
 * A typed client: the answers below have the types that graphql-codegen makes of the schema and of these documents. A field that does not exist, a variable
 * that is missing or an answer that may be null and is used as if not is found by the compiler. Node 24 runs it as it is.
 */
import type { OverdueQuery } from './gql/graphql.ts';
import { ask } from './ask.ts';
import { Alliances, Overdue } from './documents.ts';

/** What is overdue in each alliance that has consented, page by page. */
async function main(): Promise<void> {
  const { viewer } = await ask(null, Alliances, {});
  for (const { slug, name } of viewer.alliances) {
    console.log(`${name} (${slug})`);
    for (let after: string | null = null, more = true; more;) {
      const commitments = await overdue(slug, after);
      for (const { number, title, dueOn, owner } of commitments.nodes) console.log(`  ${number}  ${dueOn}  ${title}  ${owner?.legalName ?? ''}`);
      [more, after] = [commitments.pageInfo.hasNextPage, commitments.pageInfo.endCursor];
    }
  }
}

async function overdue(alliance: string, after: string | null): Promise<OverdueQuery['commitments']> {
  return (await ask(alliance, Overdue, { after })).commitments;
}

await main();
