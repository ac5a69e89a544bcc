import { usccFor } from '../../libs/stakeholders/src/uscc.ts';

/** Two alliances; `chuanbei-jidian` shares one enterprise with `yunhe` and sees nothing else of it. */
export const alliances = [
  { slug: 'yunhe', name: '云河市新能源装备产教联合体(示例)', kind: 'CITY_CONSORTIUM', regionCode: '320000' },
  { slug: 'chuanbei-jidian', name: '川北机电产业学院(示例)', kind: 'INDUSTRIAL_COLLEGE', regionCode: '510000' },
];

const REGISTRARS = { GOVERNMENT: '11', INDUSTRY: '91', SCHOOL: '12', SOCIETY: '51' };

function organization(key, legalName, sector, regionCode, more = {}) {
  return { key, legalName: `${legalName}(示例)`, sector, regionCode, uscc: usccFor(`demo ${key}`, REGISTRARS[sector], regionCode), ...more };
}

const staff = (staffCount) => ({ staffCount, staffCountOn: '2026-06-30' });

/** Every actor is invented. Host enterprises take at most a tenth of their staff, over all alliances. */
export const organizations = [
  organization('jyj', '云河市教育局', 'GOVERNMENT', '320000'),
  organization('rsj', '云河市人力资源和社会保障局', 'GOVERNMENT', '320000'),
  organization('czj', '云河市财政局', 'GOVERNMENT', '320000'),
  organization('rx', '锐芯电池', 'INDUSTRY', '320000', staff(480)),
  organization('hc', '恒驰机电', 'INDUSTRY', '320000', staff(95)),
  organization('yc', '云澜储能', 'INDUSTRY', '320000', staff(760)),
  organization('ly', '岭岳精密', 'INDUSTRY', '320000', staff(720)),
  organization('zy', '云河职院', 'SCHOOL', '320000'),
  organization('zz', '云河中专', 'SCHOOL', '320000'),
  organization('xh', '云河市电池行业协会', 'SOCIETY', '320000'),
  // A committee is no legal person: it has no credit code.
  organization('jw', '云河中专家长委员会', 'SOCIETY', '320000', { uscc: '' }),
  organization('cb', '川北机电职院', 'SCHOOL', '510000'),
  organization('jg', '川北精工', 'INDUSTRY', '510000', staff(210)),
  organization('gx', '川北工业和信息化局', 'GOVERNMENT', '510000'),
  organization('cx', '川北机电行业协会', 'SOCIETY', '510000'),
];
export const organizationOf = (key) => organizations.find((each) => each.key === key);

/** Members of each alliance, in the order in which they were invited. */
export const members = {
  yunhe: ['jyj', 'rsj', 'czj', 'rx', 'hc', 'yc', 'ly', 'zy', 'zz', 'xh', 'jw'],
  'chuanbei-jidian': ['cb', 'jg', 'hc', 'gx', 'cx'],
};

const seat = (alliance, roles) => ({ alliance, roles });
const person = (login, name, organization, number, title, ...seats) => ({ login, name, organization, number, title, seats });

/** People with an account; the first of an organization speaks for it. */
export const people = [
  person('zhoulan', '周岚', 'jyj', 'J001', '职教科科长', seat('yunhe', ['ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON'])),
  person('hujian', '胡建', 'rsj', 'R001', '职业能力建设科科长', seat('yunhe', ['GOVERNMENT_LIAISON'])),
  person('tangwei', '唐蔚', 'czj', 'C001', '科教科科长', seat('yunhe', ['GOVERNMENT_LIAISON'])),
  person('shenrui', '沈锐', 'rx', 'RX0001', '人力资源总监', seat('yunhe', ['INDUSTRY_COORDINATOR'])),
  person('guoliang', '郭亮', 'rx', 'RX0107', '装配车间主任', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('mengfei', '孟斐', 'rx', 'RX0212', '化成工段长', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('xuheng', '徐恒', 'hc', 'HC001', '总经理', seat('yunhe', ['INDUSTRY_COORDINATOR']), seat('chuanbei-jidian', ['INDUSTRY_COORDINATOR'])),
  person('panqi', '潘琦', 'hc', 'HC014', '机加工班长', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('gaoyun', '高芸', 'yc', 'YC0003', '培训经理', seat('yunhe', ['INDUSTRY_COORDINATOR'])),
  person('zhengkai', '郑凯', 'yc', 'YC0088', '模组线长', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('songtao', '宋涛', 'yc', 'YC0131', '测试主管', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('lingfeng', '凌峰', 'ly', 'LY0005', '人事经理', seat('yunhe', ['INDUSTRY_COORDINATOR'])),
  person('dongxu', '董旭', 'ly', 'LY0046', '数控车间主任', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('jiangnan', '江楠', 'ly', 'LY0152', '质检主管', seat('yunhe', ['INDUSTRY_MENTOR'])),
  person('chenmo', '陈默', 'zy', 'T2101', '校企合作处处长', seat('yunhe', ['SCHOOL_COORDINATOR'])),
  person('linxiao', '林晓', 'zy', 'T2117', '电池专业教师', seat('yunhe', ['SCHOOL_TEACHER'])),
  person('hanbing', '韩冰', 'zy', 'T2133', '机电专业教师', seat('yunhe', ['SCHOOL_TEACHER'])),
  person('yuting', '余婷', 'zz', 'T001', '实训处主任', seat('yunhe', ['SCHOOL_COORDINATOR'])),
  person('baiyang', '白杨', 'zz', 'T016', '专业教师', seat('yunhe', ['SCHOOL_TEACHER'])),
  person('fangyuan', '方远', 'xh', 'X001', '秘书长', seat('yunhe', ['SOCIETY_ASSESSOR'])),
  person('qinyue', '秦悦', 'jw', 'P001', '主任委员', seat('yunhe', ['SOCIETY_ASSESSOR'])),
  person('luchuan', '鲁川', 'cb', 'T101', '教务处处长', seat('chuanbei-jidian', ['ALLIANCE_ADMIN', 'SCHOOL_COORDINATOR'])),
  person('tianye', '田野', 'cb', 'T126', '机电专业教师', seat('chuanbei-jidian', ['SCHOOL_TEACHER'])),
  person('shijing', '石静', 'jg', 'JG001', '人事经理', seat('chuanbei-jidian', ['INDUSTRY_COORDINATOR'])),
  person('leiming', '雷鸣', 'jg', 'JG033', '装配班长', seat('chuanbei-jidian', ['INDUSTRY_MENTOR'])),
  person('wenjie', '文杰', 'gx', 'G001', '产业科科长', seat('chuanbei-jidian', ['GOVERNMENT_LIAISON'])),
  person('jianghe', '江禾', 'cx', 'X101', '秘书长', seat('chuanbei-jidian', ['SOCIETY_ASSESSOR'])),
];
export const spokespersonOf = (organization) => people.find((each) => each.organization === organization).login;

/** 李薇, 17: the apprentice of the first scene, who signs in herself. */
export const LI_WEI = { login: 'liwei', name: '李薇', number: '2024ZZ001', birthDate: '2009-03-12' };

export const programmes = [
  { alliance: 'yunhe', school: 'zy', code: '460307', name: '动力电池制造技术' },
  { alliance: 'yunhe', school: 'zy', code: '460301', name: '机电一体化技术' },
  { alliance: 'yunhe', school: 'zz', code: '660303', name: '电气设备运行与控制' },
  { alliance: 'yunhe', school: 'zz', code: '660301', name: '机电技术应用' },
  { alliance: 'chuanbei-jidian', school: 'cb', code: '460301', name: '机电一体化技术' },
];

/** Work that hosts offer; `mentor` looks after who holds it, `units` are what is learned there. */
export const positions = [
  { alliance: 'yunhe', host: 'rx', code: 'RX-01', title: '电芯装配', places: 30, mentor: 'guoliang', programmes: { zy: '460307', zz: '660303' }, units: ['极片上料', '卷绕叠片', '入壳焊接', '设备点检'] },
  { alliance: 'yunhe', host: 'rx', code: 'RX-02', title: '化成检测', places: 18, mentor: 'mengfei', programmes: { zy: '460307', zz: '660303' }, units: ['化成上下料', '容量测试', '数据记录', '安全与质量'] },
  { alliance: 'yunhe', host: 'hc', code: 'HC-01', title: '机加工', places: 9, mentor: 'panqi', programmes: { zy: '460301', zz: '660301' }, units: ['车削', '铣削', '钳工', '量具使用'] },
  { alliance: 'yunhe', host: 'yc', code: 'YC-01', title: '模组装配', places: 40, mentor: 'zhengkai', programmes: { zy: '460307', zz: '660303' }, units: ['模组堆叠', '激光焊接', '线束连接', '绝缘检测'] },
  { alliance: 'yunhe', host: 'yc', code: 'YC-02', title: '系统测试', places: 33, mentor: 'songtao', programmes: { zy: '460301', zz: '660303' }, units: ['充放电测试', '通信测试', '故障记录', '现场安全'] },
  { alliance: 'yunhe', host: 'ly', code: 'LY-01', title: '数控加工', places: 40, mentor: 'dongxu', programmes: { zy: '460301', zz: '660301' }, units: ['数控车', '加工中心', '刀具准备', '首件检验'] },
  { alliance: 'yunhe', host: 'ly', code: 'LY-02', title: '质量检验', places: 30, mentor: 'jiangnan', programmes: { zy: '460301', zz: '660301' }, units: ['来料检验', '过程检验', '三坐标测量', '质量记录'] },
  { alliance: 'chuanbei-jidian', host: 'jg', code: 'JG-01', title: '装配钳工', places: 8, mentor: 'leiming', programmes: { cb: '460301' }, units: ['部件装配', '精度调整', '试车', '现场管理'] },
  { alliance: 'chuanbei-jidian', host: 'hc', code: 'HC-CB-01', title: '机加工', places: 1, mentor: null, programmes: { cb: '460301' }, units: ['车削'] },
];

/** Apprentices by school and position. 恒驰机电 has nine, a tenth of its 95 people rounded down. */
export const apprenticeCounts = [
  { school: 'zy', position: 'RX-01', count: 18 }, { school: 'zy', position: 'RX-02', count: 10 },
  { school: 'zy', position: 'HC-01', count: 5 },
  { school: 'zy', position: 'YC-01', count: 25 }, { school: 'zy', position: 'YC-02', count: 20 },
  { school: 'zy', position: 'LY-01', count: 24 }, { school: 'zy', position: 'LY-02', count: 18 },
  { school: 'zz', position: 'RX-01', count: 12 }, { school: 'zz', position: 'RX-02', count: 8 },
  { school: 'zz', position: 'HC-01', count: 4 },
  { school: 'zz', position: 'YC-01', count: 15 }, { school: 'zz', position: 'YC-02', count: 13 },
  { school: 'zz', position: 'LY-01', count: 16 }, { school: 'zz', position: 'LY-02', count: 12 },
  { school: 'cb', position: 'JG-01', count: 5 },
  { school: 'cb', position: 'HC-CB-01', count: 1 },
];
