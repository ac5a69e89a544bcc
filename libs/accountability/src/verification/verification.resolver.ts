import { Injectable } from '@nestjs/common';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { AppType, Organization, organizationAccess, OrganizationType, viaApp, type App } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import { Commitment } from '../commitment/commitment.entity.js';
import { CommitmentType } from '../commitment/commitment.type.js';
import type { Verification } from './verification.entity.js';
import { VerificationType } from './verification.type.js';

@Injectable()
@Resolver(() => VerificationType)
export class VerificationResolver {
  @Action(commitmentAccess.read)
  @FieldResolver(() => CommitmentType, { nullable: true, description: 'What was judged.' })
  commitment(@InScope() scope: Scope, @Root() verification: Verification): Promise<Commitment | null> {
    return scope.byId(Commitment, verification.commitmentId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who judged.' })
  organization(@InScope() scope: Scope, @Root() verification: Verification): Promise<Organization | null> {
    return scope.byId(Organization, verification.organizationId);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app of somebody else through which it was given; null where that was done in the product itself.' })
  viaApp(@InScope() scope: Scope, @Root() verification: Verification): Promise<App | null> {
    return viaApp(scope, 'Verification', verification.id);
  }
}
