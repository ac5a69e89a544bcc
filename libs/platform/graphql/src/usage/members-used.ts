import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, Kind, typeFromAST, TypeInfo, visit, visitWithTypeInfo,
  type DocumentNode, type FragmentDefinitionNode, type GraphQLInputType, type GraphQLSchema, type OperationDefinitionNode, type TypeNode,
} from 'graphql';
import { removalDay } from './removal-day.js';

/** Members of the schema by their names (Type.field, Type.field(argument:), Input.field, Enum.VALUE), each with the date on which it leaves or null. */
export type MembersUsed = ReadonlyMap<string, string | null>;

const written = new WeakMap<OperationDefinitionNode, MembersUsed>();

/**
 * Which members a valid operation asks for: those that its text names, with the fragments it uses, and those in its variables. The schema's own are left out; a field
 * that is skipped counts. The text is read once as long as the parsed document is kept.
 */
export function membersUsed(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): MembersUsed {
  const known = written.get(operation) ?? membersWritten(schema, document, operation);
  written.set(operation, known);
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => variables[variable.name.value] != null);
  if (definitions.length === 0) return known;
  const all = new Map(known);
  for (const { variable, type } of definitions) noteValue(all, inputType(schema, type), variables[variable.name.value]);
  return all;
}

function membersWritten(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): MembersUsed {
  const found = new Map<string, string | null>();
  const note = (name: string, reason: string | null | undefined): void => { found.set(name, removalDay(reason)); };
  const types = new TypeInfo(schema);
  const field = (): string | null => {
    const [parent, definition] = [types.getParentType(), types.getFieldDef()];
    return parent && definition && !definition.name.startsWith('__') && !parent.name.startsWith('__') ? `${parent.name}.${definition.name}` : null;
  };
  visit({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(document, operation)] }, visitWithTypeInfo(types, {
    Field() {
      const name = field();
      if (name !== null) note(name, types.getFieldDef()?.deprecationReason);
    },
    Argument() {
      const [name, argument] = [field(), types.getArgument()];
      if (name !== null && argument && !types.getDirective()) note(`${name}(${argument.name}:)`, argument.deprecationReason);
    },
    ObjectField({ name }) {
      const parent = types.getParentInputType() && getNamedType(types.getParentInputType());
      if (isInputObjectType(parent)) note(`${parent.name}.${name.value}`, parent.getFields()[name.value]?.deprecationReason);
    },
    EnumValue({ value }) {
      const type = getNamedType(types.getInputType());
      if (isEnumType(type)) note(`${type.name}.${value}`, type.getValue(value)?.deprecationReason);
    },
  }));
  return found;
}

/** Fragments that the operation uses, also within others. */
function fragmentsOf(document: DocumentNode, operation: OperationDefinitionNode): FragmentDefinitionNode[] {
  const byName = new Map(document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  const used = new Set<FragmentDefinitionNode>();
  const open: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  for (let next = open.pop(); next; next = open.pop()) {
    visit(next, { FragmentSpread({ name }) {
      const fragment = byName.get(name.value);
      if (fragment && !used.has(fragment)) open.push(fragment);
      if (fragment) used.add(fragment);
    } });
  }
  return [...used];
}

/** `typeFromAST` with the wider type that a variable may have. */
const inputType = (schema: GraphQLSchema, node: TypeNode): GraphQLInputType | undefined => typeFromAST(schema, node as never) as GraphQLInputType | undefined;

/** Notes input fields and enum values of a value that the client sent; what does not fit its type is refused elsewhere. */
function noteValue(found: Map<string, string | null>, type: GraphQLInputType | undefined, value: unknown): void {
  if (value == null || type === undefined) return;
  if (isNonNullType(type)) return noteValue(found, type.ofType, value);
  if (isListType(type)) return void [value].flat().forEach((entry) => { noteValue(found, type.ofType, entry); });
  if (isEnumType(type)) {
    const known = typeof value === 'string' ? type.getValue(value) : undefined;
    if (known) found.set(`${type.name}.${known.name}`, removalDay(known.deprecationReason));
  } else if (isInputObjectType(type) && typeof value === 'object') {
    for (const [name, entry] of Object.entries(value)) {
      const field = Object.hasOwn(type.getFields(), name) ? type.getFields()[name] : undefined;
      if (!field) continue;
      found.set(`${type.name}.${name}`, removalDay(field.deprecationReason));
      noteValue(found, field.type, entry);
    }
  }
}
