import { Injectable } from '@nestjs/common';
import { Arg, Args, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
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

  @Action(appConsentAccess.grant)
  @Mutation(() => AppConsentPayload, { description: 'Lets an app into this alliance.' })
  async appConsentGrant(@InScope() scope: Scope, @Arg('input', { description: 'Which app, which scopes.' }) input: AppConsentGrantInput): Promise<AppConsentPayload> {
    return { appConsent: await this.service.grant(scope, input.clientId, input.scopes) };
  }

  @Action(appConsentAccess.withdraw)
  @Mutation(() => AppConsentPayload, { description: 'Shuts an app out of this alliance; its next request fails.' })
  async appConsentWithdraw(@InScope() scope: Scope, @Arg('input', { description: 'Which consent.' }) input: AppConsentWithdrawInput): Promise<AppConsentPayload> {
    return { appConsent: await this.service.withdraw(scope, input.id) };
  }
}
