import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { HeaderMap } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { DomainError, platformErrors, type ErrorCategory, type Language } from '@quadhelix/access';
import { languageErrors } from './language-errors.js';

const STATUS: Record<ErrorCategory, number> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, INVALID: 400, LIMIT: 429, UNAVAILABLE: 503 };

/** Where the category says too little. */
const OWN_STATUS: Readonly<Record<string, number>> = { IDEMPOTENCY_KEY_REUSED: 422 };

/** HTTP status of an error: its own, or by its category. */
export const statusOf = (error: DomainError): number => OWN_STATUS[error.code] ?? STATUS[error.category];

/** Seconds after which a request that was refused so may succeed; null where sending it again does not help. */
export function retryAfterOf(error: DomainError): number | null {
  if (typeof error.params['seconds'] === 'number') return error.params['seconds'];
  return ['OVERLOADED', 'IDEMPOTENCY_IN_FLIGHT'].includes(error.code) ? 1 : null;
}

/** Errors of the GraphQL language itself, which the client can mend by its text; INPUT_INVALID where a scalar was no such value. */
const LANGUAGE_CODES = new Set([...Object.keys(languageErrors), 'INPUT_INVALID']);

export interface ErrorContext {
  language: Language;
  requestId: string;
}

/** A domain error as an error of the whole request, with the HTTP status and the Retry-After that belong to it. */
export function asRequestError(error: DomainError): GraphQLError {
  const seconds = retryAfterOf(error);
  const headers = new HeaderMap(seconds === null ? [] : [['retry-after', String(seconds)]]);
  return new GraphQLError(error.code, { originalError: error, extensions: { http: { status: statusOf(error), headers } } });
}

/** The one form of an error: message in the reader's language, extensions { code, category, field, requestId }. Nothing internal gets out. */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown, context: ErrorContext, onInternal: (error: unknown) => void): GraphQLFormattedError {
  const original = unwrapResolverError(thrown);
  const cause = original instanceof GraphQLError && original.originalError ? original.originalError : original;
  const place = { ...(formatted.path ? { path: formatted.path } : {}), ...(formatted.locations ? { locations: formatted.locations } : {}) };
  if (cause instanceof DomainError) {
    return {
      message: cause.messageIn(context.language), ...place,
      extensions: { code: cause.code, category: cause.category, ...(cause.field ? { field: cause.field } : {}), requestId: context.requestId },
    };
  }
  const code = formatted.extensions?.code;
  if (typeof code === 'string' && LANGUAGE_CODES.has(code)) {
    return { message: formatted.message, ...place, extensions: { code, category: 'INVALID', requestId: context.requestId } };
  }
  onInternal(cause);
  const internal = platformErrors.INTERNAL();
  return { message: internal.messageIn(context.language), ...place, extensions: { code: internal.code, category: internal.category, requestId: context.requestId } };
}
