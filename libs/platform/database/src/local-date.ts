import { DateTime } from 'luxon';

/** The local date of an instant, `yyyy-mm-dd`, in an IANA zone. */
export const localDate = (instant: Date, timeZone: string): string => DateTime.fromJSDate(instant, { zone: timeZone }).toISODate() ?? '';
