import { createHash } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { Scope } from '@quadhelix/database';
import { idempotencyErrors } from './idempotency.errors.js';

/** The answer to a change as it was sent. */
export interface StoredAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** What a request asks for, as far as it decides on its effect. */
export interface RequestOfKey {
  readonly source: string;
  readonly operationName: string | null;
  readonly variables: unknown;
}

const KEY = /^[A-Za-z0-9._:-]{8,128}$/;

/** The key of a request, by header or `extensions.idempotencyKey`, with or without the quotes of a structured field; null where there is none. Throws IDEMPOTENCY_KEY_INVALID. */
export function keyOf(header: string | null, extension: unknown): string | null {
  if (header === null && extension === undefined) return null;
  const [inHeader, inBody] = [header?.replace(/^"(.*)"$/, '$1'), extension];
  const key = inHeader ?? inBody;
  const differ = inHeader !== undefined && inBody !== undefined && inHeader !== inBody;
  if (typeof key !== 'string' || differ || !KEY.test(key)) throw idempotencyErrors.IDEMPOTENCY_KEY_INVALID({ field: 'Idempotency-Key' });
  return key;
}

/** Objects in the order of their keys: a client that builds the same variables anew may write them in another order. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

function hashOf(scope: Scope, { source, operationName, variables }: RequestOfKey): Buffer {
  const { organizationId, scopes } = scope.actor;
  return createHash('sha256').update(JSON.stringify([source, operationName, variables ?? {}, organizationId, [...scopes].sort()], sorted)).digest();
}

/**
 * Takes a key for the caller of the scope, until its transaction ends. Answers the first answer where the change was made already, else what keeps the answer
 * in the transaction of the effect; null: only that it was made. A change that fails leaves nothing, so that it can be tried again under the same key.
 *
 * @throws IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_ANSWER_ERASED; ALLIANCE_REQUIRED outside of any alliance
 */
export async function takeKey(scope: Scope, key: string, request: RequestOfKey): Promise<{ first: StoredAnswer } | { keep: (answer: StoredAnswer | null) => Promise<void> }> {
  const { tenantId, now } = scope;
  const hash = hashOf(scope, request);
  const [row] = await scope.sql<{ taken: { state: 'NEW' | 'BUSY' | 'OTHER' | 'DONE'; answer?: string | null } }>('select take_idempotency_key($1, $2, $3) as taken', [key, hash, now]);
  const { state, answer } = row?.taken ?? { state: 'BUSY' };
  if (state === 'BUSY') throw idempotencyErrors.IDEMPOTENCY_IN_FLIGHT({ field: 'Idempotency-Key' });
  if (state === 'OTHER') throw idempotencyErrors.IDEMPOTENCY_KEY_REUSED({ field: 'Idempotency-Key' });
  if (state === 'DONE' && answer == null) throw idempotencyErrors.IDEMPOTENCY_ANSWER_ERASED({ field: 'Idempotency-Key' });
  if (state === 'DONE') return { first: JSON.parse(answer as string) as StoredAnswer };
  return {
    async keep(stored) {
      await scope.sql(
        `insert into idempotency_answers (tenant_id, client_id, person_id, key, request_hash, answer, created_at)
         values ($1, current_setting('app.client_id'), coalesce(current_person(), '00000000-0000-0000-0000-000000000000'), $2, $3, $4, $5)`,
        [tenantId, key, hash, stored && JSON.stringify(stored), now],
      );
    },
  };
}
