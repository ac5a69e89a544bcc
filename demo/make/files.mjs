import { WEEKS } from './calendar.mjs';
import { alliances, LI_WEI, members, organizationOf, people } from './cast.mjs';
import { promises } from './promises.mjs';
import { programmesOf, weekFile } from './acts.mjs';

/** Tables by file name: header and rows of text. `encoding` where it is not UTF-8. */
export function makeTables(apprentices, weeks, acts) {
  const name = (key) => organizationOf(key).legalName;
  const schools = [...new Set(apprentices.map(({ school }) => school))];
  return [
    ...alliances.flatMap(({ slug }) => [
      table(`organizations-${slug}.csv`, ['单位名称', '类别', '统一社会信用代码', '行政区划代码', '在岗职工数', '职工数统计日期'],
        members[slug].map(organizationOf).map((each) => [each.legalName, SECTORS[each.sector], each.uscc, each.regionCode, each.staffCount ?? '', each.staffCountOn ?? ''])),
      table(`staff-${slug}.csv`, PEOPLE, people.flatMap((person) => {
        const held = person.seats.find(({ alliance }) => alliance === slug);
        return held ? [[name(person.organization), person.number, person.name, '', person.organization === 'jw' ? '成员' : '职工', person.title, '2020-01-01', held.roles.join(';')]] : [];
      })),
      table(`commitments-${slug}.csv`, COMMITMENTS, promises.filter(({ alliance }) => alliance === slug).map((each) =>
        [each.number, name(each.owner), name(each.verifier), each.title, each.metric, each.unit, each.baseline, each.target, each.direction === 'INCREASE' ? '提高' : '降低', each.dueOn, `${each.weightBp / 100}%`, each.requiredEvidence])),
    ]),
    ...schools.flatMap((school) => {
      const mine = apprentices.filter((each) => each.school === school);
      return [
        table(`students-${school}.${school === 'zz' ? 'xlsx' : 'csv'}`, PEOPLE, mine.map((each) =>
          [name(school), each.number, each.name, each.birthDate, '学生', '', '2024-09-01', each.number === LI_WEI.number ? '学徒' : '']), school === 'zy' ? 'gb18030' : 'utf-8'),
        table(`placements-${school}.csv`, PLACEMENTS, mine.map((each) =>
          [name(school), each.programme, name(each.host), each.position, each.number, personNumber(each.mentor), personNumber(each.teacher), each.startsOn, each.endsBefore, `${each.loadPercent}%`])),
        ...programmesOf(school).flatMap((programme) => WEEKS.map((week) => table(weekFile(school, programme, week), ENTRIES, weeks
          .filter((each) => each.week === week && each.apprentice.school === school && each.apprentice.programme === programme && each.state !== 'MISSING' && !each.ownHand)
          .flatMap(({ apprentice, entries, state }) => entries.map((each) =>
            [name(school), apprentice.number, each.day, each.from, each.until, each.unit, each.kind === 'WORK' ? '工作' : '培训', state === 'DRAFT' ? '否' : '是']))))),
      ];
    }),
    table('../acts.csv', ['at', 'alliance', 'actor', 'act', 'subject', 'values'], acts.map((each) => [each.at, each.alliance, each.actor, each.act, each.subject, written(each.values)])),
  ];
}

const SECTORS = { GOVERNMENT: '政府', INDUSTRY: '企业', SCHOOL: '学校', SOCIETY: '社会组织' };
const PEOPLE = ['单位', '编号', '姓名', '出生日期', '身份', '职务', '开始日期', '角色'];
const PLACEMENTS = ['学校', '专业代码', '实习单位', '岗位编号', '学号', '企业导师工号', '指导教师工号', '开始日期', '结束前日期', '时间占比'];
const ENTRIES = ['学校', '学号', '日期', '开始时间', '结束时间', '培养单元', '类型', '是否已提交'];
const COMMITMENTS = ['承诺编号', '责任方', '核验方', '承诺内容', '衡量指标', '计量单位', '基线值', '目标值', '方向', '到期日', '权重', '所需佐证'];

const table = (file, header, rows, encoding = 'utf-8') => ({ file, encoding, rows: [header, ...rows.map((row) => row.map(String))] });
const personNumber = (login) => people.find((each) => each.login === login)?.number ?? '';
const written = (values) => Object.entries(values).map(([key, value]) => `${key}=${value}`).join(' | ');
