import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { GateEnum, shownVerdicts, type Gate } from '@quadhelix/standards';
import { placementAccess } from '../apprenticeships.access.js';
import type { Placement } from './placement.entity.js';
import { PlacementGate, seesFacts, type GateAnswer } from './placement.gate.js';
import { PlacementEvaluateInput, PlacementEvaluatePayload, PlacementGateArgs, PlacementGateType } from './placement.gate.type.js';
import { PlacementType } from './placement.type.js';

const shown = (scope: Scope, answer: GateAnswer): PlacementGateType => ({ ...answer, rules: shownVerdicts(answer.verdicts, seesFacts(scope, answer, placementAccess.readFacts)) }) as unknown as PlacementGateType;

@Injectable()
@Resolver(() => PlacementType)
export class PlacementGateResolver {
  constructor(private readonly gates: PlacementGate) {}

  @Action(placementAccess.read)
  @Query(() => PlacementGateType, { description: 'What the rules say of a placement at a gate now; nothing is stored. What nobody states is UNKNOWN, which does not pass.' })
  async placementGate(@InScope() scope: Scope, @Args() { placementId, gate, onDate }: PlacementGateArgs): Promise<PlacementGateType> {
    return shown(scope, await this.gates.look(scope, placementId, gate, onDate ?? scope.today));
  }

  @Action(placementAccess.evaluate)
  @Mutation(() => PlacementEvaluatePayload, { description: 'Looks at a placement at a gate and keeps what was found; broken rules are raised against the host.' })
  async placementEvaluate(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, at which gate.' }) input: PlacementEvaluateInput): Promise<PlacementEvaluatePayload> {
    return { evaluation: shown(scope, await this.gates.evaluate(scope, input.id, input.gate)) };
  }

  @Action(placementAccess.read)
  @FieldResolver(() => PlacementGateType, { nullable: true, description: 'What was stored last for a gate, as it was then; a start stores ONBOARD. Null where nothing was.' })
  async lastEvaluation(@InScope() scope: Scope, @Root() placement: Placement, @Arg('gate', () => GateEnum, { description: 'Which step.' }) gate: Gate): Promise<PlacementGateType | null> {
    const found = await this.gates.latest(scope, placement, gate);
    return found && shown(scope, found);
  }
}
