import { ANYBODY, type SearchKind } from '@quadhelix/search';
import { personAccess } from '../stakeholders.access.js';
import { idsAfter } from '../subject-pages.js';
import { Affiliation } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';
import { Person } from './person.entity.js';

/** People of the alliance, found by name by those who may read the name: a student only by organizations he has to do with, nobody by an app. */
export const personSearch: SearchKind = {
  type: 'Person',
  namesPeople: true,
  read: personAccess.readName,
  of: ['Participant', 'Affiliation'],
  async touched(scope, changed) {
    const participants = await scope.find(Participant, { id: changed['Participant'] ?? [] });
    const affiliations = await scope.find(Affiliation, { id: changed['Affiliation'] ?? [] });
    return [...participants, ...affiliations].map(({ personId }) => personId);
  },
  async entries(scope, subjectIds) {
    const people = await scope.find(Person, { id: subjectIds });
    const participants = Map.groupBy(await scope.find(Participant, { personId: subjectIds }), ({ personId }) => personId);
    const affiliations = Map.groupBy(await scope.find(Affiliation, { personId: subjectIds }), ({ personId }) => personId);
    return people.filter(({ id }) => participants.has(id)).map(({ id, name }) => {
      const own = affiliations.get(id) ?? [];
      const related = (participants.get(id) ?? []).map(({ organizationId }) => organizationId);
      const student = own.some(({ kind }) => kind === 'STUDENT');
      return { subjectId: id, title: name, text: own.map(({ title }) => title ?? '').join(' '), parties: { self: id, related, staff: student ? null : ANYBODY }, personId: id };
    });
  },
  after: (scope, subjectId, limit) => idsAfter(scope, 'participants', 'person_id', subjectId, limit),
};
