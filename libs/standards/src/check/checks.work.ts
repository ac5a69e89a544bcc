import { all, atLeast, atMost, keptIf, type Answer, type Case } from './case.js';
import { plusMonths } from './facts.js';

export function workingHours(it: Case): Answer {
  return all(it.against('minutesPerDay', 'minutesPerDay', atMost), it.against('minutesPerWeek', 'minutesPerWeek', atMost));
}

/** In none of the forbidden forms (goods, vouchers), and to the student himself. */
export function payForm(it: Case): Answer {
  const forms = it.fact('payForms');
  const direct = it.demands('direct') ? it.fact('paidDirectly') : true;
  return all(forms === null ? 'UNKNOWN' : keptIf(!it.codes('forbidden').some((form) => forms.includes(form))), direct === null ? 'UNKNOWN' : keptIf(direct));
}

/** A share of the wage of the same post, or the lowest wage grade: one of them is enough. Owed to who works relatively independently. */
export function payFloor(it: Case): Answer {
  const share = it.number('shareOfPostWage');
  if (share === null) return 'KEPT';
  const independent = it.fact('independentWork');
  if (independent === false) return 'KEPT';
  const [pay, post, lowest] = [it.fact('payFenPerMonth'), it.fact('postWageFenPerMonth'), it.mayHave('lowestWageFenPerMonth')];
  if (pay === null) return 'UNKNOWN';
  if ((post !== null && pay * 10_000 >= post * share) || (lowest !== null && pay >= lowest)) return 'KEPT';
  return post === null || independent === null ? 'UNKNOWN' : 'BROKEN';
}

export const payCycle = (it: Case): Answer => it.against('maximumDays', 'payCycleDays', atMost);

/** The minimum wage of an hour; owed, like the floor, to who works relatively independently. */
export function payHourly(it: Case): Answer {
  const independent = it.fact('independentWork');
  if (independent === false) return 'KEPT';
  const paid = it.against('minimumFenPerHour', 'payFenPerHour', atLeast);
  return independent === null && paid === 'BROKEN' ? 'UNKNOWN' : paid;
}

/** Is a count too old to rely on? */
function stale(it: Case, countedOn: string | null): boolean | null {
  const [onDate, months] = [it.fact('onDate'), it.number('countMaxAgeMonths')];
  if (countedOn === null || onDate === null) return null;
  return months !== null && plusMonths(countedOn, months) < onDate;
}

function share(it: Case, limit: number | null, interns: number | null, elsewhere: number | null, staff: number | null): Answer {
  if (limit === null) return 'KEPT';
  if (staff === null || staff === 0 || interns === null) return 'UNKNOWN';
  if (interns * 10_000 > staff * limit) return 'BROKEN';
  return elsewhere === null ? 'UNKNOWN' : keptIf((interns + elsewhere) * 10_000 <= staff * limit);
}

/**
 * Interns among the staff of the host and of the same post. Nobody or a count that is too old gives unknown; a pass needs the host's own dated
 * declaration of interns who are not on the platform.
 */
export function headCount(it: Case): Answer {
  if (stale(it, it.fact('hostStaffOn')) !== false) return 'UNKNOWN';
  const declared = stale(it, it.fact('internsElsewhereOn')) === false;
  const elsewhere = (name: 'internsElsewhere' | 'internsElsewhereAtPost'): number | null => (declared ? it.fact(name) : null);
  const post = it.number('shareOfPost');
  return all(
    share(it, it.number('shareOfStaff'), it.fact('hostInterns'), elsewhere('internsElsewhere'), it.fact('hostStaff')),
    post === null ? 'KEPT' : share(it, post, it.fact('postInterns'), elsewhere('internsElsewhereAtPost'), it.fact('postStaff')),
  );
}

/** Not longer than so many months: from 1 March, six months end on 31 August. */
export function placementLength(it: Case): Answer {
  const [from, until] = [it.fact('startsOn'), it.fact('endsOn')];
  const medicine = it.number('maximumMonthsMedicine') === null ? false : it.mayHave('medicine') ?? false;
  const months = it.number(medicine ? 'maximumMonthsMedicine' : 'maximumMonths');
  if (from === null || until === null) return 'UNKNOWN';
  return months === null ? 'KEPT' : keptIf(until < plusMonths(from, months));
}

export function majorCategory(it: Case): Answer {
  if (!it.demands('sameMajorCategory')) return 'KEPT';
  const [programme, position] = [it.fact('programmeMajorCategory'), it.fact('positionMajorCategory')];
  return programme === null || position === null ? 'UNKNOWN' : keptIf(programme === position);
}

export function repetitiveWork(it: Case): Answer {
  if (!it.demands('notOnlyRepetitive')) return 'KEPT';
  const only = it.fact('onlyRepetitiveWork');
  return only === null ? 'UNKNOWN' : keptIf(!only);
}
