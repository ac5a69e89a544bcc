import 'reflect-metadata';
import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { Ref } from './ref.js';

@ObjectType({ description: 'Where this page stands in its list.' })
export class PageInfo {
  @Field({ description: 'Is there more after the last edge?' })
  hasNextPage!: boolean;
  @Field({ description: 'Is there more before the first edge?' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

@ObjectType({ description: 'How many entries a list has, counted up to 10,000.' })
export class TotalCount {
  @Field(() => Int, { description: 'Entries of the whole list under its filter, as far as you may see them; at most 10,000.' })
  value!: number;
  @Field({ description: 'True where there are more than that.' })
  capped!: boolean;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

export interface Connection<T> {
  edges: Edge<T>[];
  nodes: T[];
  pageInfo: PageInfo;
  /** Counted when it is asked for. */
  readonly totalCount: Promise<TotalCount>;
}

/** Makes the Relay connection and edge types of a node type. Call once per node type and export the class. */
export function connectionOf<T extends object>(node: ClassType<T>, name: string): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its cursor.` })
  class NodeEdge {
    @Field({ description: 'Opaque position in this list; belongs to this filter, order and alliance.' })
    cursor!: string;
    @Field(() => node, { description: `The ${name}.` })
    node!: T;
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${name} entries.` })
  class NodeConnection {
    @Field(() => [NodeEdge], { description: 'The entries with their cursors.' })
    edges!: Edge<T>[];
    @Field(() => [node], { description: 'The entries alone.' })
    nodes!: T[];
    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo!: Ref<PageInfo>;
    @Field(() => TotalCount, { description: 'How many entries the whole list has; costs 100 points, so ask for it once, not with every page.' })
    readonly totalCount!: Promise<TotalCount>;
  }
  return NodeConnection;
}

/** Page arguments of every list: `first` (with `after`) or `last` (with `before`), 1 to 100. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many entries from the start (1–100). One of first and last is needed.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Entries after this cursor.' })
  after?: string | null;
  @Field(() => Int, { nullable: true, description: 'How many entries from the end (1–100).' })
  last?: number | null;
  @Field(() => String, { nullable: true, description: 'Entries before this cursor.' })
  before?: string | null;
}
