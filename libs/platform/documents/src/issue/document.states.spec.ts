import { DOCUMENT_STATES, documentStates } from './document.states.js';

const verbs = Object.keys(documentStates.transitions) as (keyof typeof documentStates.transitions)[];
const allowed = verbs.flatMap((verb) => documentStates.transitions[verb].from.map((from) => `${verb} ${from}`));

describe('the states of a document', () => {
  it('allow seven steps', () => {
    expect(allowed).toEqual(['begin QUEUED', 'begin RUNNING', 'issue RUNNING', 'fail RUNNING', 'revoke ISSUED', 'revoke SUPERSEDED', 'supersede ISSUED']);
  });

  it.each(verbs.flatMap((verb) => DOCUMENT_STATES.filter((from) => !allowed.includes(`${verb} ${from}`)).map((from) => [verb, from] as const)))('refuse to %s one that is %s', (verb, from) => {
    expect(() => documentStates.next(from, verb)).toThrow('STATE_FORBIDS');
  });
});
