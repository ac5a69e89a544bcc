import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

export interface FigureValue {
  readonly organizationId: string;
  /** Null: not known, which is not zero. */
  readonly value: number | null;
  /** How many people stand behind it, where it is about people: few are not told apart. */
  readonly people: number | null;
}

/** A number about an organization in one alliance: part of its passport, and of what a mandated authority sees. A slice registers its own. */
export interface FigureKind {
  /** Unique and stable, `<nouns>.<what>`, e.g. `placements.active`. */
  readonly name: string;
  readonly title: BilingualText;
  readonly unit: 'COUNT' | 'MINUTES' | 'DAYS' | 'FEN' | 'BASIS_POINTS';
  /** How numbers of several alliances come together; a share or score is not added up. */
  readonly over: 'SUM' | 'NONE';
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
