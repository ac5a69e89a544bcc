import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Bounded, IdField, LocalDate, type Ref } from '@quadhelix/graphql';
import type { Verdict } from '../check/evaluate.js';
import { RuleEvaluationType, VerdictEnum } from '../evaluation/rule-evaluation.type.js';
import { OrganizationType } from '@quadhelix/stakeholders';

@ArgsType()
export class RulePackPreviewArgs {
  @IdField('RuleVersion', { description: 'A draft, or a published version.' })
  id!: string;
}

@ObjectType('RuleFlip', { description: 'A rule whose result would be another one.' })
export class RuleFlipType {
  @Field({ description: 'Code of the rule.' })
  rule!: string;
  @Field(() => String, { nullable: true, description: 'PASS, WARNING, BLOCK or UNKNOWN without the version; null: no such rule.' })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'The same with it.' })
  after!: string | null;
}

@ObjectType('SubjectFlip', { description: 'A subject for which a version would change something.' })
export class SubjectFlipType {
  @Field(() => RuleEvaluationType, { description: 'Its latest evaluation, whose facts were replayed.' })
  evaluation!: Ref<RuleEvaluationType>;
  @Field(() => VerdictEnum, { description: 'All rules together without the version.' })
  before!: Verdict;
  @Field(() => VerdictEnum, { description: 'The same with it.' })
  after!: Verdict;
  @Bounded('as many rules as stand at a gate', 20)
  @Field(() => [RuleFlipType], { description: 'Rules that change.' })
  rules!: readonly RuleFlipType[];
}

@ObjectType('FlipGroup', { description: 'Flips of one host or one region.' })
export class FlipGroupType {
  @Field(() => OrganizationType, { nullable: true, description: 'The host; null for a group by region.' })
  host!: Ref<OrganizationType> | null;
  @Field(() => String, { nullable: true, description: 'Place of work, six digits; null for a group by host.' })
  region!: string | null;
  @Field(() => Int, { description: 'Subjects and gates that change.' })
  changed!: number;
  @Field(() => Int, { description: 'Of these, those that would not pass any more.' })
  stopped!: number;
  @Field(() => Int, { description: 'Of these, those that would pass now.' })
  released!: number;
}

@ObjectType('RulePackPreview', { description: 'What a version would change, replayed over the facts of the latest evaluation of every subject and gate in this alliance (政策预演). Nothing is written.' })
export class RulePackPreviewType {
  @Field(() => LocalDate, { description: 'Day for which it was replayed: the first of the version, or today.' })
  onDate!: string;
  @Field(() => Int, { description: 'Evaluations replayed.' })
  replayed!: number;
  @Field({ description: 'false: there are more evaluations than are replayed at once (10,000); the numbers are of those.' })
  complete!: boolean;
  @Field(() => Int, { description: 'Subjects and gates for which something changes.' })
  changed!: number;
  @Bounded('the first 250', 250)
  @Field(() => [SubjectFlipType], { description: 'These, at most the first 250.' })
  subjects!: readonly SubjectFlipType[];
  @Bounded('the 100 with most changes', 100)
  @Field(() => [FlipGroupType], { description: 'By host: the 100 with most changes.' })
  hosts!: FlipGroupType[];
  @Bounded('the 100 with most changes', 100)
  @Field(() => [FlipGroupType], { description: 'By place of work: the 100 with most changes.' })
  regions!: FlipGroupType[];
}
