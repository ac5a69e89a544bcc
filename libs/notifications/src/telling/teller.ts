import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import type { Scope } from '@quadhelix/database';
import { NoticeKinds, type NoticeKind } from '@quadhelix/mail';
import type { RecordedEvent } from '@quadhelix/outbox';
import { DeliveryQueue, type DigestLine, type SingleDelivery } from '../delivery/delivery.queue.js';
import { OutgoingChannels } from '../delivery/outgoing-channels.js';
import type { Notification } from '../notification/notification.entity.js';
import { profilesOf, type Profile } from './profiles.js';
import { recipientsOf, type Recipient } from './recipients.js';
import { afterQuiet, frequencyOf, nextDigestAt } from './telling.rules.js';

type Told = Pick<Notification, 'noticeId' | 'kind' | 'mandatory' | 'subjectType' | 'subjectId' | 'title' | 'text'>;
type Line = Pick<Notification, 'id' | 'personId' | 'kind' | 'mandatory'>;

/** Turns what happened into lines of inboxes and deliveries, all in one transaction. */
@Injectable()
export class Teller {
  private readonly kinds: ReadonlyMap<string, NoticeKind>;

  constructor(kinds: NoticeKinds, private readonly channels: OutgoingChannels, private readonly queue: DeliveryQueue) {
    this.kinds = new Map(kinds.all.map((kind) => [kind.name, kind]));
  }

  /** Tells whoever is to be told because of an event. The same event again tells nothing again. */
  async tell(scope: Scope, kind: NoticeKind, event: RecordedEvent): Promise<void> {
    const notices = await kind.notices(scope, event);
    const recipients = await recipientsOf(scope, notices.map(({ to }) => to));
    await this.put(scope, notices.flatMap(({ subjectType, subjectId, title, text }, index) => {
      const told: Told = { noticeId: uuidv5(`${kind.name} ${String(index)}`, event.id), kind: kind.name, mandatory: kind.mandatory ?? false, subjectType, subjectId, title, text };
      return (recipients[index] ?? []).map((recipient) => ({ told, recipient }));
    }));
  }

  /** Tells those who came after a recipient what did not reach him; who knows it already is not told again. */
  handOver(scope: Scope, notification: Notification, successors: readonly Recipient[]): Promise<void> {
    return this.put(scope, successors.map((recipient) => ({ told: notification, recipient })));
  }

  private async put(scope: Scope, lines: readonly { told: Told; recipient: Recipient }[]): Promise<void> {
    if (lines.length === 0) return;
    const rows = lines.map(({ told, recipient }) => ({
      tenant_id: scope.tenantId, id: scope.newId(), person_id: recipient.personId, organization_id: recipient.organizationId, roles: recipient.roles, notice_id: told.noticeId,
      kind: told.kind, mandatory: told.mandatory, subject_type: told.subjectType, subject_id: told.subjectId, title: told.title, text: told.text,
      state: 'UNREAD', read_at: null, created_at: scope.now, version: 1,
    }));
    const added = await scope.sql<{ id: string }>(
      'insert into notifications select * from jsonb_populate_recordset(null::notifications, $1) on conflict (tenant_id, notice_id, person_id) do nothing returning id', [JSON.stringify(rows)]);
    const news = new Set(added.map(({ id }) => id));
    await this.send(scope, rows.filter(({ id }) => news.has(id)).map(({ id, person_id, kind, mandatory }) => ({ id, personId: person_id, kind, mandatory })));
  }

  /** Queues what leaves the product: at once, after quiet hours, or in a digest. Without a confirmed address the inbox is all. */
  private async send(scope: Scope, lines: readonly Line[]): Promise<void> {
    const profile = await profilesOf(scope, lines.map(({ personId }) => personId));
    const singles: SingleDelivery[] = [];
    let digests: (DigestLine & { frequency: 'DAILY' | 'WEEKLY' })[] = [];
    for (const line of lines) {
      const reader = profile(line.personId);
      for (const channel of this.channels.kinds.filter((each) => reader.addressFor(each) !== null)) {
        const frequency = frequencyOf(this.kinds.get(line.kind) ?? { by: 'AT_ONCE', mandatory: line.mandatory }, channel, reader.chosenFor(line.kind, channel));
        const own = { personId: line.personId, channel, notificationId: line.id };
        if (frequency === 'AT_ONCE') singles.push({ ...own, purpose: 'NOTICE', contactPointId: null, at: line.mandatory ? scope.now : afterQuiet(scope.now, reader.settings, reader.zone(scope.timeZone)) });
        else if (frequency !== 'OFF') digests.push({ ...own, frequency, digestAt: this.digestAfter(scope.now, frequency, reader, scope) });
      }
    }
    await this.queue.singles(scope, singles);
    // A digest that is just going out takes nothing more: the next one does.
    for (let tries = 0; tries < 3 && digests.length > 0; tries += 1) {
      const late = new Set((await this.queue.digests(scope, digests)).map(({ notificationId, channel }) => `${notificationId} ${channel}`));
      digests = digests.filter(({ notificationId, channel }) => late.has(`${notificationId} ${channel}`))
        .map((line) => ({ ...line, digestAt: this.digestAfter(line.digestAt, line.frequency, profile(line.personId), scope) }));
    }
    if (digests.length > 0) throw new Error('No digest takes these lines');
  }

  private digestAfter(at: Date, frequency: 'DAILY' | 'WEEKLY', reader: Profile, scope: Scope): Date {
    return nextDigestAt(at, frequency, reader.settings, reader.zone(scope.timeZone));
  }
}
