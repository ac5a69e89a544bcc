import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';

/** A link is open until it is used or taken back; time ends it without a change of state. */
export const singleUseLinkStates = defineStates('singleUseLink', ['OPEN', 'USED', 'REVOKED'] as const, {
  use: { from: ['OPEN'], to: 'USED' },
  revoke: { from: ['OPEN'], to: 'REVOKED' },
});
export type SingleUseLinkState = (typeof singleUseLinkStates.states)[number];

/** Hours for which a link works. */
export const LINK_HOURS = 48;

/** A link by which a named person takes one decision about one thing, once. */
@Entity('single_use_links')
export class SingleUseLink {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('text', { array: true }) actions!: string[];
  @Column('uuid') personId!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') madeBy!: string | null;
  @Column('uuid') makerOrganizationId!: string | null;
  /** SHA-256 of the token. */
  @Column('bytea') tokenHash!: Buffer;
  @Column('text') contentHash!: string;
  @Column('text') state!: SingleUseLinkState;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz') usedAt!: Date | null;
  @Column('text') choice!: string | null;
  @Column('timestamptz') revokedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { maker: string | null } {
    return { maker: this.makerOrganizationId };
  }

  use(choice: string, at: Date): void {
    this.state = singleUseLinkStates.next(this.state, 'use');
    this.choice = choice;
    this.usedAt = at;
  }

  revoke(at: Date): void {
    this.state = singleUseLinkStates.next(this.state, 'revoke');
    this.revokedAt = at;
  }
}
