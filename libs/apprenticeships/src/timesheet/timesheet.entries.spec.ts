import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { DomainError } from '@quadhelix/access';
import { checkEntries, sameEntries, type EntryFacts } from './timesheet.entries.js';
import { readSpans } from './timesheet.vectors.js';

interface Vector {
  name: string;
  week: string;
  entries: string;
  covers: string;
  now: string;
  code: string;
  field: string;
}
const ZONE = 'Asia/Shanghai';
const vectors: Vector[] = parse(readFileSync(new URL('timesheet.entries.vectors.csv', import.meta.url)), { columns: true });
const entriesOf = (text: string, week: string): EntryFacts[] => readSpans(text, week, ZONE).map((span) => ({ ...span, unit: 'Assembly', kind: 'WORK' }));

function refusal(vector: Vector): { code: string; field: string | undefined } | null {
  const [first = '', last = ''] = vector.covers.split('/');
  try {
    checkEntries(entriesOf(vector.entries, vector.week), {
      weekStartsOn: vector.week, timeZone: ZONE, now: DateTime.fromISO(vector.now, { zone: ZONE }).toJSDate(), covers: (date) => date >= first && date <= last,
    });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, field: error.field };
    throw error;
  }
}

describe('the entries of a week', () => {
  it.each(vectors)('$name: $code', (vector) => {
    expect(refusal(vector)).toEqual(vector.code ? { code: vector.code, field: vector.field } : null);
  });

  const [one, two] = entriesOf('Mon 08:00-16:00; Tue 08:00-16:00', '2026-03-02') as [EntryFacts, EntryFacts];
  it.each([
    ['in another order', [one, two], [two, one], true],
    ['one less', [one, two], [one], false],
    ['another unit', [one], [{ ...one, unit: 'Welding' }], false],
    ['another kind', [one], [{ ...one, kind: 'TRAINING' as const }], false],
    ['another end', [one], [{ ...one, endsAt: two.endsAt }], false],
    ['none', [], [], true],
  ])('are the same or not: %s', (_name, a, b, same) => {
    expect(sameEntries(a, b)).toBe(same);
  });
});
