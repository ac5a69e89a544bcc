import type { ParameterValue } from '../rule/rule.types.js';
import type { FactName, RuleFacts } from './facts.js';

/** KEPT and BROKEN are known; UNKNOWN: a fact is missing. */
export type Answer = 'KEPT' | 'BROKEN' | 'UNKNOWN';

/** One part broken breaks the whole; else one unknown part leaves it unknown. */
export const all = (...answers: readonly Answer[]): Answer => (answers.includes('BROKEN') ? 'BROKEN' : answers.includes('UNKNOWN') ? 'UNKNOWN' : 'KEPT');

export const keptIf = (kept: boolean): Answer => (kept ? 'KEPT' : 'BROKEN');

/** Parameters and facts of one rule as a check reads them; remembers which facts it used and which it missed. */
export class Case {
  readonly used: Partial<Record<FactName, RuleFacts[FactName]>> = {};
  readonly missing = new Set<FactName>();

  constructor(private readonly parameters: ReadonlyMap<string, ParameterValue>, private readonly facts: RuleFacts) {}

  /** A fact that the answer depends on; null where it is not known. */
  fact<K extends FactName>(name: K): NonNullable<RuleFacts[K]> | null {
    const value = this.facts[name] ?? null;
    if (value === null) this.missing.add(name);
    else this.used[name] = value;
    return value;
  }

  /** A fact that may be absent without leaving the answer open. */
  mayHave<K extends FactName>(name: K): NonNullable<RuleFacts[K]> | null {
    const value = this.facts[name] ?? null;
    if (value !== null) this.used[name] = value;
    return value;
  }

  /** A number that the rule names; null where it names none: then nothing is demanded. */
  number(code: string): number | null {
    const value = this.parameters.get(code);
    return typeof value === 'number' ? value : null;
  }

  demands(code: string): boolean {
    return this.parameters.get(code) === true;
  }

  codes(code: string): readonly string[] {
    const value = this.parameters.get(code);
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  /** Holds the fact against a number of the rule; kept where the rule names none. */
  against(code: string, name: FactName, keeps: (value: number, limit: number) => boolean): Answer {
    const limit = this.number(code);
    if (limit === null) return 'KEPT';
    const value = this.fact(name);
    return typeof value === 'number' ? keptIf(keeps(value, limit)) : 'UNKNOWN';
  }
}

export const atLeast = (value: number, limit: number): boolean => value >= limit;
export const atMost = (value: number, limit: number): boolean => value <= limit;
