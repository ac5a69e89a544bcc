import type { Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { FilterTerms, paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { personAccess } from '../stakeholders.access.js';
import { Affiliation } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';
import type { Person } from './person.entity.js';
import type { ParticipantFilter } from './person.type.js';

const STANDING = Symbol('standing of people');

interface Standing {
  related: string[];
  student: boolean;
}

/** How a person stands to the organizations of the alliance; batched over all people of the operation. */
function standingOf(scope: Scope, personId: string): Promise<Standing> {
  return scope.loader<string, Standing>(STANDING, async (ids) => {
    const participants = await scope.find(Participant, { personId: ids });
    const students = await scope.find(Affiliation, { personId: ids, kind: 'STUDENT' });
    const studying = new Set(students.map((each) => each.personId));
    return ids.map((id) => ({ related: participants.filter((each) => each.personId === id).map((each) => each.organizationId), student: studying.has(id) }));
  }).load(personId);
}

/** The relations of personAccess for one person. */
export async function personSubject(scope: Scope, personId: string): Promise<Subject> {
  const { related, student } = scope.actor.tenantId === null ? { related: [], student: true } : await standingOf(scope, personId);
  return { parties: () => ({ self: personId, related, staff: student ? null : scope.actor.organizationId }) };
}

const ADULT = 18;

/**
 * Is a person's name kept from the app of this operation, whoever signed in to it? It is of anybody who is not 18 on this day, and of a student whose birthday is
 * not known: unknown is not adult.
 */
export async function keptFromApp(scope: Scope, person: Pick<Person, 'id' | 'birthDate'>): Promise<boolean> {
  if (scope.actor.firstParty) return false;
  if (person.birthDate !== null) return person.birthDate > yearsBefore(scope.today, ADULT);
  return scope.actor.tenantId === null || (await standingOf(scope, person.id)).student;
}

/** The same day of the year, written as a date that compares with others: of 29 February in a common year what stands between 28 February and 1 March. */
const yearsBefore = (day: string, years: number): string => `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;

const AFFILIATIONS = Symbol('affiliations of people');

/** Affiliations of a person that concern this alliance, newest first; at most 20. */
export function affiliationsOf(scope: Scope, personId: string): Promise<Affiliation[]> {
  return scope.loader<string, Affiliation[]>(AFFILIATIONS, async (ids) => {
    const rows = await scope.find(Affiliation, { personId: ids }, { validFrom: 'DESC' });
    return ids.map((id) => rows.filter((row) => row.personId === id).slice(0, 20));
  }).load(personId);
}

/** Participants whom the actor may see: all, those of his organization, or himself. */
export function listParticipants(scope: Scope, args: PageArgs, filter: ParticipantFilter | null): Promise<Connection<Participant>> {
  const everybody = scope.reach(personAccess.read).includes('alliance');
  const staff = scope.reach(personAccess.read).includes('related');
  const { organizationId, personId } = scope.actor;
  const { terms, values } = new FilterTerms(scope.tenantId)
    .demand(everybody ? 'true' : staff ? 'organization_id = ?' : 'person_id = ?', ...(everybody ? [] : [staff ? organizationId : personId]))
    .add('organization_id = ?', filter?.organizationId)
    .add('person_id = ?', filter?.personId);
  return paginate(scope, {
    entity: Participant, name: 'participants', terms, values,
    order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' },
  }, args);
}

/** A participation is as visible as its person. */
export const participantSubject = (scope: Scope, participant: Participant): Promise<Subject> => personSubject(scope, participant.personId);
