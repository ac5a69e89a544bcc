import type { Scope } from '@quadhelix/database';
import { thresholds, type RuleBook } from '@quadhelix/standards';
import type { Placement } from '../placement/placement.entity.js';
import { placeOf } from '../placement/placement.place.js';
import type { HoursRule } from './timesheet.hours.js';

/** The rules on hours that hold for a placement in the week that begins on a Monday, with the versions of the packs. Throws RULE_NOT_IN_FORCE. */
export async function hoursRule(scope: Scope, rules: RuleBook, placement: Placement, weekStartsOn: string): Promise<HoursRule> {
  const found = await rules.resolve(scope, await placeOf(scope, placement, weekStartsOn));
  const { hours } = thresholds;
  const [perDay, perWeek, from, until, adultAge] = [found.of(hours.minutesPerDay), found.of(hours.minutesPerWeek), found.of(hours.nightFrom), found.of(hours.nightUntil), found.of(hours.adultAge)];
  const times = found.of(hours.specialTimes);
  const versions = [perDay, perWeek, from, until, adultAge, times].flatMap(({ version }) => version.split('+'));
  return {
    version: [...new Set(versions)].sort().join('+'), minutesPerDay: perDay.value, minutesPerWeek: perWeek.value, night: { from: from.value, until: until.value }, adultAge: adultAge.value,
    nightForbidden: times.value.includes('NIGHT_SHIFT'), restDaysForbidden: times.value.includes('REST_DAY'), publicHolidaysForbidden: times.value.includes('PUBLIC_HOLIDAY'),
  };
}
