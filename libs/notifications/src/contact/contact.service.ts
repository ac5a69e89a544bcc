import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { ChannelKind } from '@quadhelix/mail';
import { DeliveryQueue } from '../delivery/delivery.queue.js';
import { OutgoingChannels } from '../delivery/outgoing-channels.js';
import { contactPointAccess } from '../notifications.access.js';
import { notificationErrors } from '../notifications.errors.js';
import { CODE_ATTEMPTS, codeOf, isOpen } from './contact.codes.js';
import { ContactPoint } from './contact-point.entity.js';
import { readAddress } from './contact.rules.js';

export const MAX_CONTACT_POINTS = 6;
/** Codes that one person can have sent from one alliance in a day, and the pause between two to one address: nobody is flooded with other people's codes. */
const CODES_A_DAY = 6;
const PAUSE = 60_000;
const DAY = 86_400_000;

/** Where a person is reached. An address counts once its owner gave back the code that was sent there. */
@Injectable()
export class ContactService {
  constructor(private readonly channels: OutgoingChannels, private readonly queue: DeliveryQueue) {}

  /** The caller's own, oldest first. */
  list(scope: Scope): Promise<ContactPoint[]> {
    return scope.find(ContactPoint, { personId: this.self(scope, contactPointAccess.read) }, { createdAt: 'ASC', id: 'ASC' });
  }

  /** Adds an address and sends a code there; one that is there already gets a new code unless it is confirmed. Throws CHANNEL_NOT_OFFERED, CONTACT_ADDRESS_INVALID, CONTACT_IN_SANDBOX, CONTACT_POINTS_FULL, CODE_TOO_SOON. */
  async add(scope: Scope, channel: ChannelKind, given: string): Promise<ContactPoint> {
    const personId = this.self(scope, contactPointAccess.add);
    // Nothing leaves a sandbox: its people are invented, and an address would be somebody else's.
    if (scope.sandbox) throw notificationErrors.CONTACT_IN_SANDBOX({ field: 'address' });
    if (!this.channels.kinds.includes(channel)) throw notificationErrors.CHANNEL_NOT_OFFERED({ field: 'channel', params: { channel } });
    const address = readAddress(channel, given);
    await this.oneAtATime(scope, personId);
    const known = await this.list(scope);
    const same = known.find((each) => each.channel === channel && each.address === address);
    if (same) return same.verifiedAt === null ? this.issue(scope, same) : same;
    if (known.length >= MAX_CONTACT_POINTS) throw notificationErrors.CONTACT_POINTS_FULL({ field: 'address', params: { max: MAX_CONTACT_POINTS } });
    const made = Object.assign(new ContactPoint(), { id: scope.newRandomId(), personId, channel, address, verifiedAt: null, codeIssuedAt: null, codeAttempts: 0, createdAt: scope.now, version: 1 });
    await scope.insert(made);
    return this.issue(scope, made);
  }

  /** Sends a new code; the one before ends. Throws NOT_FOUND, CODE_TOO_SOON. */
  async sendCode(scope: Scope, id: string): Promise<ContactPoint> {
    const contact = await this.own(scope, id, contactPointAccess.sendCode);
    return contact.verifiedAt === null ? this.issue(scope, contact) : contact;
  }

  /**
   * Confirms an address with the code that was sent there. A wrong code is an answer and no error, so that it is counted: an error would undo the counting.
   * Throws NOT_FOUND, CODE_ENDED.
   */
  async verify(scope: Scope, id: string, code: string): Promise<{ contactPoint: ContactPoint; confirmed: boolean; attemptsLeft: number }> {
    const contact = await this.own(scope, id, contactPointAccess.verify);
    if (contact.verifiedAt !== null) return { contactPoint: contact, confirmed: true, attemptsLeft: 0 };
    if (!isOpen(contact.codeIssuedAt, contact.codeAttempts, scope.now)) throw notificationErrors.CODE_ENDED({ field: 'code' });
    const right = timingSafeEqual(Buffer.from(codeOf(scope, id, contact.codeIssuedAt)), Buffer.from(code));
    if (right) {
      scope.audit({ subjectType: 'ContactPoint', subjectId: id, changes: { verifiedAt: [null, scope.now.toISOString()] } });
      Object.assign(contact, { verifiedAt: scope.now, codeIssuedAt: null });
    } else contact.codeAttempts += 1;
    await this.write(scope, contact);
    return { contactPoint: contact, confirmed: right, attemptsLeft: right ? 0 : CODE_ATTEMPTS - contact.codeAttempts };
  }

  /** Nothing is sent there any more. Throws NOT_FOUND. */
  async remove(scope: Scope, id: string): Promise<void> {
    const contact = await this.own(scope, id, contactPointAccess.remove);
    scope.audit({ subjectType: 'ContactPoint', subjectId: id, changes: { address: [contact.address, null] }, personal: new Set(ContactPoint.personal) });
    await scope.sql('delete from contact_points where id = $1', [id]);
  }

  private async issue(scope: Scope, contact: ContactPoint): Promise<ContactPoint> {
    const [sent] = await scope.sql<{ count: number; last: Date | null }>(
      `select count(*)::int as count, max(created_at) filter (where contact_point_id = $4) as last from deliveries where tenant_id = $1 and person_id = $2 and purpose = 'CODE' and created_at > $3`,
      [scope.tenantId, contact.personId, new Date(scope.now.getTime() - DAY), contact.id]);
    const soon = sent?.last != null && scope.now.getTime() - sent.last.getTime() < PAUSE;
    if (soon || (sent?.count ?? 0) >= CODES_A_DAY) throw scope.refuse(notificationErrors.CODE_TOO_SOON({ field: 'address' }), contactPointAccess.sendCode);
    Object.assign(contact, { codeIssuedAt: scope.now, codeAttempts: 0 });
    await this.write(scope, contact);
    await this.queue.singles(scope, [{ personId: contact.personId, channel: contact.channel, purpose: 'CODE', at: scope.now, notificationId: null, contactPointId: contact.id }]);
    return contact;
  }

  private async write(scope: Scope, contact: ContactPoint): Promise<void> {
    contact.version += 1;
    await scope.sql('update contact_points set verified_at = $2, code_issued_at = $3, code_attempts = $4, version = $5 where id = $1', [contact.id, contact.verifiedAt, contact.codeIssuedAt, contact.codeAttempts, contact.version]);
  }

  /** With a lock; one that isn't his is not there. */
  private async own(scope: Scope, id: string, action: Action): Promise<ContactPoint> {
    const personId = this.self(scope, action);
    await this.oneAtATime(scope, personId);
    const [found] = await scope.find(ContactPoint, { id, personId });
    if (!found) throw platformErrors.NOT_FOUND({ field: 'id' });
    return found;
  }

  /** Of two requests at once the second sees what the first has counted. */
  private async oneAtATime(scope: Scope, personId: string): Promise<void> {
    await scope.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`contact points ${personId}`]);
  }

  private self(scope: Scope, action: Action): string {
    const { personId } = scope.actor;
    if (personId === null) throw platformErrors.FORBIDDEN({ params: { action: action.name } });
    scope.authorize(action, { parties: () => ({ self: personId }) });
    return personId;
  }
}
