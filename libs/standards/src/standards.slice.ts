import { defineSlice } from '@quadhelix/service';
import { calendarAccess } from './calendar/calendar.access.js';
import { calendarErrors } from './calendar/calendar.errors.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';
import { EvaluationService } from './evaluation/evaluation.service.js';
import { RuleEvaluation, RuleViolation } from './evaluation/rule-evaluation.entity.js';
import { ruleAuthorityRegister } from './pack/authority.command.js';
import { AllianceRuleVersion, RuleAuthority, RuleVersion } from './pack/rule-version.entity.js';
import { RuleVersionService } from './pack/rule-version.service.js';
import { installShippedPacks } from './pack/shipped-packs.js';
import { RuleBook } from './resolution/rule-book.js';
import { pilotWaiverAccess, ruleEvaluationAccess, ruleVersionAccess, ruleViolationAccess } from './standards.access.js';
import { standardsErrors } from './standards.errors.js';
import { pilotWaiverStates, ruleVersionStates, ruleViolationStates } from './standards.states.js';
import { PilotWaiver, WaiverMeasurement } from './waiver/pilot-waiver.entity.js';

/** Rules that work is judged by, and the holiday calendar. */
export const standardsSlice = defineSlice({
  name: 'standards',
  entities: [RuleVersion, AllianceRuleVersion, RuleAuthority, PilotWaiver, WaiverMeasurement, RuleEvaluation, RuleViolation],
  providers: [RuleBook, RuleVersionService, EvaluationService],
  resolvers: [CalendarResolver],
  access: [calendarAccess, ruleVersionAccess, ruleEvaluationAccess, ruleViolationAccess, pilotWaiverAccess],
  states: [ruleVersionStates, pilotWaiverStates, ruleViolationStates],
  errors: [calendarErrors.catalogue(), standardsErrors.catalogue()],
  installs: [installShippedPacks],
  commands: [() => ruleAuthorityRegister],
});
