import { encodeId } from '@quadhelix/graphql';
import { MembershipService, type Alliance, PersonService, SeatService, Membership, type OrganizationFacts, type AffiliationKind } from '@quadhelix/stakeholders';
import type { Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { World } from './world.js';


/** Row ids of an alliance that a test made. */
export interface TestAlliance {
  readonly id: string;
  readonly slug: string;
}

/** Makes an alliance. */
export async function makeAlliance(world: World, slug: string, kind: Alliance['kind'] = 'CITY_CONSORTIUM'): Promise<TestAlliance> {
  const id = await world.api.database.system(null, 'test', async (scope) => {
    const [row] = await scope.sql<{ id: string }>('select register_alliance($1) as id', [
      JSON.stringify({ id: scope.newId(), slug, name: slug, kind, regionCode: '320000', createdAt: scope.now }),
    ]);
    return row?.id ?? '';
  });
  return { id, slug };
}

/** Runs work as the product itself in an alliance. */
export const inAlliance = <T>(world: World, alliance: TestAlliance, work: (scope: Scope) => Promise<T>): Promise<T> => world.api.database.system(alliance.id, 'test', work);

/** Makes an organization an active member; answers its row id. */
export function makeMember(world: World, alliance: TestAlliance, facts: Pick<OrganizationFacts, 'sector' | 'legalName'> & Partial<OrganizationFacts>): Promise<string> {
  const memberships = world.api.get(MembershipService);
  return inAlliance(world, alliance, async (scope) => {
    const membership: Membership = await memberships.invite(scope, { regionCode: '320000', ...facts });
    await memberships.step(scope, membership.id, 'accept', null);
    return membership.organizationId;
  });
}

let numbers = 0;

/** Registers a person for an organization, gives him the roles, and an account with that login where `login` is set. Answers the person's row id. */
export async function makePerson(
  world: World, alliance: TestAlliance, organizationId: string,
  facts: { name: string; roles?: readonly Role[]; login?: string; birthDate?: string; kind?: AffiliationKind; validUntil?: string; memberNumber?: string },
): Promise<string> {
  const people = world.api.get(PersonService);
  const seats = world.api.get(SeatService);
  const personId = await inAlliance(world, alliance, async (scope) => {
    const id = await people.register(scope, {
      organizationId, memberNumber: facts.memberNumber ?? `n${String((numbers += 1))}`, name: facts.name, birthDate: facts.birthDate ?? null, kind: facts.kind ?? 'STAFF',
      validFrom: '2020-01-01', validUntil: facts.validUntil ?? null,
    });
    for (const role of facts.roles ?? []) await seats.assign(scope, { organizationId, personId: id, role, validFrom: '2020-01-01' });
    return id;
  });
  if (facts.login) await world.account(facts.login, personId);
  return personId;
}

/** What `twoAlliances` made. Logins are the keys of people; organizations and people by row id. */
export interface TwoAlliances {
  readonly a: TestAlliance;
  readonly b: TestAlliance;
  readonly bureau: string;
  readonly factory: string;
  readonly college: string;
  readonly association: string;
  readonly collegeB: string;
}

/**
 * Two alliances that share the factory. In A: admin, liaison (bureau), coordinator and mentor (factory), school and teacher (college), assessor (association);
 * in B: adminB and schoolB (collegeB), mentorB (factory). Each login is an account with PASSWORD.
 */
export async function twoAlliances(world: World): Promise<TwoAlliances> {
  const a = await makeAlliance(world, 'alliance-a');
  const b = await makeAlliance(world, 'alliance-b');
  const bureau = await makeMember(world, a, { sector: 'GOVERNMENT', legalName: 'Bureau' });
  const factory = await makeMember(world, a, { sector: 'INDUSTRY', legalName: 'Factory', staffCount: 95, staffCountOn: '2026-01-01' });
  const college = await makeMember(world, a, { sector: 'SCHOOL', legalName: 'College' });
  const association = await makeMember(world, a, { sector: 'SOCIETY', legalName: 'Association' });
  await makeMember(world, b, { sector: 'INDUSTRY', legalName: 'Factory' });
  const collegeB = await makeMember(world, b, { sector: 'SCHOOL', legalName: 'College B' });
  const cast: [TestAlliance, string, string, Role[]][] = [
    [a, bureau, 'liaison', ['GOVERNMENT_LIAISON']],
    [a, factory, 'coordinator', ['INDUSTRY_COORDINATOR']],
    [a, factory, 'mentor', ['INDUSTRY_MENTOR']],
    [a, college, 'admin', ['ALLIANCE_ADMIN']],
    [a, college, 'school', ['SCHOOL_COORDINATOR']],
    [a, college, 'teacher', ['SCHOOL_TEACHER']],
    [a, association, 'assessor', ['SOCIETY_ASSESSOR']],
    [b, collegeB, 'adminB', ['ALLIANCE_ADMIN']],
    [b, collegeB, 'schoolB', ['SCHOOL_COORDINATOR']],
    [b, factory, 'mentorB', ['INDUSTRY_MENTOR']],
  ];
  for (const [alliance, organization, login, roles] of cast) await makePerson(world, alliance, organization, { name: login, login, roles });
  return { a, b, bureau, factory, college, association, collegeB };
}

/** Global id as a client sees it. */
export const globalId = encodeId;
