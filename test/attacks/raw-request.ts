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

/** Runs work and answers every statement that went to PostgreSQL meanwhile, on any connection of this process. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: [string | { text: string }]) {
    heard.push(typeof args[0] === 'string' ? args[0] : args[0].text);
    return (original as (...given: unknown[]) => unknown).apply(this, args);
  } as never;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return heard;
}
