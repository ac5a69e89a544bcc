import { Field, Float, ObjectType } from 'type-graphql';
import { Instant, Node, type Ref } from '@quadhelix/graphql';
import { CommitmentOutcomeEnum } from '../commitment/commitment.enums.js';
import type { CommitmentOutcome } from '../commitment/commitment.states.js';
import { CommitmentType } from '../commitment/commitment.type.js';

@ObjectType('Verification', { implements: Node, description: 'The verdict of an independent organization on a commitment (核验).' })
export class VerificationType extends Node {
  @Field(() => CommitmentOutcomeEnum, { description: 'What it found.' })
  outcome!: CommitmentOutcome;
  @Field(() => Float, { nullable: true, description: 'The metric as it measured it.' })
  value!: number | null;
  @Field({ description: 'On what the verdict rests.' })
  remark!: string;
  @Field(() => Instant, { description: 'When it judged.' })
  verifiedAt!: Date;
}

@ObjectType({ description: 'Result of a verdict.' })
export class VerificationPayload {
  @Field(() => VerificationType, { description: 'The verdict.' })
  verification!: Ref<VerificationType>;
  @Field(() => CommitmentType, { description: 'The commitment after it.' })
  commitment!: Ref<CommitmentType>;
}
