import { Injectable } from '@nestjs/common';
import { Arg, Mutation, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { commitmentAccess } from '../accountability.access.js';
import { EvidencePayload } from '../evidence/evidence.type.js';
import { VerificationPayload } from '../verification/verification.type.js';
import { CommitmentAcceptInput, CommitmentProposeInput, CommitmentSubmitEvidenceInput, CommitmentVerifyInput, CommitmentWaiveInput } from './commitment.inputs.js';
import { CommitmentService } from './commitment.service.js';
import { CommitmentPayload, CommitmentType } from './commitment.type.js';

/** What can be done with commitments. */
@Injectable()
@Resolver(() => CommitmentType)
export class CommitmentMutations {
  constructor(private readonly service: CommitmentService) {}

  @Action(commitmentAccess.propose)
  @Mutation(() => CommitmentPayload, { description: 'Proposes a promise: to the organization you act for, or, as government liaison or administrator of the alliance, to any member. It binds nobody until its owner accepts.' })
  async commitmentPropose(@InScope() scope: Scope, @Arg('input', { description: 'The promise.' }) input: CommitmentProposeInput): Promise<CommitmentPayload> {
    return { commitment: await this.service.propose(scope, { ...input }) };
  }

  @Action(commitmentAccess.accept)
  @Mutation(() => CommitmentPayload, { description: 'The organization you act for takes its promise on.' })
  async commitmentAccept(@InScope() scope: Scope, @Arg('input', { description: 'Which commitment.' }) input: CommitmentAcceptInput): Promise<CommitmentPayload> {
    return { commitment: await this.service.accept(scope, input.id, { version: input.version }) };
  }

  @Action(commitmentAccess.submitEvidence)
  @Mutation(() => EvidencePayload, { description: 'The organization you act for hands something in: also late, also again, until there is a verdict. Late stays late.' })
  commitmentSubmitEvidence(@InScope() scope: Scope, @Arg('input', { description: 'The evidence.' }) input: CommitmentSubmitEvidenceInput): Promise<EvidencePayload> {
    const { id, ...facts } = input;
    return this.service.submitEvidence(scope, id, facts);
  }

  @Action(commitmentAccess.verify)
  @Mutation(() => VerificationPayload, { description: 'The organization you act for judges, as the verifier. It must be independent of the owner and may not have handed in evidence itself.' })
  commitmentVerify(@InScope() scope: Scope, @Arg('input', { description: 'The verdict.' }) input: CommitmentVerifyInput): Promise<VerificationPayload> {
    const { id, version, ...verdict } = input;
    return this.service.verify(scope, id, verdict, { version });
  }

  @Action(commitmentAccess.waive)
  @Mutation(() => CommitmentPayload, { description: 'Releases an owner from a promise; never by somebody who acts for that owner.' })
  async commitmentWaive(@InScope() scope: Scope, @Arg('input', { description: 'Which commitment, and why.' }) input: CommitmentWaiveInput): Promise<CommitmentPayload> {
    return { commitment: await this.service.waive(scope, input.id, input.reason) };
  }
}
