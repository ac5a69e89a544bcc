import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from '@apollo/server';
import { Kind, type DocumentNode, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import { DomainError, platformErrors } from '@quadhelix/access';
import type { Database } from '@quadhelix/database';
import { actingOrganization, type GraphqlContext } from './context.js';
import { asRequestError, formatError } from './format-error.js';
import { keyOf, takeKey } from './idempotency/idempotency.js';
import { withoutShownOnce } from './idempotency/shown-once.js';
import { leavesRecord } from './leaves-record.js';
import { costOfAnswer } from './limits/answer-cost.js';
import { demandAffordable } from './limits/cost.js';
import { tellCost } from './limits/telling.js';
import type { Turnstile } from './limits/turnstile.js';
import { liveErrors } from './live/live.errors.js';
import type { TrustedDocuments } from './trusted/trusted-documents.js';
import { showsOnce } from './shown-once.js';
import { demandStillThere } from './rehearsed-removal.js';
import { demandWellFormed } from './well-formed.js';

type Request = Pick<GraphQLRequestContext<GraphqlContext>, 'contextValue' | 'document' | 'request' | 'errors' | 'operation' | 'response' | 'schema' | 'source'>;

/** Operations that only ask about the schema run without a scope, so tools can read it. */
function asksSchemaOnly(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'));
}

/** Root fields with fragments counted, by response key. */
function rootFields(operation: OperationDefinitionNode, document: DocumentNode): number {
  const keys = new Set<string>();
  const walk = (set: OperationDefinitionNode['selectionSet']): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) keys.add(selection.alias?.value ?? selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else {
        const fragment = document.definitions.find((each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value);
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) walk(fragment.selectionSet);
      }
    }
  };
  walk(operation.selectionSet);
  return keys.size;
}

/** Does its answer hold what is shown once? */
const isSecret = ({ schema, document, operation }: Request): boolean => document !== undefined && operation !== undefined && showsOnce(schema, document, operation);

/** One operation = one transaction = one alliance: paid for and opened when the operation is known, ended before the answer goes out. */
export function transactionPlugin(database: Database, turnstile: Turnstile, trusted: TrustedDocuments, report: (error: unknown, requestId: string) => void): ApolloServerPlugin<GraphqlContext> {
  /** What goes wrong after the client went away goes wrong because of that. */
  const onInternal = (error: unknown, { gone, requestId }: GraphqlContext): void => { if (!gone.aborted) report(error, requestId); };

  const begin = async (request: Request, operation: OperationDefinitionNode): Promise<void> => {
    const context = request.contextValue;
    if (operation.operation === 'subscription') throw liveErrors.SUBSCRIPTION_BY_SOCKET();
    const mutation = operation.operation === 'mutation';
    if (mutation && rootFields(operation, request.document as DocumentNode) !== 1) throw platformErrors.ONE_ROOT_FIELD();
    const readOnly = !mutation && !leavesRecord(request.schema, request.document as DocumentNode, operation);
    demandWellFormed(request.document as DocumentNode, request.request.variables);
    const key = mutation ? keyOf(context.idempotencyKey, request.request.extensions?.idempotencyKey) : null;
    await turnstile.enter(context, context.cost ?? 0);
    context.scope = await database.begin({
      tokenHash: context.tokenHash, alliance: context.alliance, organizationId: actingOrganization(context), readOnly, requestId: context.requestId,
    });
    if (context.gone.aborted) await database.abandon(context.scope);
    trusted.demand(context.scope.actor.clientId, request.source);
    if (context.scope.sandbox) demandStillThere(request.schema, request.document as DocumentNode, operation, context.scope.today);
    if (key === null) return;
    const taken = await takeKey(context.scope, key, { source: request.source ?? '', operationName: request.request.operationName ?? null, variables: request.request.variables });
    if ('keep' in taken) context.keep = taken.keep;
    else context.replay = taken.first;
  };

  const format = (request: Request, formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const { contextValue } = request;
    return formatError(formatted, thrown, contextValue, (cause) => { onInternal(cause, contextValue); });
  };

  /** The errors again in the reader's language: Apollo formats them without knowing who reads. */
  const translate = (request: Request): void => {
    const { body } = request.response;
    if (body?.kind !== 'single' || !body.singleResult.errors) return;
    body.singleResult.errors = body.singleResult.errors.map((formatted, index) => format(request, formatted, request.errors?.[index] ?? formatted));
  };

  const fail = (request: Request, error: unknown): void => {
    if (request.response.body?.kind !== 'single') return;
    const wrapped = error instanceof DomainError ? asRequestError(error) : error;
    request.response.body.singleResult = { data: null, errors: [format(request, { message: '' }, wrapped)] };
  };

  /** Where nothing could be answered because something did not work, the status says so too: clients and what stands between may send it again. */
  const tellUnavailable = ({ response }: Request): void => {
    if (response.body?.kind !== 'single' || response.body.singleResult.data != null) return;
    const unavailable = response.body.singleResult.errors?.some(({ extensions }) => extensions?.['category'] === 'UNAVAILABLE');
    if (unavailable && (response.http.status ?? 200) === 200) response.http.status = 503;
  };

  const end = async (request: Request): Promise<void> => {
    const { scope } = request.contextValue;
    if (!scope) return;
    request.contextValue.scope = null;
    const body = request.response.body;
    if (body?.kind !== 'single') return database.rollback(scope);
    const result = body.singleResult;
    const refusedAtRoot = request.operation?.operation === 'mutation' && (result.data == null || (request.errors ?? []).some((error) => error.path?.length === 1));
    try {
      if (scope.failed || refusedAtRoot) {
        await database.rollback(scope);
        if (result.errors?.length) result.data = null;
        else fail(request, platformErrors.TRANSACTION_FAILED());
      } else {
        await request.contextValue.keep?.(isSecret(request) ? null : { data: withoutShownOnce(result.data ?? null, scope.shownOnce), ...(result.errors ? { errors: result.errors } : {}) });
        await database.commit(scope);
      }
    } catch (error) {
      await database.rollback(scope);
      onInternal(error, request.contextValue);
      fail(request, error);
    }
  };

  /** What was charged and not used goes back; the answer tells. What an error took out of the answer was read all the same: then so many rows count, up to what was charged. */
  const settle = (request: Request, read: number): void => {
    const { contextValue: context, operation, document, schema, response } = request;
    if (context.paid === 0 || !operation || !document || response.body?.kind !== 'single') return tellCost(request, null);
    const { data, errors } = response.body.singleResult;
    const lost = errors?.length ? Math.min(read, context.paid) : 0;
    const actual = context.replay ? 1 : Math.max(1, lost, costOfAnswer(schema, document, operation, data));
    turnstile.settle(context, actual);
    tellCost(request, actual);
  };

  return {
    async requestDidStart() {
      return {
        async didResolveOperation(request) {
          try {
            if (request.contextValue.refusal) throw request.contextValue.refusal;
            if (!request.operation) return;
            request.contextValue.cost = demandAffordable(request.schema, request.document, request.operation, request.request.variables ?? {});
            if (asksSchemaOnly(request.operation)) return;
            await begin(request, request.operation);
          } catch (error) {
            throw error instanceof DomainError ? asRequestError(error) : error;
          }
        },
        async responseForOperation({ contextValue }) {
          const { replay, scope } = contextValue;
          if (!replay || !scope) return null;
          contextValue.scope = null;
          await database.rollback(scope);
          const { data, errors } = replay;
          return { http: { headers: new HeaderMap([['idempotency-replayed', 'true']]) }, body: { kind: 'single', singleResult: { data, ...(errors ? { errors } : {}) } } };
        },
        async willSendResponse(request) {
          request.response.http.headers.set('x-request-id', request.contextValue.requestId);
          if (!request.contextValue.replay) translate(request);
          const { scope } = request.contextValue;
          await end(request);
          request.contextValue.leave?.();
          tellUnavailable(request);
          // Now, for an error answers at once while other fields still read; the end of the transaction waited for them.
          settle(request, scope?.rowsRead ?? 0);
        },
      };
    },
  };
}
