import { Injectable } from '@nestjs/common';
import { Arg, Args, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { RuleCheckInput, factsOf } from '../check/facts.inputs.js';
import { judge } from '../evaluation/judge.js';
import { RuleCheckType, verdictType } from '../evaluation/rule-evaluation.type.js';
import { ruleVersionAccess } from '../standards.access.js';
import { RuleBook } from './rule-book.js';
import { resolutionType, RulePlaceArgs, RuleResolutionType } from './resolution.type.js';
import type { RulePlace } from './resolution.types.js';

const placeOf = (scope: Scope, args: RulePlaceArgs): RulePlace => ({
  workRegion: args.workRegion, homeRegion: args.homeRegion ?? null, onDate: args.onDate ?? scope.today, hostOrganizationId: args.hostOrganizationId ?? null, programmeId: args.programmeId ?? null,
});

/** Which rules hold, and what they would say. */
@Injectable()
@Resolver()
export class ResolutionResolver {
  constructor(private readonly book: RuleBook) {}

  @Action(ruleVersionAccess.read)
  @Query(() => RuleResolutionType, { description: 'The rules that hold at a place of work for somebody of a home region on a day, and why each applies.' })
  async ruleResolution(@InScope() scope: Scope, @Args() args: RulePlaceArgs): Promise<RuleResolutionType> {
    return resolutionType(await this.book.resolve(scope, placeOf(scope, args)));
  }

  @Action(ruleVersionAccess.read)
  @Query(() => RuleCheckType, { description: 'What the rules of a gate say of facts that you bring. Nothing is stored.' })
  async ruleCheck(@InScope() scope: Scope, @Args() args: RulePlaceArgs, @Arg('input', { description: 'The gate and the facts.' }) input: RuleCheckInput): Promise<RuleCheckType> {
    const { verdict, verdicts } = judge(await this.book.resolve(scope, placeOf(scope, args)), input.gate, factsOf(input.facts));
    return { gate: input.gate, verdict, verdicts: verdicts.map(verdictType) };
  }
}
