import { Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/** Makes a question: does an operation select a field whose extensions carry the mark, itself or in a fragment? One that is skipped counts. */
export function selectsMarked(mark: string): (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => boolean {
  const known = new WeakMap<OperationDefinitionNode, boolean>();
  return (schema, document, operation) => {
    const remembered = known.get(operation);
    if (remembered !== undefined) return remembered;
    let found = false;
    const types = new TypeInfo(schema);
    const part: DocumentNode = { ...document, definitions: document.definitions.filter((each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION) };
    visit(part, visitWithTypeInfo(types, { Field: () => { found ||= types.getFieldDef()?.extensions[mark] === true; } }));
    known.set(operation, found);
    return found;
  };
}
