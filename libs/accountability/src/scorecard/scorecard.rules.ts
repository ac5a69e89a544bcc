import type { CommitmentOutcome, CommitmentState } from '../commitment/commitment.states.js';

/** How much of a promise counts as kept, in basis points, with the name of this version. */
export interface ScoreRule {
  readonly version: string;
  readonly kept: number;
  readonly late: number;
  readonly partial: number;
  readonly partialLate: number;
}

/** Commitments that are alike for the score: how many there are, and what they weigh together. */
export interface ScoreGroup {
  readonly state: CommitmentState;
  readonly outcome: CommitmentOutcome | null;
  /** The first evidence came after the due day. */
  readonly late: boolean;
  readonly count: number;
  readonly weight: number;
}

/**
 * Where a due commitment counts. `awaiting` (handed in on time, no verdict yet) and `waived` leave the denominator and are shown
 * apart; `notAccepted` was never promised and is not due at all. Everything else stands in the denominator; only the first four earn.
 */
export const SCORE_PLACES = ['kept', 'late', 'partial', 'partialLate', 'notMet', 'missed', 'awaitingLate', 'awaiting', 'waived', 'notAccepted'] as const;
export type ScorePlace = (typeof SCORE_PLACES)[number];

/** What an alliance or an organization kept of what was due. */
export type Score = Readonly<Record<ScorePlace, number>> & {
  /** Commitments whose day is over, without those never accepted. */
  readonly due: number;
  /** Σ weight × quality / Σ weight, 0 to 1; null where nothing counts yet, never a perfect score. */
  readonly score: number | null;
  readonly scoreBp: number | null;
  readonly ruleVersion: string;
};

/** In which place a due commitment counts. */
export function placeOf({ state, outcome, late }: Pick<ScoreGroup, 'state' | 'outcome' | 'late'>): ScorePlace {
  if (state === 'PROPOSED') return 'notAccepted';
  if (state === 'WAIVED') return 'waived';
  if (state === 'ACCEPTED') return 'missed';
  if (state === 'EVIDENCE_SUBMITTED') return late ? 'awaitingLate' : 'awaiting';
  if (outcome === 'FULFILLED') return late ? 'late' : 'kept';
  if (outcome === 'PARTIAL') return late ? 'partialLate' : 'partial';
  return 'notMet';
}

const APART: ReadonlySet<ScorePlace> = new Set(['awaiting', 'waived', 'notAccepted']);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Adds up groups of due commitments by a rule. */
export function scoreOf(groups: readonly ScoreGroup[], rule: ScoreRule): Score {
  const at = (place: ScorePlace): readonly ScoreGroup[] => groups.filter((group) => placeOf(group) === place);
  const counts = Object.fromEntries(SCORE_PLACES.map((place) => [place, total(at(place).map(({ count }) => count))])) as Record<ScorePlace, number>;
  const weight = total(groups.filter((group) => !APART.has(placeOf(group))).map((group) => group.weight));
  const earned = total((['kept', 'late', 'partial', 'partialLate'] as const).map((place) => rule[place] * total(at(place).map((group) => group.weight))));
  return {
    ...counts,
    due: total(groups.map(({ count }) => count)) - counts.notAccepted,
    score: weight === 0 ? null : earned / weight / 10_000,
    scoreBp: weight === 0 ? null : Math.round(earned / weight),
    ruleVersion: rule.version,
  };
}
