/** The four helixes. */
export const SECTORS = ['GOVERNMENT', 'INDUSTRY', 'SCHOOL', 'SOCIETY'] as const;
export type Sector = (typeof SECTORS)[number];

/** What a seat in an alliance, or a consent, makes its holder. A person may hold several for one organization. */
export const ROLES = [
  'ALLIANCE_ADMIN',
  'GOVERNMENT_LIAISON',
  'GOVERNMENT_AUDITOR',
  'INDUSTRY_COORDINATOR',
  'INDUSTRY_MENTOR',
  'INDUSTRY_FINANCE',
  'SCHOOL_COORDINATOR',
  'SCHOOL_TEACHER',
  'SCHOOL_PROGRAMME_LEAD',
  'SOCIETY_OBSERVER',
  'SOCIETY_ASSESSOR',
  'GUARDIAN',
  'APPRENTICE',
  'API_CLIENT',
] as const;
export type Role = (typeof ROLES)[number];

export type MembershipState = 'INVITED' | 'ACTIVE' | 'SUSPENDED' | 'WITHDRAWN' | 'EXPELLED';

/** What a single-use link admits its holder to. */
export interface ActorLink {
  readonly id: string;
  /** The person who made the link; null where the product itself did. */
  readonly madeBy: string | null;
  /** Name of an action → id of the one row that it may be done to. */
  readonly admits: Readonly<Record<string, string>>;
}

/**
 * Who is asking. Made by `enter` from a verified token, never from what a client says about itself.
 * `SYSTEM` is the product's own worker or an operator's command; it has every right and is named in the audit trail.
 * `LINK` is a named person who holds a single-use link: he has no role and no scope, only what the link admits.
 */
export interface Actor {
  readonly kind: 'PERSON' | 'APP' | 'SYSTEM' | 'LINK';
  readonly accountId: string | null;
  readonly personId: string | null;
  /** The organization the actor acts for in this operation. */
  readonly organizationId: string | null;
  readonly membershipId: string | null;
  readonly membershipState: MembershipState | null;
  readonly sector: Sector | null;
  readonly roles: readonly Role[];
  readonly clientId: string | null;
  /** Is the client part of the product? False for every app of somebody else, also where it acts for a person. */
  readonly firstParty: boolean;
  readonly scopes: readonly string[];
  /** Null outside any alliance: there an organization may be acted for over all its alliances, by who speaks for it in one of them. */
  readonly tenantId: string | null;
  /** Acting for an organization over its alliances: is it all of them that are read? Null in an alliance and for nobody. */
  readonly readsAll: boolean | null;
  /** For `SYSTEM`: which job or command; for `LINK`: which link; for audit and logs. */
  readonly purpose: string | null;
  /** For `LINK` only. */
  readonly link: ActorLink | null;
}

/** The actor of a worker's job or an operator's command inside one alliance. */
export function systemActor(tenantId: string | null, purpose: string): Actor {
  return {
    kind: 'SYSTEM', accountId: null, personId: null, organizationId: null, membershipId: null, membershipState: null,
    sector: null, roles: [], clientId: null, firstParty: true, scopes: [], tenantId, readsAll: null, purpose, link: null,
  };
}
