import type { ApolloServerPlugin } from '@apollo/server';
import { DomainError } from '@quadhelix/access';
import type { GraphqlContext } from '../context.js';
import type { DocumentGate } from './document-gate.js';
import { demandBoundedVariables } from './variables-size.js';

/** A query reads: nothing in its variables is a file. Told by the text, for it is not parsed yet. */
const mayCarryFile = (source: string): boolean => /\bmutation\b/.test(source);

function refusal(gate: DocumentGate, source: string, hash: string, variables: unknown): DomainError | null {
  const refused = gate.refusal(source, hash);
  if (refused) return refused;
  try {
    demandBoundedVariables(variables, !mayCarryFile(source));
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Judges document and variables before they are parsed and validated. */
export function limitsPlugin(gate: DocumentGate): ApolloServerPlugin<GraphqlContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource({ contextValue, source, queryHash, request }) {
          contextValue.refusal = refusal(gate, source, queryHash, request.variables);
        },
      };
    },
  };
}
