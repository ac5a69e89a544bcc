import fc from 'fast-check';
import { waitOf } from '../call/webhook.call.js';
import { FAILS_FOR, heldUntil, isDead, LONGEST_WAIT, nextAttemptAt, PAUSES, succeeded, widthAfter } from './delivery.rules.js';

const NOW = new Date('2026-03-02T01:00:00Z');
const seconds = (at: Date | null): number | null => at && (at.getTime() - NOW.getTime()) / 1000;

describe('the next try of a delivery', () => {
  it.each([[1, 5], [2, 300], [3, 1800], [4, 7200], [5, 18_000], [6, 36_000], [7, 50_400], [8, 72_000], [9, 86_400]])('after %i tries comes in %i s, and at most a tenth later', (attempts, pause) => {
    expect([0, 0.5, 1].map((random) => seconds(nextAttemptAt(attempts, NOW, random)))).toEqual([pause, pause * 1.05, Math.round(pause * 1100) / 1000]);
  });

  it('after ten tries never comes, whatever the receiver asks for', () => {
    expect([9, 10, 11].map((attempts) => nextAttemptAt(attempts, NOW, 0, 600) === null)).toEqual([false, true, true]);
    expect(PAUSES.reduce<number>((sum, each) => sum + each, 0) / 3600).toBeCloseTo(75.58, 1);
  });

  it('lies between the pause and its jitter, or where the receiver asks for more, there: a day at most', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 10 * LONGEST_WAIT }), (attempts, random, wait) => {
      const after = seconds(nextAttemptAt(attempts, NOW, random, wait)) ?? NaN;
      const pause = PAUSES[attempts] ?? NaN;
      expect(after).toBeGreaterThanOrEqual(Math.max(pause, Math.min(wait, LONGEST_WAIT)));
      expect(after).toBeLessThanOrEqual(Math.max(pause * 1.1, Math.min(wait, LONGEST_WAIT)) + 0.001);
    }));
  });
});

describe('an endpoint', () => {
  it.each([[0, 8], [2, 8], [3, 1], [100, 1]])('that failed %i times in a row takes %i at once', (failures, width) => {
    expect(widthAfter(failures)).toBe(width);
  });

  it.each([
    [0, 0, null], [9, 0, null], [10, 0, 15], [11, 0, 30], [12, 0, 60], [13, 0, 120], [14, 0, 300], [1000, 0, 300],
    [1, 1, 1], [1, 3600, 3600], [1, 3601, 3600], [1, 1_000_000, 3600], [10, 1, 15], [10, 16, 16],
  ])('that failed %i times and asks for %i s is left alone for %p s', (failures, wait, held) => {
    expect(seconds(heldUntil(failures, NOW, wait))).toBe(held);
  });

  it.each([[10, FAILS_FOR, true], [10, FAILS_FOR - 1, false], [9, FAILS_FOR, false]])('that failed %i times in %i ms is dead: %p', (failures, since, dead) => {
    expect(isDead(failures, new Date(NOW.getTime() - since), NOW)).toBe(dead);
  });

  it('that never failed is not dead', () => {
    expect(isDead(10, null, NOW)).toBe(false);
  });

  it.each([[199, false], [200, true], [204, true], [299, true], [300, false], [307, false], [410, false], [503, false], [null, false]])('that answers %p took it: %p', (status, good) => {
    expect(succeeded({ status })).toBe(good);
  });
});

describe('Retry-After', () => {
  it.each([
    [undefined, 0], ['', 0], ['0', 0], ['600', 600], [' 600 ', 600], ['999999999', 999_999_999], ['1000000000', 0], ['-1', 0], ['1.5', 0], ['1e9', 0], ['soon', 0], ['2030', 2030],
    ['Mon, 02 Mar 2026 01:10:00 GMT', 600], ['Mon, 02 Mar 2026 00:59:00 GMT', 0], ['Mon, 99 Foo 2026', 0], [['30', '60'], 30],
  ])('%p is %i s', (header, wait) => {
    expect(waitOf(header, NOW)).toBe(wait);
  });
});
