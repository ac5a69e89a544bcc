import { DomainError, type StateTable } from '@quadhelix/access';
import { WebhookDelivery } from './delivery/delivery.entity.js';
import { webhookDeliveryStates } from './delivery/delivery.states.js';
import { WebhookEndpoint } from './endpoint/endpoint.entity.js';
import { endpointStates, type EndpointState } from './endpoint/endpoint.states.js';

const NOW = new Date('2026-03-02T01:00:00Z');
const endpoint = (state: EndpointState): WebhookEndpoint => Object.assign(new WebhookEndpoint(), { state, url: 'https://hooks.example.com/', failures: 2, failingSince: NOW, disabledReason: null });

/** What an endpoint does from each state, and where that leads by its table; null where it is refused. */
const acts: Record<string, { act: (each: WebhookEndpoint) => void; leads: Partial<Record<EndpointState, EndpointState>> }> = {
  change: { act: (each) => { each.change({ url: 'https://hooks.example.com/2' }); }, leads: { ENABLED: 'ENABLED', DISABLED: 'DISABLED' } },
  'switch off by its owner': { act: (each) => { each.switchOff('OWNER', NOW); }, leads: { ENABLED: 'DISABLED' } },
  'switch off as gone': { act: (each) => { each.switchOff('GONE', NOW); }, leads: { ENABLED: 'DISABLED' } },
  'switch off as failing': { act: (each) => { each.switchOff('FAILING', NOW); }, leads: { ENABLED: 'DISABLED' } },
  'switch off by the alliance': { act: (each) => { each.switchOff('ALLIANCE', NOW); }, leads: { ENABLED: 'BLOCKED', DISABLED: 'BLOCKED' } },
  'switch on': { act: (each) => { each.switchOn(); }, leads: { DISABLED: 'ENABLED', BLOCKED: 'ENABLED' } },
  delete: { act: (each) => { each.remove(); }, leads: { ENABLED: 'DELETED', DISABLED: 'DELETED', BLOCKED: 'DELETED' } },
};
const all = Object.entries(acts).flatMap(([name, { act, leads }]) => endpointStates.states.map((from) => ({ name, from, act, to: leads[from] ?? null })));

describe('an endpoint', () => {
  it.each(all.filter(({ to }) => to !== null))('$name from $from leads to $to', ({ from, act, to }) => {
    const it = endpoint(from);
    act(it);
    expect(it.state).toBe(to);
    expect(it.disabledReason !== null).toBe(to === 'DISABLED' && from !== 'DISABLED' || to === 'BLOCKED');
  });

  it.each(all.filter(({ to }) => to === null))('does not $name from $from, and stays as it was', ({ from, act }) => {
    const it = endpoint(from);
    const before = { ...it };
    expect(() => { act(it); }).toThrow(expect.objectContaining({ code: 'STATE_FORBIDS' }) as Error);
    expect({ ...it }).toEqual(before);
  });
});

describe('a delivery', () => {
  it.each(webhookDeliveryStates.states)('that is %s is sent again from the beginning, unless it is on its way', (state) => {
    const it = Object.assign(new WebhookDelivery(), { state, attempts: 4, nextAttemptAt: new Date(0), endedAt: NOW, code: 'HTTP_500' });
    const before = { ...it };
    if (state === 'SENDING') {
      expect(() => { it.retry(NOW); }).toThrow(expect.objectContaining({ code: 'STATE_FORBIDS' }) as Error);
      expect({ ...it }).toEqual(before);
    } else {
      it.retry(NOW);
      expect({ ...it }).toEqual({ state: 'QUEUED', attempts: 0, nextAttemptAt: NOW, endedAt: null, code: null });
    }
  });
});

// All that the tables allow, as it stands; everything else is refused.
const TABLES: readonly [table: StateTable<string, string>, allowed: readonly string[]][] = [
  [endpointStates as never, ['update ENABLED', 'amend DISABLED', 'disable ENABLED', 'block ENABLED', 'block DISABLED', 'enable DISABLED', 'unblock BLOCKED', 'delete ENABLED', 'delete DISABLED', 'delete BLOCKED']],
  [webhookDeliveryStates as never, ['claim QUEUED', 'succeed SENDING', 'succeed QUEUED', 'postpone SENDING', 'giveUp SENDING', 'drop QUEUED', 'retry QUEUED', 'retry DELIVERED', 'retry GIVEN_UP', 'retry DROPPED']],
];

describe.each(TABLES.map(([table, allowed]) => [table.noun, table, allowed] as const))('the table of %s', (_noun, table, allowed) => {
  it.each(Object.keys(table.transitions).flatMap((verb) => table.states.map((state) => [verb, state] as const)))('%s %s', (verb, state) => {
    const next = (): string => {
      try { return table.next(state, verb); } catch (error) { return error instanceof DomainError ? error.code : String(error); }
    };
    expect(next()).toBe(allowed.includes(`${verb} ${state}`) ? table.transitions[verb]?.to : 'STATE_FORBIDS');
  });
});
