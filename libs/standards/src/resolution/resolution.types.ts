import type { BilingualText } from '@quadhelix/access';
import type { JudgedRule } from '../check/evaluate.js';
import type { Direction, ParameterType, ParameterValue, RuleLevel, RuleSource } from '../rule/rule.types.js';

/** Why a pack applies. */
export const REASONS = ['PLACE_OF_WORK', 'HOME_REGION', 'ALLIANCE'] as const;
export type ResolutionReason = (typeof REASONS)[number];

/** Where and when somebody works: what decides which rules hold. Regions have six digits. */
export interface RulePlace {
  /** Region in which the work is done. */
  readonly workRegion: string;
  /** Region of the school at home; null where there is none. */
  readonly homeRegion: string | null;
  readonly onDate: string;
  /** Day whose rules hold for what is no matter of safety: when a placement was made ready. Left out: `onDate`. */
  readonly pinnedOn?: string | null;
  /** Whom waivers may name. */
  readonly hostOrganizationId?: string | null;
  readonly programmeId?: string | null;
}

/** A version of a pack that speaks of a rule. */
export interface PackSource {
  readonly versionId: string;
  /** `cn-internship@1`. */
  readonly label: string;
  readonly level: RuleLevel;
  readonly region: string;
  readonly source: RuleSource;
  readonly because: readonly ResolutionReason[];
}

export interface OtherValue {
  readonly from: PackSource;
  readonly value: ParameterValue;
  /** Held against the value that applies. */
  readonly comparison: 'SAME' | 'LOOSER';
}

/** What a waiver allows instead of the value that would apply. */
export interface AppliedWaiver {
  readonly id: string;
  /** What would apply without it. */
  readonly insteadOf: ParameterValue;
}

export interface ResolvedParameter {
  readonly code: string;
  readonly type: ParameterType;
  readonly direction: Direction;
  /** What applies. */
  readonly value: ParameterValue;
  /** The packs that it comes from: one, or, of a set, each that added words. */
  readonly from: readonly PackSource[];
  readonly others: readonly OtherValue[];
  readonly waiver: AppliedWaiver | null;
  /** A person has to confirm it. */
  readonly toConfirm: boolean;
}

/** A smaller region's rule that says nothing more than a wider one. */
export interface RedundantRule {
  readonly child: PackSource;
  readonly parent: PackSource;
}

/** A rule as it holds at a place on a day. */
export interface ResolvedRule extends JudgedRule {
  readonly title: BilingualText;
  readonly text: BilingualText;
  readonly safety: boolean;
  readonly waivable: boolean;
  readonly binding: boolean;
  readonly toConfirm: boolean;
  readonly parameters: readonly ResolvedParameter[];
  /** All packs that speak of it, widest first. */
  readonly sources: readonly PackSource[];
  readonly redundant: readonly RedundantRule[];
}

/** A relaxation for a trial, as far as resolution needs it: approved, and in force from the one local date to the other. */
export interface WaiverTerms {
  readonly id: string;
  readonly rule: string;
  readonly parameter: string;
  /** How loose it may become. */
  readonly bound: ParameterValue;
  readonly from: string;
  /** Last day; null: adopted, until further notice. */
  readonly until: string | null;
  /** Place of work; null: everywhere. */
  readonly region: string | null;
  /** Empty: all. */
  readonly hosts: readonly string[];
  readonly programmes: readonly string[];
  /** Who approved it: it loosens no pack of a wider level, and none outside the region. */
  readonly approver: { readonly level: RuleLevel; readonly region: string };
}
