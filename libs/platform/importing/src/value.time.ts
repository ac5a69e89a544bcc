import { DateTime } from 'luxon';

const day = String.raw`(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?`;
const dayPattern = new RegExp(`^${day}$`);
const compactDay = /^(\d{4})(\d{2})(\d{2})$/;
const clockPattern = /^(上午|下午)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?$/i;
const localPattern = new RegExp(`^(${day})(?:T|\\s+|(?<=日))(.+)$`);

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** YYYY-MM-DD of a calendar day between 1900 and 2200, however it is written. */
export function dateOf(text: string): string | undefined {
  const written = dayPattern.exec(text)?.slice(1).filter(Boolean) ?? compactDay.exec(text)?.slice(1);
  if (!written) return undefined;
  const [year = 0, month = 0, date = 0] = written.map(Number);
  const found = DateTime.utc(year, month, date);
  return found.isValid && year >= 1900 && year <= 2200 ? found.toISODate() : undefined;
}

/** Seconds since midnight of a time of day: 8:30, 08:30:15, 下午1:05, 1:05 pm. */
function secondsOf(text: string): number | undefined {
  const [, before, hourText, minute, second, after] = clockPattern.exec(text) ?? [];
  if (hourText === undefined) return undefined;
  let hour = Number(hourText);
  const half = before ?? after?.toLowerCase();
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  if (half === '上午' || half === 'am') hour %= 12;
  if (half === '下午' || half === 'pm') hour = (hour % 12) + 12;
  if (hour > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  return hour * 3600 + Number(minute) * 60 + Number(second ?? 0);
}

/** HH:MM of a time of day; a time with seconds other than 0 is none. */
export function localTimeOf(text: string): string | undefined {
  const seconds = secondsOf(text);
  if (seconds === undefined || seconds % 60 !== 0) return undefined;
  return `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}`;
}

/** A moment: ISO 8601 with offset, or day and time of day in the zone. A local time that a clock change skips is none. */
export function instantOf(text: string, timeZone: string): Date | undefined {
  const parts = localPattern.exec(text);
  const date = dateOf(parts?.[1] ?? '');
  const rest = parts?.at(-1)?.trim() ?? '';
  if (!date) return undefined;
  const offset = /^(.*?)\s*(Z|[+-]\d{2}:?\d{2})$/i.exec(rest);
  const seconds = secondsOf((offset?.[1] ?? rest).trim());
  if (seconds === undefined) return undefined;
  const wall = `${date}T${[Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':')}`;
  const moment = DateTime.fromISO(wall + (offset?.[2] ?? '').toUpperCase(), { zone: timeZone });
  const skipped = !offset && moment.toFormat("yyyy-MM-dd'T'HH:mm:ss") !== wall;
  return moment.isValid && !skipped ? moment.toJSDate() : undefined;
}

/** Minutes of a duration: 90, 1:30, 1:30:00, 1.5h, 1.5小时, 90 min, 90分钟. Parts of a minute are none. */
export function minutesOf(text: string): number | undefined {
  const clock = /^(\d{1,4}):([0-5]\d)(?::00)?$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,4})?)\s*(h|hours?|小时|min|minutes?|分钟?)?$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  const perUnit = /^(h|小时)/i.test(unit ?? '') ? 60 : 1;
  const minutes = Math.round(Number(number) * perUnit * 10_000) / 10_000;
  return Number.isInteger(minutes) ? minutes : undefined;
}
