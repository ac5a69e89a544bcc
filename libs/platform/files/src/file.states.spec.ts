import { DomainError } from '@quadhelix/access';
import { File } from './file.entity.js';
import { FILE_STATES, fileStates, type FileState } from './file.states.js';

const NOW = new Date('2026-03-09T00:00:00Z');
type Verb = keyof typeof fileStates.transitions;

const verbs: Record<Exclude<Verb, 'discard'>, (file: File) => void> = {
  complete: (file) => { file.complete(NOW); }, pass: (file) => { file.pass('application/pdf', NOW); }, reject: (file) => { file.reject('TYPE_DIFFERS', null, NOW); },
  quarantine: (file) => { file.quarantine('Eicar', NOW); }, expire: (file) => { file.expire(NOW); },
};
const at = (state: FileState): File => Object.assign(new File(), { state, endedAt: null, completedAt: null, rejection: null, threat: null, detectedType: null });

describe('the states of a file', () => {
  it.each((Object.keys(verbs) as (keyof typeof verbs)[]).flatMap((verb) => FILE_STATES.map((state): [FileState, keyof typeof verbs, FileState | null] => [state, verb, fileStates.transitions[verb].from.includes(state) ? fileStates.transitions[verb].to : null])))(
    'from %s, %s leads to %s', (state, verb, to) => {
      const file = at(state);
      if (to !== null) {
        verbs[verb](file);
        expect(file.state).toBe(to);
        return;
      }
      expect(() => { verbs[verb](file); }).toThrow(DomainError);
      expect(file).toEqual(at(state));
    });

  it.each(FILE_STATES)('an erasure discards a file that is %s only where it is awaited or ready', (state) => {
    const file = at(state);
    const takes = state === 'AWAITING_UPLOAD' || state === 'READY';
    expect(file.discard(NOW)).toBe(takes);
    expect(file).toEqual(takes ? Object.assign(at('EXPIRED'), { endedAt: NOW }) : at(state));
  });

  it('never leads back to a file that may come, and to READY only from its check', () => {
    const into = (state: FileState): string[] => Object.entries(fileStates.transitions).filter(([, { to }]) => to === state).map(([verb]) => verb);
    expect([into('AWAITING_UPLOAD'), into('READY'), fileStates.transitions.pass.from]).toEqual([[], ['pass'], ['CHECKING']]);
  });
});
