import { DateTime } from 'luxon';
import type { Language } from '@quadhelix/access';
import type { ChannelKind, NoticeKind } from '@quadhelix/mail';

export const FREQUENCIES = ['AT_ONCE', 'DAILY', 'WEEKLY', 'OFF'] as const;
/** How somebody wants to be told of a kind by a channel. */
export type Frequency = (typeof FREQUENCIES)[number];

/** How somebody wants to be told at all. */
export interface TellingSettings {
  readonly language: Language;
  /** IANA zone of his hours; null is that of the alliance. */
  readonly timeZone: string | null;
  /** Local hour of digests, and the weekday of weekly ones (1 is Monday). */
  readonly digestHour: number;
  readonly digestWeekday: number;
  /** Local hours between which nothing is sent; over midnight where `quietUntil` is the smaller one. */
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
}

export const DEFAULT_SETTINGS: TellingSettings = { language: 'zh-CN', timeZone: null, digestHour: 8, digestWeekday: 1, quietFrom: null, quietUntil: null };

/** What counts: his choice, else mail as the kind says and nothing by other channels. What must be told is never off by mail. */
export function frequencyOf(kind: Pick<NoticeKind, 'by' | 'mandatory'>, channel: ChannelKind, chosen: Frequency | undefined): Frequency {
  const usual: Frequency = kind.by === 'AT_ONCE' ? 'AT_ONCE' : 'DAILY';
  if (channel !== 'MAIL') return chosen ?? 'OFF';
  return kind.mandatory && chosen !== 'AT_ONCE' && chosen !== 'DAILY' ? usual : (chosen ?? usual);
}

/** The next digest strictly after an instant. A local hour that a change of clocks leaves out comes at the first instant after it. */
export function nextDigestAt(now: Date, frequency: 'DAILY' | 'WEEKLY', settings: TellingSettings, zone: string): Date {
  const today = DateTime.fromJSDate(now, { zone });
  for (let days = 0; days <= 8; days += 1) {
    const at = today.plus({ days }).set({ hour: settings.digestHour, minute: 0, second: 0, millisecond: 0 });
    if (at.toMillis() > now.getTime() && (frequency === 'DAILY' || at.weekday === settings.digestWeekday)) return at.toJSDate();
  }
  throw new RangeError('No digest within nine days');
}

/** The instant itself, or the end of the quiet hours that it lies in. */
export function afterQuiet(now: Date, { quietFrom, quietUntil }: TellingSettings, zone: string): Date {
  if (quietFrom === null || quietUntil === null) return now;
  const local = DateTime.fromJSDate(now, { zone });
  const within = quietFrom < quietUntil ? local.hour >= quietFrom && local.hour < quietUntil : local.hour >= quietFrom || local.hour < quietUntil;
  if (!within) return now;
  const end = local.set({ hour: quietUntil, minute: 0, second: 0, millisecond: 0 });
  return (end.toMillis() > now.getTime() ? end : end.plus({ days: 1 })).toJSDate();
}
