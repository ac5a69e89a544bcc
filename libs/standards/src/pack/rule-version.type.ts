import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Instant, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import type { RuleLevel } from '../rule/rule.types.js';
import type { RuleVersionState } from '../standards.states.js';
import { RuleLevelEnum } from './rule.type.js';

export const RuleVersionStateEnum = { DRAFT: 'DRAFT', PUBLISHED: 'PUBLISHED', RETIRED: 'RETIRED' } as const;
registerEnumType(RuleVersionStateEnum, {
  name: 'RuleVersionState', description: 'Where a version stands. A published one is never changed again.',
  valuesConfig: { DRAFT: { description: 'Only its makers see it.' }, PUBLISHED: { description: 'It holds from its first day on.' }, RETIRED: { description: 'It was given a last day.' } },
});

@ObjectType('RuleVersion', { implements: Node, description: 'One version of a rule pack (规则版本): of the state, a province, a city, or of the alliance itself.' })
export class RuleVersionType extends Node {
  @Field({ description: 'Code of the pack; `alliance` for the one of this alliance.' })
  pack!: string;
  @Field(() => RuleLevelEnum, { description: 'Who makes it.' })
  level!: RuleLevel;
  @Field({ description: 'Region in which it holds, six digits of GB/T 2260; of an alliance its seat.' })
  region!: string;
  @Field({ description: 'The authority or body whose rules these are.' })
  issuer!: string;
  @Field(() => Int, { description: 'Number in its pack; computed values record pack@number.' })
  number!: number;
  @Field(() => RuleVersionStateEnum, { description: 'Where it stands.' })
  state!: RuleVersionState;
  @Field(() => LocalDate, { description: 'First day.' })
  effectiveFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; null: until further notice.' })
  effectiveUntil!: string | null;
  @Field({ description: 'What is new, in a few words.' })
  summary!: string;
  @Field({ description: 'Hash of its content: pack, level, region, number, first day and rules.' })
  contentHash!: string;
  @Field({ description: 'How the hash is made: SHA-256 over canonical JSON (RFC 8785), hexadecimal.' })
  hashAlgorithm!: string;
  @Field(() => Instant, { nullable: true, description: 'When it was published.' })
  publishedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was given a last day.' })
  retiredAt!: Date | null;
  @Field(() => Instant, { description: 'When it was drafted.' })
  createdAt!: Date;
  @Field(() => Int, { description: 'Version of the row, to send back with a step.' })
  version!: number;
}

export const RuleVersionConnection = connectionOf(RuleVersionType, 'RuleVersion');

@ObjectType({ description: 'Result of a step of a version.' })
export class RuleVersionPayload {
  @Field(() => RuleVersionType, { description: 'The version after it.' })
  ruleVersion!: Ref<RuleVersionType>;
}

@ObjectType('RuleConfirmation', { description: 'A person of this alliance has confirmed what was not verified.' })
export class RuleConfirmationType {
  @Field({ description: 'Code of the rule.' })
  rule!: string;
  @Field({ description: 'On what the confirmation rests.' })
  remark!: string;
  @Field(() => Instant, { description: 'When.' })
  confirmedAt!: Date;
}
