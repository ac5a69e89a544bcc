import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';
import { SPOKESPEOPLE, WORKERS } from './accountability.people.js';

const roles = (names: readonly Role[], relation: Relation): Grants => Object.fromEntries(names.map((name) => [name, relation]));

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
