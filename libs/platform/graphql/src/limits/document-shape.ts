import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { limitErrors } from './limit.errors.js';
import { LIMITS } from './limits.js';

/** What a selection set amounts to with its fragments expanded. */
interface Shape {
  depth: number;
  fields: number;
  aliases: number;
  /** Repetitions below it. */
  duplicates: number;
  /** How often each response key stands at its own place, by the type it is asked of. */
  readonly keys: Map<string, number>;
}

const empty = (): Shape => ({ depth: 0, fields: 0, aliases: 0, duplicates: 0, keys: new Map() });

/** Throws where a document, valid or not, is deeper or wider than allowed or has fragments that contain themselves. Reads each selection once. */
export function demandBoundedShape(document: DocumentNode): void {
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  if (fragments.length > LIMITS.fragments) throw limitErrors.QUERY_TOO_MANY_FRAGMENTS({ params: { max: LIMITS.fragments } });
  const meter = new ShapeMeter(fragments);
  for (const { name } of fragments) demand(meter.fragment(name.value));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const shape = meter.set(definition.selectionSet, '');
    demand(shape);
    if (shape.keys.size > LIMITS.rootFields) throw limitErrors.QUERY_TOO_MANY_ROOT_FIELDS({ params: { max: LIMITS.rootFields } });
  }
}

function demand(shape: Shape): void {
  if (shape.depth > LIMITS.depth) throw limitErrors.QUERY_TOO_DEEP({ params: { max: LIMITS.depth } });
  if (shape.aliases > LIMITS.aliases) throw limitErrors.QUERY_TOO_MANY_ALIASES({ params: { max: LIMITS.aliases } });
  if (shape.duplicates + repeated(shape) > LIMITS.duplicates) throw limitErrors.QUERY_TOO_MANY_DUPLICATES({ params: { max: LIMITS.duplicates } });
}

const repeated = ({ keys }: Shape): number => [...keys.values()].reduce((sum, count) => sum + count - 1, 0);

class ShapeMeter {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Shapes of fragments; null while one is being measured. */
  private readonly measured = new Map<string, Shape | null>();
  private nesting = 0;

  constructor(fragments: readonly FragmentDefinitionNode[]) {
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** Shape of a fragment, measured once; one that is not defined amounts to nothing, validation names it. */
  fragment(name: string): Shape {
    const known = this.measured.get(name);
    if (known === null) throw limitErrors.QUERY_FRAGMENT_CYCLE({ params: { name } });
    if (known) return known;
    const definition = this.fragments.get(name);
    if (!definition) return empty();
    this.measured.set(name, null);
    const shape = this.set(definition.selectionSet, definition.typeCondition.name.value);
    this.measured.set(name, shape);
    return shape;
  }

  set(set: SelectionSetNode, on: string): Shape {
    const whole = empty();
    this.nesting += 1;
    if (this.nesting > LIMITS.nesting) throw limitErrors.QUERY_TOO_DEEP({ params: { max: LIMITS.depth } });
    for (const selection of set.selections) {
      this.add(whole, selection, on);
      if (whole.fields > LIMITS.fields) throw limitErrors.QUERY_TOO_MANY_FIELDS({ params: { max: LIMITS.fields } });
    }
    this.nesting -= 1;
    return whole;
  }

  private add(whole: Shape, selection: SelectionNode, on: string): void {
    whole.fields += 1;
    if (selection.kind === Kind.FIELD) {
      const below = selection.selectionSet ? this.set(selection.selectionSet, '') : empty();
      const key = `${on} ${selection.alias?.value ?? selection.name.value}`;
      whole.keys.set(key, (whole.keys.get(key) ?? 0) + 1);
      whole.depth = Math.max(whole.depth, below.depth + 1);
      whole.aliases += selection.alias ? 1 : 0;
      sum(whole, below);
      whole.duplicates += repeated(below);
      return;
    }
    const part = selection.kind === Kind.INLINE_FRAGMENT ? this.set(selection.selectionSet, selection.typeCondition?.name.value ?? on) : this.fragment(selection.name.value);
    whole.depth = Math.max(whole.depth, part.depth);
    sum(whole, part);
    for (const [key, count] of part.keys) whole.keys.set(key, (whole.keys.get(key) ?? 0) + count);
  }
}

function sum(whole: Shape, part: Shape): void {
  whole.fields += part.fields;
  whole.aliases += part.aliases;
  whole.duplicates += part.duplicates;
}
