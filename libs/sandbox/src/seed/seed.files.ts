import { DateTime } from 'luxon';
import { usccFor } from '@quadhelix/stakeholders';

/** One file of the importer: the name of its kind, and a line for each record under a line of headers. */
export interface SeedFile {
  readonly kind: string;
  readonly rows: readonly (readonly string[])[];
}

const BUREAU = '沙盒教育局(Sandbox Bureau)';
const FACTORY = '沙盒精密制造(Sandbox Factory)';
const WORKS = '沙盒自动化(Sandbox Works)';
const COLLEGE = '沙盒职业技术学院(Sandbox College)';
const ASSOCIATION = '沙盒装备行业协会(Sandbox Association)';
const REGION = '320100';

/** Everything in a sandbox on its first day, a local date. All names are invented and say so. */
export function seedFiles(today: string): readonly SeedFile[] {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  const on = (days: number): string => day.plus({ days }).toISODate() ?? today;
  const weekday = (weeksAgo: number, days: number): string => day.startOf('week').minus({ weeks: weeksAgo }).plus({ days }).toISODate() ?? today;
  const began = weekday(4, 0);
  const joined = on(-60);
  return [
    { kind: 'organizations', rows: [
      ['Name', 'Sector', 'Credit code', 'Region code', 'Staff', 'Staff counted on', 'Accepted on'],
      [BUREAU, 'GOVERNMENT', usccFor('sandbox bureau', '11', REGION), REGION, '', '', joined],
      [FACTORY, 'INDUSTRY', usccFor('sandbox factory', '91', REGION), REGION, '240', joined, joined],
      [WORKS, 'INDUSTRY', usccFor('sandbox works', '91', REGION), REGION, '60', joined, joined],
      [COLLEGE, 'SCHOOL', usccFor('sandbox college', '12', REGION), REGION, '', '', joined],
      [ASSOCIATION, 'SOCIETY', usccFor('sandbox association', '51', REGION), REGION, '', '', joined],
    ] },
    { kind: 'people', rows: [
      ['Organization', 'Number', 'Name', 'Birth date', 'Kind', 'Title', 'From', 'Roles'],
      ...staff.map(([organization, number, name, title, roles]) => [organization, number, `${name}(沙盒)`, '', 'STAFF', title, joined, roles]),
      ...apprentices.map(([number, name, age]) => [COLLEGE, number, `${name}(沙盒)`, day.minus({ years: age, days: 40 }).toISODate() ?? '', 'STUDENT', '', joined, 'APPRENTICE']),
    ] },
    { kind: 'placements', rows: [
      ['School', 'Programme code', 'Programme', 'Host', 'Position code', 'Position', 'Places', 'Student number', 'Mentor number', 'Teacher number', 'Starts on', 'Ends before', 'Load', 'Started'],
      ...apprentices.map(([number], index) => [COLLEGE, '460301', '机电一体化技术(沙盒)', FACTORY, 'SB-01', '设备装调(沙盒)', '10', number, 'SB-I2', 'SB-S2', index < 4 ? began : on(14), on(150), '100%', index < 4 ? 'yes' : 'no']),
    ] },
    { kind: 'timesheets', rows: [
      ['School', 'Student number', 'Date', 'Start', 'End', 'Unit', 'Kind', 'Submitted'],
      // The week before last is handed in and waits for the mentor; last week's is a draft.
      ...[2, 1].flatMap((weeksAgo) => apprentices.slice(0, 4).flatMap(([number]) => [0, 1, 2, 3, 4].flatMap((days) =>
        [['08:00', '12:00'], ['13:00', '17:00']].map(([from = '', until = '']) =>
          [COLLEGE, number, weekday(weeksAgo, days), from, until, '设备装调', 'WORK', weeksAgo === 2 ? 'yes' : 'no'])))),
    ] },
    { kind: 'commitments', rows: [
      ['Number', 'Owner', 'Verifier', 'Title', 'Metric', 'Unit', 'Baseline', 'Target', 'Direction', 'Due on', 'Weight', 'Required evidence', 'Accepted'],
      ['SB-01', FACTORY, ASSOCIATION, '提供学徒岗位 10 个 (ten posts for apprentices)', '岗位数 posts', '个', '0', '10', 'INCREASE', on(20), '20%', '岗位清单 list of posts', 'yes'],
      ['SB-02', BUREAU, ASSOCIATION, '拨付实训补贴 (subsidy for training paid)', '已拨付 paid', '元', '0', '200000', 'INCREASE', on(45), '30%', '银行回单 bank receipt', 'yes'],
      ['SB-03', COLLEGE, FACTORY, '编写实训指导书 (guide for trainers written)', '册数 copies', '册', '0', '1', 'INCREASE', on(90), '20%', '指导书 the guide', 'yes'],
      ['SB-04', WORKS, ASSOCIATION, '接收教师实践 2 人 (two teachers taken in)', '人数 people', '人', '0', '2', 'INCREASE', on(60), '30%', '实践协议 agreement', 'no'],
    ] },
  ];
}

const staff = [
  [BUREAU, 'SB-G1', '陈一', '职教科科长', 'ALLIANCE_ADMIN;GOVERNMENT_LIAISON'],
  [FACTORY, 'SB-I1', '李二', '人力资源经理', 'INDUSTRY_COORDINATOR'],
  [FACTORY, 'SB-I2', '王三', '装调师傅', 'INDUSTRY_MENTOR'],
  [WORKS, 'SB-J1', '赵四', '总经理', 'INDUSTRY_COORDINATOR;INDUSTRY_MENTOR'],
  [COLLEGE, 'SB-S1', '钱五', '教务处处长', 'SCHOOL_COORDINATOR'],
  [COLLEGE, 'SB-S2', '孙六', '机电专业教师', 'SCHOOL_TEACHER'],
  [ASSOCIATION, 'SB-C1', '周七', '秘书长', 'SOCIETY_ASSESSOR'],
] as const;

/** Number, name, age in whole years. */
const apprentices = [['SB-A1', '吴八', 18], ['SB-A2', '郑九', 18], ['SB-A3', '冯十', 19], ['SB-A4', '褚甲', 17], ['SB-A5', '卫乙', 17], ['SB-A6', '蒋丙', 20]] as const;
