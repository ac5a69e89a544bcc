import { Column, Entity, PrimaryColumn } from 'typeorm';
import { endpointStates, type DisabledReason, type EndpointState } from './endpoint.states.js';

/** Where an app wants to be told of an alliance's events. */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') clientId!: string;
  /** To whom the app belongs; null for nobody. */
  @Column('uuid') organizationId!: string | null;
  @Column('text') url!: string;
  @Column('text') description!: string | null;
  @Column('text', { array: true }) eventTypes!: string[];
  /** The scope that each type needs, in the same order. */
  @Column('text', { array: true }) scopes!: string[];
  @Column('text') state!: EndpointState;
  @Column('text') disabledReason!: DisabledReason | null;
  @Column('timestamptz') disabledAt!: Date | null;
  /** Failures since the last success. */
  @Column('integer') failures!: number;
  @Column('timestamptz') failingSince!: Date | null;
  @Column('timestamptz') heldUntil!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  change(facts: Partial<Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes' | 'scopes'>>): void {
    this.state = endpointStates.next(this.state, this.state === 'DISABLED' ? 'amend' : 'update');
    Object.assign(this, facts);
  }

  switchOff(reason: DisabledReason, now: Date): void {
    this.state = endpointStates.next(this.state, reason === 'ALLIANCE' ? 'block' : 'disable');
    Object.assign(this, { disabledReason: reason, disabledAt: now });
  }

  /** On again, with nothing held against it. */
  switchOn(): void {
    this.state = endpointStates.next(this.state, this.state === 'BLOCKED' ? 'unblock' : 'enable');
    Object.assign(this, { disabledReason: null, disabledAt: null, failures: 0, failingSince: null, heldUntil: null });
  }

  remove(): void {
    this.state = endpointStates.next(this.state, 'delete');
    Object.assign(this, { disabledReason: null, disabledAt: null, failures: 0, failingSince: null, heldUntil: null });
  }
}
