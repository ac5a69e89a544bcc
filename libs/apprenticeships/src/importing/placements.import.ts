import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { importKind, type ImportKind } from '@quadhelix/importing';
import { authorizeNamed, knownOrganization, personNumbered } from '@quadhelix/stakeholders';
import { placementAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import type { PlacementService } from '../placement/placement.service.js';
import { Position } from '../position/position.entity.js';
import type { PositionService } from '../position/position.service.js';
import { Programme } from '../programme/programme.entity.js';
import type { ProgrammeService } from '../programme/programme.service.js';

/** Placements of apprentices. A programme or position that is missing is made, where the one who imports may make it. */
export const placementsImport = (programmes: ProgrammeService, positions: PositionService, placements: PlacementService): ImportKind =>
  importKind({
    name: 'placements',
    title: { en: 'Placements', 'zh-CN': '实习安排' },
    action: placementAccess.plan,
    fields: { programmeId: 'programmeCode', positionId: 'positionCode', apprenticePersonId: 'apprenticeNumber', mentorPersonId: 'mentorNumber', teacherPersonId: 'teacherNumber', loadBp: 'load', schoolOrganizationId: 'school', hostOrganizationId: 'host' },
    unique: ['school', 'host', 'positionCode', 'apprenticeNumber', 'startsOn'],
    columns: [
      { key: 'school', type: 'text', required: true, header: { en: 'School', 'zh-CN': '学校' }, description: { en: 'Credit code, ministry code or exact name', 'zh-CN': '信用代码、标识码或全称' }, example: '云河职业技术学院（示例）' },
      { key: 'programmeCode', type: 'text', required: true, maxLength: 60, header: { en: 'Programme code', 'zh-CN': '专业代码' }, description: { en: "The school's code of the programme", 'zh-CN': '学校的专业代码' }, example: '460609' },
      { key: 'programme', type: 'text', header: { en: 'Programme', 'zh-CN': '专业名称' }, description: { en: 'Name; needed where the code is new', 'zh-CN': '专业名称，代码首次出现时必填' }, example: '新能源装备技术' },
      { key: 'host', type: 'text', required: true, header: { en: 'Host', 'zh-CN': '实习单位' }, description: { en: 'Credit code or exact name', 'zh-CN': '信用代码或全称' }, example: '锐芯电池有限公司（示例）' },
      { key: 'positionCode', type: 'text', required: true, maxLength: 60, header: { en: 'Position code', 'zh-CN': '岗位编号' }, description: { en: "The host's code of the position", 'zh-CN': '实习单位的岗位编号' }, example: 'RX-01' },
      { key: 'position', type: 'text', header: { en: 'Position', 'zh-CN': '岗位名称' }, description: { en: 'Title; needed where the code is new', 'zh-CN': '岗位名称，编号首次出现时必填' }, example: '电芯装配' },
      { key: 'places', type: 'integer', min: 1, max: 100_000, header: { en: 'Places', 'zh-CN': '名额' }, description: { en: 'Apprentices who may hold the position on one day; needed where its code is new', 'zh-CN': '岗位同日可容纳人数，编号首次出现时必填' }, example: '20' },
      { key: 'apprenticeNumber', type: 'text', required: true, maxLength: 64, header: { en: 'Student number', 'zh-CN': '学号' }, description: { en: "The school's number of the apprentice", 'zh-CN': '学徒在学校的学号' }, example: '2024010123' },
      { key: 'mentorNumber', type: 'text', maxLength: 64, header: { en: 'Mentor number', 'zh-CN': '企业导师工号' }, description: { en: "The host's number of the mentor", 'zh-CN': '导师在实习单位的工号' }, example: 'M001' },
      { key: 'teacherNumber', type: 'text', maxLength: 64, header: { en: 'Teacher number', 'zh-CN': '指导教师工号' }, description: { en: "The school's number of the teacher", 'zh-CN': '教师在学校的工号' }, example: 'T001' },
      { key: 'startsOn', type: 'date', required: true, header: { en: 'Starts on', 'zh-CN': '开始日期' }, description: { en: 'First day', 'zh-CN': '第一天' }, example: '2026-03-02' },
      { key: 'endsBefore', type: 'date', required: true, header: { en: 'Ends before', 'zh-CN': '结束前日期' }, description: { en: 'First day after it', 'zh-CN': '结束后的第一天' }, example: '2026-09-01' },
      { key: 'load', type: 'percent', required: true, min: 1, max: 10_000, header: { en: 'Load', 'zh-CN': '时间占比' }, description: { en: 'Part of the full time', 'zh-CN': '占全部时间的比例' }, example: '100%' },
      { key: 'started', type: 'boolean', header: { en: 'Started', 'zh-CN': '是否已开始' }, description: { en: "Yes binds the apprentice's time; blank is no", 'zh-CN': '填“是”则占用学徒时间，留空为否' }, example: { en: 'yes', 'zh-CN': '是' } },
    ],
    async apply(scope, [row]) {
      if (!row) return 'UNCHANGED';
      const school = await knownOrganization(scope, row.school, 'school');
      authorizeNamed(scope, placementAccess.plan, { parties: () => ({ school: school.id }) });
      const host = await knownOrganization(scope, row.host, 'host');
      const apprenticePersonId = await personNumbered(scope, school.id, row.apprenticeNumber, 'apprenticeNumber');
      const mentorPersonId = row.mentorNumber === undefined ? null : await personNumbered(scope, host.id, row.mentorNumber, 'mentorNumber');
      const teacherPersonId = row.teacherNumber === undefined ? null : await personNumbered(scope, school.id, row.teacherNumber, 'teacherNumber');
      const programmeId = await programmeOf(scope, programmes, school.id, row.programmeCode, row.programme);
      const positionId = await positionOf(scope, positions, host.id, { code: row.positionCode, title: row.position, places: row.places });
      const { startsOn, endsBefore, load: loadBp } = row;
      const { placement, outcome } = await placements.plan(scope, { programmeId, positionId, apprenticePersonId, mentorPersonId, teacherPersonId, startsOn, endsBefore, loadBp });
      if (row.started !== true || placement.state !== 'PLANNED') return outcome;
      await placements.start(scope, placement.id);
      return outcome === 'ADDED' ? 'ADDED' : 'UPDATED';
    },
  });

const needed = (field: string): Error => platformErrors.INPUT_INVALID({ field, params: { problem: 'needed, because the code is new' } });

async function programmeOf(scope: Scope, programmes: ProgrammeService, schoolOrganizationId: string, code: string, name: string | undefined): Promise<string> {
  const [known] = await scope.find(Programme, { schoolOrganizationId, code });
  if (known && name !== undefined && known.name !== name) throw apprenticeshipErrors.PROGRAMME_EXISTS({ field: 'programme' });
  if (known) return known.id;
  if (name === undefined) throw needed('programme');
  const { programme } = await programmes.create(scope, { schoolOrganizationId, code, name });
  return programme.id;
}

async function positionOf(scope: Scope, positions: PositionService, hostOrganizationId: string, facts: { code: string; title: string | undefined; places: number | undefined }): Promise<string> {
  const { code, title, places } = facts;
  const [known] = await scope.find(Position, { hostOrganizationId, code });
  if (known && title !== undefined && known.title !== title) throw apprenticeshipErrors.POSITION_EXISTS({ field: 'position' });
  if (known && places !== undefined && known.places !== places) throw apprenticeshipErrors.POSITION_EXISTS({ field: 'places' });
  if (known) return known.id;
  if (title === undefined) throw needed('position');
  if (places === undefined) throw needed('places');
  const { position } = await positions.publish(scope, { hostOrganizationId, code, title, places });
  return position.id;
}
