import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import type { Message } from '@quadhelix/mail';
import { CODE_LASTS, codeOf } from '../contact/contact.codes.js';
import { Notification } from '../notification/notification.entity.js';
import { profilesOf, type Profile } from '../telling/profiles.js';
import { recipientsOf } from '../telling/recipients.js';
import { Teller } from '../telling/teller.js';
import type { Delivery } from './delivery.entity.js';
import { writeCode, writeDigest, writeNotice } from './delivery.text.js';

/** What is sent, or why nothing is. */
export type Prepared = { readonly delivery: Delivery; readonly message: Message } | { readonly delivery: Delivery; readonly dropped: string };

/** Writes the messages of claimed deliveries, from what holds when they go out: who still belongs, what is still unread, where he is reached. */
@Injectable()
export class DeliveryPreparation {
  constructor(private readonly teller: Teller) {}

  async messages(scope: Scope, claimed: readonly Delivery[]): Promise<Prepared[]> {
    const [place] = await scope.sql<{ name: string }>('select name from alliances where id = $1', [scope.tenantId]);
    const profile = await profilesOf(scope, claimed.map(({ personId }) => personId));
    const lines = await this.lines(scope, claimed);
    return claimed.map((delivery) => this.message(scope, delivery, profile(delivery.personId), lines.get(delivery.id) ?? [], place?.name ?? ''));
  }

  /** What each delivery carries; without what its reader has left behind with his organization: that goes to those who came after him. */
  private async lines(scope: Scope, claimed: readonly Delivery[]): Promise<Map<string, Notification[]>> {
    const items = await scope.sql<{ delivery_id: string; notification_id: string }>(
      'select delivery_id, notification_id from delivery_items where tenant_id = $1 and delivery_id = any($2)', [scope.tenantId, claimed.map(({ id }) => id)]);
    const found = await scope.select(Notification, 'where tenant_id = $1 and id = any($2) order by created_at, id', [scope.tenantId, items.map((item) => item.notification_id)]);
    const told = found.filter(({ organizationId }) => organizationId !== null);
    const now = await recipientsOf(scope, told.map(({ organizationId, roles, personId }) => [{ organizationId: organizationId ?? '', roles: (roles ?? []) as never, personId }]));
    const left = new Set<string>();
    for (const [index, notification] of told.entries()) {
      const recipients = now[index] ?? [];
      if (recipients.some(({ personId }) => personId === notification.personId)) continue;
      left.add(notification.id);
      await this.teller.handOver(scope, notification, recipients);
    }
    const kept = new Map(found.filter(({ id }) => !left.has(id)).map((notification) => [notification.id, notification]));
    const byDelivery = Map.groupBy(items, (item) => item.delivery_id);
    return new Map([...byDelivery].map(([id, of]) => [id, of.flatMap((item) => kept.get(item.notification_id) ?? [])]));
  }

  private message(scope: Scope, delivery: Delivery, profile: Profile, lines: readonly Notification[], alliance: string): Prepared {
    const { settings } = profile;
    if (delivery.purpose === 'CODE') return this.code(scope, delivery, profile);
    const to = profile.addressFor(delivery.channel);
    if (to === null) return { delivery, dropped: 'NO_ADDRESS' };
    const wanted = lines.filter(({ kind, mandatory }) => (mandatory && delivery.channel === 'MAIL') || profile.chosenFor(kind, delivery.channel) !== 'OFF');
    // In a digest, what he has read meanwhile is not news; an empty digest is not sent.
    const news = delivery.purpose === 'DIGEST' ? wanted.filter(({ state }) => state === 'UNREAD') : wanted;
    const [first] = news;
    if (!first) return { delivery, dropped: lines.length === 0 ? 'RECIPIENT_LEFT' : 'NOTHING_LEFT' };
    const reader = { language: settings.language, zone: profile.zone(scope.timeZone), alliance };
    const written = delivery.purpose === 'DIGEST' ? writeDigest(news, reader) : writeNotice(first, reader);
    return { delivery, message: { id: delivery.id, to, language: settings.language, at: delivery.createdAt, ...written } };
  }

  private code(scope: Scope, delivery: Delivery, profile: Profile): Prepared {
    const contact = profile.contact(delivery.contactPointId ?? '');
    const issuedAt = contact?.codeIssuedAt;
    const open = issuedAt?.getTime() === delivery.createdAt.getTime() && scope.now.getTime() - issuedAt.getTime() < CODE_LASTS;
    if (!contact || !issuedAt || !open) return { delivery, dropped: 'CODE_ENDED' };
    const { language } = profile.settings;
    return { delivery, message: { id: delivery.id, to: contact.address, language, at: delivery.createdAt, ...writeCode(codeOf(scope, contact.id, issuedAt), language) } };
  }
}
