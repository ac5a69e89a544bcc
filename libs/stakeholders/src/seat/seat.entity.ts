import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '@quadhelix/access';

/** A person holds a role in an alliance for an organization, for a period of days. */
@Entity('seats')
export class Seat {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') membershipId!: string;
  @Column('uuid') organizationId!: string;
  @Column('uuid') personId!: string;
  @Column('text') role!: Role;
  @Column('date') validFrom!: string;
  /** Last day; null is open-ended. */
  @Column('date') validUntil!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { organization: string; self: string } {
    return { organization: this.organizationId, self: this.personId };
  }

  end(on: string): void {
    this.validUntil = on;
  }
}
