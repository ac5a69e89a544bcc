import { all, atLeast, keptIf, type Answer, type Case } from './case.js';

const ADULT = 18;

/** Is the student a minor? null: the age is not known. `adultAge` of the rule, else 18. */
function minor(it: Case): boolean | null {
  const age = it.fact('ageOnStart');
  return age === null ? null : age < (it.number('adultAge') ?? ADULT);
}

/** At least so old on the first day, and not a first-year student. */
export function minimumAge(it: Case): Answer {
  const year = it.demands('notInFirstYear') ? it.fact('yearOfStudy') : undefined;
  return all(it.against('minimumAge', 'ageOnStart', atLeast), year === undefined ? 'KEPT' : year === null ? 'UNKNOWN' : keptIf(year > 1));
}

/** Work that is forbidden to all, and work that is forbidden to minors (MINORS_…) or to women (WOMEN_…). */
export function prohibitedWork(it: Case): Answer {
  const kinds = it.fact('workKinds');
  if (kinds === null) return 'UNKNOWN';
  const forbidden = it.codes('forbidden').filter((code) => kinds.includes(code));
  return all(...forbidden.map((code): Answer => {
    if (code.startsWith('MINORS_')) return applies(minor(it));
    if (code.startsWith('WOMEN_')) return applies(it.fact('female'));
    return 'BROKEN';
  }));
}

const applies = (whom: boolean | null): Answer => (whom === null ? 'UNKNOWN' : keptIf(!whom));

/** Forbidden; for adults a filing beforehand lifts it where the rule does not say otherwise (`evenIfFiled`). */
function liftedByFiling(it: Case, found: readonly string[]): Answer {
  if (found.length === 0) return 'KEPT';
  if (it.demands('evenIfFiled')) return 'BROKEN';
  const [young, filed] = [minor(it), it.fact('filings')];
  if (young === true) return 'BROKEN';
  if (filed !== null && !found.every((code) => filed.includes(code))) return 'BROKEN';
  return young === null || filed === null ? 'UNKNOWN' : 'KEPT';
}

export function hazardousWork(it: Case): Answer {
  const hazards = it.fact('hazards');
  return hazards === null ? 'UNKNOWN' : liftedByFiling(it, it.codes('hazards').filter((code) => hazards.includes(code)));
}

export function specialTimes(it: Case): Answer {
  const times = it.fact('specialTimes');
  return times === null ? 'UNKNOWN' : liftedByFiling(it, it.codes('times').filter((code) => times.includes(code)));
}

/** Everybody whom the rule names has consented; a refusal by one of several who speak for the same role counts. */
export function consents(it: Case): Answer {
  const wanted = it.codes('required');
  const [given, refused] = [it.fact('consentsGiven'), it.mayHave('consentsRefused') ?? []];
  if (wanted.some((who) => refused.includes(who))) return 'BROKEN';
  return given === null ? 'UNKNOWN' : keptIf(wanted.every((who) => given.includes(who)));
}

/** Where the student found the place himself: every step of the way that leads there. */
export function ownChoice(it: Case): Answer {
  const own = it.fact('ownChoice');
  if (own === null) return 'UNKNOWN';
  if (!own) return 'KEPT';
  const steps = it.fact('ownChoiceSteps');
  return steps === null ? 'UNKNOWN' : keptIf(it.codes('required').every((step) => steps.includes(step)));
}
