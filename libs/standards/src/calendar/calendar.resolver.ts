import { Injectable } from '@nestjs/common';
import { Args, ArgsType, Ctx, Field, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import { Action, Bounded, LocalDate } from '@quadhelix/graphql';
import { calendarAccess } from './calendar.access.js';
import { calendarErrors } from './calendar.errors.js';
import { datesBetween, holidayCalendar, type DayKind } from './holiday-calendar.js';

/** A year and the weeks around it. */
export const MOST_CALENDAR_DAYS = 400;

export const DayKindEnum = { WORKDAY: 'WORKDAY', REST_DAY: 'REST_DAY', PUBLIC_HOLIDAY: 'PUBLIC_HOLIDAY', MAKE_UP_WORKDAY: 'MAKE_UP_WORKDAY', UNKNOWN: 'UNKNOWN' } as const;
registerEnumType(DayKindEnum, {
  name: 'DayKind', description: 'What a local date is in the holiday calendar of mainland China.',
  valuesConfig: {
    WORKDAY: { description: 'From Monday to Friday, and no holiday.' },
    REST_DAY: { description: 'Saturday or Sunday, and neither holiday nor make-up workday.' },
    PUBLIC_HOLIDAY: { description: 'A day off by the notice of the State Council, days moved to it included.' },
    MAKE_UP_WORKDAY: { description: 'A Saturday or Sunday that is worked in exchange for a day off (调休).' },
    UNKNOWN: { description: 'The notice of its year is not at hand. It must not be taken for a working day.' },
  },
});

@ObjectType('CalendarDay', { description: 'A local date in the holiday calendar.' })
export class CalendarDayType {
  @Field(() => LocalDate, { description: 'The date.' })
  date!: string;
  @Field(() => DayKindEnum, { description: 'What it is.' })
  kind!: DayKind;
  @Field(() => String, { nullable: true, description: 'The holiday, or the one that a make-up workday is worked for; in the language of the request.' })
  holiday!: string | null;
  @Field(() => String, { nullable: true, description: 'Number of the notice of the General Office of the State Council that says so; null where none is at hand.' })
  notice!: string | null;
}

@ArgsType()
export class CalendarDaysArgs {
  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;
  @Field(() => LocalDate, { description: 'Last day; at most 400 days with the first.' })
  until!: string;
}

/** The holiday calendar as clients read it. */
@Injectable()
@Resolver(() => CalendarDayType)
export class CalendarResolver {
  @Action(calendarAccess.read)
  @Bounded('at most 400 days', 400)
  @Query(() => [CalendarDayType], { description: 'The days from `from` to `until`, both included, at most 400: working days, rest days, public holidays and make-up workdays. A year whose notice is not at hand is UNKNOWN.' })
  calendarDays(@Ctx('language') language: Language, @Args() { from, until }: CalendarDaysArgs): CalendarDayType[] {
    const found: CalendarDayType[] = [];
    for (const date of datesBetween(from, until)) {
      if (found.length === MOST_CALENDAR_DAYS) throw tooLong();
      const day = holidayCalendar.day(date);
      found.push({ ...day, holiday: day.holiday?.[language] ?? null });
    }
    if (found.length === 0) throw tooLong();
    return found;
  }
}

const tooLong = (): Error => calendarErrors.CALENDAR_RANGE_TOO_LONG({ field: 'until', params: { max: MOST_CALENDAR_DAYS } });
