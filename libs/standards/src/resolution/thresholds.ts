import type { ParameterValue } from '../rule/rule.types.js';

/** A parameter that a slice reads by its code, with the type of its value. */
export interface Threshold<T> {
  readonly rule: string;
  readonly parameter: string;
  /** Throws TypeError where a pack holds another type. */
  read(value: ParameterValue): T;
}

function threshold<T>(rule: string, parameter: string, read: (value: ParameterValue) => T | null): Threshold<T> {
  return {
    rule, parameter,
    read(value) {
      const answer = read(value);
      if (answer === null) throw new TypeError(`${rule}.${parameter} holds a value of another type`);
      return answer;
    },
  };
}

const number = (rule: string, parameter: string): Threshold<number> => threshold(rule, parameter, (value) => (typeof value === 'number' ? value : null));
/** Minutes after midnight. */
const time = (rule: string, parameter: string): Threshold<number> => threshold(rule, parameter, (value) => (typeof value === 'string' ? Number(value.slice(0, 2)) * 60 + Number(value.slice(3)) : null));
const codes = (rule: string, parameter: string): Threshold<readonly string[]> => threshold(rule, parameter, (value) => (Array.isArray(value) ? (value as readonly string[]) : null));

/** Thresholds of the slices: read with `RuleResolution.of`, which also answers the version to record. */
export const thresholds = {
  hours: {
    minutesPerDay: number('R5', 'minutesPerDay'), minutesPerWeek: number('R5', 'minutesPerWeek'),
    nightFrom: time('R6', 'nightFrom'), nightUntil: time('R6', 'nightUntil'), adultAge: number('R6', 'adultAge'), specialTimes: codes('R4', 'times'),
  },
  /** Qualities of a promise in basis points. */
  scorecard: {
    kept: number('SCORECARD', 'kept'), late: number('SCORECARD', 'late'), partial: number('SCORECARD', 'partial'), partialLate: number('SCORECARD', 'partialLate'),
  },
  /** Days before (remind…) and after the due day; working days for a reply. */
  escalation: {
    remindFirst: number('ESCALATION', 'remindFirst'), remindAgain: number('ESCALATION', 'remindAgain'), owner: number('ESCALATION', 'owner'),
    liaison: number('ESCALATION', 'liaison'), publicNotice: number('ESCALATION', 'publicNotice'), replyWorkdays: number('ESCALATION', 'replyWorkdays'),
  },
  /** Groups of fewer people are not told apart. */
  smallCells: { people: number('SMALL-CELLS', 'people') },
  silentMentor: { days: number('SILENT-MENTOR', 'days') },
  /** See domain of apprenticeships: flags of repetitive labour, theory floors and instrumental scorecards. */
  alienation: {
    weeks: number('ALIENATION', 'weeks'), topUnitShare: number('ALIENATION', 'topUnitShare'), rotationDeviation: number('ALIENATION', 'rotationDeviation'),
    coverageAtHalfTerm: number('ALIENATION', 'coverageAtHalfTerm'), employmentWeight: number('ALIENATION', 'employmentWeight'),
  },
  coldEnterprise: {
    answeredShare: number('COLD-ENTERPRISE', 'answeredShare'), medianDays: number('COLD-ENTERPRISE', 'medianDays'), minimumActs: number('COLD-ENTERPRISE', 'minimumActs'),
    notRatedDays: number('COLD-ENTERPRISE', 'notRatedDays'), dormantDays: number('COLD-ENTERPRISE', 'dormantDays'),
  },
  refusedBookings: { perHour: number('REFUSED-BOOKINGS', 'perHour') },
  teacherPractice: {
    calendarDays: number('R16', 'minimumCalendarDays'), windowYears: number('R16', 'windowYears'), populations: codes('R16', 'populations'), yearlyDays: number('R16-YEARLY', 'minimumDays'),
  },
  headCount: { shareOfStaff: number('R8', 'shareOfStaff'), shareOfPost: number('R8', 'shareOfPost'), countMaxAgeMonths: number('R8', 'countMaxAgeMonths') },
} as const;
