import { defineSlice } from '@quadhelix/service';
import { calendarAccess } from './calendar/calendar.access.js';
import { calendarErrors } from './calendar/calendar.errors.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';

/** Rules that work is judged by, and the holiday calendar. */
export const standardsSlice = defineSlice({
  name: 'standards',
  resolvers: [CalendarResolver],
  access: [calendarAccess],
  errors: [calendarErrors.catalogue()],
});
