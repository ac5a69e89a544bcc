import { TestClock, systemClock } from './clock.js';

describe('clock', () => {
  it('of a test stands still, jumps and moves on', () => {
    const clock = new TestClock('2026-03-01T00:00:00Z');
    expect(clock.now()).toEqual(clock.now());
    clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 });
    expect(clock.now().toISOString()).toBe('2026-03-02T02:03:04.005Z');
    clock.advance({ minutes: -3 });
    expect(clock.now().toISOString()).toBe('2026-03-02T02:00:04.005Z');
    clock.set('2020-01-01T00:00:00+08:00');
    expect(clock.now().toISOString()).toBe('2019-12-31T16:00:00.000Z');
  });

  it('of a test cannot be changed through the date it handed out', () => {
    const clock = new TestClock('2026-03-01T00:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.now().getUTCFullYear()).toBe(2026);
  });

  it('of a test refuses what is not an instant', () => {
    expect(() => new TestClock('tomorrow')).toThrow(RangeError);
    expect(() => new TestClock().advance({ days: Number.NaN })).toThrow(RangeError);
  });

  it('of the machine moves', () => {
    expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
  });
});
