import type { TypedDocumentString } from './gql/graphql.ts';

const { ACCESS_TOKEN = '', API_URL = 'http://localhost:4000/graphql' } = process.env;

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions: { code: string; requestId: string } }[];
}

/** Sends one document in one alliance, and waits where the points are used up. Throws with the code where it is refused. */
export async function ask<T, V>(alliance: string | null, document: TypedDocumentString<T, V>, variables: V): Promise<T> {
  for (;;) {
    const response = await fetch(API_URL, {
      method: 'POST', body: JSON.stringify({ query: document.toString(), variables }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ACCESS_TOKEN}`, ...(alliance === null ? {} : { 'quadhelix-alliance': alliance }) },
    });
    const wait = Number(response.headers.get('retry-after') ?? 0);
    const { data, errors: [error] = [] } = (await response.json()) as Answer<T>;
    if (error === undefined && data != null) return data;
    if (wait === 0) throw new Error(`${error?.extensions.code ?? 'No data'}: ${error?.message ?? ''} (request ${error?.extensions.requestId ?? ''})`);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}
