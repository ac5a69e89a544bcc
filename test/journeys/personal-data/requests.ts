import type { GraphqlClient } from '@quadhelix/testing';

/** A request as a client sees it. */
export interface PersonalRequest {
  id: string;
  kind: string;
  state: string;
  statement: string | null;
  law: string | null;
  decisionReason: string | null;
  dueOn: string;
  downloadUrl: string | null;
  sha256: string | null;
  results: { kind: string; records: number }[];
}

export const REQUEST = `query ($id: ID!) { node(id: $id) { ... on PersonalDataRequest { id kind state statement law decisionReason dueOn downloadUrl sha256 results { kind records } } } }`;

/** Asks by a mutation whose payload has a request; answers its id. */
export async function asked(client: GraphqlClient, mutation: string, input: Record<string, unknown>): Promise<string> {
  const [payload] = Object.values(await client.data<Record<string, { request: { id: string } }>>(mutation, { input }));
  return payload?.request.id ?? '';
}

/** The request once the worker has carried it out. */
export async function done(client: GraphqlClient, id: string): Promise<PersonalRequest> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { node } = await client.data<{ node: PersonalRequest }>(REQUEST, { id });
    if (!['REQUESTED', 'GRANTED'].includes(node.state)) return node;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The request did not end');
}
