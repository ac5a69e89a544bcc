import { Injectable } from '@nestjs/common';
import { Args, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { File, FileType } from '@quadhelix/files';
import { Action, InScope, type Connection } from '@quadhelix/graphql';
import { AppType, Organization, organizationAccess, OrganizationType, viaApp, type App } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import { Commitment } from '../commitment/commitment.entity.js';
import { CommitmentType } from '../commitment/commitment.type.js';
import type { Evidence } from './evidence.entity.js';
import { alsoUsedBy, listEvidence } from './evidence.queries.js';
import { EvidenceArgs, EvidenceConnection, EvidenceType } from './evidence.type.js';

@Injectable()
@Resolver(() => EvidenceType)
export class EvidenceResolver {
  @Action(commitmentAccess.read)
  @Query(() => EvidenceConnection, { description: 'All evidence of a commitment, oldest first.' })
  evidence(@InScope() scope: Scope, @Args() args: EvidenceArgs): Promise<Connection<Evidence>> {
    return listEvidence(scope, args.commitmentId, args);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => CommitmentType, { nullable: true, description: 'What it was handed in for.' })
  commitment(@InScope() scope: Scope, @Root() evidence: Evidence): Promise<Commitment | null> {
    return scope.byId(Commitment, evidence.commitmentId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'For whom it was handed in.' })
  organization(@InScope() scope: Scope, @Root() evidence: Evidence): Promise<Organization | null> {
    return scope.byId(Organization, evidence.organizationId);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => FileType, { nullable: true, description: 'The file; null where the owner keeps it, or none is shown.' })
  file(@InScope() scope: Scope, @Root() evidence: Evidence): Promise<File | null> {
    return scope.byId(File, evidence.fileId);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => Int, { description: 'Warning: how many other commitments of this alliance show the same file (the same sha256). 0 without a file.' })
  alsoUsedBy(@InScope() scope: Scope, @Root() evidence: Evidence): Promise<number> {
    return alsoUsedBy(scope, evidence);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app of somebody else through which it was handed in; null where that was done in the product itself.' })
  viaApp(@InScope() scope: Scope, @Root() evidence: Evidence): Promise<App | null> {
    return viaApp(scope, 'Evidence', evidence.id);
  }
}
