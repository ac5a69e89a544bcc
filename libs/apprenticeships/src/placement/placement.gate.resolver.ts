import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { can } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope } from '@quadhelix/graphql';
import { GateEnum, ruleEvaluationAccess, RuleEvaluationType, RuleVerdictType, verdictType, type Gate, type RuleEvaluation } from '@quadhelix/standards';
import { placementAccess } from '../apprenticeships.access.js';
import type { Placement } from './placement.entity.js';
import { PlacementGate, type GateAnswer } from './placement.gate.js';
import { PlacementEvaluateInput, PlacementEvaluatePayload, PlacementGateArgs, PlacementGateType } from './placement.gate.type.js';
import { PlacementType } from './placement.type.js';

@Injectable()
@Resolver(() => PlacementGateType)
export class PlacementGateResolver {
  constructor(private readonly gates: PlacementGate) {}

  @Action(placementAccess.read)
  @Query(() => PlacementGateType, { description: 'What the rules say of a placement at a gate now; nothing is stored. What nobody states is UNKNOWN, which does not pass.' })
  placementGate(@InScope() scope: Scope, @Args() { placementId, gate, onDate }: PlacementGateArgs): Promise<GateAnswer> {
    return this.gates.look(scope, placementId, gate, onDate ?? scope.today);
  }

  @Action(placementAccess.read)
  @Bounded('as many rules as stand at the gate', 20)
  @FieldResolver(() => [RuleVerdictType], { description: 'Rule by rule. Facts, and which were missing, are for the parties and who watches over them; for others they are empty.' })
  verdicts(@InScope() scope: Scope, @Root() { placement, verdicts }: GateAnswer): RuleVerdictType[] {
    const open = can(scope.actor, placementAccess.readFacts, placement);
    return verdicts.map((verdict) => verdictType(open ? verdict : { ...verdict, used: {}, missing: [], evidence: [] }));
  }

  @Action(placementAccess.evaluate)
  @Mutation(() => PlacementEvaluatePayload, { description: 'Looks at a placement at a gate and keeps what was found; broken rules are raised against the host.' })
  async placementEvaluate(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, at which gate.' }) input: PlacementEvaluateInput): Promise<PlacementEvaluatePayload> {
    return { evaluation: await this.gates.evaluate(scope, input.id, input.gate) };
  }
}

/** What placements show of their evaluations. */
@Injectable()
@Resolver(() => PlacementType)
export class PlacementEvaluationResolver {
  constructor(private readonly gates: PlacementGate) {}

  @Action(ruleEvaluationAccess.read)
  @FieldResolver(() => RuleEvaluationType, { nullable: true, description: 'What was stored last for a gate, as it was then; a start stores ONBOARD. Null where nothing was.' })
  lastEvaluation(@InScope() scope: Scope, @Root() placement: Placement, @Arg('gate', () => GateEnum, { description: 'Which step.' }) gate: Gate): Promise<RuleEvaluation | null> {
    return this.gates.latest(scope, placement.id, gate);
  }
}
