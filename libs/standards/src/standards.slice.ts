import { defineSlice } from '@quadhelix/service';
import { calendarAccess } from './calendar/calendar.access.js';
import { calendarErrors } from './calendar/calendar.errors.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';
import { installShippedPacks } from './pack/shipped-packs.js';
import { RuleBook } from './resolution/rule-book.js';
import { standardsErrors } from './standards.errors.js';

/** Rules that work is judged by, and the holiday calendar. */
export const standardsSlice = defineSlice({
  name: 'standards',
  providers: [RuleBook],
  resolvers: [CalendarResolver],
  installs: [installShippedPacks],
  access: [calendarAccess],
  errors: [calendarErrors.catalogue(), standardsErrors.catalogue()],
});
