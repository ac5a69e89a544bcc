import { Injectable } from '@nestjs/common';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, PageArgs, paginate, Personal, type Connection } from '@quadhelix/graphql';
import { ExportService } from '../export/export.route.js';
import { PersonalDataKinds } from '../personal-data-kind.js';
import { requestAccess } from './request.access.js';
import { PersonalDataRequest } from './request.entity.js';
import { PersonalDataKindType, RequestConnection, RequestType, ResultType } from './request.type.js';

/** What can be read of requests and of what is held. */
@Injectable()
@Resolver(() => RequestType)
export class RequestResolver {
  constructor(
    private readonly kinds: PersonalDataKinds,
    private readonly exports: ExportService,
  ) {}

  @Action(requestAccess.read)
  @Query(() => RequestConnection, { description: 'Requests about personal data, newest first: your own; of those who act for the organization you speak for; all for administrators.' })
  personalDataRequests(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<PersonalDataRequest>> {
    const reach = scope.reach(requestAccess.read);
    const { personId, organizationId } = scope.actor;
    const own: [string[], unknown[]] = reach.includes('holder') ? [['(person_id = $2 or organization_id = $3)'], [personId, organizationId]] : [['person_id = $2'], [personId]];
    const [terms, values] = reach.includes('alliance') ? [[], []] : own;
    return paginate(scope, {
      entity: PersonalDataRequest, name: 'personalDataRequests', terms: ['tenant_id = $1', ...terms], values: [scope.tenantId, ...values],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true },
    }, args);
  }

  @Action(requestAccess.read)
  @Bounded('slices declare a handful each', 50)
  @Query(() => [PersonalDataKindType], { description: 'What this alliance holds about people, why, and until when; in the language of Accept-Language.' })
  personalDataKinds(@Ctx('language') language: Language): PersonalDataKindType[] {
    return this.kinds.all.map(({ name, title, purpose, corrections }) => ({ name, title: title[language], purpose: purpose[language], corrections: (corrections ?? []).map(({ field }) => field) }));
  }

  @Action(requestAccess.read)
  @Bounded('one for each kind of personal data', 50)
  @FieldResolver(() => [ResultType], { description: 'How many records of each kind it concerned; empty before it is done.' })
  results(@Root() request: PersonalDataRequest): ResultType[] {
    return Object.entries(request.results).map(([kind, records]) => ({ kind, records }));
  }

  @Personal('ALL_APPS')
  @Action(requestAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Link to the archive of an export, good for ten minutes; for the person himself only, and for seven days.' })
  downloadUrl(@InScope() scope: Scope, @Root() request: PersonalDataRequest): string | null {
    return request.personId === scope.actor.personId ? this.exports.linkTo(request, scope.now) : null;
  }

  @Action(requestAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'SHA-256 of the archive of an export; for the person himself only.' })
  sha256(@InScope() scope: Scope, @Root() request: PersonalDataRequest): string | null {
    return request.personId === scope.actor.personId ? request.sha256 : null;
  }
}
