import { parse, validate } from 'graphql';
import pg from 'pg';
import type { GraphqlClient, World } from '@quadhelix/testing';
import { ask, codeOf } from '../attacks/raw-request.js';
import { listFields } from './connections.js';
import { numbersFrom, OperationMaker, type RandomOperation } from './random-operations.js';

/** What an operation came to. Milliseconds; `database`: during which at least one statement was being worked on. */
export interface Outcome {
  readonly operation: RandomOperation;
  readonly status: number;
  readonly codes: readonly string[];
  readonly requested: number;
  readonly actual: number;
  readonly database: number;
  readonly whole: number;
}

/** Codes that no valid operation may get. */
export const BROKEN: ReadonlySet<string> = new Set(['INTERNAL', 'DEADLINE_EXCEEDED', 'OUTCOME_UNKNOWN', 'OVERLOADED', 'TRANSACTION_FAILED', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);

/** Ids of what an alliance has, by type, as its lists show them. */
export async function idsOf(world: World, client: GraphqlClient): Promise<Map<string, string[]>> {
  const ids = new Map<string, string[]>();
  for (const list of listFields(world.api.schema).filter(({ isNode, needed }) => isNode && needed.length === 0)) {
    const { data } = await client.request<{ list: { nodes: { id: string }[] } }>(`{ list: ${list.name}(first: 50) { nodes { id } } }`);
    if (data?.list) ids.set(list.entry, [...(ids.get(list.entry) ?? []), ...data.list.nodes.map(({ id }) => id)]);
  }
  return ids;
}

export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly alliance: string;
  /** Who asks, in turn. */
  readonly tokens: readonly string[];
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly texts: readonly string[];
}

/** Sends so many random operations one after the other. Those that cost more than one operation may are made anew; `tooCostly` counts them. */
export async function runRandomly(world: World, { count, seed, alliance, tokens, ids, texts }: RunOptions): Promise<{ outcomes: Outcome[]; tooCostly: number }> {
  const maker = new OperationMaker(world.api.schema, numbersFrom(seed), ids, texts);
  const outcomes: Outcome[] = [];
  let tooCostly = 0;
  while (outcomes.length < count && tooCostly < count) {
    const operation = maker.make();
    const wrong = validate(world.api.schema, parse(operation.text));
    if (wrong.length > 0) throw new Error(`Not valid: ${operation.text}\n${wrong.map(({ message }) => message).join('\n')}`);
    const began = performance.now();
    const { answer, milliseconds } = await databaseTimeOf(() => ask(world.api, { token: tokens[outcomes.length % tokens.length] ?? null, alliance, query: operation.text, variables: operation.variables }));
    if (codeOf(answer) === 'QUERY_TOO_COSTLY') {
      tooCostly += 1;
      continue;
    }
    const { requested = 0, actual = 0 } = answer.body.extensions?.cost ?? { requested: 0 };
    const codes = [...new Set((answer.body.errors ?? []).map(({ extensions }) => extensions.code))].sort();
    outcomes.push({ operation, status: answer.status, codes, requested, actual, database: milliseconds, whole: performance.now() - began });
  }
  return { outcomes, tooCostly };
}

/** Runs work, and tells how long PostgreSQL was at work for this process meanwhile. */
async function databaseTimeOf<T>(work: () => Promise<T>): Promise<{ answer: T; milliseconds: number }> {
  const original = pg.Client.prototype.query;
  let [running, since, milliseconds] = [0, 0, 0];
  const begin = (): void => { if ((running += 1) === 1) since = performance.now(); };
  const end = (): void => { if ((running -= 1) === 0) milliseconds += performance.now() - since; };
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const asked = (original as (...given: unknown[]) => unknown).apply(this, args);
    if (!(asked instanceof Promise)) return asked;
    begin();
    void asked.then(end, end);
    return asked;
  } as never;
  try {
    const answer = await work();
    return { answer, milliseconds };
  } finally {
    pg.Client.prototype.query = original;
  }
}

/** Spearman's rank correlation of two rows of numbers, equal ones sharing the mean of their ranks: 1 where one grows whenever the other does. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  const covariance = (p: readonly number[], q: readonly number[]): number => p.reduce((sum, each, index) => sum + (each - mean) * ((q[index] ?? mean) - mean), 0);
  return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((p, q) => p.value - q.value);
  const found = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let until = from;
    while (until + 1 < order.length && order[until + 1]?.value === order[from]?.value) until += 1;
    for (let at = from; at <= until; at += 1) found[order[at]?.index ?? 0] = (from + until) / 2 + 1;
    from = until + 1;
  }
  return found;
}
