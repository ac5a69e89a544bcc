import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BilingualText } from '@quadhelix/access';
import type { PublicLevel, Rule, RuleLevel, RuleVersionContent } from '../rule/rule.types.js';
import { ruleVersionStates, type RuleVersionState } from '../standards.states.js';

/** One version of a pack of any level, for reading: public law and the pack of the alliance as one. */
@Entity('rule_versions')
export class RuleVersion {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') pack!: string;
  @Column('text') level!: RuleLevel;
  @Column('text') region!: string;
  @Column('jsonb') title!: BilingualText;
  @Column('text') issuer!: string;
  @Column('integer') number!: number;
  @Column('text') state!: RuleVersionState;
  @Column('date') effectiveFrom!: string;
  /** Last day; null: until further notice. */
  @Column('date') effectiveUntil!: string | null;
  @Column('jsonb') rules!: readonly Rule[];
  @Column('text') contentHash!: string;
  @Column('text') hashAlgorithm!: string;
  /** What is new, in a few words. */
  @Column('text') summary!: string;
  /** For whom it was drafted and published; null: it came with the product. */
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') draftedBy!: string | null;
  @Column('uuid') publishedBy!: string | null;
  @Column('timestamptz') publishedAt!: Date | null;
  @Column('timestamptz') retiredAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  content(): RuleVersionContent {
    const { id, pack, level, region, number, effectiveFrom, effectiveUntil, rules } = this;
    return { id, pack, level, region, number, effectiveFrom, effectiveUntil, rules };
  }
}

/** One version of the alliance's own pack, for writing. */
@Entity('alliance_rule_versions')
export class AllianceRuleVersion {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') number!: number;
  @Column('text') state!: RuleVersionState;
  @Column('date') effectiveFrom!: string;
  @Column('date') effectiveUntil!: string | null;
  @Column('jsonb') rules!: readonly Rule[];
  @Column('text') contentHash!: string;
  @Column('text') hashAlgorithm!: string;
  @Column('text') summary!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') draftedBy!: string | null;
  @Column('uuid') publishedBy!: string | null;
  @Column('timestamptz') publishedAt!: Date | null;
  @Column('timestamptz') retiredAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  publish(by: string | null, at: Date): void {
    this.state = ruleVersionStates.next(this.state, 'publish');
    this.publishedBy = by;
    this.publishedAt = at;
  }

  retire(lastDay: string, at: Date): void {
    this.state = ruleVersionStates.next(this.state, 'retire');
    this.effectiveUntil = lastDay;
    this.retiredAt = at;
  }
}

/** An organization that makes rules for a region; registered by an operator. */
@Entity('rule_authorities')
export class RuleAuthority {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') level!: PublicLevel;
  @Column('text') region!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
