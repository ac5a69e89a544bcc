import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { can } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, encodeId, InScope, PageArgs, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { ruleEvaluationAccess, ruleViolationAccess } from '../standards.access.js';
import { listEvaluations, listViolations } from './evaluation.queries.js';
import { RuleEvaluation, type RuleViolation } from './rule-evaluation.entity.js';
import { RuleEvaluationConnection, RuleEvaluationFilter, RuleEvaluationType, RuleVerdictType, RuleViolationConnection, RuleViolationFilter, RuleViolationType, verdictType } from './rule-evaluation.type.js';

@Injectable()
@Resolver(() => RuleEvaluationType)
export class RuleEvaluationResolver {
  @Action(ruleEvaluationAccess.read)
  @Query(() => RuleEvaluationConnection, { description: 'Evaluations that you may see, oldest first.' })
  ruleEvaluations(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => RuleEvaluationFilter, { nullable: true, description: 'Which ones.' }) filter: RuleEvaluationFilter | null,
  ): Promise<Connection<RuleEvaluation>> {
    return listEvaluations(scope, args, filter);
  }

  @Action(ruleEvaluationAccess.read)
  @FieldResolver(() => ID, { description: 'Global id of what was judged.' })
  subjectId(@Root() evaluation: RuleEvaluation): string {
    return encodeId(evaluation.subjectType, evaluation.subjectId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The host.' })
  host(@InScope() scope: Scope, @Root() evaluation: RuleEvaluation): Promise<Organization | null> {
    return scope.byId(Organization, evaluation.hostOrganizationId);
  }

  @Action(ruleEvaluationAccess.read)
  @Bounded('as many rules as stand at a gate', 20)
  @FieldResolver(() => [RuleVerdictType], { description: 'Rule by rule, as it was. Facts, and which were missing, are for the parties and who watches over them; for others they are empty.' })
  verdicts(@InScope() scope: Scope, @Root() evaluation: RuleEvaluation): RuleVerdictType[] {
    const open = can(scope.actor, ruleEvaluationAccess.readFacts, evaluation);
    return evaluation.verdicts.map((verdict) => verdictType(open ? verdict : { ...verdict, used: {}, missing: [], evidence: [] }));
  }
}

@Injectable()
@Resolver(() => RuleViolationType)
export class RuleViolationResolver {
  @Action(ruleViolationAccess.read)
  @Query(() => RuleViolationConnection, { description: 'Violations that you may see, oldest first.' })
  ruleViolations(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => RuleViolationFilter, { nullable: true, description: 'Which ones.' }) filter: RuleViolationFilter | null,
  ): Promise<Connection<RuleViolation>> {
    return listViolations(scope, args, filter);
  }

  @Action(ruleViolationAccess.read)
  @FieldResolver(() => ID, { description: 'Global id of the subject.' })
  subjectId(@Root() violation: RuleViolation): string {
    return encodeId(violation.subjectType, violation.subjectId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Against whom.' })
  organization(@InScope() scope: Scope, @Root() violation: RuleViolation): Promise<Organization | null> {
    return scope.byId(Organization, violation.organizationId);
  }

  @Action(ruleEvaluationAccess.read)
  @FieldResolver(() => RuleEvaluationType, { nullable: true, description: 'The evaluation that found it; null where you may not read it.' })
  async evaluation(@InScope() scope: Scope, @Root() violation: RuleViolation): Promise<RuleEvaluation | null> {
    const found = await scope.byId(RuleEvaluation, violation.evaluationId);
    return found && can(scope.actor, ruleEvaluationAccess.read, found) ? found : null;
  }
}
