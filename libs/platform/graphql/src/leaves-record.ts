import { Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Extensions } from 'type-graphql';

const MARK = 'leavesRecord';

/**
 * Marks a field whose reading leaves a record of who read it. A query that selects it runs in a transaction that may write, and its answer
 * goes out only when the record is committed; every other query stays read-only.
 */
export const LeavesRecord = (): MethodDecorator => Extensions({ [MARK]: true });

const known = new WeakMap<OperationDefinitionNode, boolean>();

/** Does an operation select such a field, itself or in a fragment? One that is skipped counts. */
export function leavesRecord(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const remembered = known.get(operation);
  if (remembered !== undefined) return remembered;
  let found = false;
  const types = new TypeInfo(schema);
  const part: DocumentNode = { ...document, definitions: document.definitions.filter((each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION) };
  visit(part, visitWithTypeInfo(types, { Field: () => { found ||= types.getFieldDef()?.extensions[MARK] === true; } }));
  known.set(operation, found);
  return found;
}
