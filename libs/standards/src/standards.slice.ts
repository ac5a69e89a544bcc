import { defineSlice } from '@quadhelix/service';
import { calendarAccess } from './calendar/calendar.access.js';
import { calendarErrors } from './calendar/calendar.errors.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';
import { EvaluationService } from './evaluation/evaluation.service.js';
import { RuleEvaluation, RuleViolation } from './evaluation/rule-evaluation.entity.js';
import { RuleEvaluationResolver, RuleViolationResolver } from './evaluation/rule-evaluation.resolver.js';
import { ruleAuthorityRegister } from './pack/authority.command.js';
import { readableVersion } from './pack/pack.queries.js';
import { RuleConfirmation } from './pack/rule-confirmation.entity.js';
import { RuleConfirmationService } from './pack/rule-confirmation.service.js';
import { AllianceRuleVersion, RuleAuthority, RuleVersion } from './pack/rule-version.entity.js';
import { RuleVersionMutations } from './pack/rule-version.mutations.js';
import { RuleVersionResolver } from './pack/rule-version.resolver.js';
import { RuleVersionService } from './pack/rule-version.service.js';
import { installShippedPacks } from './pack/shipped-packs.js';
import { RuleRehearsal } from './rehearsal/rehearsal.js';
import { RehearsalResolver } from './rehearsal/rehearsal.resolver.js';
import { ResolutionResolver } from './resolution/resolution.resolver.js';
import { RuleBook } from './resolution/rule-book.js';
import { pilotWaiverAccess, ruleEvaluationAccess, ruleVersionAccess, ruleViolationAccess } from './standards.access.js';
import { standardsErrors } from './standards.errors.js';
import { standardsEvents } from './standards.events.js';
import { ruleVersionPublished, waiverNotices } from './standards.notices.js';
import { evaluationData, openViolations, ruleVersionSearch } from './standards.readers.js';
import { pilotWaiverStates, ruleVersionStates, ruleViolationStates } from './standards.states.js';
import { PilotWaiver, WaiverMeasurement } from './waiver/pilot-waiver.entity.js';
import { PilotWaiverMutations } from './waiver/pilot-waiver.mutations.js';
import { PilotWaiverResolver } from './waiver/pilot-waiver.resolver.js';
import { PilotWaiverService } from './waiver/pilot-waiver.service.js';
import { waiverExpires, waiverReviewDue } from './waiver/waiver.due.js';
import { waiverApprovalWork, waiverReviewWork } from './waiver/waiver.work.js';

/** Rules that work is judged by, and the holiday calendar. */
export const standardsSlice = defineSlice({
  name: 'standards',
  entities: [RuleVersion, AllianceRuleVersion, RuleAuthority, RuleConfirmation, PilotWaiver, WaiverMeasurement, RuleEvaluation, RuleViolation],
  providers: [RuleBook, RuleVersionService, RuleConfirmationService, EvaluationService, PilotWaiverService, RuleRehearsal],
  resolvers: [
    CalendarResolver, ResolutionResolver, RuleVersionResolver, RuleVersionMutations, RuleEvaluationResolver, RuleViolationResolver, PilotWaiverResolver, PilotWaiverMutations, RehearsalResolver,
  ],
  nodes: [
    { type: 'RuleVersion', entity: RuleVersion, read: ruleVersionAccess.read, unfollowed: 'public rules change outside every alliance', subject: async (scope, found) => { await readableVersion(scope, found as RuleVersion); return { parties: () => ({}) }; } },
    { type: 'RuleEvaluation', entity: RuleEvaluation, read: ruleEvaluationAccess.read },
    { type: 'RuleViolation', entity: RuleViolation, read: ruleViolationAccess.read },
    { type: 'PilotWaiver', entity: PilotWaiver, read: pilotWaiverAccess.read },
  ],
  access: [calendarAccess, ruleVersionAccess, ruleEvaluationAccess, ruleViolationAccess, pilotWaiverAccess],
  states: [ruleVersionStates, pilotWaiverStates, ruleViolationStates],
  events: standardsEvents,
  errors: [calendarErrors.catalogue(), standardsErrors.catalogue()],
  installs: [installShippedPacks],
  commands: [() => ruleAuthorityRegister],
  dueKinds: [() => waiverReviewDue, () => waiverExpires],
  search: [ruleVersionSearch],
  work: [waiverApprovalWork, waiverReviewWork],
  figures: [openViolations],
  notices: [ruleVersionPublished, ...waiverNotices],
  personalData: [evaluationData],
});
