import { readFileSync } from 'node:fs';
import { DomainError } from '@quadhelix/access';
import { parse } from 'csv-parse/sync';
import { checkDay, checkMeasured, checkTarget, checkText, independent, isPast, lateDays, lateFrom, progressBp, type CommitmentDirection } from './commitment.rules.js';

const vectors = (name: string): Record<string, string>[] => parse(readFileSync(new URL(name, import.meta.url)), { columns: true });
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('the due day', () => {
  it.each(vectors('due.vectors.csv'))('$dueOn in $zone, handed in at $at: $lateDays days late ($why)', ({ dueOn = '', zone = '', at = '', lateDays: expected }) => {
    const instant = new Date(at);
    expect(lateDays(dueOn, instant, zone)).toBe(Number(expected));
    expect(isPast(dueOn, instant, zone)).toBe(Number(expected) > 0);
    expect(instant >= lateFrom(dueOn, zone)).toBe(Number(expected) > 0);
  });

  it.each([['2026-02-30'], ['1999-12-31'], ['2200-01-01'], ['tomorrow'], ['']])('cannot be %s', (day) => {
    expect(codeOf(() => { checkDay('dueOn', day); })).toBe('INPUT_INVALID');
  });
});

describe('target and progress', () => {
  it.each(vectors('progress.vectors.csv'))('$direction from $baseline to $target, at $value: $result ($why)', ({ direction, baseline, target, value, result = '' }) => {
    const range = { baseline: Number(baseline), target: Number(target) };
    const made = codeOf(() => {
      checkMeasured('baseline', range.baseline);
      checkMeasured('target', range.target);
      checkTarget(direction as CommitmentDirection, range.baseline, range.target);
      return progressBp(range, Number(value));
    });
    expect(made).toBe(/^-?\d+$/.test(result) ? Number(result) : result);
  });
});

describe('independence of the verifier', () => {
  it.each(vectors('independence.vectors.csv'))('$owner (of $ownerParent) judged by $verifier (of $verifierParent): $independent, $why', (row) => {
    const owner = { id: row.owner ?? '', parentId: row.ownerParent || null };
    const verifier = { id: row.verifier ?? '', parentId: row.verifierParent || null };
    expect(independent(owner, verifier)).toBe(row.independent === 'yes');
  });
});

describe('a text', () => {
  it.each([['', 'INPUT_INVALID'], ['  ', 'INPUT_INVALID'], ['123456', 'INPUT_INVALID'], ['12345', undefined], [' x ', undefined]])('%j of at most five characters: %s', (text, code) => {
    expect(codeOf(() => { checkText('title', text, 5); })).toBe(code);
  });
});
