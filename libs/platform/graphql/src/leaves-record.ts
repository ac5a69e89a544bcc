import { Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Extensions } from 'type-graphql';

type Mark = 'leavesRecord' | 'shownOnce';

/**
 * Marks a field whose reading leaves a record of who read it. A query that selects it runs in a transaction that may write, and its answer
 * goes out only when the record is committed; every other query stays read-only.
 */
export const LeavesRecord = (): MethodDecorator => Extensions({ leavesRecord: true } satisfies Partial<Record<Mark, true>>);

/** Marks a field that is a secret, shown this once. An answer that holds it is not kept for whoever sends the same change again: that answers IDEMPOTENCY_ANSWER_ERASED. */
export const ShownOnce = (): PropertyDecorator => Extensions({ shownOnce: true } satisfies Partial<Record<Mark, true>>) as PropertyDecorator;

const known = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

/** The marks of the fields that an operation selects, itself or in a fragment. One that is skipped counts. */
function marksOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const remembered = known.get(operation);
  if (remembered) return remembered;
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const part: DocumentNode = { ...document, definitions: document.definitions.filter((each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION) };
  visit(part, visitWithTypeInfo(types, {
    Field: () => { for (const [mark, set] of Object.entries(types.getFieldDef()?.extensions ?? {})) if (set === true) found.add(mark); },
  }));
  known.set(operation, found);
  return found;
}

/** Does an operation select a field whose reading leaves a record? */
export const leavesRecord = (...of: Parameters<typeof marksOf>): boolean => marksOf(...of).has('leavesRecord' satisfies Mark);

/** Does an operation select a secret that is shown once? */
export const showsOnce = (...of: Parameters<typeof marksOf>): boolean => marksOf(...of).has('shownOnce' satisfies Mark);
