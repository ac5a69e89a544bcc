import type { Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Affiliation } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';

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
