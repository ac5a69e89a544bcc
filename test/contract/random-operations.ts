import {
  getNamedType, getNullableType, isAbstractType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import { inputIdTypes } from '@quadhelix/graphql';
import { globalId } from '@quadhelix/testing';

export interface RandomOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32), so that an operation that fails can be made again. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PAGE = new Set(['first', 'after', 'last', 'before']);
/** Aliases and fields of one operation, well within what a document may have. */
const MOST_FIELDS = 60;

/** Makes valid queries out of a schema. `ids`: ids of objects that exist, by type; `texts`: what somebody might look for. */
export class OperationMaker {
  private variables: Record<string, unknown> = {};
  private heads: string[] = [];
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema, private readonly random: () => number,
    private readonly ids: ReadonlyMap<string, readonly string[]>, private readonly texts: readonly string[],
  ) {}

  make(): RandomOperation {
    [this.variables, this.heads, this.fields] = [{}, [], 0];
    const roots = Object.values(this.schema.getQueryType()?.getFields() ?? {});
    const body = Array.from({ length: 1 + this.below(3) }, (_, index) => this.field(this.oneOf(roots), `r${String(index)}`, 1 + this.below(6), 'Query')).join(' ');
    return { text: `query${this.heads.length > 0 ? `(${this.heads.join(', ')})` : ''} { ${body} }`, variables: this.variables };
  }

  private below(end: number): number {
    return Math.floor(this.random() * end);
  }

  private oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from');
    return chosen;
  }

  private field(field: GraphQLField<unknown, unknown>, alias: string, depth: number, parent: string): string {
    this.fields += 1;
    const call = this.call(field, parent);
    const type = getNamedType(field.type);
    return `${alias === '' ? '' : `${alias}: `}${field.name}${call}${isLeafType(type) ? '' : ` { ${this.selection(type, depth)} }`}`;
  }

  private call(field: GraphQLField<unknown, unknown>, parent: string): string {
    const paged = field.args.some(({ name }) => name === 'first');
    const given = field.args.filter((arg) => !PAGE.has(arg.name) && (isNonNullType(arg.type) && arg.defaultValue === undefined || this.random() < 0.4));
    const backwards = field.args.some(({ name }) => name === 'last');
    const page = paged ? [`${!backwards || this.random() < 0.8 ? 'first' : 'last'}: ${String(1 + this.below(this.random() < 0.5 ? 5 : 100))}`] : [];
    const args = [...page, ...given.map((arg) => `${arg.name}: ${this.variable(arg, parent)}`)];
    return args.length > 0 ? `(${args.join(', ')})` : '';
  }

  private variable(arg: GraphQLArgument, parent: string): string {
    const name = `v${String(this.heads.length)}`;
    this.heads.push(`$${name}: ${String(arg.type)}`);
    this.variables[name] = this.value(arg.type, arg.name, parent);
    return `$${name}`;
  }

  private value(type: GraphQLInputType, name: string, owner: string): unknown {
    if (!isNonNullType(type) && this.random() < 0.05) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable)) return Array.from({ length: 1 + this.below(3) }, () => this.value(nullable.ofType as GraphQLInputType, name, owner) ?? this.value(getNamedType(nullable), name, owner));
    if (isEnumType(nullable)) return this.oneOf(nullable.getValues()).name;
    if (isInputObjectType(nullable)) {
      const given = Object.values(nullable.getFields()).filter((field) => (isNonNullType(field.type) && field.defaultValue === undefined) || this.random() < 0.5);
      return Object.fromEntries(given.map((field) => [field.name, this.value(field.type, field.name, nullable.name)]));
    }
    return this.scalar((nullable as GraphQLNamedType).name, name, owner);
  }

  private scalar(type: string, name: string, owner: string): unknown {
    const month = String(1 + this.below(12)).padStart(2, '0');
    const day = `2026-${month}-${String(1 + this.below(28)).padStart(2, '0')}`;
    switch (type) {
      case 'ID': return this.id(inputIdTypes().get(`${owner}.${name}`) ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replace(/Ids?$/, '')}`);
      case 'Boolean': return this.random() < 0.5;
      case 'LocalDate': return day;
      case 'Instant': return `${day}T0${String(this.below(10))}:00:00Z`;
      case 'String': return this.oneOf(this.texts);
      case 'Float': return this.below(1000) / 10;
      default: return this.below(1000);
    }
  }

  private id(type: string): string {
    const known = this.ids.get(type) ?? [...this.ids.values()].flat();
    return known.length > 0 && this.random() < 0.9 ? this.oneOf(known) : globalId(type, `00000000-0000-7000-8000-${String(this.below(10 ** 9)).padStart(12, '0')}`);
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    const parts = ['__typename'];
    if (isAbstractType(type)) parts.push(...this.alternatives(type.name, depth));
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)) || (depth > 0 && this.fields < MOST_FIELDS));
      for (const field of fields) {
        // What leads on from a page is nearly always wanted.
        const likely = ['nodes', 'edges', 'node'].includes(field.name) ? 0.9 : isLeafType(getNamedType(field.type)) ? 0.5 : 0.35;
        if (this.random() < likely && this.fields < MOST_FIELDS) parts.push(this.field(field, '', depth - 1, type.name));
      }
    }
    return parts.join(' ');
  }

  /** A part for some of the types that it may be; under other names, so that no two of them contradict each other. */
  private alternatives(name: string, depth: number): string[] {
    const type = this.schema.getType(name);
    if (!isAbstractType(type)) return [];
    return this.schema.getPossibleTypes(type).filter(() => this.random() < 0.2 && depth > 0 && this.fields < MOST_FIELDS).map((possible, index) => {
      const fields = Object.values(possible.getFields()).filter(() => this.random() < 0.3).slice(0, 3);
      return `... on ${possible.name} { __typename ${fields.map((field, at) => this.field(field, `p${String(index)}x${String(at)}`, depth - 1, possible.name)).join(' ')} }`;
    });
  }
}
