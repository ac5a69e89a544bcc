import type { EntityClass, Scope } from '@quadhelix/database';
import type { PersonalDataKind, PersonalRecord } from '@quadhelix/personal-data';
import { Placement } from './placement/placement.entity.js';
import { TimesheetEntry } from './timesheet/timesheet-entry.entity.js';
import { Timesheet } from './timesheet/timesheet.entity.js';

const PAGE = 200;

/** Pages of rows in which one of the columns names the person, in the order of their ids. */
async function* pagesOf<T extends { id: string }>(scope: Scope, entity: EntityClass<T>, columns: readonly string[], personId: string): AsyncGenerator<T[]> {
  const named = columns.map((column) => `${column} = $2`).join(' or ');
  for (let last: string | undefined, more = true; more; ) {
    const values = last === undefined ? [scope.tenantId, personId] : [scope.tenantId, personId, last];
    const rows: T[] = await scope.select(entity, `where tenant_id = $1 and (${named}) ${last === undefined ? '' : 'and id > $3'} order by id limit ${String(PAGE)}`, values);
    yield rows;
    last = rows.at(-1)?.id;
    more = rows.length === PAGE;
  }
}

/** Removes a text about the person from his own rows and from what the audit trail keeps of it; the facts around it stay. */
async function eraseText(scope: Scope, type: string, table: string, column: string, personId: string): Promise<number> {
  const ids = await scope.sql<{ id: string }>(`select id from ${table} where tenant_id = $1 and apprentice_person_id = $2`, [scope.tenantId, personId]);
  const cleared = await scope.sql<{ id: string }>(
    `update ${table} set ${column} = null, version = version + 1 where tenant_id = $1 and apprentice_person_id = $2 and ${column} is not null returning id`, [scope.tenantId, personId],
  );
  const erased = await scope.erasePersonalValues(type, ids.map(({ id }) => id));
  return cleared.length + erased;
}

/** What alliances hold of apprentices, mentors and teachers. Rows name people by id only: once the name is replaced where it is kept, they tell nobody who it was. */
export const apprenticeshipPersonalData: readonly PersonalDataKind[] = [
  {
    name: 'placements', title: { en: 'Placements', 'zh-CN': '实习安排' },
    purpose: {
      en: 'Shows where you learned, or whom you guided. Kept as long as the alliance exists; why a placement ended is removed when you are erased.',
      'zh-CN': '用于说明您的实习经历或指导经历，在联合体存续期间保存；删除个人信息时删去终止原因。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for await (const rows of pagesOf(scope, Placement, ['apprentice_person_id', 'mentor_person_id', 'teacher_person_id'], personId)) {
        for (const row of rows) {
          const as = row.apprenticePersonId === personId ? 'APPRENTICE' : row.mentorPersonId === personId ? 'MENTOR' : 'TEACHER';
          const { id, programmeId, positionId, hostOrganizationId, schoolOrganizationId, startsOn, endsBefore, loadBp, yearOfStudy, ownChoice, state, endedOn } = row;
          yield { id, as, programmeId, positionId, hostOrganizationId, schoolOrganizationId, startsOn, endsBefore, loadBp, state, endedOn, ...(as === 'APPRENTICE' ? { yearOfStudy, ownChoice, stopReason: row.stopReason } : {}) };
        }
      }
    },
    erase: (scope, personId) => eraseText(scope, 'Placement', 'placements', 'stop_reason', personId),
  },
  {
    name: 'timesheets', title: { en: 'Your weeks', 'zh-CN': '您的工时' },
    purpose: {
      en: 'Shows what you worked and learned, and whether it was lawful. Kept as long as the alliance exists; why a week was sent back is removed when you are erased.',
      'zh-CN': '用于说明您的实习工时及其合规性，在联合体存续期间保存；删除个人信息时删去退回原因。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for await (const rows of pagesOf(scope, Timesheet, ['apprentice_person_id'], personId)) {
        const entries = Map.groupBy(rows.length === 0 ? [] : await scope.find(TimesheetEntry, { timesheetId: rows.map(({ id }) => id) }, { startsAt: 'ASC' }), ({ timesheetId }) => timesheetId);
        for (const { id, placementId, weekStartsOn, state, minutes, nightMinutes, excessMinutes, lawful, ruleVersion, submittedAt, returnReason } of rows) {
          const reported = (entries.get(id) ?? []).map(({ startsAt, endsAt, unit, kind }) => ({ startsAt, endsAt, unit, kind }));
          yield { id, placementId, weekStartsOn, state, minutes, nightMinutes, excessMinutes, lawful, ruleVersion, submittedAt, returnReason, entries: reported };
        }
      }
    },
    erase: (scope, personId) => eraseText(scope, 'Timesheet', 'timesheets', 'return_reason', personId),
  },
  {
    name: 'timesheetApprovals', title: { en: 'Weeks that you approved', 'zh-CN': '您批准的工时' },
    purpose: {
      en: 'Shows who approved hours for host and school. Kept as long as the alliance exists; your name is replaced when you are erased.',
      'zh-CN': '用于说明工时由谁批准，在联合体存续期间保存；删除个人信息时以化名替换您的姓名。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for await (const rows of pagesOf(scope, Timesheet, ['mentor_approver_id', 'teacher_approver_id'], personId)) {
        for (const { id, weekStartsOn, hostOrganizationId, schoolOrganizationId, mentorApproverId, mentorApprovedAt, teacherApprovedAt } of rows) {
          const mine = mentorApproverId === personId;
          yield { id, weekStartsOn, hostOrganizationId, schoolOrganizationId, for: mine ? 'HOST' : 'SCHOOL', approvedAt: mine ? mentorApprovedAt : teacherApprovedAt };
        }
      }
    },
    erase: () => Promise.resolve(0),
  },
];
