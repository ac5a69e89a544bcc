import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';
import type { MandateLevel } from '@quadhelix/readers';

export const MANDATE_STATES = ['ACTIVE', 'SUSPENDED', 'REVOKED'] as const;
export type MandateState = (typeof MANDATE_STATES)[number];

/** States of a mandate. That its period has ended is no state: the day tells it. */
export const mandateStates = defineStates('mandate', MANDATE_STATES, {
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
  reinstate: { from: ['SUSPENDED'], to: 'ACTIVE' },
  revoke: { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' },
});

/** An authority may look at the alliances of some regions, so closely, on that legal basis, for that time. Written by operators through database functions only. */
@Entity('oversight_mandates')
export class OversightMandate {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') authorityOrganizationId!: string;
  @Column('text', { array: true }) regions!: string[];
  @Column('text') level!: MandateLevel;
  @Column('text') legalBasis!: string;
  @Column('date') validFrom!: string;
  /** Last day. */
  @Column('date') validUntil!: string;
  @Column('text') state!: MandateState;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { authority: string } {
    return { authority: this.authorityOrganizationId };
  }

  /** May it be read under on this day? */
  holdsOn(day: string): boolean {
    return this.state === 'ACTIVE' && day >= this.validFrom && day <= this.validUntil;
  }
}
