import { clock, ageOn, forbiddenDay, mondayOf, plusDays, WEEKS, workingDays } from './calendar.mjs';
import { LI_WEI } from './cast.mjs';
import { Random } from './random.mjs';

/** 云河中专 keeps Friday for lessons. */
const DAYS_AT_WORK = { zy: 5, zz: 4, cb: 5 };
const LENGTHS = { zy: [420, 450, 480], zz: [390, 420, 450], cb: [420, 450, 480] };

const entry = (day, from, minutes, unit, kind = 'WORK') => ({ day, from: clock(from), until: clock(from + minutes), minutes, night: Math.max(0, from + minutes - 1320), unit, kind });

/** What an apprentice does in an ordinary week: one shift a day from eight in the morning, the last one training in every fourth week. */
function ordinary(apprentice, week, random) {
  const length = random.pick(LENGTHS[apprentice.school]);
  return workingDays(week, DAYS_AT_WORK[apprentice.school]).map((day, index, days) =>
    entry(day, 480, length, random.pick(apprentice.units), week % 4 === 0 && index === days.length - 1 ? 'TRAINING' : 'WORK'));
}

/** Weeks in which more was worked than the law allows: who, when, how. `returned`: the mentor sends it back; else it stays submitted and flagged. */
const EXCESSES = [
  // A large order: nine and a half hours on two days.
  { school: 'zy', host: 'rx', week: 7, count: 3, returned: 0, make: (entries) => entries.map((each, index) => entry(each.day, 480, index < 2 ? 570 : 390, each.unit, each.kind)) },
  { school: 'zy', host: 'rx', week: 8, count: 3, returned: 3, make: (entries) => entries.map((each, index) => entry(each.day, 480, index < 1 ? 600 : 390, each.unit, each.kind)) },
  // A sixth day.
  { school: 'zy', host: 'ly', week: 9, count: 5, returned: 2, make: (entries) => [...entries.map((each) => entry(each.day, 480, 450, each.unit, each.kind)), entry(plusDays(mondayOf(9), 5), 480, 450, entries[0].unit)] },
  // A late shift of adults.
  { school: 'zy', host: 'hc', week: 10, count: 2, returned: 0, make: (entries) => entries.map((each, index) => (index === 2 ? entry(each.day, 930, 450, each.unit, each.kind) : entry(each.day, 480, 420, each.unit, each.kind))) },
];

/** Weeks that were never written, or written and never handed in. The last week has more drafts: it ended the same day. */
const GAPS = [
  { alliance: 'yunhe', kind: 'MISSING', from: 2, until: 12, count: 26 },
  { alliance: 'yunhe', kind: 'DRAFT', from: 2, until: 11, count: 8 },
  { alliance: 'yunhe', kind: 'DRAFT', from: 12, until: 12, count: 10 },
  { alliance: 'chuanbei-jidian', kind: 'MISSING', from: 5, until: 5, count: 1 },
];
/** Lawful weeks that somebody sent back. */
const RETURNS = [
  { alliance: 'yunhe', by: 'mentor', from: 4, until: 9, count: 8, reason: '训练单元填写有误，请按实际岗位修改' },
  { alliance: 'yunhe', by: 'teacher', from: 4, until: 9, count: 4, reason: '与考勤记录不一致，请核对后重新提交' },
  { alliance: 'chuanbei-jidian', by: 'mentor', from: 6, until: 6, count: 1, reason: '请补充工作内容' },
];
const UNLAWFUL_REASON = '超时用工，请核对起止时间并说明原因';

/** 李薇, week 3: on Wednesday nine hours until 22:30. */
function liWeisThirdWeek(entries) {
  return entries.map((each, index) => (index === 2 ? entry(each.day, 810, 540, each.unit, each.kind) : each));
}

/** Every week of every apprentice: what was worked and what became of it by the as-of day. */
export function makeWeeks(apprentices) {
  const random = new Random('weeks');
  const weeks = apprentices.filter(({ planned }) => !planned).flatMap((apprentice) =>
    WEEKS.filter((week) => week < (apprentice.end?.firstWeekWithout ?? 13)).map((week) => ({ apprentice, week, entries: ordinary(apprentice, week, random), fate: 'ORDINARY' })));
  const free = (wanted) => weeks.filter((each) => each.fate === 'ORDINARY' && each.apprentice.number !== LI_WEI.number && wanted(each));
  const liWei = weeks.find(({ apprentice, week }) => apprentice.number === LI_WEI.number && week === 3);
  Object.assign(liWei, { fate: 'EXCESS', ownHand: true, entries: liWeisThirdWeek(liWei.entries) });
  for (const { school, host, week, count, returned, make } of EXCESSES) {
    const chosen = random.some(free((each) => each.week === week && each.apprentice.school === school && each.apprentice.host === host), count);
    chosen.forEach((each, index) => Object.assign(each, { fate: 'EXCESS', entries: make(each.entries), ...(index < returned ? { returnedBy: 'mentor', reason: UNLAWFUL_REASON } : {}) }));
  }
  for (const { alliance, kind, from, until, count } of GAPS) {
    for (const each of random.some(free(({ apprentice, week }) => apprentice.alliance === alliance && week >= from && week <= until), count)) each.fate = kind;
  }
  for (const { alliance, by, from, until, count, reason } of RETURNS) {
    for (const each of random.some(free(({ apprentice, week }) => apprentice.alliance === alliance && week >= from && week <= until), count)) Object.assign(each, { fate: 'RETURNED', returnedBy: by, reason });
  }
  for (const each of weeks) Object.assign(each, judge(each), { state: stateOf(each) });
  return weeks;
}

/** The rules on hours once more, by hand: 480 minutes a day, 2,400 a week, no night from 22:00, no work on rest days and holidays. */
function judge({ apprentice, week, entries }) {
  const minutes = entries.reduce((sum, each) => sum + each.minutes, 0);
  const violations = entries.flatMap((each) => [
    ...(each.minutes > 480 ? [{ rule: 'HOURS_PER_DAY', onDate: each.day, minutes: each.minutes }] : []),
    ...(each.night > 0 ? [{ rule: ageOn(apprentice.birthDate, each.day) < 18 ? 'NIGHT_MINOR' : 'NIGHT', onDate: each.day, minutes: each.night }] : []),
    ...(forbiddenDay(each.day) ? [{ rule: forbiddenDay(each.day), onDate: each.day, minutes: each.minutes }] : []),
  ]);
  if (minutes > 2400) violations.push({ rule: 'HOURS_PER_WEEK', onDate: mondayOf(week), minutes });
  return { minutes, violations };
}

/** 江楠 has not looked at weeks 10 and 11; 白杨 not at week 11; nobody yet at week 12. */
export const mentorLooked = ({ apprentice, week }) => week < 12 && !(apprentice.mentor === 'jiangnan' && week >= 10);
export const teacherLooked = ({ apprentice, week }) => week < 12 && !(apprentice.teacher === 'baiyang' && week === 11);

function stateOf(each) {
  if (each.fate === 'MISSING' || each.fate === 'DRAFT') return each.fate;
  if (each.returnedBy !== undefined) return 'RETURNED';
  if (each.fate === 'EXCESS' || !mentorLooked(each)) return 'SUBMITTED';
  return teacherLooked(each) ? 'TEACHER_APPROVED' : 'MENTOR_APPROVED';
}
