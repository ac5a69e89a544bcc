import pg from 'pg';
import type { Api } from '@quadhelix/api';

export interface RawRequest {
  readonly token?: string | null;
  readonly alliance?: string | null;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly address?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly body: { data?: Record<string, unknown> | null; errors?: { message: string; extensions: { code: string; category: string; field?: string } }[]; extensions?: { cost: { requested: number; actual?: number; throttleStatus?: object } } };
}

/** One request to /graphql with all that a client can see of the answer. */
export async function ask(api: Api, request: RawRequest): Promise<RawAnswer> {
  const { token, alliance, query, variables, extensions, headers, address } = request;
  const answer = await api.app.inject({
    method: 'POST', url: '/graphql', payload: { query, ...(variables ? { variables } : {}), ...(extensions ? { extensions } : {}) }, ...(address ? { remoteAddress: address } : {}),
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...(alliance ? { 'quadhelix-alliance': alliance } : {}), ...headers },
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: answer.json<RawAnswer['body']>() };
}

/** Code of the first error. */
export const codeOf = ({ body }: RawAnswer): string | undefined => body.errors?.[0]?.extensions.code;

export interface Heard {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Runs work and answers every statement that went to PostgreSQL meanwhile, on any connection of this process, with its values. */
export async function statementsWithValuesOf(work: () => Promise<unknown>): Promise<Heard[]> {
  const heard: Heard[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: [string | { text: string; values?: unknown[] }, unknown[]?]) {
    const [statement, values] = args;
    heard.push(typeof statement === 'string' ? { text: statement, values: values ?? [] } : { text: statement.text, values: statement.values ?? [] });
    return (original as (...given: unknown[]) => unknown).apply(this, args);
  } as never;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return heard;
}

/** The same without values. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => (await statementsWithValuesOf(work)).map(({ text }) => text);
