import { DateTime } from 'luxon';
import type { Scope } from '@quadhelix/database';
import { importKind, type ImportKind } from '@quadhelix/importing';
import { authorizeNamed, knownOrganization, Person, personNumbered } from '@quadhelix/stakeholders';
import { timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { addDays } from '../calendar.js';
import { Placement } from '../placement/placement.entity.js';
import type { TimesheetService } from '../timesheet/timesheet.service.js';

const kindChoices = [
  { value: 'WORK', label: { en: 'Work', 'zh-CN': '工作' } },
  { value: 'TRAINING', label: { en: 'Training', 'zh-CN': '培训' } },
] as const;

const MOST_KEPT = 20_000;

/** Remembers what a slow function answered: files hold few dates and times, but many rows. */
function remembering<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key) ?? work(key);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, found);
    return found;
  };
}

const mondayOf = remembering((date) => addDays(date, 1 - DateTime.fromISO(date, { zone: 'utc' }).weekday));
const dayAfter = remembering((date) => addDays(date, 1));
/** Milliseconds of `2026-03-02T08:00 Asia/Shanghai`. */
const momentOf = remembering((local) => {
  const [time, zone] = local.split(' ');
  return DateTime.fromISO(time ?? '', zone === undefined ? {} : { zone }).toMillis();
});

/** Weeks of hours: the rows of one apprentice and week are one timesheet, which replaces what was reported for that week. */
export const timesheetsImport = (timesheets: TimesheetService): ImportKind =>
  importKind({
    name: 'timesheets',
    title: { en: 'Timesheets', 'zh-CN': '工时表' },
    action: timesheetAccess.save,
    fields: { startsAt: 'startTime', endsAt: 'endTime', placementId: 'apprenticeNumber', weekStartsOn: 'date', entries: 'date', id: 'apprenticeNumber' },
    unique: ['school', 'apprenticeNumber', 'host', 'date', 'startTime'],
    group: ({ school, apprenticeNumber, host, date }) => JSON.stringify([school, apprenticeNumber, host, date === undefined ? null : mondayOf(date)]),
    columns: [
      { key: 'school', type: 'text', required: true, header: { en: 'School', 'zh-CN': '学校' }, description: { en: 'Credit code, ministry code or exact name', 'zh-CN': '信用代码、标识码或全称' }, example: '云河职业技术学院（示例）' },
      { key: 'apprenticeNumber', type: 'text', required: true, maxLength: 64, header: { en: 'Student number', 'zh-CN': '学号' }, description: { en: "The school's number of the apprentice", 'zh-CN': '学徒在学校的学号' }, example: '2024010123' },
      { key: 'host', type: 'text', header: { en: 'Host', 'zh-CN': '实习单位' }, description: { en: 'Needed where the apprentice has several placements at that time', 'zh-CN': '同一时间有多个实习安排时必填' }, example: '' },
      { key: 'date', type: 'date', required: true, header: { en: 'Date', 'zh-CN': '日期' }, description: { en: 'Day on which the stretch of time begins', 'zh-CN': '该时段开始的日期' }, example: '2026-03-02' },
      { key: 'startTime', type: 'localTime', required: true, header: { en: 'Start', 'zh-CN': '开始时间' }, description: { en: 'Local time', 'zh-CN': '当地时间' }, example: '08:00' },
      { key: 'endTime', type: 'localTime', required: true, header: { en: 'End', 'zh-CN': '结束时间' }, description: { en: 'Local time; not later than the start means past midnight', 'zh-CN': '当地时间，不晚于开始时间表示次日' }, example: '12:00' },
      { key: 'unit', type: 'text', required: true, header: { en: 'Unit', 'zh-CN': '培养单元' }, description: { en: 'What of the training plan it was', 'zh-CN': '对应的培养方案内容' }, example: '电芯装配' },
      { key: 'kind', type: 'choice', header: { en: 'Kind', 'zh-CN': '类型' }, description: { en: 'What the time was spent on; blank is work', 'zh-CN': '时间用途，留空为工作' }, example: 'WORK', choices: kindChoices },
      { key: 'submitted', type: 'boolean', header: { en: 'Submitted', 'zh-CN': '是否已提交' }, description: { en: 'Hand the week in; counts where every row of the week says yes', 'zh-CN': '是否提交该周，须该周每行均为“是”' }, example: { en: 'yes', 'zh-CN': '是' } },
    ],
    async prepare(scope, rows) {
      const apprentices = new Map(rows.map((row) => [`${row.school} ${row.apprenticeNumber}`, row]));
      const found = await Promise.allSettled([...apprentices.values()].map(async (row) => {
        const school = await knownOrganization(scope, row.school, 'school');
        const personId = await personNumbered(scope, school.id, row.apprenticeNumber, 'apprenticeNumber');
        const [placements] = await Promise.all([placementsOf(scope, personId), scope.byId(Person, personId)]);
        return placements;
      }));
      const weeks = [...new Set(rows.map(({ date }) => mondayOf(date)))];
      const placements = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      await timesheets.foresee(scope, placements.flatMap((placement) => weeks.filter((monday) => touches(placement, monday)).map((weekStartsOn) => ({ placement, weekStartsOn }))));
    },
    async apply(scope, rows, { present, rowNumbers }) {
      const [first] = rows;
      if (!first) return 'UNCHANGED';
      const school = await knownOrganization(scope, first.school, 'school');
      const host = first.host === undefined ? null : await knownOrganization(scope, first.host, 'host');
      const personId = await apprenticeOf(scope, school.id, first.apprenticeNumber);
      authorizeNamed(scope, timesheetAccess.save, { parties: () => ({ school: school.id, apprentice: personId }) });
      const placement = await placementOn(scope, { personId, schoolId: school.id, hostId: host?.id ?? null, dates: rows.map(({ date }) => date) });
      demandOneRecord(present, `${placement.id} ${mondayOf(first.date)}`, rowNumbers[0] ?? 0);
      const entries = rows.map((row) => ({ ...stretch(row, scope.timeZone), unit: row.unit, kind: row.kind ?? 'WORK' }));
      const { timesheet, outcome } = await timesheets.save(scope, placement.id, mondayOf(first.date), entries);
      if (timesheet.state !== 'DRAFT' || !rows.every((row) => row.submitted === true)) return outcome;
      await timesheets.submit(scope, timesheet.id);
      return outcome === 'ADDED' ? 'ADDED' : 'UPDATED';
    },
  });

/** Does any day of the week lie in the period of the placement? */
const touches = (placement: Placement, monday: string): boolean => placement.startsOn < addDays(monday, 7) && placement.endsBefore > monday;

// Of each run, which record a week of a placement stands in. A run is known by the columns of its file.
const RECORDS = new WeakMap<ReadonlySet<string>, Map<string, number>>();

/** A week is replaced as a whole: a second record of the same week would silently undo the first. Tried again, a record is still the same. */
function demandOneRecord(run: ReadonlySet<string>, week: string, row: number): void {
  const known = RECORDS.get(run) ?? new Map<string, number>();
  RECORDS.set(run, known);
  if ((known.get(week) ?? row) !== row) throw apprenticeshipErrors.WEEK_SPLIT({ field: 'host' });
  known.set(week, row);
}

/** The apprentice with a number. Who may not write for the school, or for him, learns nothing of which numbers there are. */
async function apprenticeOf(scope: Scope, schoolId: string, number: string): Promise<string> {
  try {
    return await personNumbered(scope, schoolId, number, 'apprenticeNumber');
  } catch (error) {
    authorizeNamed(scope, timesheetAccess.save, { parties: () => ({ school: schoolId, apprentice: '' }) });
    throw error;
  }
}

/** Begin and end as instants; an end that is not later than the begin lies on the next day. */
function stretch(row: { date: string; startTime: string; endTime: string }, timeZone: string): { startsAt: Date; endsAt: Date } {
  const on = row.endTime > row.startTime ? row.date : dayAfter(row.date);
  const at = (date: string, time: string): Date => new Date(momentOf(`${date}T${time} ${timeZone}`));
  return { startsAt: at(row.date, row.startTime), endsAt: at(on, row.endTime) };
}

const PLACED = Symbol('placements of apprentices');

function placementsOf(scope: Scope, personId: string): Promise<Placement[]> {
  return scope.loader<string, Placement[]>(PLACED, async (ids) => {
    const found = Map.groupBy(await scope.find(Placement, { apprenticePersonId: ids }), (each) => each.apprenticePersonId);
    return ids.map((id) => found.get(id) ?? []);
  }).load(personId);
}

/** The placement that the rows are about: the only one that covers a day of theirs. Which of them it does not cover, the service says. */
async function placementOn(scope: Scope, wanted: { personId: string; schoolId: string; hostId: string | null; dates: readonly string[] }): Promise<Placement> {
  const { personId, schoolId, hostId, dates } = wanted;
  const all = await placementsOf(scope, personId);
  const covering = all.filter((each) => each.schoolOrganizationId === schoolId && (hostId === null || each.hostOrganizationId === hostId) && dates.some((date) => each.covers(date)));
  // A plan takes no hours, so it makes nothing ambiguous.
  const running = covering.filter(({ state }) => state !== 'PLANNED');
  const [only] = running.length > 0 ? running : covering;
  if (!only) throw apprenticeshipErrors.PLACEMENT_UNKNOWN({ field: 'apprenticeNumber' });
  if (running.length > 1 || (running.length === 0 && covering.length > 1)) throw apprenticeshipErrors.PLACEMENT_AMBIGUOUS({ field: 'host' });
  return only;
}
