import { ArgsType, Field, InputType, ObjectType } from 'type-graphql';
import { Bounded, IdField, Instant, LocalDate, type Ref } from '@quadhelix/graphql';
import { GateEnum, RuleVerdictType, VerdictEnum, type Gate, type Verdict } from '@quadhelix/standards';
import { PlacementType } from './placement.type.js';

@ArgsType()
export class PlacementGateArgs {
  @IdField('Placement', { description: 'The placement.' })
  placementId!: string;
  @Field(() => GateEnum, { description: 'Which step.' })
  gate!: Gate;
  @Field(() => LocalDate, { nullable: true, description: 'By the rules of this day; today where left out.' })
  onDate?: string | null;
}

@InputType({ description: 'A placement to look at and keep what is found.' })
export class PlacementEvaluateInput {
  @IdField('Placement', { description: 'The placement.' })
  id!: string;
  @Field(() => GateEnum, { description: 'Which step.' })
  gate!: Gate;
}

@ObjectType('PlacementGate', { description: 'What the rules of the place of work and of the home school say of a placement at a gate: the stricter of both.' })
export class PlacementGateType {
  @Field(() => PlacementType, { description: 'The placement.' })
  placement!: Ref<PlacementType>;
  @Field(() => GateEnum, { description: 'The step.' })
  gate!: Gate;
  @Field(() => LocalDate, { description: 'Day whose rules were looked at.' })
  onDate!: string;
  @Field(() => VerdictEnum, { description: 'All rules together; only PASS opens the gate. A rule that only warns stops nothing.' })
  verdict!: Verdict;
  @Bounded('as many rules as stand at the gate')
  @Field(() => [RuleVerdictType], { description: 'One by one, in the order of their codes.' })
  rules!: Ref<RuleVerdictType>[];
  @Field(() => Instant, { nullable: true, description: 'When it was stored; null: computed now.' })
  evaluatedAt!: Date | null;
}

@ObjectType({ description: 'Result of looking at a placement.' })
export class PlacementEvaluatePayload {
  @Field(() => PlacementGateType, { description: 'What was found and stored.' })
  evaluation!: Ref<PlacementGateType>;
}
