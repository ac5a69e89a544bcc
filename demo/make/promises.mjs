const promise = (number, owner, verifier, title, metric, unit, baseline, target, dueOn, requiredEvidence, ...steps) =>
  ({ number, owner, verifier, title, metric, unit, baseline, target, direction: target > baseline ? 'INCREASE' : 'REDUCE', dueOn, weightBp: 100, requiredEvidence, steps });

const accepted = (day = '2026-08-27') => ({ verb: 'accept', day });
const evidence = (day, value, description) => ({ verb: 'evidence', day, value, description });
const verdict = (day, outcome, value, remark) => ({ verb: 'verify', day, outcome, value, remark });
const kept = (day, value, description, judged, remark = '材料齐全，数量属实') => [accepted(), evidence(day, value, description), verdict(judged, 'FULFILLED', value, remark)];

/** The same scan stands for two promises: allowed, and shown to whoever judges. */
const REUSED_FILE = '5b9cf12e0d2f6a1f8f4a3b7f0a2d4c6e8f1b3d5a7c9e0f2a4b6d8c0e1f3a5b7d';

/** 云河: thirty promises, eighteen of them due by the as-of day. */
const YUNHE = [
  // Kept: eleven.
  promise('YH-2026-01', 'jyj', 'xh', '印发《新能源装备产教联合体建设方案》', '印发文件数', '份', 0, 1, '2026-09-15', '正式文件', ...kept('2026-09-11', 1, '建设方案正式文件', '2026-09-17')),
  promise('YH-2026-02', 'rsj', 'xh', '举办学徒政策宣讲会', '宣讲会场次', '场', 0, 3, '2026-09-30', '签到表与照片', ...kept('2026-09-24', 4, '四场宣讲会签到表', '2026-09-29', '超额完成，其中一场面向家长')),
  promise('YH-2026-03', 'zy', 'rx', '编写动力电池活页式教材', '教材册数', '册', 0, 2, '2026-10-15', '教材清样', ...kept('2026-10-14', 2, '两册教材清样', '2026-10-20')),
  promise('YH-2026-04', 'zz', 'jw', '学徒与监护人知情说明会到场率', '到场率', '%', 0, 95, '2026-09-10', '签到表', ...kept('2026-09-06', 97.5, '80 名学徒中 78 名监护人到场', '2026-09-09')),
  promise('YH-2026-05', 'rx', 'xh', '提供学徒岗位 48 个', '岗位数', '个', 0, 48, '2026-08-31', '岗位清单', ...kept('2026-08-28', 48, '岗位清单', '2026-09-02')),
  promise('YH-2026-06', 'rx', 'zy', '配备企业导师', '导师人数', '人', 0, 2, '2026-09-07', '导师任命书', ...kept('2026-09-04', 2, '导师任命书', '2026-09-08')),
  promise('YH-2026-07', 'yc', 'xh', '提供学徒岗位 73 个', '岗位数', '个', 0, 73, '2026-08-31', '岗位清单', ...kept('2026-08-28', 73, '岗位清单', '2026-09-02')),
  promise('YH-2026-08', 'ly', 'xh', '提供学徒岗位 70 个', '岗位数', '个', 0, 70, '2026-08-31', '岗位清单', ...kept('2026-08-31', 70, '岗位清单', '2026-09-03')),
  promise('YH-2026-09', 'hc', 'xh', '提供学徒岗位 9 个', '岗位数', '个', 0, 9, '2026-08-31', '岗位清单', ...kept('2026-08-29', 9, '岗位清单', '2026-09-02')),
  promise('YH-2026-10', 'xh', 'jyj', '发布动力电池装配岗位评价标准', '标准数', '项', 0, 1, '2026-10-31', '标准文本', ...kept('2026-10-26', 1, '团体标准文本', '2026-10-30')),
  promise('YH-2026-11', 'jw', 'jyj', '家长驻企走访', '走访次数', '次', 0, 2, '2026-10-31', '走访记录', ...kept('2026-10-19', 2, '两次走访记录', '2026-10-23')),
  // Late: three. One second after the due day would be late as well.
  promise('YH-2026-12', 'rx', 'xh', '捐建实训工位', '工位数', '个', 0, 20, '2026-10-20', '验收单', ...kept('2026-10-23', 20, '实训工位验收单', '2026-10-27', '数量属实，逾期三天')),
  promise('YH-2026-13', 'rsj', 'xh', '完成学徒补贴资格审核', '审核人数', '人', 0, 200, '2026-10-31', '审核名册', ...kept('2026-11-02', 200, '200 人审核名册', '2026-11-06', '名册完整，逾期两天')),
  promise('YH-2026-14', 'yc', 'zy', '岗前安全培训', '培训人数', '人', 0, 73, '2026-09-04', '培训记录', ...kept('2026-09-11', 73, '安全培训记录', '2026-09-15', '培训在上岗后一周才完成')),
  // Partly kept: one. The owner reports all forty.
  promise('YH-2026-15', 'ly', 'xh', '学徒留岗意向签约', '签约人数', '人', 0, 40, '2026-11-10', '意向书',
    accepted(), { ...evidence('2026-11-09', 40, '意向书扫描件'), sha256: REUSED_FILE }, verdict('2026-11-16', 'PARTIAL', 22, '抽查 40 份，其中 18 份无学徒本人签字')),
  // Evidence in time, no verdict yet: one.
  promise('YH-2026-16', 'zy', 'rx', '教师下企业实践', '教师人数', '人', 0, 6, '2026-11-15', '企业证明', accepted(), evidence('2026-11-13', 6, '六名教师的企业实践证明')),
  // Missed: one. Nothing was ever handed in.
  promise('YH-2026-17', 'czj', 'xh', '拨付学徒培养财政补贴 60 万元', '拨付金额', '元', 0, 600_000, '2026-10-31', '拨款凭证', accepted()),
  // Waived: one.
  promise('YH-2026-18', 'hc', 'zz', '晚间开放设备供学徒练习', '开放次数', '次', 0, 4, '2026-10-30', '开放记录',
    accepted(), { verb: 'waive', day: '2026-10-26', by: 'zhoulan', reason: '学徒多未成年，晚间不宜到企业练习' }),
  // Not due yet: twelve.
  promise('YH-2026-19', 'czj', 'xh', '专项经费绩效自评', '自评报告', '份', 0, 1, '2026-12-15', '自评报告', accepted('2026-09-01')),
  promise('YH-2026-20', 'jyj', 'jw', '学徒权益来电答复率', '答复率', '%', 82, 98, '2026-12-31', '来电台账', accepted()),
  promise('YH-2026-21', 'rx', 'xh', '消除单日超时用工', '超时人次', '人次', 7, 0, '2026-12-31', '工时汇总', accepted('2026-11-03')),
  promise('YH-2026-22', 'rx', 'zy', '技术标准转化教学案例', '案例数', '个', 0, 5, '2027-01-15', '案例文本', ...kept('2026-11-12', 6, '六个教学案例', '2026-11-18', '提前完成')),
  promise('YH-2026-23', 'yc', 'xh', '开设储能系统实训课', '课程数', '门', 0, 1, '2026-11-25', '课程大纲', accepted()),
  promise('YH-2026-24', 'yc', 'zz', '增配企业导师', '新增导师', '人', 0, 2, '2026-12-20', '任命书', accepted()),
  promise('YH-2026-25', 'ly', 'zy', '减少周末加班', '加班人次', '人次', 5, 0, '2026-12-31', '考勤表', accepted('2026-11-03'),
    { ...evidence('2026-11-19', 8, '十一月考勤表'), sha256: REUSED_FILE }),
  promise('YH-2026-26', 'hc', 'xh', '设备共享机时', '机时', '小时', 0, 300, '2026-12-31', '机时记录', accepted()),
  promise('YH-2026-27', 'zy', 'xh', '职业技能等级证书通过率', '通过率', '%', 70, 85, '2027-01-10', '证书名册', accepted()),
  promise('YH-2026-28', 'zz', 'jw', '学徒心理访谈', '访谈人数', '人', 0, 80, '2026-12-10', '访谈登记', accepted()),
  promise('YH-2026-29', 'xh', 'jyj', '年度人才需求报告', '报告', '份', 0, 1, '2027-01-20', '报告文本'),
  promise('YH-2026-30', 'jw', 'jyj', '家长满意度调查', '调查报告', '份', 0, 1, '2027-01-05', '调查报告'),
];

/** 川北: four promises, one of them of the shared enterprise. */
const CHUANBEI = [
  promise('CB-2026-01', 'jg', 'cx', '提供学徒岗位 5 个', '岗位数', '个', 0, 5, '2026-08-31', '岗位清单', ...kept('2026-08-28', 5, '岗位清单', '2026-09-02')),
  promise('CB-2026-02', 'cb', 'jg', '编写装配钳工实训指导书', '册数', '册', 0, 1, '2026-10-15', '指导书', ...kept('2026-10-16', 1, '实训指导书', '2026-10-20', '逾期一天')),
  promise('CB-2026-03', 'hc', 'cx', '举办设备操作培训', '培训场次', '场', 0, 2, '2026-10-31', '签到表', ...kept('2026-10-28', 2, '两场培训签到表', '2026-11-02')),
  promise('CB-2026-04', 'gx', 'cx', '组织校企对接会', '对接会场次', '场', 0, 1, '2026-12-20', '会议纪要', accepted()),
];

export const promises = [
  ...YUNHE.map((each) => ({ alliance: 'yunhe', ...each })),
  ...CHUANBEI.map((each) => ({ alliance: 'chuanbei-jidian', ...each })),
];
