import { DateTime } from 'luxon';

/** An insurance that is in force from the one local date to the other, both included. */
export interface InsuranceFact {
  readonly kind: string;
  readonly from: string;
  readonly until: string;
}

/**
 * What is known of a subject when its rules are looked at. Left out or null: not known, which is never the same as kept.
 * Dates are local, money is in fen, durations in minutes; words are the codes that the rules name.
 */
export interface RuleFacts {
  /** Day on which the rules are looked at. */
  readonly onDate?: string | null;
  readonly startsOn?: string | null;
  /** Last day. */
  readonly endsOn?: string | null;
  /** Never stored: it becomes `ageOnStart`. */
  readonly birthDate?: string | null;
  /** Full years on the first day. */
  readonly ageOnStart?: number | null;
  readonly female?: boolean | null;
  /** 1 is the first year. */
  readonly yearOfStudy?: number | null;
  /** What the work is of the kinds that are forbidden to all, to minors or to women. Empty: looked at, none. */
  readonly workKinds?: readonly string[] | null;
  readonly hazards?: readonly string[] | null;
  /** Overtime, night shifts and so on that are planned or were worked. */
  readonly specialTimes?: readonly string[] | null;
  /** Hazards and special times that the authority was told of beforehand and did not forbid. */
  readonly filings?: readonly string[] | null;
  readonly minutesPerDay?: number | null;
  readonly minutesPerWeek?: number | null;
  readonly payForms?: readonly string[] | null;
  /** To the student himself, not through somebody else. */
  readonly paidDirectly?: boolean | null;
  /** Does he work relatively independently? Only then the floor is owed. */
  readonly independentWork?: boolean | null;
  readonly payFenPerMonth?: number | null;
  readonly postWageFenPerMonth?: number | null;
  readonly lowestWageFenPerMonth?: number | null;
  readonly payFenPerHour?: number | null;
  readonly payCycleDays?: number | null;
  /** People on post, and the day on which they were counted. */
  readonly hostStaff?: number | null;
  readonly hostStaffOn?: string | null;
  /** Interns of the host on this platform, this one included. */
  readonly hostInterns?: number | null;
  readonly postStaff?: number | null;
  readonly postInterns?: number | null;
  /** What the host declared of interns who are not on this platform, and when. */
  readonly internsElsewhere?: number | null;
  readonly internsElsewhereAtPost?: number | null;
  readonly internsElsewhereOn?: string | null;
  readonly medicine?: boolean | null;
  readonly agreementSignedBy?: readonly string[] | null;
  /** Day of the last signature. */
  readonly agreementSignedOn?: string | null;
  readonly consentsGiven?: readonly string[] | null;
  readonly consentsRefused?: readonly string[] | null;
  readonly insurances?: readonly InsuranceFact[] | null;
  readonly charges?: readonly string[] | null;
  readonly programmeMajorCategory?: string | null;
  readonly positionMajorCategory?: string | null;
  readonly onlyRepetitiveWork?: boolean | null;
  /** Did the student find the place himself? */
  readonly ownChoice?: boolean | null;
  readonly ownChoiceSteps?: readonly string[] | null;
  readonly teacherPopulation?: string | null;
  /** Within the window that the rule names. */
  readonly practiceCalendarDays?: number | null;
  readonly practiceWorkdays?: number | null;
  readonly practiceDaysThisYear?: number | null;
  readonly programmeHours?: number | null;
  readonly practiceHours?: number | null;
  readonly publicBasicHours?: number | null;
  readonly electiveHours?: number | null;
  readonly secondarySchool?: boolean | null;
}
export type FactName = keyof RuleFacts;

/** Full years on a local date; born on 29 February, the birthday of common years is 1 March. */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  // As text, so that 29 February of a common year lies between 28 February and 1 March.
  return date.slice(4) < birthDate.slice(4) ? years - 1 : years;
}

/** The date so many months later; of a month that has no such day, its last one. */
export const plusMonths = (date: string, months: number): string => DateTime.fromISO(date, { zone: 'utc' }).plus({ months }).toISODate() ?? '';

/** Facts as they are stored and judged: the birth date is replaced by the age that it gives, and nothing else is changed. */
export function settled(facts: RuleFacts): RuleFacts {
  const { birthDate, ...rest } = facts;
  if (birthDate == null || rest.startsOn == null) return rest;
  return { ...rest, ageOnStart: ageOn(birthDate, rest.startsOn) };
}
