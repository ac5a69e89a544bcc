import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person of the alliance has confirmed what a pack says of a rule and nobody had verified. */
@Entity('rule_confirmations')
export class RuleConfirmation {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') ruleVersionId!: string;
  @Column('text') rule!: string;
  /** On what it rests. */
  @Column('text') remark!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') personId!: string | null;
  @Column('timestamptz') confirmedAt!: Date;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
