import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { COMMITMENT_OUTCOMES, COMMITMENT_STATES } from '../commitment/commitment.states.js';
import { placeOf, SCORE_PLACES, scoreOf, type ScoreGroup, type ScoreRule } from './scorecard.rules.js';

type Row = [ScoreGroup['state'], ScoreGroup['outcome'], boolean, number, number];
interface Vector {
  why: string;
  groups: Row[];
  score: number | null;
  due?: number;
}
const vectors = JSON.parse(readFileSync(new URL('scorecard.vectors.json', import.meta.url), 'utf8')) as Vector[];
const RULE: ScoreRule = { version: 'vectors@1', kept: 10_000, late: 8_000, partial: 5_000, partialLate: 4_000 };
const group = ([state, outcome, late, count, weight]: Row): ScoreGroup => ({ state, outcome, late, count, weight });

describe('a scorecard', () => {
  it.each(vectors.map((vector): [string, Vector] => [`${vector.why}: ${String(vector.score)}`, vector]))('%s', (_name, { groups, score, due }) => {
    const made = scoreOf(groups.map(group), RULE);
    if (score === null) expect([made.score, made.scoreBp]).toEqual([null, null]);
    else {
      expect(made.score).toBeCloseTo(score, 12);
      expect(made.scoreBp).toBe(Math.round(score * 10_000));
    }
    if (due !== undefined) expect(made.due).toBe(due);
    expect(made.ruleVersion).toBe('vectors@1');
  });

  it('counts every commitment in exactly one place', () => {
    const made = scoreOf(vectors.find(({ why }) => why.startsWith('all the places'))?.groups.map(group) ?? [], RULE);
    expect(SCORE_PLACES.map((place) => made[place])).toEqual(SCORE_PLACES.map(() => 1));
  });

  it('is what adding up one commitment after the other gives', () => {
    const one = fc.record({
      state: fc.constantFrom(...COMMITMENT_STATES), outcome: fc.constantFrom(...COMMITMENT_OUTCOMES), late: fc.boolean(), weight: fc.integer({ min: 1, max: 10_000 }),
    }).map(({ outcome, ...rest }) => ({ ...rest, outcome: rest.state === 'VERIFIED' ? outcome : null, count: 1 }));
    const quality: Record<string, number> = { kept: 1, late: 0.8, partial: 0.5, partialLate: 0.4 };
    fc.assert(fc.property(fc.array(one, { maxLength: 40 }), (all) => {
      let weight = 0;
      let earned = 0;
      for (const each of all) {
        const place = placeOf(each);
        if (['awaiting', 'waived', 'notAccepted'].includes(place)) continue;
        weight += each.weight;
        earned += each.weight * (quality[place] ?? 0);
      }
      const made = scoreOf(all, RULE);
      if (weight === 0) expect(made.score).toBeNull();
      else expect(made.score).toBeCloseTo(earned / weight, 9);
      expect(made.score ?? 0).toBeGreaterThanOrEqual(0);
      expect(made.score ?? 1).toBeLessThanOrEqual(1);
      expect(made.due).toBe(all.filter(({ state }) => state !== 'PROPOSED').length);
    }));
  });
});
