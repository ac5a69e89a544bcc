import { singleUseLinkAccess, type LinkKind } from '@quadhelix/single-use-links';
import { Participant, Person } from '@quadhelix/stakeholders';

/** What a later slice will do with a guardian: he belongs to no organization and agrees for a child. */
export const consent: { given: { subjectId: string; by: string | null }[] } = { given: [] };
export const guardianConsent: LinkKind = {
  name: 'test.guardianConsent', subjectType: 'Participant', entity: Participant, title: { en: 'Consent', 'zh-CN': '监护人同意' },
  choices: [{ name: 'consent', label: { en: 'I agree', 'zh-CN': '同意' }, action: { ...singleUseLinkAccess.use, name: 'test.consent' } }],
  content: async (scope, id) => {
    const [participant] = await scope.find(Participant, { id });
    const child = await scope.byId(Person, participant?.personId ?? null);
    return child ? { facts: [{ label: { en: 'Child', 'zh-CN': '孩子' }, value: child.name }] } : null;
  },
  decide: (scope, subjectId) => {
    scope.authorize({ ...singleUseLinkAccess.use, name: 'test.consent' }, { id: subjectId, parties: () => ({}) });
    consent.given.push({ subjectId, by: scope.actor.personId });
    return Promise.resolve();
  },
};
