import { ArgsType, Field, InputType, ObjectType } from 'type-graphql';
import { IdField, LocalDate, type Ref } from '@quadhelix/graphql';
import { GateEnum, RuleEvaluationType, VerdictEnum, type Gate, type Verdict } from '@quadhelix/standards';
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
}

@ObjectType({ description: 'Result of looking at a placement.' })
export class PlacementEvaluatePayload {
  @Field(() => RuleEvaluationType, { description: 'What was found and stored.' })
  evaluation!: Ref<RuleEvaluationType>;
}
