import { Injectable } from '@nestjs/common';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Bounded, encodeId, InScope, Node, NodeKinds, PageArgs, Personal, Public, type Connection } from '@quadhelix/graphql';
import { allianceOf, countWork, listWork } from './work-item.queries.js';
import type { WorkItemEntry } from './work-item.entity.js';
import { WorkAlliance, WorkCount, WorkFilter, WorkItemConnection, WorkItemType, WorkSubject } from './work-item.type.js';
import { WorkKinds } from './work-kind.js';

const NARROWED = 'What narrows it.';

@Injectable()
@Resolver(() => WorkItemType)
export class WorkItemResolver {
  constructor(
    private readonly nodes: NodeKinds,
    private readonly kinds: WorkKinds,
  ) {}

  @Public()
  @Query(() => WorkItemConnection, { description: 'What waits for you: what is due first comes first, then what waits longest. Without an alliance it is that of all alliances open to you; an app sees only what alliances let it read. Needs the scope readers:read.' })
  workList(@InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => WorkFilter, { nullable: true, description: NARROWED }) filter?: WorkFilter | null): Promise<Connection<WorkItemEntry>> {
    return listWork(scope, filter ?? {}, args);
  }

  @Public()
  @Bounded('one for each kind of work that waits', 30)
  @Query(() => [WorkCount], { description: 'How much of each kind waits for you, as workList shows it.' })
  workCounts(@InScope() scope: Scope, @Arg('filter', () => WorkFilter, { nullable: true, description: NARROWED }) filter?: WorkFilter | null): Promise<WorkCount[]> {
    return countWork(scope, filter ?? {}, this.kinds.all.map(({ name }) => name));
  }

  @Personal()
  @Public()
  @FieldResolver(() => String, { description: 'What to do, in the language of Accept-Language.' })
  title(@Ctx('language') language: Language, @Root() item: WorkItemEntry): string {
    return language === 'zh-CN' ? item.titleZh : item.titleEn;
  }

  @Public()
  @FieldResolver(() => WorkAlliance, { description: 'The alliance to which it belongs.' })
  alliance(@InScope() scope: Scope, @Root() item: WorkItemEntry): Promise<WorkAlliance> {
    return allianceOf(scope, item);
  }

  @Public()
  @FieldResolver(() => ID, { nullable: true, description: 'The organization for which you act when you do it: goes into the header "Quadhelix-Organization". Null where it waits for yourself.' })
  organizationId(@Root() item: WorkItemEntry): string | null {
    return item.organizationId === null ? null : encodeId('Organization', item.organizationId);
  }

  @Public()
  @FieldResolver(() => WorkSubject, { description: 'What it is about.' })
  about(@Root() item: WorkItemEntry): WorkSubject {
    return { type: item.subjectType, id: encodeId(item.subjectType, item.subjectId) };
  }

  @Public()
  @FieldResolver(() => Node, { nullable: true, description: 'What it is about, where it belongs to the alliance of this request and you may see it; else null.' })
  subject(@InScope() scope: Scope, @Root() item: WorkItemEntry): Promise<object | null> {
    return scope.actor.tenantId === item.tenantId ? this.nodes.find(scope, item.subjectType, item.subjectId) : Promise.resolve(null);
  }
}
