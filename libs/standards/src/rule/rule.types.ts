import type { BilingualText } from '@quadhelix/access';

/** Who makes rules, widest first. An alliance may add to what the public levels demand, never take away. */
export const RULE_LEVELS = ['NATIONAL', 'PROVINCIAL', 'CITY', 'ALLIANCE'] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];
/** Levels of public law. */
export type PublicLevel = Exclude<RuleLevel, 'ALLIANCE'>;

/** Steps of an activity at which rules are looked at. */
export const GATES = ['PUBLISH', 'ASSIGN', 'ONBOARD', 'CONTINUE', 'ASSESS', 'CLOSE'] as const;
export type Gate = (typeof GATES)[number];

/** WARN: a broken rule is shown and passes. BLOCK: it stops the step. */
export const SEVERITIES = ['WARN', 'BLOCK'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a parameter counts. LOCAL_TIME is `hh:mm`; CODES is a set of words. */
export const PARAMETER_TYPES = ['MINUTES', 'FEN', 'BASIS_POINTS', 'DAYS', 'MONTHS', 'YEARS', 'COUNT', 'CODES', 'BOOLEAN', 'LOCAL_TIME'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/**
 * Which way a parameter is stricter. MIN: a floor, higher is stricter. MAX: a cap, lower is stricter. SET: words that are demanded or forbidden,
 * more of them is stricter. BOOLEAN: a demand, true is stricter.
 */
export const DIRECTIONS = ['MIN', 'MAX', 'SET', 'BOOLEAN'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A number, `hh:mm`, words, or yes and no: as its type says. */
export type ParameterValue = number | string | boolean | readonly string[];

export interface RegionalValue {
  /** Six digits, inside the region of the pack. */
  readonly region: string;
  readonly value: ParameterValue;
}

export interface RuleParameter {
  /** Unique in the rule, e.g. `minutesPerDay`. */
  readonly code: string;
  readonly type: ParameterType;
  readonly direction: Direction;
  readonly value: ParameterValue;
  /** Stricter values for parts of the region, e.g. the classes of a minimum wage; the smallest region that holds the place counts. */
  readonly byRegion?: readonly RegionalValue[];
  /** The value was not verified: a person has to confirm it. */
  readonly toConfirm?: boolean;
}

export interface RuleSource {
  /** Law, regulation or notice. */
  readonly law: BilingualText;
  /** Article, e.g. `Art. 16`. */
  readonly article: string;
  readonly url?: string;
}

/** One rule of a pack: data for one of a closed set of checks, or, without a check, numbers that the product reads by their code. */
export interface Rule {
  /** Stable, the same in every pack, e.g. `R1` or `R7-HOURLY`. */
  readonly code: string;
  readonly title: BilingualText;
  readonly text: BilingualText;
  readonly check: string | null;
  readonly severity: Severity;
  readonly gates: readonly Gate[];
  /** A tightening applies at once, also to what began under an older version. */
  readonly safety: boolean;
  /** May a pilot waiver loosen it? Never R1, R2, R10 to R13. */
  readonly waivable: boolean;
  /** false: a proposal of the product, which any other pack may replace in either direction. */
  readonly binding: boolean;
  readonly source: RuleSource;
  /** Its wording or scope was not verified: a person has to confirm it. */
  readonly toConfirm: boolean;
  readonly parameters: readonly RuleParameter[];
}

/** One version of a pack: immutable once it is published. */
export interface RuleVersionContent {
  readonly id: string;
  /** Code of the pack, unique over the platform; `alliance` for the pack of the alliance itself. */
  readonly pack: string;
  readonly level: RuleLevel;
  /** Six digits; of an alliance its seat. */
  readonly region: string;
  readonly number: number;
  /** Local date. */
  readonly effectiveFrom: string;
  /** Last day on which it holds; null: until further notice. */
  readonly effectiveUntil: string | null;
  readonly rules: readonly Rule[];
}

/** What computed values record: `cn-internship@1`. */
export const versionLabel = (version: Pick<RuleVersionContent, 'pack' | 'number'>): string => `${version.pack}@${String(version.number)}`;

/** Children's safety, consent, insurance and money: nobody may loosen these for a trial. */
export const NEVER_WAIVABLE: ReadonlySet<string> = new Set(['R1', 'R2', 'R10', 'R11', 'R12', 'R13']);
