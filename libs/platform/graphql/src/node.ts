import { Arg, Field, ID, InterfaceType, Query, Resolver, type ClassType } from 'type-graphql';
import { can, DomainError, platformErrors, type Action, type Subject } from '@quadhelix/access';
import type { EntityClass, Scope } from '@quadhelix/database';
import { InScope, Public } from './actions.js';
import { Bounded } from './bounded.js';
import { parseId } from './ids.js';

/** How an object is found by its global id. Each slice declares one per type. */
export interface NodeKind {
  /** GraphQL type name. */
  type: string;
  entity: EntityClass;
  read: Action;
  /** Where who may read it depends on more than the row itself; `kinds` finds other objects. */
  subject?: (scope: Scope, found: object, kinds: NodeKinds) => Promise<Subject>;
  /** Why its changes stand in no change feed. What is followed is written with a record of each change. */
  unfollowed?: string;
}

const typeNames = new Map<EntityClass, string>();

/** GraphQL type name of an entity instance. */
export const typeNameOf = (value: object): string => typeNames.get(value.constructor as EntityClass) ?? value.constructor.name;

@InterfaceType({ description: 'An object with a global id.', resolveType: (value: object) => typeNameOf(value) })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque global id; the same for ever.' })
  id!: string;
}

const hidden = (error: unknown): null => {
  if (error instanceof DomainError) return null;
  throw error;
};

const subjectOf = async (scope: Scope, kind: NodeKind, found: object, kinds: NodeKinds): Promise<Subject | undefined> =>
  kind.subject ? kind.subject(scope, found, kinds) : 'parties' in found ? (found as Subject) : undefined;

/** How objects of all slices are found. */
export class NodeKinds {
  private readonly byType: ReadonlyMap<string, NodeKind>;

  constructor(readonly all: readonly NodeKind[]) {
    this.byType = new Map(all.map((kind) => [kind.type, kind]));
    for (const kind of all) typeNames.set(kind.entity, kind.type);
  }

  /** What the change feed tells of, by type. */
  get followed(): readonly NodeKind[] {
    return this.all.filter(({ unfollowed }) => unfollowed === undefined);
  }

  /** Under which type of these kinds a subject stands in the change feed, by the name that it is recorded with. */
  static followedTypes(kinds: readonly NodeKind[]): ReadonlyMap<string, string> {
    return new Map(new NodeKinds(kinds).followed.flatMap(({ type, entity }) => [[type, type], [entity.name, type]] as const));
  }

  has(type: string): boolean {
    return this.byType.has(type);
  }

  /** The object where the actor may read it (and do all of `also` to it), else null. Objects of one type asked for in the same tick cost one look-up. */
  async find(scope: Scope, type: string, id: string, also: readonly Action[] = []): Promise<object | null> {
    const kind = this.byType.get(type);
    if (!kind) return null;
    const actions = [kind.read, ...also];
    const found = actions.some((action) => scope.refusal(action)) ? null : await scope.byId(kind.entity, id);
    const subject = found && (await subjectOf(scope, kind, found, this));
    return found && actions.every((action) => can(scope.actor, action, subject ?? undefined)) ? found : null;
  }
}

/** Makes the resolver of `node` and `nodes` over the kinds of all slices. */
export function nodeResolver(kinds: NodeKinds): ClassType {
  async function load(scope: Scope, globalId: string, field: string): Promise<object> {
    const parsed = parseId(globalId);
    if (!parsed || !kinds.has(parsed.type)) throw platformErrors.ID_INVALID({ field, params: { type: 'Node' } });
    const found = await kinds.find(scope, parsed.type, parsed.id);
    if (!found) throw platformErrors.NOT_FOUND({ field });
    return found;
  }

  @Resolver()
  class NodeResolver {
    @Public()
    @Query(() => Node, { nullable: true, description: 'The object with this global id. An id that is not open to you answers like one that does not exist.' })
    node(@InScope() scope: Scope, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<object> {
      return load(scope, id, 'id');
    }

    @Public()
    @Bounded('one per id asked for, at most 100')
    @Query(() => [Node], { nullable: 'items', description: 'The objects with these global ids (at most 100), in the same order; null where node would answer an error.' })
    nodes(@InScope() scope: Scope, @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[]): Promise<(object | null)[]> {
      if (ids.length > 100) throw platformErrors.PAGE_SIZE_INVALID({ field: 'ids', params: { max: 100 } });
      return Promise.all(ids.map((id, index) => load(scope, id, `ids[${String(index)}]`).catch(hidden)));
    }
  }
  return NodeResolver;
}
