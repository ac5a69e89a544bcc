export { standardsSlice } from './standards.slice.js';
export { standardsErrors } from './standards.errors.js';
export { DAY_KINDS, HolidayCalendar, holidayCalendar, type CalendarDay, type DayKind } from './calendar/holiday-calendar.js';
export { HOLIDAY_YEARS, type Holiday, type HolidayYear } from './calendar/holiday-years.js';
export {
  DIRECTIONS, GATES, NEVER_WAIVABLE, PARAMETER_TYPES, RULE_LEVELS, SEVERITIES, versionLabel,
  type Direction, type Gate, type ParameterType, type ParameterValue, type Rule, type RuleLevel, type RuleParameter, type RuleSource, type RuleVersionContent, type Severity,
} from './rule/rule.types.js';
export { CHECK_NAMES, type CheckName } from './check/check-names.js';
export { ageOn, plusMonths, settled, type FactName, type InsuranceFact, type RuleFacts } from './check/facts.js';
export { evaluate, evaluateGate, overall, VERDICTS, type JudgedRule, type RuleVerdict, type Verdict } from './check/evaluate.js';
export { RuleBook } from './resolution/rule-book.js';
export { RuleResolution, type Read } from './resolution/rule-resolution.js';
export { resolveRules } from './resolution/resolve.js';
export { thresholds, type Threshold } from './resolution/thresholds.js';
export type { PackSource, ResolvedParameter, ResolvedRule, RulePlace, WaiverTerms } from './resolution/resolution.types.js';
export { shippedPacks, type ShippedPack } from './pack/shipped-packs.js';
export { RuleVersionService, type DraftFacts, type PackFacts } from './pack/rule-version.service.js';
export { RuleAuthority, RuleVersion } from './pack/rule-version.entity.js';
export { EvaluationService } from './evaluation/evaluation.service.js';
export { judge, type EvaluationOrder } from './evaluation/judge.js';
export { RuleEvaluation, RuleViolation, type StoredVerdict } from './evaluation/rule-evaluation.entity.js';
export { pilotWaiverAccess, ruleEvaluationAccess, ruleVersionAccess, ruleViolationAccess } from './standards.access.js';
export { PilotWaiver } from './waiver/pilot-waiver.entity.js';
export { PilotWaiverService, type WaiverFacts } from './waiver/pilot-waiver.service.js';
export { RuleRehearsal, type Flip, type Rehearsal } from './rehearsal/rehearsal.js';
