import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who watches over everybody in an alliance. */
const WATCHERS: Grants = roles(['ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON', 'GOVERNMENT_AUDITOR'], 'alliance');
/** Each side of a subject its own. */
const PARTIES: Grants = {
  ...roles(['INDUSTRY_COORDINATOR', 'INDUSTRY_MENTOR'], 'host'),
  ...roles(['SCHOOL_COORDINATOR', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD'], 'school'),
  APPRENTICE: 'person',
};
const MAKERS: Grants = { GOVERNMENT_LIAISON: 'authority', ALLIANCE_ADMIN: 'administration' };

/**
 * Rules are read by everybody. `authority`: organizations registered to make rules for the level and region of the pack; `administration`: the alliance's own pack.
 * Drafts are their makers'.
 */
export const ruleVersionAccess = defineAccess('standards', 'ruleVersion', {
  read: roles(ROLES, 'alliance'),
  readDraft: MAKERS,
  draft: MAKERS,
  publish: MAKERS,
  retire: MAKERS,
  confirm: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance' },
  readPreview: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance' },
});

/** `readFacts`: facts tell of age, sex and pay, so only the parties and who watches over them. */
export const ruleEvaluationAccess = defineAccess('standards', 'ruleEvaluation', {
  read: { ...PARTIES, ...WATCHERS, ...roles(['SOCIETY_OBSERVER', 'API_CLIENT'], 'alliance') },
  readFacts: { ...PARTIES, ...WATCHERS },
});

export const ruleViolationAccess = defineAccess('standards', 'ruleViolation', {
  read: { ...PARTIES, ...WATCHERS, ...roles(['SOCIETY_OBSERVER', 'SOCIETY_ASSESSOR', 'API_CLIENT'], 'alliance') },
});

/** `approver`: an authority of the level and region that the waiver needs, or of a wider one. */
export const pilotWaiverAccess = defineAccess('standards', 'pilotWaiver', {
  read: roles(ROLES, 'alliance'),
  ask: { ALLIANCE_ADMIN: 'alliance' },
  withdraw: { ALLIANCE_ADMIN: 'alliance' },
  measure: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance' },
  approve: { GOVERNMENT_LIAISON: 'approver' },
  refuse: { GOVERNMENT_LIAISON: 'approver' },
  extend: { GOVERNMENT_LIAISON: 'approver' },
  adopt: { GOVERNMENT_LIAISON: 'approver' },
  end: { GOVERNMENT_LIAISON: 'approver' },
});
