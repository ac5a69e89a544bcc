import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, BasisPoints, Bounded, InScope, PageArgs, type Connection } from '@quadhelix/graphql';
import { AppType, Organization, organizationAccess, OrganizationType, viaApp, type App } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { newestEvidence, SHOWN } from '../evidence/evidence.queries.js';
import { EvidenceType } from '../evidence/evidence.type.js';
import type { Verification } from '../verification/verification.entity.js';
import { verificationsOf } from '../verification/verification.queries.js';
import { VerificationType } from '../verification/verification.type.js';
import type { Commitment } from './commitment.entity.js';
import { CommitmentFilter, CommitmentsByStateArgs, commitmentOrder, type CommitmentOrder } from './commitment.inputs.js';
import { countByState, listCommitments } from './commitment.queries.js';
import { CommitmentConnection, CommitmentStateCount, CommitmentType } from './commitment.type.js';

/** What can be read of commitments. */
@Injectable()
@Resolver(() => CommitmentType)
export class CommitmentResolver {
  @Action(commitmentAccess.read)
  @Query(() => CommitmentConnection, { description: 'Commitments of this alliance, by due day.' })
  commitments(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => CommitmentFilter, { nullable: true, description: 'Which ones.' }) filter: CommitmentFilter | null,
    @Arg('order', () => commitmentOrder.Input, { nullable: true, description: 'In which order; by due day, the earliest first, where left out.' }) order: CommitmentOrder,
  ): Promise<Connection<Commitment>> {
    return listCommitments(scope, args, filter, order);
  }

  @Action(commitmentAccess.read)
  @Bounded('one entry per state')
  @Query(() => [CommitmentStateCount], { description: 'How many commitments of this alliance stand in each state; states with none are listed too.' })
  commitmentsByState(@InScope() scope: Scope, @Args() args: CommitmentsByStateArgs): Promise<CommitmentStateCount[]> {
    return countByState(scope, args.ownerOrganizationId ?? null);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who promised it.' })
  owner(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<Organization | null> {
    return scope.byId(Organization, commitment.ownerOrganizationId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who judges it.' })
  verifier(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<Organization | null> {
    return scope.byId(Organization, commitment.verifierOrganizationId);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app of somebody else through which it was changed last; null where that was done in the product itself.' })
  viaApp(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<App | null> {
    return viaApp(scope, 'Commitment', commitment.id);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => Boolean, { description: 'Accepted, its day is over, and nothing was handed in.' })
  overdue(@InScope() scope: Scope, @Root() commitment: Commitment): boolean {
    return commitment.isOverdue(scope.now, scope.timeZone);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => BasisPoints, { nullable: true, description: 'How far the reported value has come from the baseline (0) to the target (10,000); negative and above 10,000 are kept. Does not count in any score.' })
  selfReportedProgress(@Root() commitment: Commitment): number | null {
    return commitment.progressOf(commitment.selfReportedValue);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => BasisPoints, { nullable: true, description: 'How far the verified value has come from the baseline (0) to the target (10,000); negative and above 10,000 are kept.' })
  verifiedProgress(@Root() commitment: Commitment): number | null {
    return commitment.progressOf(commitment.verifiedValue);
  }

  @Action(commitmentAccess.read)
  @FieldResolver(() => EvidenceType, { nullable: true, description: 'What was handed in last.' })
  async latestEvidence(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<Evidence | null> {
    return (await newestEvidence(scope, commitment.id, 1))[0] ?? null;
  }

  @Action(commitmentAccess.read)
  @Bounded('the newest 20')
  @FieldResolver(() => [EvidenceType], { description: 'What was handed in, newest first; at most 20. The query `evidence` lists all.' })
  evidence(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<Evidence[]> {
    return newestEvidence(scope, commitment.id, SHOWN);
  }

  @Action(commitmentAccess.read)
  @Bounded('a commitment is judged once')
  @FieldResolver(() => [VerificationType], { description: 'Verdicts, newest first; at most 20.' })
  verifications(@InScope() scope: Scope, @Root() commitment: Commitment): Promise<Verification[]> {
    return verificationsOf(scope, commitment.id);
  }
}
