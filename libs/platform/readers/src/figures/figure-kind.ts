import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

export interface FigureValue {
  readonly organizationId: string;
  /** Null: not known, which is not zero. */
  readonly value: number | null;
  /** How many people stand behind it, where it is about people: few are not told apart. */
  readonly people: number | null;
  /** The local date on which it changes by itself, by a day passing; null or left out: only when something is changed. */
  readonly changesOn?: string | null;
  /** Row ids of the single cases that it counts, of type `subjectType`; at most {@link MAX_SUBJECTS} are kept. */
  readonly subjectIds?: readonly string[];
}

/** Cases that are kept of one figure. */
export const MAX_SUBJECTS = 100;

/** How closely an authority looks: at sums, at what organizations promised, at single cases. Each includes the ones before. */
export const MANDATE_LEVELS = ['AGGREGATE', 'COMMITMENT', 'CASE'] as const;
export type MandateLevel = (typeof MANDATE_LEVELS)[number];

/** A number about an organization in one alliance: part of its passport, and of what a mandated authority sees. A slice registers its own. */
export interface FigureKind {
  /** Unique and stable, `<nouns>.<what>`, e.g. `placements.active`. */
  readonly name: string;
  readonly title: BilingualText;
  readonly unit: 'COUNT' | 'MINUTES' | 'DAYS' | 'FEN' | 'BASIS_POINTS';
  /** How numbers of several alliances come together; a share or score is not added up. */
  readonly over: 'SUM' | 'NONE';
  /** From which level of mandate on an authority is told the number of each organization by name; left out: from CASE on. Say COMMITMENT for what an organization promised. */
  readonly named?: 'COMMITMENT' | 'CASE';
  /** Node type of `subjectIds`: told under a mandate of level CASE only. */
  readonly subjectType?: string;
  /** Types whose change may change it. */
  readonly of: readonly string[];
  /** Organizations whose figure depends on something changed. */
  touched(scope: Scope, changed: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]>;
  /** The figure of these organizations in the alliance of the scope as it is now; what is left out has none. */
  compute(scope: Scope, organizationIds: readonly string[]): Promise<readonly FigureValue[]>;
}

/** The kinds of all slices. */
export class FigureKinds {
  constructor(readonly all: readonly FigureKind[]) {}
}
