import fc from 'fast-check';
import { DomainError } from '@quadhelix/access';
import { Commitment, type CommitmentTerms } from './commitment.entity.js';
import type { Kin } from './commitment.rules.js';
import { COMMITMENT_OUTCOMES, COMMITMENT_STATES, commitmentStates, type CommitmentState } from './commitment.states.js';

const ZONE = 'Asia/Shanghai';
const ON_TIME = new Date('2026-03-31T15:59:59Z');
const LATE = new Date('2026-03-31T16:00:00Z');
const owner: Kin = { id: 'owner', parentId: 'parent' };
const verifier: Kin = { id: 'verifier', parentId: null };
const terms: CommitmentTerms = {
  number: ' C-1 ', title: 'Train apprentices', metric: 'apprentices', unit: 'people', baseline: 0, target: 20, direction: 'INCREASE', dueOn: '2026-03-31', weightBp: 1000, requiredEvidence: '',
};
const propose = (more: Partial<CommitmentTerms> = {}, parties = { owner, verifier }): Commitment => Commitment.propose({ tenantId: 't', id: 'c' }, { ...terms, ...more }, parties, ON_TIME);

type Verb = keyof typeof commitmentStates.transitions;
const VERBS = Object.keys(commitmentStates.transitions) as Verb[];
const steps: Record<Verb, (commitment: Commitment) => unknown> = {
  accept: (commitment) => { commitment.accept(ON_TIME); },
  submitEvidence: (commitment) => commitment.submitEvidence({ value: 5 }, ON_TIME, ZONE),
  verify: (commitment) => { commitment.verify({ outcome: 'FULFILLED' }, { owner, verifier, personId: 'judge', uploaders: ['owner', 'clerk'] }, ON_TIME); },
  waive: (commitment) => { commitment.waive('bureau', 'moved away', ON_TIME); },
};
/** The verbs that lead from a proposal to each state. */
const WAY: Record<CommitmentState, Verb[]> = {
  PROPOSED: [], ACCEPTED: ['accept'], EVIDENCE_SUBMITTED: ['accept', 'submitEvidence'], VERIFIED: ['accept', 'submitEvidence', 'verify'], WAIVED: ['waive'],
};
const inState = (state: CommitmentState): Commitment => {
  const commitment = propose();
  for (const verb of WAY[state]) steps[verb](commitment);
  return commitment;
};
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('the states of a commitment', () => {
  const all = COMMITMENT_STATES.flatMap((state) => VERBS.map((verb): [CommitmentState, Verb] => [state, verb]));
  const allowed: Partial<Record<CommitmentState, Verb[]>> = { PROPOSED: ['accept', 'waive'], ACCEPTED: ['submitEvidence', 'waive'], EVIDENCE_SUBMITTED: ['submitEvidence', 'verify', 'waive'] };
  it.each(all.filter(([state, verb]) => !allowed[state]?.includes(verb)))('%s forbids %s and stays as it was', (state, verb) => {
    const commitment = inState(state);
    const before = { ...commitment };
    expect(codeOf(() => steps[verb](commitment))).toBe('STATE_FORBIDS');
    expect(commitment).toEqual(before);
  });
  it.each(all.filter(([state, verb]) => allowed[state]?.includes(verb)))('%s allows %s', (state, verb) => {
    const commitment = inState(state);
    steps[verb](commitment);
    expect(commitment.state).toBe(commitmentStates.transitions[verb].to);
  });
});

describe('a commitment', () => {
  it('keeps its number without blanks around it', () => { expect(propose().number).toBe('C-1'); });

  it.each([
    ['a blank number', { number: ' ' }, 'INPUT_INVALID'], ['a weight of nothing', { weightBp: 0 }, 'INPUT_INVALID'], ['a weight above the whole', { weightBp: 10_001 }, 'INPUT_INVALID'],
    ['half a weight', { weightBp: 0.5 }, 'INPUT_INVALID'], ['a target at the baseline', { target: 0 }, 'TARGET_EQUALS_BASELINE'], ['a day that does not exist', { dueOn: '2026-02-29' }, 'INPUT_INVALID'],
  ])('refuses %s', (_name, more, code) => { expect(codeOf(() => propose(more))).toBe(code); });

  it.each([
    ['on time, then late', [ON_TIME, LATE], false], ['late, then back-dated', [LATE, ON_TIME], true], ['late', [LATE], true], ['on time', [ON_TIME], false],
  ])('is judged by its first evidence: %s', (_name, instants, late) => {
    const commitment = inState('ACCEPTED');
    for (const at of instants) commitment.submitEvidence({ value: null }, at, ZONE);
    expect([commitment.late, commitment.evidenceCount, commitment.evidenceSubmittedAt]).toEqual([late, instants.length, instants[0]]);
  });

  it('keeps the last reported value where later evidence has none', () => {
    const commitment = inState('EVIDENCE_SUBMITTED');
    commitment.submitEvidence({ value: null }, ON_TIME, ZONE);
    expect([commitment.selfReportedValue, commitment.progressOf(commitment.selfReportedValue), commitment.progressOf(commitment.verifiedValue)]).toEqual([5, 2500, null]);
  });

  it.each([
    ['ACCEPTED', ON_TIME, false], ['ACCEPTED', LATE, true], ['PROPOSED', LATE, false], ['EVIDENCE_SUBMITTED', LATE, false], ['VERIFIED', LATE, false], ['WAIVED', LATE, false],
  ] as const)('%s at %s is overdue: %s', (state, at, overdue) => { expect(inState(state).isOverdue(at, ZONE)).toBe(overdue); });

  it('is not waived by its owner, nor without a reason', () => {
    expect(codeOf(() => { inState('ACCEPTED').waive('owner', 'no money', ON_TIME); })).toBe('WAIVER_BY_OWNER');
    expect(codeOf(() => { inState('ACCEPTED').waive('bureau', ' ', ON_TIME); })).toBe('INPUT_INVALID');
  });

  it('is not judged by an organization that became parent or child of the owner', () => {
    const judged = (kin: { owner: Kin; verifier: Kin }) => codeOf(() => { inState('EVIDENCE_SUBMITTED').verify({ outcome: 'FULFILLED' }, { ...kin, personId: null, uploaders: [] }, ON_TIME); });
    expect(judged({ owner: { id: 'owner', parentId: 'verifier' }, verifier })).toBe('VERIFIER_NOT_INDEPENDENT');
    expect(judged({ owner, verifier: { id: 'verifier', parentId: 'owner' } })).toBe('VERIFIER_NOT_INDEPENDENT');
    expect(judged({ owner, verifier })).toBeUndefined();
  });
});

it('is not judged by a person who handed the evidence in for another organization', () => {
  expect(codeOf(() => { inState('EVIDENCE_SUBMITTED').verify({ outcome: 'FULFILLED' }, { owner, verifier, personId: 'clerk', uploaders: ['owner', 'clerk'] }, ON_TIME); })).toBe('VERIFIER_UPLOADED_EVIDENCE');
});

describe('whatever is done to a commitment', () => {
  const houses: Kin[] = [owner, verifier, { id: 'parent', parentId: null }, { id: 'child', parentId: 'owner' }, { id: 'third', parentId: null }];
  const house = fc.constantFrom(...houses);
  const instant = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 }).map((offset) => new Date(LATE.getTime() + offset));
  const step = fc.oneof(
    fc.record({ verb: fc.constant('accept' as const), by: house, at: instant }),
    fc.record({ verb: fc.constant('submitEvidence' as const), by: house, at: instant }),
    fc.record({ verb: fc.constant('verify' as const), by: house, at: instant, outcome: fc.constantFrom(...COMMITMENT_OUTCOMES) }),
    fc.record({ verb: fc.constant('waive' as const), by: house, at: instant }),
  );

  it('no owner judges or releases itself, late stays late, and a closed promise stays closed', () => {
    fc.assert(fc.property(fc.record({ owner: house, verifier: house }), fc.array(step, { maxLength: 12 }), (parties, done) => {
      let commitment: Commitment;
      try {
        commitment = propose({}, parties);
      } catch (error) {
        expect(error).toMatchObject({ code: 'VERIFIER_NOT_INDEPENDENT' });
        return;
      }
      const related = (a: Kin, b: Kin): boolean => a.id === b.id || a.id === b.parentId || b.id === a.parentId;
      expect(related(parties.owner, parties.verifier)).toBe(false);
      const uploaders: string[] = [];
      for (const each of done) {
        const before = { ...commitment };
        try {
          if (each.verb === 'accept') commitment.accept(each.at);
          else if (each.verb === 'waive') commitment.waive(each.by.id, 'reason', each.at);
          else if (each.verb === 'verify') commitment.verify({ outcome: each.outcome }, { owner: parties.owner, verifier: each.by, personId: null, uploaders }, each.at);
          else if (commitment.submitEvidence({ value: 1 }, each.at, ZONE) >= 0) uploaders.push(each.by.id);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          expect(commitment).toEqual(before);
          continue;
        }
        expect(before.state).not.toMatch(/VERIFIED|WAIVED/);
        if (each.verb === 'verify') {
          expect(each.by).toBe(parties.verifier);
          expect(related(parties.owner, each.by)).toBe(false);
          expect(uploaders).not.toContain(each.by.id);
        }
        if (each.verb === 'waive') expect(each.by.id).not.toBe(parties.owner.id);
        if (before.late) expect(commitment.late).toBe(true);
        if (before.evidenceSubmittedAt) expect(commitment.evidenceSubmittedAt).toBe(before.evidenceSubmittedAt);
        if (commitment.evidenceSubmittedAt) expect(commitment.late).toBe(commitment.evidenceSubmittedAt >= LATE);
      }
    }), { numRuns: 500 });
  });
});
