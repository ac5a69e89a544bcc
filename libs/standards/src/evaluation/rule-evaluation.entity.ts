import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RuleFacts } from '../check/facts.js';
import type { RuleVerdict, Verdict } from '../check/evaluate.js';
import type { Gate, Severity } from '../rule/rule.types.js';
import { ruleViolationStates, type RuleViolationState } from '../standards.states.js';

/** A verdict as it is stored: with the versions it was made by and what shows the facts. */
export interface StoredVerdict extends RuleVerdict {
  /** `cn-internship@1`, `waiver:<id>`. */
  readonly versions: readonly string[];
  /** Ids or links of what shows the facts. */
  readonly evidence: readonly string[];
}

/** Parties by relation. */
interface Parties {
  [relation: string]: string | null;
  host: string | null;
  school: string | null;
  person: string | null;
}

/** What became of the rules at one gate of one subject, with the facts of then. Never changed. */
@Entity('rule_evaluations')
export class RuleEvaluation {
  static readonly personal = ['facts', 'verdicts'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  /** GraphQL type of the subject. */
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('text') gate!: Gate;
  @Column('text') verdict!: Verdict;
  @Column('uuid') hostOrganizationId!: string | null;
  @Column('uuid') schoolOrganizationId!: string | null;
  @Column('uuid') personId!: string | null;
  @Column('uuid') programmeId!: string | null;
  @Column('text') workRegion!: string;
  @Column('text') homeRegion!: string | null;
  @Column('date') onDate!: string;
  @Column('date') pinnedOn!: string | null;
  @Column('jsonb') facts!: RuleFacts;
  @Column('jsonb') verdicts!: readonly StoredVerdict[];
  @Column('timestamptz') evaluatedAt!: Date;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): Parties {
    return { host: this.hostOrganizationId, school: this.schoolOrganizationId, person: this.personId };
  }
}

/** A broken rule, raised against an organization. Open until the same subject keeps it at the same gate. */
@Entity('rule_violations')
export class RuleViolation {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') evaluationId!: string;
  @Column('text') rule!: string;
  @Column('text') severity!: Severity;
  @Column('text') gate!: Gate;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  /** Against whom. */
  @Column('uuid') organizationId!: string;
  @Column('uuid') schoolOrganizationId!: string | null;
  @Column('text') workRegion!: string;
  @Column('date') onDate!: string;
  @Column('text') state!: RuleViolationState;
  @Column('timestamptz') raisedAt!: Date;
  @Column('timestamptz') resolvedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): Parties {
    return { host: this.organizationId, school: this.schoolOrganizationId, person: null };
  }

  resolve(at: Date): void {
    this.state = ruleViolationStates.next(this.state, 'resolve');
    this.resolvedAt = at;
  }
}
