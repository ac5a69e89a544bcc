import { getNamedType, GraphQLError, isEnumType, isInputObjectType, Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { removalDay, withoutRemovalDay } from './usage/removal-day.js';

/**
 * In a sandbox whose clock is past the day until which a deprecated member works, that member is gone: an operation that names one is answered as it will be once
 * the member is removed. `today`: local date of the sandbox. Throws GraphQLError GRAPHQL_VALIDATION_FAILED.
 */
export function demandStillThere(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, today: string): void {
  const types = new TypeInfo(schema);
  const demand = (what: string, reason: string | null | undefined): void => {
    const day = removalDay(reason);
    if (day === null || today <= day) return;
    throw new GraphQLError(`${what}. It works until ${day}; the clock of this sandbox is past that day. ${withoutRemovalDay(reason ?? '')}`.trim(), { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } });
  };
  const part: DocumentNode = { ...document, definitions: document.definitions.filter((each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION) };
  visit(part, visitWithTypeInfo(types, {
    Field({ name }) {
      demand(`Cannot query field "${name.value}" on type "${types.getParentType()?.name ?? ''}"`, types.getFieldDef()?.deprecationReason);
    },
    Argument({ name }) {
      demand(`Unknown argument "${name.value}" on field "${types.getParentType()?.name ?? ''}.${types.getFieldDef()?.name ?? ''}"`, types.getArgument()?.deprecationReason);
    },
    ObjectField({ name }) {
      const parent = getNamedType(types.getParentInputType() ?? undefined);
      if (isInputObjectType(parent)) demand(`Field "${name.value}" is not defined by type "${parent.name}"`, parent.getFields()[name.value]?.deprecationReason);
    },
    EnumValue({ value }) {
      const type = getNamedType(types.getInputType() ?? undefined);
      if (isEnumType(type)) demand(`Value "${value}" does not exist in "${type.name}" enum`, type.getValue(value)?.deprecationReason);
    },
  }));
}
