import { all, atLeast, keptIf, type Answer, type Case } from './case.js';

/** Everybody signed, before it began. */
export function agreement(it: Case): Answer {
  const signed = it.fact('agreementSignedBy');
  if (signed === null) return 'UNKNOWN';
  if (!it.codes('required').every((party) => signed.includes(party))) return 'BROKEN';
  if (!it.demands('beforeStart')) return 'KEPT';
  const [on, from] = [it.fact('agreementSignedOn'), it.fact('startsOn')];
  return on === null || from === null ? 'UNKNOWN' : keptIf(on <= from);
}

/** Each kind that the rule names is in force from the first day to the last, by one policy or by several without a gap. */
export function insurance(it: Case): Answer {
  const [has, from, until] = [it.fact('insurances'), it.fact('startsOn'), it.fact('endsOn')];
  if (has === null) return 'UNKNOWN';
  return all(...it.codes('required').map((kind): Answer => {
    const own = has.filter((each) => each.kind === kind).sort((a, b) => (a.from < b.from ? -1 : 1));
    if (own.length === 0) return 'BROKEN';
    if (from === null || until === null) return 'UNKNOWN';
    let covered = from;
    for (const each of own) if (each.from <= covered && each.until >= covered) covered = nextDay(each.until);
    return keptIf(covered > until);
  }));
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Nobody took a fee or a deposit, or kept a certificate. */
export function charges(it: Case): Answer {
  const found = it.fact('charges');
  return found === null ? 'UNKNOWN' : keptIf(!it.codes('forbidden').some((charge) => found.includes(charge)));
}

const concerns = (it: Case): boolean | null => {
  const population = it.fact('teacherPopulation');
  return population === null ? null : it.codes('populations').includes(population);
};

/** Days in enterprises within the window: by the calendar, by working days, or both, as far as the rule names them. */
export function teacherPractice(it: Case): Answer {
  const whom = concerns(it);
  if (whom === false) return 'KEPT';
  const days = all(it.against('minimumCalendarDays', 'practiceCalendarDays', atLeast), it.against('minimumWorkdays', 'practiceWorkdays', atLeast));
  return whom === null && days !== 'KEPT' ? 'UNKNOWN' : days;
}

export function teacherYearlyPractice(it: Case): Answer {
  const whom = concerns(it);
  if (whom === false) return 'KEPT';
  return whom === null ? 'UNKNOWN' : it.against('minimumDays', 'practiceDaysThisYear', atLeast);
}

/** Shares of a programme's hours. */
export function programmeHours(it: Case): Answer {
  const total = it.fact('programmeHours');
  const secondary = it.fact('secondarySchool');
  const floor = (code: string, name: 'practiceHours' | 'publicBasicHours' | 'electiveHours'): Answer =>
    it.against(code, name, (hours, share) => total !== null && total > 0 && hours * 10_000 >= total * share);
  if (total === null || total === 0) return 'UNKNOWN';
  const basic = secondary === null ? 'UNKNOWN' : floor(secondary ? 'publicBasicShareSecondary' : 'publicBasicShare', 'publicBasicHours');
  return all(floor('practiceShare', 'practiceHours'), basic, floor('electiveShare', 'electiveHours'));
}
