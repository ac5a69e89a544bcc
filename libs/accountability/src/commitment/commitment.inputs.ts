import { ArgsType, Field, Float, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, IsOptional, Length, MaxLength, Min } from 'class-validator';
import { BasisPoints, Bounded, IdField, LocalDate, orderOf } from '@quadhelix/graphql';
import type { Commitment } from './commitment.entity.js';
import { CommitmentDirectionEnum, CommitmentOutcomeEnum, CommitmentStateEnum } from './commitment.enums.js';
import type { CommitmentDirection } from './commitment.rules.js';
import { COMMITMENT_STATES, type CommitmentOutcome, type CommitmentState } from './commitment.states.js';

@InputType({ description: 'Which commitments. What is left out does not narrow the list.' })
export class CommitmentFilter {
  @Bounded('as many as states exist')
  @Field(() => [CommitmentStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(COMMITMENT_STATES.length)
  states?: CommitmentState[] | null;
  @IdField('Organization', { nullable: true, description: 'Promised by this organization.' })
  ownerOrganizationId?: string | null;
  @IdField('Organization', { nullable: true, description: 'Judged by this organization.' })
  verifierOrganizationId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Due on this day or later.' })
  dueFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Due on this day or earlier.' })
  dueUntil?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'true: accepted, its day is over, and nothing was handed in. false: all others.' })
  overdue?: boolean | null;
}

/** By what commitments can be ordered. */
export const commitmentOrder = orderOf<Commitment, 'DUE_ON' | 'CREATED_AT'>('Commitment', {
  DUE_ON: { column: 'due_on', property: 'dueOn', type: 'date', description: 'The day on which it is due.' },
  CREATED_AT: { column: 'created_at', property: 'createdAt', type: 'timestamptz', description: 'When it was proposed.' },
});
export type CommitmentOrder = Parameters<typeof commitmentOrder.pick>[0];

@ArgsType()
export class CommitmentsByStateArgs {
  @IdField('Organization', { nullable: true, description: 'Only promises of this organization.' })
  ownerOrganizationId?: string | null;
}

@InputType({ description: 'A promise to propose to an organization.' })
export class CommitmentProposeInput {
  @Field({ description: 'Number, unique in the alliance; up to 60 characters.' })
  @Length(1, 60)
  number!: string;
  @IdField('Organization', { description: 'Who shall promise it: an active member.' })
  ownerOrganizationId!: string;
  @IdField('Organization', { description: 'Who will judge it: another active member, neither parent nor child of the owner.' })
  verifierOrganizationId!: string;
  @Field({ description: 'What is promised.' })
  @Length(1, 300)
  title!: string;
  @Field({ description: 'What is measured.' })
  @Length(1, 300)
  metric!: string;
  @Field({ description: 'Unit of baseline, target and all values.' })
  @MaxLength(40)
  unit!: string;
  @Field(() => Float, { description: 'Where the metric stands now; up to four decimals.' })
  baseline!: number;
  @Field(() => Float, { description: 'Where it shall stand; on the side of the baseline that the direction says.' })
  target!: number;
  @Field(() => CommitmentDirectionEnum, { description: 'Which way that is.' })
  direction!: CommitmentDirection;
  @Field(() => LocalDate, { description: 'Due at the end of this day.' })
  dueOn!: string;
  @Field(() => BasisPoints, { description: 'Weight in the scorecard, 1 to 10,000.' })
  @Min(1)
  weightBp!: number;
  @Field({ description: 'What evidence has to show; may be empty.' })
  @MaxLength(2000)
  requiredEvidence!: string;
}

@InputType({ description: 'The owner takes a promise on.' })
export class CommitmentAcceptInput {
  @IdField('Commitment', { description: 'The commitment.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version that was read; another one is refused with STALE_VERSION.' })
  version?: number | null;
}

@InputType({ description: 'Something that shows how far a promise was kept; at least one of fileId, link, sha256 and value.' })
export class CommitmentSubmitEvidenceInput {
  @IdField('Commitment', { description: 'The commitment.' })
  id!: string;
  @Field({ description: 'What it shows.' })
  @Length(1, 2000)
  description!: string;
  @Field(() => String, { nullable: true, description: 'Where it can be read: an address with http or https.' })
  @IsOptional()
  @MaxLength(2000)
  link?: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of a file that you keep, 64 hexadecimal digits.' })
  @IsOptional()
  @MaxLength(100)
  sha256?: string | null;
  @IdField('File', { nullable: true, description: 'A READY file of the organization you act for, uploaded as EVIDENCE; its sha256 becomes that of the evidence. Who reads the commitment can fetch it.' })
  fileId?: string | null;
  @Field(() => Float, { nullable: true, description: 'The metric as you measured it.' })
  value?: number | null;
}

@InputType({ description: 'The verdict of the verifier.' })
export class CommitmentVerifyInput {
  @IdField('Commitment', { description: 'The commitment.' })
  id!: string;
  @Field(() => CommitmentOutcomeEnum, { description: 'What you found.' })
  outcome!: CommitmentOutcome;
  @Field(() => Float, { nullable: true, description: 'The metric as you measured it.' })
  value?: number | null;
  @Field({ description: 'On what the verdict rests; the alliance reads it.' })
  @Length(1, 2000)
  remark!: string;
  @Field(() => Int, { nullable: true, description: 'Version that was read; where evidence came since, the verdict is refused with STALE_VERSION.' })
  version?: number | null;
}

@InputType({ description: 'The release of an owner from a promise.' })
export class CommitmentWaiveInput {
  @IdField('Commitment', { description: 'The commitment.' })
  id!: string;
  @Field({ description: 'Why; the alliance reads it.' })
  @Length(1, 500)
  reason!: string;
}
