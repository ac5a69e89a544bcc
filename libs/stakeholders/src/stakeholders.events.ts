import type { DomainEvent } from '@quadhelix/database';
import type { Membership } from './membership/membership.entity.js';
import type { Seat } from './seat/seat.entity.js';

/** A membership came into a state. Type `membership.<verb>`. */
export const membershipChanged = (verb: string, membership: Membership): DomainEvent => ({
  type: `membership.${verb}`, subjectType: 'Membership', subjectId: membership.id, payload: { organizationId: membership.organizationId, state: membership.state },
});

/** A seat was given or ended. Type `seat.assigned` or `seat.ended`. */
export const seatChanged = (verb: 'assigned' | 'ended', seat: Seat): DomainEvent => ({
  type: `seat.${verb}`, subjectType: 'Seat', subjectId: seat.id, payload: { organizationId: seat.organizationId, personId: seat.personId, role: seat.role },
});
