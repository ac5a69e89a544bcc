import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { BasisPoints, IdField, Instant, LocalDate } from '@quadhelix/graphql';

@ArgsType()
export class ScorecardArgs {
  @Field(() => LocalDate, { description: 'Commitments due on this day or earlier count, once that day is over.' })
  asOf!: string;
  @IdField('Organization', { nullable: true, description: 'Only what this organization promised; left out, the whole alliance.' })
  organizationId?: string | null;
}

@ObjectType('Scorecard', {
  description: 'What was kept of what was due (履约评分): Σ weight × quality / Σ weight. Quality comes from the rule packs: 1 for kept, 0.8 for late, 0.5 for partial, 0.4 for partial and late, else 0, where nobody says otherwise. '
    + 'Evidence handed in on time that waits for its verdict, and what was waived, does not count and is shown apart.',
})
export class ScorecardType {
  @Field(() => LocalDate, { description: 'Last due day that counts.' })
  asOf!: string;
  @Field(() => Instant, { description: 'When it was computed; facts known until then count, also those later than asOf.' })
  knownAt!: Date;
  @Field({ description: 'Versions of the rule packs it was computed with, joined by +.' })
  ruleVersion!: string;
  @Field(() => Int, { description: 'Commitments whose day is over, in all places below but notAccepted.' })
  due!: number;
  @Field(() => Int, { description: 'Fulfilled, evidence on time: quality 1.' })
  kept!: number;
  @Field(() => Int, { description: 'Fulfilled, evidence late: quality 0.8.' })
  late!: number;
  @Field(() => Int, { description: 'Kept in part, evidence on time: quality 0.5.' })
  partial!: number;
  @Field(() => Int, { description: 'Kept in part, evidence late: quality 0.4.' })
  partialLate!: number;
  @Field(() => Int, { description: 'The verifier found it not kept: quality 0.' })
  notMet!: number;
  @Field(() => Int, { description: 'Nothing was handed in: quality 0.' })
  missed!: number;
  @Field(() => Int, { description: 'Handed in late, waits for its verdict: quality 0 until then.' })
  awaitingLate!: number;
  @Field(() => Int, { description: 'Handed in on time, waits for its verdict: does not count.' })
  awaiting!: number;
  @Field(() => Int, { description: 'The owner was released: does not count.' })
  waived!: number;
  @Field(() => Int, { description: 'Proposed for such a day but never accepted: nobody promised it; not part of due.' })
  notAccepted!: number;
  @Field(() => Float, { nullable: true, description: '0 to 1; null where nothing counts yet.' })
  score!: number | null;
  @Field(() => BasisPoints, { nullable: true, description: 'The score, rounded to basis points.' })
  scoreBp!: number | null;
}
