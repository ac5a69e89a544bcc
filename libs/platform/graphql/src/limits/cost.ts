import {
  getNamedType, getNullableType, isCompositeType, isInterfaceType, isListType, isObjectType, Kind,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { platformErrors } from '@quadhelix/access';
import { entriesOf, pointsOf } from '../bounded.js';
import { MAX_PAGE, pageSize } from '../paginate.js';
import { ArgumentReader } from './argument-reader.js';
import { limitErrors } from './limit.errors.js';
import { LIMITS } from './limits.js';

/** Cost of a selection set: once, and for each entry where it stands in a page. */
interface Cost {
  fixed: number;
  perEntry: number;
}

/**
 * Objects that a valid operation may answer at most: a scalar counts 0, an object 1, a page its size, `nodes` one per id, a short list 10 or what it says, and what is inside as often.
 * A change costs 10 more, a total count 100. Some fields say what they cost by themselves. An edge and a page's place come with their entry and count 0, the schema's own fields too. A field that is written twice or skipped counts.
 *
 * @throws QUERY_TOO_COSTLY above the limit; PAGE_SIZE_INVALID for a page or a list of ids that the resolver would refuse
 */
export function demandAffordable(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const cost = baseOf(operation) + new CostMeter(schema, document, new ArgumentReader(operation, variables)).set(root, operation.selectionSet).fixed;
  if (cost > LIMITS.cost) throw limitErrors.QUERY_TOO_COSTLY({ params: { cost, max: LIMITS.cost } });
  return cost;
}

/** A page of a list, or of the change feed. */
const isPage = (type: GraphQLNamedType): boolean => type.name.endsWith('Connection') || type.name === 'ChangePage';
const isFree = (type: GraphQLNamedType): boolean => type.name.endsWith('Edge') || type.name === 'PageInfo';

/** What an operation costs by itself: a change writes its facts, its event and its audit entries. */
export const baseOf = (operation: OperationDefinitionNode): number => (operation.operation === 'mutation' ? LIMITS.mutation : 0);

/** What an object of a type costs. */
export const weightOf = (type: GraphQLNamedType): number => (isFree(type) ? 0 : type.name === 'TotalCount' ? LIMITS.totalCount : 1);

class CostMeter {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Cost>();

  constructor(private readonly schema: GraphQLSchema, document: DocumentNode, private readonly args: ArgumentReader) {
    this.fragments = new Map(document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  }

  set(type: GraphQLNamedType, set: SelectionSetNode): Cost {
    const whole: Cost = { fixed: 0, perEntry: 0 };
    for (const selection of set.selections) {
      const part = selection.kind === Kind.FIELD ? this.field(type, selection)
        : selection.kind === Kind.FRAGMENT_SPREAD ? this.fragment(selection.name.value)
          : this.set(this.named(selection.typeCondition?.name.value) ?? type, selection.selectionSet);
      whole.fixed += part.fixed;
      whole.perEntry += part.perEntry;
    }
    return whole;
  }

  private named(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }

  private fragment(name: string): Cost {
    const definition = this.fragments.get(name);
    const type = this.named(definition?.typeCondition.name.value);
    if (!definition || !type) return { fixed: 0, perEntry: 0 };
    const cost = this.measured.get(name) ?? this.set(type, definition.selectionSet);
    this.measured.set(name, cost);
    return cost;
  }

  private field(parent: GraphQLNamedType, node: FieldNode): Cost {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return { fixed: 0, perEntry: 0 };
    const inner = this.set(type, node.selectionSet);
    const one = inner.fixed + weightOf(type);
    const own = pointsOf(field);
    if (isPage(type)) return { fixed: own + one + this.page(node) * inner.perEntry, perEntry: 0 };
    if (!isListType(getNullableType(field.type))) return { fixed: own + one, perEntry: 0 };
    return isPage(parent) ? { fixed: 0, perEntry: one } : { fixed: own + one * this.length(field, node), perEntry: 0 };
  }

  private page(node: FieldNode): number {
    const [first, last] = [this.args.value(node, 'first'), this.args.value(node, 'last')];
    // What is no number at all is refused as a variable, with a better text.
    if ([first, last].some((value) => value != null && typeof value !== 'number')) return MAX_PAGE;
    return pageSize({ first: first as number | null, last: last as number | null });
  }

  private length(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    if (!field.args.some(({ name }) => name === 'ids')) return entriesOf(field) ?? LIMITS.shortList;
    const ids = this.args.value(node, 'ids');
    const count = Array.isArray(ids) ? ids.length : 1;
    if (count > MAX_PAGE) throw platformErrors.PAGE_SIZE_INVALID({ field: 'ids', params: { max: MAX_PAGE } });
    return count;
  }
}
