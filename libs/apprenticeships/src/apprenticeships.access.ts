import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who works with placements: each side its own. */
const PARTIES: Grants = {
  ...roles(['INDUSTRY_COORDINATOR', 'INDUSTRY_MENTOR'], 'host'),
  ...roles(['SCHOOL_COORDINATOR', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD'], 'school'),
  APPRENTICE: 'apprentice',
};
const WATCHERS: Grants = roles(['ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON', 'GOVERNMENT_AUDITOR'], 'alliance');
/** Observers and apps see that there are placements and hours, never names: those are guarded by the person. */
const READERS: Grants = { ...PARTIES, ...WATCHERS, ...roles(['SOCIETY_OBSERVER', 'API_CLIENT'], 'alliance') };

export const programmeAccess = defineAccess('apprenticeships', 'programme', {
  read: roles(ROLES, 'alliance'),
  create: roles(['SCHOOL_COORDINATOR', 'SCHOOL_PROGRAMME_LEAD'], 'school'),
});

export const positionAccess = defineAccess('apprenticeships', 'position', {
  read: roles(ROLES, 'alliance'),
  publish: { INDUSTRY_COORDINATOR: 'host' },
  stateConditions: { INDUSTRY_COORDINATOR: 'host' },
  close: { INDUSTRY_COORDINATOR: 'host' },
});

/** `readReason`: why it ended may tell of illness or conflict, so only the parties and who watches over them. */
export const placementAccess = defineAccess('apprenticeships', 'placement', {
  read: READERS,
  readReason: { ...PARTIES, ...WATCHERS },
  // Facts behind verdicts tell of age and pay.
  readFacts: { ...PARTIES, ...WATCHERS },
  plan: roles(['SCHOOL_COORDINATOR', 'SCHOOL_PROGRAMME_LEAD'], 'school'),
  evaluate: { ...roles(['SCHOOL_COORDINATOR', 'SCHOOL_PROGRAMME_LEAD'], 'school'), INDUSTRY_COORDINATOR: 'host', GOVERNMENT_LIAISON: 'alliance' },
  start: { SCHOOL_COORDINATOR: 'school' },
  pause: { SCHOOL_COORDINATOR: 'school', INDUSTRY_COORDINATOR: 'host' },
  resume: { SCHOOL_COORDINATOR: 'school' },
  complete: { SCHOOL_COORDINATOR: 'school', INDUSTRY_COORDINATOR: 'host' },
  stop: { SCHOOL_COORDINATOR: 'school', INDUSTRY_COORDINATOR: 'host' },
});

export const timesheetAccess = defineAccess('apprenticeships', 'timesheet', {
  read: READERS,
  readReason: { ...PARTIES, ...WATCHERS },
  save: { APPRENTICE: 'apprentice', SCHOOL_COORDINATOR: 'school' },
  submit: { APPRENTICE: 'apprentice', SCHOOL_COORDINATOR: 'school' },
  mentorApprove: { INDUSTRY_MENTOR: 'host' },
  teacherApprove: { SCHOOL_TEACHER: 'school' },
  return: { INDUSTRY_MENTOR: 'host', SCHOOL_TEACHER: 'school' },
  // A link for the mentor; what he may do by it is said by the link.
  createLink: { SCHOOL_COORDINATOR: 'school', SCHOOL_TEACHER: 'school' },
});
