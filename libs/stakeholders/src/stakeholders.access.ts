import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation | readonly Relation[]): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who speaks for an organization in an alliance. */
export const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];
const STAFF: readonly Role[] = ROLES.filter((role) => !['APPRENTICE', 'GUARDIAN', 'API_CLIENT'].includes(role));

export const allianceAccess = defineAccess('stakeholders', 'alliance', {
  read: roles(ROLES, 'alliance'),
});

export const organizationAccess = defineAccess('stakeholders', 'organization', {
  read: { grants: roles(ROLES, 'alliance'), whileInvited: true },
  update: roles(SPOKESPEOPLE, 'self'),
});

export const membershipAccess = defineAccess('stakeholders', 'membership', {
  read: { grants: roles(ROLES, 'alliance'), whileInvited: true },
  readReason: { ...roles(STAFF, 'organization'), ALLIANCE_ADMIN: 'alliance' },
  invite: { ALLIANCE_ADMIN: 'alliance' },
  accept: { grants: roles(SPOKESPEOPLE, 'organization'), whileInvited: true },
  decline: { grants: roles(SPOKESPEOPLE, 'organization'), whileInvited: true },
  withdraw: { grants: roles(SPOKESPEOPLE, 'organization'), whileSuspended: true },
  suspend: { ALLIANCE_ADMIN: 'alliance' },
  reinstate: { ALLIANCE_ADMIN: 'alliance' },
  expel: { ALLIANCE_ADMIN: 'alliance' },
});

/** `related`: organizations the person takes part with. `staff`: he is nobody's student, so every member organization may know his name. */
export const personAccess = defineAccess('stakeholders', 'person', {
  read: { ...roles(STAFF, ['related', 'staff', 'self']), ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance', APPRENTICE: ['staff', 'self'], GUARDIAN: ['staff', 'self'], API_CLIENT: 'alliance' },
  readName: { ...roles(STAFF, ['related', 'staff', 'self']), ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance', APPRENTICE: ['staff', 'self'], GUARDIAN: ['staff', 'self'] },
  readBirthDate: { SCHOOL_COORDINATOR: 'related', INDUSTRY_COORDINATOR: 'related', SCHOOL_TEACHER: 'related', APPRENTICE: 'self' },
  register: { ...roles(SPOKESPEOPLE, 'organization'), ALLIANCE_ADMIN: 'alliance' },
  endAffiliation: roles(SPOKESPEOPLE, 'organization'),
});

/** How people of an organization come to sign in. Whoever may do this could come in as them: so it is its own speaker's alone, through the product's own clients. */
export const signInAccess = defineAccess('stakeholders', 'signIn', {
  issueActivationCodes: { SCHOOL_COORDINATOR: 'organization' },
  invite: roles(SPOKESPEOPLE, 'organization'),
});

export const seatAccess = defineAccess('stakeholders', 'seat', {
  read: { ...roles(STAFF, 'alliance'), APPRENTICE: 'self', GUARDIAN: 'self', API_CLIENT: 'alliance' },
  assign: { ...roles(SPOKESPEOPLE, 'organization'), ALLIANCE_ADMIN: 'alliance' },
  assignAdmin: { ALLIANCE_ADMIN: 'alliance' },
  end: { ...roles(SPOKESPEOPLE, 'organization'), ALLIANCE_ADMIN: 'alliance' },
});

export const appConsentAccess = defineAccess('stakeholders', 'appConsent', {
  read: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance', GOVERNMENT_AUDITOR: 'alliance' },
  grant: { ALLIANCE_ADMIN: 'alliance' },
  withdraw: { ALLIANCE_ADMIN: 'alliance' },
});

/**
 * An organization's figures. In an alliance its share there, also for who watches over all; outside any, over all its alliances, for who speaks for it.
 * `self`: the organization that they are about.
 */
export const passportAccess = defineAccess('readers', 'passport', {
  read: {
    grants: {
      ...roles(STAFF, 'self'), ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: ['alliance', 'self'], GOVERNMENT_AUDITOR: ['alliance', 'self'], API_CLIENT: 'alliance',
    },
    acrossAlliances: true,
  },
});

/** Mandates of an authority are read by who speaks for it; operators register them. */
export const mandateAccess = defineAccess('readers', 'mandate', {
  read: { grants: { GOVERNMENT_LIAISON: 'authority' }, acrossAlliances: true },
  register: {},
  suspend: {},
  reinstate: {},
  revoke: {},
});

/** Which authority looked at the figures of this alliance. */
export const mandateReadAccess = defineAccess('readers', 'mandateRead', {
  read: { ALLIANCE_ADMIN: 'alliance' },
});
