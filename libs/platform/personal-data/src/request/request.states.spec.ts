import { PersonalDataRequest } from './request.entity.js';
import { REQUEST_STATES, requestStates, type RequestState } from './request.states.js';
import { workingDaysAfter } from './working-days.js';

const AT = new Date('2026-03-02T01:00:00Z');
const verbs: Record<keyof typeof requestStates.transitions, (request: PersonalDataRequest) => void> = {
  grant: (each) => { each.grant('other', null, AT); }, refuse: (each) => { each.refuse('other', 'kept', 'a law', AT); }, cancel: (each) => { each.cancel(); },
  finish: (each) => { each.finish({}, AT); }, fail: (each) => { each.fail(); },
};
const request = (state: RequestState): PersonalDataRequest => Object.assign(new PersonalDataRequest(), { state, personId: 'he' });
const all = (Object.keys(verbs) as (keyof typeof verbs)[]).flatMap((verb) => REQUEST_STATES.map((from) => [verb, from, requestStates.transitions[verb].from.includes(from)] as const));

describe('a request about personal data', () => {
  it.each(all.filter(([, , allowed]) => allowed))('%s from %s', (verb, from) => {
    const it = request(from);
    verbs[verb](it);
    expect(it.state).toBe(requestStates.transitions[verb].to);
  });

  it.each(all.filter(([, , allowed]) => !allowed))('does not %s from %s, and stays as it was', (verb, from) => {
    const it = request(from);
    const before = { ...it };
    expect(() => { verbs[verb](it); }).toThrow(expect.objectContaining({ code: 'STATE_FORBIDS' }) as Error);
    expect({ ...it }).toEqual(before);
  });

  it.each([['grant', (it: PersonalDataRequest) => { it.grant('he', null, AT); }], ['refuse', (it: PersonalDataRequest) => { it.refuse('he', 'kept', 'a law', AT); }]] as const)('is not decided by whom it is about: %s', (_verb, act) => {
    expect(() => { act(request('REQUESTED')); }).toThrow(expect.objectContaining({ code: 'OWN_REQUEST' }) as Error);
  });

  it.each([
    ['2026-03-02', 15, '2026-03-23'], ['2026-03-06', 1, '2026-03-09'], ['2026-03-07', 1, '2026-03-09'], ['2026-03-08', 1, '2026-03-09'], ['2026-03-02', 0, '2026-03-02'], ['2026-12-31', 1, '2027-01-01'],
  ])('of %s, %i working days later, is due on %s', (from, days, due) => {
    expect(workingDaysAfter(from, days)).toBe(due);
  });
});
