import { DomainError, type StateTable } from '@quadhelix/access';
import { Placement, placementStates } from './placement/placement.entity.js';
import { Position, positionStates } from './position/position.entity.js';
import { Timesheet, timesheetStates } from './timesheet/timesheet.entity.js';

const NOW = new Date('2026-03-09T00:00:00Z');

const positionVerbs: Record<keyof typeof positionStates.transitions, (position: Position) => unknown> = { close: (position) => { position.close(); } };

const placement = (state: Placement['state']): Placement => Object.assign(new Placement(), { state, startsOn: '2026-03-02', endsBefore: '2026-07-01', pausedOn: state === 'PAUSED' ? '2026-03-09' : null, pauses: [], endedOn: null });
const placementVerbs: Record<keyof typeof placementStates.transitions, (placement: Placement) => unknown> = {
  start: (each) => each.start(), pause: (each) => { each.pause('2026-03-09'); }, resume: (each) => each.resume('2026-03-16'),
  complete: (each) => { each.complete('2026-06-30', '2026-07-01'); }, stop: (each) => { each.stop('moved away', '2026-04-01'); },
};

const timesheet = (state: Timesheet['state']): Timesheet => Object.assign(new Timesheet(), { state, lawful: true, apprenticePersonId: 'a', mentorApproverId: null, mentorLinkMakerId: null });
const timesheetVerbs: Record<keyof typeof timesheetStates.transitions, (sheet: Timesheet) => unknown> = {
  edit: (each) => { each.edit(NOW); }, submit: (each) => { each.submit(NOW); }, mentorApprove: (each) => { each.mentorApprove(NOW, 'm'); },
  teacherApprove: (each) => { each.teacherApprove(NOW, 't'); }, return: (each) => { each.return(NOW, 'a day is missing'); },
};

type Case = [string, string, string | null, () => { before: object; after: object; state: string; code: string | null }];

function cases<S extends string, V extends string, T extends { state: S }>(table: StateTable<S, V>, make: (state: S) => T, verbs: Record<V, (it: T) => unknown>): Case[] {
  return (Object.keys(verbs) as V[]).flatMap((verb) => table.states.map((state): Case => {
    const { from, to } = table.transitions[verb];
    return [state, `${table.noun}.${verb}`, from.includes(state) ? to : null, () => {
      const it = make(state);
      const before = { ...it };
      try {
        verbs[verb](it);
        return { before, after: { ...it }, state: it.state, code: null };
      } catch (error) {
        return { before, after: { ...it }, state: it.state, code: error instanceof DomainError ? error.code : String(error) };
      }
    }];
  }));
}

const all = [
  ...cases(positionStates, (state) => Object.assign(new Position(), { state }), positionVerbs),
  ...cases(placementStates, placement, placementVerbs),
  ...cases(timesheetStates, timesheet, timesheetVerbs),
];

describe('each state and each verb', () => {
  it.each(all.filter(([, , to]) => to !== null))('from %s, %s leads to %s', (_from, _verb, to, run) => {
    expect(run()).toMatchObject({ state: to, code: null });
  });

  it.each(all.filter(([, , to]) => to === null))('from %s, %s is refused and changes nothing', (_from, _verb, _to, run) => {
    const { before, after, code } = run();
    expect(code).toBe('STATE_FORBIDS');
    expect(after).toEqual(before);
  });

  it('lists all three tables', () => {
    expect(all.length).toBe(2 + 5 * 5 + 5 * 5);
  });
});

describe('a placement', () => {
  it.each([
    ['before it starts', {}, '2026-03-01', false],
    ['on its first day', {}, '2026-03-02', true],
    ['on its last day', {}, '2026-06-30', true],
    ['on the day after', {}, '2026-07-01', false],
    ['on the last day before a pause', { pausedOn: '2026-04-01' }, '2026-03-31', true],
    ['while paused', { pausedOn: '2026-04-01' }, '2026-04-01', false],
    ['on the day it ended early', { endedOn: '2026-04-01' }, '2026-04-01', false],
    ['the day before it ended early', { endedOn: '2026-04-01' }, '2026-03-31', true],
  ])('covers a day: %s', (_name, facts, day, covered) => {
    expect(Object.assign(placement('ACTIVE'), facts).covers(day)).toBe(covered);
  });

  const refused: [string, Placement['state'], (it: Placement) => unknown][] = [
    ['a pause before it starts', 'ACTIVE', (it) => { it.pause('2026-03-01'); }],
    ['a pause after it ended', 'ACTIVE', (it) => { it.pause('2026-07-01'); }],
    ['a return before the pause', 'PAUSED', (it) => it.resume('2026-03-08')],
    ['a return after the end', 'PAUSED', (it) => it.resume('2026-07-01')],
    ['a last day before the first', 'ACTIVE', (it) => { it.complete('2026-03-01', '2026-03-02'); }],
    ['a last day after the planned one', 'ACTIVE', (it) => { it.complete('2026-07-01', '2026-07-02'); }],
    ['a stop after the end', 'ACTIVE', (it) => { it.stop('moved away', '2026-07-02'); }],
  ];
  it.each(refused)('refuses %s', (_name, state, act) => {
    const it = placement(state);
    const before = { ...it };
    expect(() => act(it)).toThrow(expect.objectContaining({ code: 'DAY_OUTSIDE_PLACEMENT' }) as Error);
    expect({ ...it }).toEqual(before);
  });

  it('that is called off before it starts never took place', () => {
    const it = placement('PLANNED');
    it.stop('the apprentice declined', '2026-02-01');
    expect([it.endedOn, it.covers('2026-03-02')]).toEqual(['2026-03-02', false]);
  });
});

describe('a timesheet', () => {
  const refused: [string, (it: Timesheet) => unknown, Timesheet['state'], Partial<Timesheet>, string][] = [
    ['the apprentice as mentor', (it) => { it.mentorApprove(NOW, 'a'); }, 'SUBMITTED', {}, 'OWN_TIMESHEET'],
    ['the apprentice as teacher', (it) => { it.teacherApprove(NOW, 'a'); }, 'MENTOR_APPROVED', {}, 'OWN_TIMESHEET'],
    ['one person as mentor and teacher', (it) => { it.teacherApprove(NOW, 'm'); }, 'MENTOR_APPROVED', { mentorApproverId: 'm' }, 'SAME_APPROVER'],
    ['for the school whoever made the link by which the host approved', (it) => { it.teacherApprove(NOW, 'l'); }, 'MENTOR_APPROVED', { mentorApproverId: 'm', mentorLinkMakerId: 'l' }, 'LINK_MAKER_APPROVES'],
    ['an unlawful week for the host', (it) => { it.mentorApprove(NOW, 'm'); }, 'SUBMITTED', { lawful: false }, 'TIMESHEET_NOT_LAWFUL'],
    ['an unlawful week for the school', (it) => { it.teacherApprove(NOW, 't'); }, 'MENTOR_APPROVED', { lawful: false }, 'TIMESHEET_NOT_LAWFUL'],
  ];
  it.each(refused)('is not approved: %s', (_name, act, state, facts, code) => {
    const it = Object.assign(timesheet(state), facts);
    const before = { ...it };
    expect(() => act(it)).toThrow(expect.objectContaining({ code }) as Error);
    expect({ ...it }).toEqual(before);
  });

  it('that is returned loses the approval it had', () => {
    const it = timesheet('SUBMITTED');
    it.mentorApprove(NOW, 'm');
    it.return(NOW, 'Tuesday is missing');
    expect([it.mentorApprovedAt, it.mentorApproverId, it.returnReason]).toEqual([null, null, 'Tuesday is missing']);
  });
});
