import { defineAccess, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation | readonly Relation[]): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who works for an organization in an alliance. */
const STAFF: readonly Role[] = [
  'ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'INDUSTRY_MENTOR', 'SCHOOL_COORDINATOR', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD', 'SOCIETY_ASSESSOR',
];

/**
 * `maker` is the organization for which a link was made. Who may make a link is said by the slice whose decision it is; it names its own action
 * (such as `timesheet.createLink`). `use` is admitted by the link itself, to nobody by role.
 */
export const singleUseLinkAccess = defineAccess('stakeholders', 'singleUseLink', {
  read: { ...roles(STAFF, 'maker'), ALLIANCE_ADMIN: 'alliance' },
  revoke: { ...roles(STAFF, 'maker'), ALLIANCE_ADMIN: 'alliance' },
  use: {},
});
