import { Pace } from './pace.js';

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);

describe('the pace of checks', () => {
  it('lets a caller through as often as it says, and again in the next minute', () => {
    const pace = new Pace({ each: 2, all: 100 });
    const waits = ['01:00:00', '01:00:10', '01:00:45', '01:00:59', '01:01:00'].map((time) => pace.wait('a', at(time)));
    expect(waits).toEqual([0, 0, 15, 1, 0]);
    expect(pace.wait('b', at('01:01:00'))).toBe(0);
  });

  it('stops all together where they are too many, also from as many addresses', () => {
    const pace = new Pace({ each: 2, all: 3 });
    expect(['a', 'b', 'c', 'd'].map((caller) => pace.wait(caller, at('01:00:30')))).toEqual([0, 0, 0, 30]);
  });
});
