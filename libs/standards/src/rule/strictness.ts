import type { ParameterValue, RuleParameter } from './rule.types.js';

/** SAME, or which of the two; INCOMPARABLE: each set has words that the other lacks. */
export type Comparison = 'SAME' | 'STRICTER' | 'LOOSER' | 'INCOMPARABLE';
type Shape = Pick<RuleParameter, 'direction'>;

const words = (value: ParameterValue): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);

function compareSets(a: readonly string[], b: readonly string[]): Comparison {
  const [inA, inB] = [new Set(a), new Set(b)];
  const holds = b.every((word) => inA.has(word));
  const held = a.every((word) => inB.has(word));
  if (holds && held) return 'SAME';
  if (holds) return 'STRICTER';
  return held ? 'LOOSER' : 'INCOMPARABLE';
}

/** How strict the value `a` of a parameter is, measured by `b`. Times compare as `hh:mm`. */
export function compare({ direction }: Shape, a: ParameterValue, b: ParameterValue): Comparison {
  if (direction === 'SET') return compareSets(words(a), words(b));
  if (a === b) return 'SAME';
  if (direction === 'BOOLEAN') return a === true ? 'STRICTER' : 'LOOSER';
  return a > b === (direction === 'MIN') ? 'STRICTER' : 'LOOSER';
}

/** The value that satisfies both: the stricter one, of sets all words together. Commutative, associative and idempotent. */
export function stricter(shape: Shape, a: ParameterValue, b: ParameterValue): ParameterValue {
  if (shape.direction === 'SET') return [...new Set([...words(a), ...words(b)])].sort();
  return compare(shape, a, b) === 'LOOSER' ? b : a;
}
