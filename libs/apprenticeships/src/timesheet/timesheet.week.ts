import { breaksConstraint, type Scope } from '@quadhelix/database';
import { Person } from '@quadhelix/stakeholders';
import { holidayCalendar } from '@quadhelix/standards';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { Placement } from '../placement/placement.entity.js';
import { TimesheetEntry } from './timesheet-entry.entity.js';
import { TimesheetViolation } from './timesheet-violation.entity.js';
import type { EntryFacts } from './timesheet.entries.js';
import { Timesheet } from './timesheet.entity.js';
import { assessWeek, type HoursFinding, type HoursRule } from './timesheet.hours.js';

/** Locks all placements of the apprentice of one, so that two weeks of one person are never judged at the same time without knowing of each other; answers them. */
export function lockApprentice(scope: Scope, placementId: string): Promise<Placement[]> {
  return scope.select(
    Placement,
    'where tenant_id = $1 and apprentice_person_id = (select p.apprentice_person_id from placements p where p.tenant_id = $1 and p.id = $2) order by id for no key update',
    [scope.tenantId, placementId],
  );
}

type Found = ReadonlyMap<Timesheet, readonly HoursFinding[]>;
interface Week { readonly personId: string; readonly weekStartsOn: string }

const keyOf = ({ personId, weekStartsOn }: Week): string => `${personId} ${weekStartsOn}`;

/** All that one person reported for one week in this alliance, over all his placements: what the limits on hours are about. */
export class PersonWeek {
  private replaced: readonly TimesheetEntry[] = [];
  private fresh: readonly TimesheetEntry[] = [];

  private constructor(
    private readonly scope: Scope,
    readonly sheets: Timesheet[],
    private readonly entries: Map<string, readonly TimesheetEntry[]>,
    private readonly violations: TimesheetViolation[],
  ) {}

  static async read(scope: Scope, personId: string, weekStartsOn: string): Promise<PersonWeek> {
    const [week] = await PersonWeek.readMany(scope, [{ personId, weekStartsOn }]);
    return week ?? new PersonWeek(scope, [], new Map(), []);
  }

  /** Weeks of several people, those in which somebody reported anything; the same statements however many. */
  static async readMany(scope: Scope, weeks: readonly Week[]): Promise<PersonWeek[]> {
    const ids = await scope.sql<{ id: string }>(
      `select t.id from (select distinct * from unnest($2::uuid[], $3::date[]) as w (person_id, monday)) wanted
       join timesheets t on t.tenant_id = $1 and t.apprentice_person_id = wanted.person_id and t.week_starts_on = wanted.monday`,
      [scope.tenantId, weeks.map(({ personId }) => personId), weeks.map(({ weekStartsOn }) => weekStartsOn)],
    );
    if (ids.length === 0) return [];
    const sheets = await scope.manyForUpdate(Timesheet, ids.map(({ id }) => id));
    const timesheetId = sheets.map(({ id }) => id);
    const entries = Map.groupBy(await scope.find(TimesheetEntry, { timesheetId }), (entry) => entry.timesheetId);
    const violations = await scope.find(TimesheetViolation, { timesheetId });
    const grouped = Map.groupBy(sheets, ({ apprenticePersonId, weekStartsOn }) => keyOf({ personId: apprenticePersonId, weekStartsOn }));
    return [...grouped.values()].map((own) => {
      const of = new Set(own.map(({ id }) => id));
      return new PersonWeek(scope, own, new Map(own.map(({ id }) => [id, entries.get(id) ?? []])), violations.filter((each) => of.has(each.timesheetId)));
    });
  }

  entriesOf(sheet: Timesheet): readonly TimesheetEntry[] {
    return this.entries.get(sheet.id) ?? [];
  }

  /** Notes what a sheet reports from now on, so that it can be judged; `write` stores it. */
  report(sheet: Timesheet, facts: readonly EntryFacts[]): void {
    const { scope } = this;
    this.replaced = this.entriesOf(sheet);
    this.fresh = facts.map(({ startsAt, endsAt, unit, kind }) => Object.assign(new TimesheetEntry(), {
      tenantId: sheet.tenantId, id: scope.newId(), timesheetId: sheet.id, apprenticePersonId: sheet.apprenticePersonId,
      startsAt, endsAt, unit, kind, createdAt: scope.now, version: 1,
    }));
    this.entries.set(sheet.id, this.fresh);
  }

  /** Stores what `report` noted, when its sheet is stored. Throws ENTRIES_OVERLAP where it overlaps with another sheet of the person. */
  async write(): Promise<void> {
    await this.scope.remove(this.replaced);
    if (this.fresh.length === 0) return;
    try {
      await this.scope.savepoint(() => this.scope.insert(this.fresh));
    } catch (error) {
      if (breaksConstraint(error, 'timesheet_entries_apart')) throw apprenticeshipErrors.ENTRIES_OVERLAP({ field: 'entries' });
      throw error;
    }
  }

  /** Judges a sheet by all entries of the week and the rule that holds for it; answers what it finds. */
  async judge(sheet: Timesheet, rule: HoursRule): Promise<readonly HoursFinding[]> {
    const person = await this.scope.byId(Person, sheet.apprenticePersonId);
    const elsewhere = [...this.entries].filter(([id]) => id !== sheet.id).flatMap(([, entries]) => entries);
    const assessment = assessWeek({
      weekStartsOn: sheet.weekStartsOn, timeZone: this.scope.timeZone, birthDate: person?.birthDate ?? null, kindOf: (date) => holidayCalendar.kindOf(date), own: this.entriesOf(sheet), elsewhere,
    }, rule);
    sheet.assess(assessment);
    return assessment.violations;
  }

  /** Makes the stored violations of some sheets what was found: those that stay are left alone. Two statements for all weeks together. */
  static async raise(scope: Scope, weeks: readonly PersonWeek[], found: Found): Promise<void> {
    const key = (timesheetId: string, { rule, onDate, minutes, limitMinutes }: HoursFinding): string => [timesheetId, rule, onDate, minutes, limitMinutes].join(' ');
    const judged = new Set([...found.keys()].map(({ id }) => id));
    const known = weeks.flatMap((week) => week.violations).filter(({ timesheetId }) => judged.has(timesheetId));
    const knownKeys = new Set(known.map((each) => key(each.timesheetId, each)));
    const wanted = [...found].flatMap(([sheet, findings]) => findings.map((finding) => ({ sheet, finding })));
    const wantedKeys = new Set(wanted.map(({ sheet, finding }) => key(sheet.id, finding)));
    await scope.remove(known.filter((each) => !wantedKeys.has(key(each.timesheetId, each))));
    const fresh = wanted.filter(({ sheet, finding }) => !knownKeys.has(key(sheet.id, finding)));
    await scope.insert(fresh.map(({ sheet, finding }) => Object.assign(new TimesheetViolation(), {
      ...finding, tenantId: sheet.tenantId, id: scope.newId(), timesheetId: sheet.id, apprenticePersonId: sheet.apprenticePersonId,
      hostOrganizationId: sheet.hostOrganizationId, schoolOrganizationId: sheet.schoolOrganizationId, createdAt: scope.now, version: 1,
    })));
  }
}
