import { standardsErrors } from '../standards.errors.js';
import type { ResolvedRule, RulePlace } from './resolution.types.js';
import type { Threshold } from './thresholds.js';

/** A value with the versions of the packs that it comes from, as computed values record them. */
export interface Read<T> {
  readonly value: T;
  /** `cn-internship@1`, several joined by `+`. */
  readonly version: string;
}

/** The rules that hold at one place on one day. */
export class RuleResolution {
  constructor(readonly place: RulePlace, private readonly byCode: ReadonlyMap<string, ResolvedRule>) {}

  /** All rules, by code. */
  get rules(): readonly ResolvedRule[] {
    return [...this.byCode.values()];
  }

  rule(code: string): ResolvedRule | null {
    return this.byCode.get(code) ?? null;
  }

  /** A threshold and its version; null where no pack in force states it. */
  find<T>({ rule, parameter, read }: Threshold<T>): Read<T> | null {
    const found = this.byCode.get(rule)?.parameters.find(({ code }) => code === parameter);
    if (!found) return null;
    const waiver = found.waiver ? [`waiver:${found.waiver.id}`] : [];
    return { value: read(found.value), version: [...found.from.map(({ label }) => label), ...waiver].join('+') };
  }

  /** A threshold and its version. Throws RULE_NOT_IN_FORCE. */
  of<T>(threshold: Threshold<T>): Read<T> {
    const found = this.find(threshold);
    if (!found) throw standardsErrors.RULE_NOT_IN_FORCE({ params: { rule: threshold.rule, onDate: this.place.onDate } });
    return found;
  }
}
