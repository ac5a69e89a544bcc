import { createHash } from 'node:crypto';
import { getOperationAST, GraphQLError, Kind, parse, validate, type DocumentNode, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { getArgumentValues, getVariableValues } from 'graphql/execution/values.js';
import { platformErrors } from '@quadhelix/access';
import { demandAffordable } from '../limits/cost.js';
import type { DocumentGate } from '../limits/document-gate.js';
import { LIMITS } from '../limits/limits.js';
import { demandBoundedVariables } from '../limits/variables-size.js';
import { demandWellFormed } from '../well-formed.js';
import { liveErrors } from './live.errors.js';
import type { LiveSource } from './live-source.js';

/** A subscription as a client asks for it. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A subscription that was found valid and affordable. */
export interface LiveOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly source: LiveSource;
  readonly args: Readonly<Record<string, unknown>>;
  /** Objects that one answer may hold. */
  readonly cost: number;
}

/** What a subscription asks for, by the same limits as a request. Throws a DomainError or a list of GraphQLErrors. */
export function readOperation(schema: GraphQLSchema, gate: DocumentGate, sources: readonly LiveSource[], { query, operationName, variables: given }: Asked): LiveOperation {
  const refused = gate.refusal(query, createHash('sha256').update(query).digest('hex'));
  if (refused) throw refused;
  demandBoundedVariables(given ?? {}, true);
  const document = coded('GRAPHQL_PARSE_FAILED', () => parse(query, { maxTokens: LIMITS.tokens }));
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new InvalidOperation([new GraphQLError('Unknown operation', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })]);
  if (operation.operation !== 'subscription') throw liveErrors.ONLY_SUBSCRIPTIONS();
  demandValid('GRAPHQL_VALIDATION_FAILED', validate(schema, document));
  demandWellFormed(document, given ?? {});
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {});
  demandValid('BAD_USER_INPUT', errors ?? []);
  const [field] = operation.selectionSet.selections as readonly FieldNode[];
  const definition = field?.kind === Kind.FIELD ? schema.getSubscriptionType()?.getFields()[field.name.value] : undefined;
  const source = sources.find((each) => each.field === definition?.name);
  // A field in a fragment could be found too; nobody writes it so.
  if (!field || !definition || !source) throw platformErrors.INPUT_INVALID({ params: { problem: 'a subscription names its field by itself, not in a fragment' } });
  const cost = demandAffordable(schema, document, operation, given ?? {});
  return { document, operation, source, cost, variables: given ?? {}, args: getArgumentValues(definition, field, coerced ?? {}) };
}

/** What is wrong with a document or its variables. */
export class InvalidOperation extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('The operation is not valid');
  }
}

function demandValid(code: string, errors: readonly GraphQLError[]): void {
  if (errors.length > 0) throw new InvalidOperation(errors.map((error) => Object.assign(error, { extensions: { ...error.extensions, code } })));
}

function coded<T>(code: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError) demandValid(code, [error]);
    throw error;
  }
}
