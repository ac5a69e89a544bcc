import { deliveryStates } from './delivery/delivery.states.js';
import { nextAttemptAt } from './delivery/delivery.rules.js';
import { notificationStates } from './notification/notification.states.js';

describe.each([notificationStates, deliveryStates].map((table): [string, typeof table] => [table.noun, table]))('%s', (_noun, table) => {
  const steps = Object.entries(table.transitions).flatMap(([verb, { from, to }]) => table.states.map((state) => ({ verb, state, to, allowed: (from as readonly string[]).includes(state) })));
  it.each(steps)('$verb from $state: $allowed', ({ verb, state, to, allowed }) => {
    const next = table.next as (from: string, step: string) => string;
    if (allowed) expect(next(state, verb)).toBe(to);
    else expect(() => next(state, verb)).toThrow('STATE_FORBIDS');
  });
});

describe('attempts', () => {
  const now = new Date('2026-03-02T00:00:00Z');
  it.each([[1, 0, 1], [2, 0, 5], [8, 0, 1440], [1, 3600, 60], [9, 0, null], [9, 86_400, null]])('after %d, told to wait %d s: %s minutes', (attempts, wait, minutes) => {
    expect(nextAttemptAt(attempts, now, wait)).toEqual(minutes === null ? null : new Date(now.getTime() + minutes * 60_000));
  });
});
