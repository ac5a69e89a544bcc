import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';

export const APP_CONSENT_STATES = ['GRANTED', 'WITHDRAWN'] as const;
export type AppConsentState = (typeof APP_CONSENT_STATES)[number];

/** `change`: more or fewer scopes, while it holds. */
export const appConsentStates = defineStates('appConsent', APP_CONSENT_STATES, {
  change: { from: ['GRANTED'], to: 'GRANTED' },
  grant: { from: ['WITHDRAWN'], to: 'GRANTED' },
  withdraw: { from: ['GRANTED'], to: 'WITHDRAWN' },
});

/** An alliance lets an app in, with the scopes it allows, until it withdraws that. */
@Entity('app_consents')
export class AppConsent {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') clientId!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('timestamptz') grantedAt!: Date;
  @Column('uuid') grantedBy!: string | null;
  @Column('text') grantedReason!: string | null;
  @Column('timestamptz') withdrawnAt!: Date | null;
  @Column('uuid') withdrawnBy!: string | null;
  @Column('text') withdrawnReason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  get state(): AppConsentState {
    return this.withdrawnAt === null ? 'GRANTED' : 'WITHDRAWN';
  }

  grant(scopes: readonly string[], at: Date, by: string | null, reason: string | null): void {
    appConsentStates.next(this.state, this.state === 'GRANTED' ? 'change' : 'grant');
    Object.assign(this, { scopes: [...scopes], grantedAt: at, grantedBy: by, grantedReason: reason, withdrawnAt: null, withdrawnBy: null, withdrawnReason: null });
  }

  withdraw(at: Date, by: string | null, reason: string | null): void {
    appConsentStates.next(this.state, 'withdraw');
    Object.assign(this, { withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason });
  }
}
