import { Injectable } from '@nestjs/common';
import { IANAZone } from 'luxon';
import { platformErrors, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { NoticeKinds, type ChannelKind, type NoticeKind } from '@quadhelix/mail';
import { OutgoingChannels } from '../delivery/outgoing-channels.js';
import { notificationPreferenceAccess } from '../notifications.access.js';
import { notificationErrors } from '../notifications.errors.js';
import { DEFAULT_SETTINGS, frequencyOf, type Frequency, type TellingSettings } from '../telling/telling.rules.js';

/** How the reader is told of a kind by a channel. */
export interface Preference {
  readonly kind: NoticeKind;
  readonly channel: ChannelKind;
  readonly frequency: Frequency;
  /** Did he say so, or is it what is usual? */
  readonly chosen: boolean;
}

interface SettingsRow extends Record<string, unknown> {
  language: Language;
  time_zone: string | null;
  digest_hour: number;
  digest_weekday: number;
  quiet_from: number | null;
  quiet_until: number | null;
}

/** How a person wants to be told, in all alliances alike. His own choice changes no fact of an alliance, so it leaves no audit entry. */
@Injectable()
export class PreferenceService {
  constructor(private readonly kinds: NoticeKinds, private readonly channels: OutgoingChannels) {}

  /** All kinds and channels, with what holds for the caller. */
  async list(scope: Scope): Promise<Preference[]> {
    const rows = await scope.sql<{ kind: string; channel: ChannelKind; frequency: Frequency }>('select kind, channel, frequency from notification_preferences where person_id = $1', [this.self(scope)]);
    const chosen = new Map(rows.map(({ kind, channel, frequency }) => [`${kind} ${channel}`, frequency]));
    return this.kinds.all.flatMap((kind) => this.channels.kinds.map((channel) => {
      const own = chosen.get(`${kind.name} ${channel}`);
      return { kind, channel, frequency: frequencyOf(kind, channel, own), chosen: own !== undefined };
    }));
  }

  /** Throws NOTICE_KIND_UNKNOWN, CHANNEL_NOT_OFFERED, NOTICE_MANDATORY, FREQUENCY_NOT_OFFERED. */
  async set(scope: Scope, wanted: { kind: string; channel: ChannelKind; frequency: Frequency }): Promise<Preference> {
    const personId = this.mine(scope);
    const kind = this.kinds.all.find(({ name }) => name === wanted.kind);
    if (!kind) throw notificationErrors.NOTICE_KIND_UNKNOWN({ field: 'kind', params: { kind: wanted.kind } });
    const { channel, frequency } = wanted;
    if (!this.channels.kinds.includes(channel)) throw notificationErrors.CHANNEL_NOT_OFFERED({ field: 'channel', params: { channel } });
    if (kind.mandatory && channel === 'MAIL' && (frequency === 'OFF' || frequency === 'WEEKLY')) throw notificationErrors.NOTICE_MANDATORY({ field: 'frequency' });
    if (channel === 'SMS' && (frequency === 'DAILY' || frequency === 'WEEKLY')) throw notificationErrors.FREQUENCY_NOT_OFFERED({ field: 'frequency' });
    await scope.sql(
      `insert into notification_preferences as p (person_id, kind, channel, frequency, updated_at) values ($1, $2, $3, $4, $5)
       on conflict (person_id, kind, channel) do update set frequency = excluded.frequency, updated_at = excluded.updated_at`, [personId, kind.name, channel, frequency, scope.now]);
    return { kind, channel, frequency, chosen: true };
  }

  async settings(scope: Scope): Promise<TellingSettings> {
    const [row] = await scope.sql<SettingsRow>('select * from notification_settings where person_id = $1', [this.self(scope)]);
    return row ? { language: row.language, timeZone: row.time_zone, digestHour: row.digest_hour, digestWeekday: row.digest_weekday, quietFrom: row.quiet_from, quietUntil: row.quiet_until } : DEFAULT_SETTINGS;
  }

  /** Throws TIME_ZONE_UNKNOWN, QUIET_HOURS_INVALID. */
  async setSettings(scope: Scope, wanted: TellingSettings): Promise<TellingSettings> {
    const personId = this.mine(scope);
    const { language, timeZone, digestHour, digestWeekday, quietFrom, quietUntil } = wanted;
    if (timeZone !== null && !IANAZone.isValidZone(timeZone)) throw notificationErrors.TIME_ZONE_UNKNOWN({ field: 'timeZone', params: { zone: timeZone } });
    if ((quietFrom === null) !== (quietUntil === null) || (quietFrom !== null && quietFrom === quietUntil)) throw notificationErrors.QUIET_HOURS_INVALID({ field: 'quietFrom' });
    await scope.sql(
      `insert into notification_settings as s (person_id, language, time_zone, digest_hour, digest_weekday, quiet_from, quiet_until, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (person_id) do update set language = excluded.language, time_zone = excluded.time_zone, digest_hour = excluded.digest_hour, digest_weekday = excluded.digest_weekday,
         quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, updated_at = excluded.updated_at, version = s.version + 1`,
      [personId, language, timeZone, digestHour, digestWeekday, quietFrom, quietUntil, scope.now]);
    return wanted;
  }

  private mine(scope: Scope): string {
    scope.authorize(notificationPreferenceAccess.set, { parties: () => ({ self: scope.actor.personId }) });
    return this.self(scope);
  }

  private self(scope: Scope): string {
    const { personId } = scope.actor;
    if (personId === null) throw platformErrors.FORBIDDEN({ params: { action: notificationPreferenceAccess.read.name } });
    return personId;
  }
}
