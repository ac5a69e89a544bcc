import { Field, Float, Int, ObjectType } from 'type-graphql';
import { BasisPoints, connectionOf, Instant, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import { CommitmentDirectionEnum, CommitmentOutcomeEnum, CommitmentStateEnum } from './commitment.enums.js';
import type { CommitmentDirection } from './commitment.rules.js';
import type { CommitmentOutcome, CommitmentState } from './commitment.states.js';

@ObjectType('Commitment', { implements: Node, description: 'One promise of one organization to its alliance: how much of what until when, and who judges it (承诺).' })
export class CommitmentType extends Node {
  @Field({ description: 'Number, unique in the alliance.' })
  number!: string;
  @Field({ description: 'What is promised.' })
  title!: string;
  @Field({ description: 'What is measured.' })
  metric!: string;
  @Field({ description: 'Unit of baseline, target and all values.' })
  unit!: string;
  @Field(() => Float, { description: 'Where the metric stood before.' })
  baseline!: number;
  @Field(() => Float, { description: 'Where it shall stand.' })
  target!: number;
  @Field(() => CommitmentDirectionEnum, { description: 'Which way that is.' })
  direction!: CommitmentDirection;
  @Field(() => LocalDate, { description: 'Due at the end of this day in the time zone of the alliance.' })
  dueOn!: string;
  @Field(() => BasisPoints, { description: 'Weight in the scorecard.' })
  weightBp!: number;
  @Field({ description: 'What evidence has to show; may be empty.' })
  requiredEvidence!: string;
  @Field(() => CommitmentStateEnum, { description: 'Where it stands.' })
  state!: CommitmentState;
  @Field(() => CommitmentOutcomeEnum, { nullable: true, description: 'What the verifier found; null before his verdict.' })
  outcome!: CommitmentOutcome | null;
  @Field({ description: 'Did the first evidence come after the due day? Stays so for ever.' })
  late!: boolean;
  @Field(() => Int, { description: 'How many pieces of evidence were handed in.' })
  evidenceCount!: number;
  @Field(() => Float, { nullable: true, description: 'What the owner last reported. Does not count in any score.' })
  selfReportedValue!: number | null;
  @Field(() => Float, { nullable: true, description: 'What the verifier measured.' })
  verifiedValue!: number | null;
  @Field(() => Instant, { nullable: true, description: 'When the owner accepted it.' })
  acceptedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When the first evidence came.' })
  evidenceSubmittedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When the verdict came.' })
  verifiedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When the owner was released.' })
  waivedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why the owner was released.' })
  waiverReason!: string | null;
  @Field(() => Instant, { description: 'When it was proposed.' })
  createdAt!: Date;
  @Field(() => Int, { description: 'Version to send back with a step.' })
  version!: number;
}

export const CommitmentConnection = connectionOf(CommitmentType, 'Commitment');

@ObjectType({ description: 'Result of a change to a commitment.' })
export class CommitmentPayload {
  @Field(() => CommitmentType, { description: 'The commitment after the change.' })
  commitment!: Ref<CommitmentType>;
}

@ObjectType({ description: 'How many commitments stand in one state.' })
export class CommitmentStateCount {
  @Field(() => CommitmentStateEnum, { description: 'The state.' })
  state!: CommitmentState;
  @Field(() => Int, { description: 'How many.' })
  count!: number;
}
