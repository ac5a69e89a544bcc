import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, encodeId, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { singleUseLinkAccess } from '../link.access.js';
import { SingleUseLink } from './link.entity.js';
import { SingleUseLinkConnection, SingleUseLinkPayload, SingleUseLinkRevokeInput, SingleUseLinkType } from './link.type.js';
import { SingleUseLinks } from './links.service.js';

@Injectable()
@Resolver(() => SingleUseLinkType)
export class SingleUseLinkResolver {
  constructor(private readonly links: SingleUseLinks) {}

  @Action(singleUseLinkAccess.read)
  @Query(() => SingleUseLinkConnection, { description: 'Single-use links made for the organization you act for, or all for who administers the alliance; the newest first.' })
  singleUseLinks(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<SingleUseLink>> {
    const all = scope.reach(singleUseLinkAccess.read).includes('alliance');
    return paginate(scope, {
      entity: SingleUseLink, name: 'singleUseLinks', terms: all ? ['tenant_id = $1'] : ['tenant_id = $1', 'maker_organization_id = $2'],
      values: all ? [scope.tenantId] : [scope.tenantId, scope.actor.organizationId],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true },
    }, args);
  }

  @Action(singleUseLinkAccess.read)
  @FieldResolver(() => ID, { description: 'What it is about: an id for node(id).' })
  subjectId(@Root() link: SingleUseLink): string {
    return encodeId(link.subjectType, link.subjectId);
  }

  @Action(singleUseLinkAccess.read)
  @FieldResolver(() => ID, { description: 'Id of the person who may use it.' })
  personId(@Root() link: SingleUseLink): string {
    return encodeId('Person', link.personId);
  }

  @Action(singleUseLinkAccess.revoke)
  @Mutation(() => SingleUseLinkPayload, { description: 'Takes an open link back; whoever opens it is told so.' })
  async singleUseLinkRevoke(@InScope() scope: Scope, @Arg('input', { description: 'Which link.' }) input: SingleUseLinkRevokeInput): Promise<SingleUseLinkPayload> {
    return { link: (await this.links.revoke(scope, input.id)) as unknown as SingleUseLinkType };
  }
}
