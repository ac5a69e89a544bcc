import { Kind, valueFromASTUntyped, type FieldNode, type OperationDefinitionNode } from 'graphql';

/** Values of arguments as the client sent them, before they are checked against their types. */
export class ArgumentReader {
  constructor(private readonly operation: OperationDefinitionNode, private readonly variables: Readonly<Record<string, unknown>>) {}

  /** The value of an argument, by literal, variable or the variable's default; undefined where there is none. */
  value(node: FieldNode, name: string): unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!given) return undefined;
    if (given.kind !== Kind.VARIABLE) return valueFromASTUntyped(given, this.variables);
    const variable = given.name.value;
    if (Object.hasOwn(this.variables, variable)) return this.variables[variable];
    const definition = this.operation.variableDefinitions?.find((each) => each.variable.name.value === variable);
    return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
  }
}
