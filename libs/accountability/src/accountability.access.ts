import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who speaks for an organization in an alliance. */
const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];
/** Who works for an organization; auditors and observers only read. */
const WORKERS: readonly Role[] = [...SPOKESPEOPLE, 'INDUSTRY_MENTOR', 'INDUSTRY_FINANCE', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD'];

/**
 * Promises are the alliance's business: everybody with a seat reads them, apps with consent too.
 * `owner` is the organization that promised, `verifier` the one that will judge.
 */
export const commitmentAccess = defineAccess('accountability', 'commitment', {
  read: roles(ROLES, 'alliance'),
  propose: { ...roles(SPOKESPEOPLE, 'owner'), GOVERNMENT_LIAISON: 'alliance', ALLIANCE_ADMIN: 'alliance' },
  accept: roles(SPOKESPEOPLE, 'owner'),
  submitEvidence: roles(WORKERS, 'owner'),
  verify: roles(SPOKESPEOPLE, 'verifier'),
  // A document that anybody can check is issued in the name of an organization.
  issueRecord: { ...roles(SPOKESPEOPLE, 'alliance'), ALLIANCE_ADMIN: 'alliance' },
  // That nobody waives what his own organization promised is a rule of the commitment.
  waive: { GOVERNMENT_LIAISON: 'alliance', ALLIANCE_ADMIN: 'alliance' },
});
