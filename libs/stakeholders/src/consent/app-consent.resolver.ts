import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import type { App } from '../app/app.js';
import { appNamed } from '../app/app.queries.js';
import { AppType } from '../app/app.type.js';
import { Person } from '../person/person.entity.js';
import { PersonType } from '../person/person.type.js';
import { appConsentAccess } from '../stakeholders.access.js';
import { AppConsent } from './app-consent.entity.js';
import { AppConsentService } from './app-consent.service.js';
import { AppConsentConnection, AppConsentGrantInput, AppConsentPayload, AppConsentType, AppConsentWithdrawInput } from './app-consent.type.js';

@Injectable()
@Resolver(() => AppConsentType)
export class AppConsentResolver {
  constructor(private readonly service: AppConsentService) {}

  @Action(appConsentAccess.read)
  @Query(() => AppConsentConnection, { description: 'Apps to which this alliance has consented, withdrawn ones too.' })
  appConsents(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<AppConsent>> {
    return paginate(scope, { entity: AppConsent, name: 'appConsents', terms: ['tenant_id = $1'], values: [scope.tenantId], order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }

  @Action(appConsentAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app; null where it does not exist any more.' })
  app(@InScope() scope: Scope, @Root() consent: AppConsent): Promise<App | null> {
    return appNamed(scope, consent.clientId);
  }

  @Action(appConsentAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'Who granted it.' })
  grantedBy(@InScope() scope: Scope, @Root() consent: AppConsent): Promise<Person | null> {
    return scope.byId(Person, consent.grantedBy);
  }

  @Action(appConsentAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'Who withdrew it; null while it holds.' })
  withdrawnBy(@InScope() scope: Scope, @Root() consent: AppConsent): Promise<Person | null> {
    return scope.byId(Person, consent.withdrawnBy);
  }

  @Action(appConsentAccess.grant)
  @Mutation(() => AppConsentPayload, { description: 'Lets an app into this alliance.' })
  async appConsentGrant(@InScope() scope: Scope, @Arg('input', { description: 'Which app, which scopes.' }) input: AppConsentGrantInput): Promise<AppConsentPayload> {
    return { appConsent: await this.service.grant(scope, input.clientId, input.scopes, input.reason ?? null) };
  }

  @Action(appConsentAccess.withdraw)
  @Mutation(() => AppConsentPayload, { description: 'Shuts an app out of this alliance; its next request fails.' })
  async appConsentWithdraw(@InScope() scope: Scope, @Arg('input', { description: 'Which consent.' }) input: AppConsentWithdrawInput): Promise<AppConsentPayload> {
    return { appConsent: await this.service.withdraw(scope, input.id, input.reason ?? null) };
  }
}
