import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates, type MembershipState } from '@quadhelix/access';

/** States of a membership. ACTIVE needs the consent of both sides. */
export const membershipStates = defineStates('membership', ['INVITED', 'ACTIVE', 'SUSPENDED', 'WITHDRAWN', 'EXPELLED'] as const, {
  accept: { from: ['INVITED'], to: 'ACTIVE' },
  decline: { from: ['INVITED'], to: 'WITHDRAWN' },
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
  reinstate: { from: ['SUSPENDED'], to: 'ACTIVE' },
  withdraw: { from: ['ACTIVE', 'SUSPENDED'], to: 'WITHDRAWN' },
  expel: { from: ['INVITED', 'ACTIVE', 'SUSPENDED'], to: 'EXPELLED' },
  inviteAgain: { from: ['WITHDRAWN', 'EXPELLED'], to: 'INVITED' },
});

/** An organization in an alliance. */
@Entity('memberships')
export class Membership {
  static readonly shownBy = { Organization: 'organizationId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') state!: MembershipState;
  @Column('timestamptz') allianceConsentedAt!: Date | null;
  @Column('timestamptz') organizationConsentedAt!: Date | null;
  @Column('text') reason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { organization: string } {
    return { organization: this.organizationId };
  }

  accept(at: Date): void {
    this.state = membershipStates.next(this.state, 'accept');
    this.organizationConsentedAt = at;
  }

  inviteAgain(at: Date): void {
    this.state = membershipStates.next(this.state, 'inviteAgain');
    this.allianceConsentedAt = at;
    this.organizationConsentedAt = null;
    this.reason = null;
  }

  leave(verb: 'decline' | 'withdraw' | 'expel' | 'suspend', reason: string): void {
    this.state = membershipStates.next(this.state, verb);
    this.reason = reason;
  }

  reinstate(): void {
    this.state = membershipStates.next(this.state, 'reinstate');
    this.reason = null;
  }
}
