import { localDate } from '@quadhelix/database';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { addDays, isMonday, startOfDate } from '../calendar.js';
import type { EntryKind } from './timesheet-entry.entity.js';

/** One line of a week as somebody reports it. */
export interface EntryFacts {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly unit: string;
  readonly kind: EntryKind;
}

export interface WeekFacts {
  /** Monday. */
  readonly weekStartsOn: string;
  readonly timeZone: string;
  readonly now: Date;
  /** Does the placement cover this local date? */
  readonly covers: (date: string) => boolean;
}

const DAY = 86_400_000;

/**
 * Refuses entries that cannot have happened so; what is merely unlawful passes. The field names the entry. Throws WEEK_INVALID, ENTRY_LENGTH_INVALID,
 * ENTRY_NOT_WHOLE_MINUTES, ENTRY_IN_FUTURE, ENTRY_OUTSIDE_WEEK, ENTRY_OUTSIDE_PLACEMENT, ENTRIES_OVERLAP.
 */
export function checkEntries(entries: readonly EntryFacts[], week: WeekFacts): void {
  if (!isMonday(week.weekStartsOn)) throw apprenticeshipErrors.WEEK_INVALID({ field: 'weekStartsOn', params: { date: week.weekStartsOn } });
  const begin = startOfDate(week.weekStartsOn, week.timeZone).getTime();
  const end = startOfDate(addDays(week.weekStartsOn, 7), week.timeZone).getTime();
  entries.forEach((entry, index) => {
    const at = (field: string): string => `entries[${String(index)}].${field}`;
    const [from, until] = [entry.startsAt.getTime(), entry.endsAt.getTime()];
    if (until <= from || until - from > DAY) throw apprenticeshipErrors.ENTRY_LENGTH_INVALID({ field: at('endsAt') });
    if (from % 60_000 !== 0 || until % 60_000 !== 0) throw apprenticeshipErrors.ENTRY_NOT_WHOLE_MINUTES({ field: at(from % 60_000 !== 0 ? 'startsAt' : 'endsAt') });
    if (until > week.now.getTime()) throw apprenticeshipErrors.ENTRY_IN_FUTURE({ field: at('endsAt') });
    if (from < begin || until > end) throw apprenticeshipErrors.ENTRY_OUTSIDE_WEEK({ field: at(from < begin ? 'startsAt' : 'endsAt'), params: { weekStartsOn: week.weekStartsOn } });
    const [first, last] = [localDate(entry.startsAt, week.timeZone), localDate(new Date(until - 1), week.timeZone)];
    if (!week.covers(first)) throw apprenticeshipErrors.ENTRY_OUTSIDE_PLACEMENT({ field: at('startsAt') });
    if (!week.covers(last)) throw apprenticeshipErrors.ENTRY_OUTSIDE_PLACEMENT({ field: at('endsAt') });
  });
  const sorted = entries.map((entry, index) => ({ entry, index })).sort((a, b) => a.entry.startsAt.getTime() - b.entry.startsAt.getTime());
  sorted.forEach(({ entry, index }, position) => {
    const before = sorted[position - 1]?.entry;
    if (before && before.endsAt > entry.startsAt) throw apprenticeshipErrors.ENTRIES_OVERLAP({ field: `entries[${String(index)}].startsAt` });
  });
}

const line = (entry: EntryFacts): string => [entry.startsAt.getTime(), entry.endsAt.getTime(), entry.kind, entry.unit].join('\n');

/** Do both lists report the same, in whatever order? */
export function sameEntries(a: readonly EntryFacts[], b: readonly EntryFacts[]): boolean {
  const [left, right] = [a.map(line).sort(), b.map(line).sort()];
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
