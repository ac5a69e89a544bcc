/**
 * Keeps a copy of an alliance's commitments in a file, through kills and restarts: copy and cursor are written together.
 * Plain Node 20 or newer, nothing to install. ACCESS_TOKEN and ALLIANCE come from the environment.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const { ACCESS_TOKEN, ALLIANCE, API_URL = 'http://localhost:4000/graphql', COPY = 'copy.json', EVERY_SECONDS = '5' } = process.env;
const TYPES = ['Commitment'];
const FIELDS = '__typename id ... on Commitment { number title state dueOn }';

async function ask(query, variables) {
  const response = await fetch(API_URL, {
    method: 'POST', signal: AbortSignal.timeout(15_000), body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ACCESS_TOKEN}`, 'quadhelix-alliance': ALLIANCE },
  });
  const { data, errors } = await response.json();
  if (errors) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code });
  return data;
}

/** Whole or not at all: a kill in between leaves the copy before. */
function keep(copy) {
  writeFileSync(`${COPY}.new`, JSON.stringify(copy));
  renameSync(`${COPY}.new`, COPY);
  return copy;
}

/** First the cursor, then the list: what changes meanwhile is told afterwards. */
async function makeCopy() {
  const { changeCursor: cursor } = await ask('query($types: [String!]) { changeCursor(types: $types) }', { types: TYPES });
  const objects = {};
  for (let after = null, more = true; more;) {
    const { commitments } = await ask(`query($after: String) { commitments(first: 100, after: $after) { nodes { ${FIELDS} } pageInfo { endCursor hasNextPage } } }`, { after });
    for (const node of commitments.nodes) objects[node.id] = node;
    ({ endCursor: after, hasNextPage: more } = commitments.pageInfo);
  }
  return keep({ cursor, objects });
}

async function follow({ cursor, objects }) {
  for (let more = true; more;) {
    const { changes: page } = await ask(
      `query($after: String, $types: [String!]) { changes(after: $after, types: $types, first: 100) { changes { operation id node { ${FIELDS} } } endCursor hasMore } }`, { after: cursor, types: TYPES });
    for (const { operation, id, node } of page.changes) {
      if (operation === 'RESYNC') return makeCopy();
      if (operation === 'DELETED') delete objects[id];
      else objects[id] = node;
    }
    ({ endCursor: cursor, hasMore: more } = page);
    keep({ cursor, objects });
  }
  return { cursor, objects };
}

let copy = existsSync(COPY) ? JSON.parse(readFileSync(COPY, 'utf8')) : await makeCopy();
for (;;) {
  copy = await follow(copy).catch((error) => (error.code === 'CHANGES_EXPIRED' ? makeCopy() : Promise.reject(error)));
  console.log(`${new Date().toISOString()}  ${Object.keys(copy.objects).length} commitments`);
  if (EVERY_SECONDS === '0') break;
  await new Promise((resolve) => setTimeout(resolve, Number(EVERY_SECONDS) * 1000));
}
