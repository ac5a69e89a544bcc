export { standardsSlice } from './standards.slice.js';
export { DAY_KINDS, HolidayCalendar, holidayCalendar, type CalendarDay, type DayKind } from './calendar/holiday-calendar.js';
export { HOLIDAY_YEARS, type Holiday, type HolidayYear } from './calendar/holiday-years.js';
