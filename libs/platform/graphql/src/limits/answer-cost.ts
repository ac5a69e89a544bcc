import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind, type DocumentNode, type FragmentDefinitionNode, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { pointsOf } from '../bounded.js';
import { baseOf, weightOf } from './cost.js';

/** What an answer really cost, by the same rule by which it was charged beforehand; never more than that. */
export function costOfAnswer(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, data: unknown): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  return baseOf(operation) + new AnswerMeter(schema, document).set(root, operation.selectionSet, data);
}

class AnswerMeter {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(private readonly schema: GraphQLSchema, document: DocumentNode) {
    this.fragments = new Map(document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  }

  set(type: GraphQLNamedType, set: SelectionSetNode, value: unknown): number {
    if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + this.set(type, set, entry), 0);
    if (typeof value !== 'object' || value === null) return 0;
    let sum = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) sum += this.set(this.typeNamed(selection.typeCondition?.name.value) ?? type, selection.selectionSet, value);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = this.fragments.get(selection.name.value);
        if (fragment) sum += this.set(this.typeNamed(fragment.typeCondition.name.value) ?? type, fragment.selectionSet, value);
      } else {
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        const inner = field && getNamedType(field.type);
        if (!isCompositeType(inner) || !selection.selectionSet) continue;
        const answered = (value as Record<string, unknown>)[selection.alias?.value ?? selection.name.value];
        const entries = [answered].flat(2).filter((entry) => entry != null);
        sum += (answered == null ? 0 : pointsOf(field)) + entries.length * weightOf(inner) + this.set(inner, selection.selectionSet, entries);
      }
    }
    return sum;
  }

  private typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }
}
