import { defineErrors } from '@quadhelix/access';

/** Errors of programmes, positions, placements and timesheets. */
export const apprenticeshipErrors = defineErrors({
  NOT_A_SCHOOL: {
    category: 'INVALID',
    en: 'A programme belongs to a school. Name an organization of the sector SCHOOL.',
    'zh-CN': '专业须属于学校。请选择类别为学校的单位。',
  },
  PROGRAMME_EXISTS: {
    category: 'CONFLICT',
    en: 'This school already has a programme with that code and another name.',
    'zh-CN': '该校已有此代码的专业,但名称不同。',
  },
  POSITION_EXISTS: {
    category: 'CONFLICT',
    en: 'This organization already has a position with that code, but with other facts.',
    'zh-CN': '该单位已有此编号的岗位,但内容不同。',
  },
  WORK_REGION_INVALID: {
    category: 'INVALID',
    en: 'This is not the code of a region. Give the province, city or county of the place of work with two, four or six digits (GB/T 2260).',
    'zh-CN': '这不是行政区划代码。请用两位、四位或六位数字填写工作地所在的省、市或县(GB/T 2260)。',
  },
  POSITION_CLOSED: {
    category: 'CONFLICT',
    en: 'This position is closed. Choose an open one.',
    'zh-CN': '该岗位已关闭。请选择开放的岗位。',
  },
  POSITION_FULL: {
    category: 'CONFLICT',
    en: 'All {places} places of this position are taken in that period.',
    'zh-CN': '该岗位的 {places} 个名额在此时段已满。',
  },
  PLACEMENT_EXISTS: {
    category: 'CONFLICT',
    en: 'This apprentice already has a placement in that position from that day, with other facts.',
    'zh-CN': '该学徒自该日起在此岗位已有实习安排,但内容不同。',
  },
  PLACEMENT_UNKNOWN: {
    category: 'INVALID',
    en: 'This apprentice has no placement on these days. Check number and dates, or import the placement first.',
    'zh-CN': '该学徒在这些日期没有实习安排。请核对学号与日期,或先导入实习安排。',
  },
  PLACEMENT_AMBIGUOUS: {
    category: 'INVALID',
    en: 'This apprentice has several placements on these days. Name the host.',
    'zh-CN': '该学徒在这些日期有多个实习安排。请写明实习单位。',
  },
  APPRENTICE_NOT_OF_SCHOOL: {
    category: 'INVALID',
    en: 'This person is not registered for the school of the programme.',
    'zh-CN': '此人未在该专业所属学校登记。',
  },
  MENTOR_NOT_OF_HOST: {
    category: 'INVALID',
    en: 'The mentor must belong to the host organization of the position.',
    'zh-CN': '企业导师须属于岗位所在单位。',
  },
  TEACHER_NOT_OF_SCHOOL: {
    category: 'INVALID',
    en: 'The teacher must belong to the school of the programme.',
    'zh-CN': '指导教师须属于该专业所属学校。',
  },
  MENTORS_NOT_APART: {
    category: 'INVALID',
    en: 'Apprentice, mentor and teacher of a placement are three different people. Choose somebody else.',
    'zh-CN': '学徒、企业导师与指导教师须为三个不同的人。请另选人员。',
  },
  HOURS_AFTER_DAY: {
    category: 'CONFLICT',
    en: 'Hours are logged until {until}. Choose a later day, or correct those weeks first.',
    'zh-CN': '工时已记录至 {until}。请选择更晚的日期,或先更正相应的周。',
  },
  WEEK_SPLIT: {
    category: 'INVALID',
    en: 'An earlier row of this file is about the same week, but names school or host otherwise. Name both alike in all rows of a week.',
    'zh-CN': '本文件前面的行涉及同一周,但学校或实习单位的写法不同。请在同一周的各行中使用相同写法。',
  },
  DAY_OUTSIDE_PLACEMENT: {
    category: 'INVALID',
    en: 'This day does not belong to the placement ({startsOn} until before {endsBefore}).',
    'zh-CN': '该日不在实习期内({startsOn} 起,{endsBefore} 前)。',
  },
  PLACEMENT_NOT_STARTED: {
    category: 'CONFLICT',
    en: 'The placement has not been started, so no hours can be logged.',
    'zh-CN': '实习尚未开始,不能记录工时。',
  },
  WEEK_INVALID: {
    category: 'INVALID',
    en: 'A week begins on a Monday; {date} is none.',
    'zh-CN': '一周从星期一开始;{date} 不是星期一。',
  },
  ENTRY_LENGTH_INVALID: {
    category: 'INVALID',
    en: 'An entry must end after it starts and last at most 24 hours.',
    'zh-CN': '每条记录的结束时间须晚于开始时间,且不超过 24 小时。',
  },
  ENTRY_NOT_WHOLE_MINUTES: {
    category: 'INVALID',
    en: 'Entries start and end at whole minutes. Leave out the seconds.',
    'zh-CN': '记录的起止时间须为整分钟,请勿含秒。',
  },
  ENTRY_IN_FUTURE: {
    category: 'INVALID',
    en: 'This entry ends in the future. Log hours after they were worked.',
    'zh-CN': '该记录的结束时间在未来。请在完成工作后再记录。',
  },
  ENTRY_OUTSIDE_WEEK: {
    category: 'INVALID',
    en: 'This entry is not within the week from {weekStartsOn}. Cut a shift over midnight of Sunday into two entries, one in each week.',
    'zh-CN': '该记录不在 {weekStartsOn} 起的一周内。跨周日午夜的班次请拆成两条,分别记入两周。',
  },
  ENTRY_OUTSIDE_PLACEMENT: {
    category: 'INVALID',
    en: 'This entry is not within the placement. Hours count from its first to its last day, not while it is paused.',
    'zh-CN': '该记录不在实习期内。工时只计首日至末日,暂停期间不计。',
  },
  ENTRIES_OVERLAP: {
    category: 'CONFLICT',
    en: 'This entry overlaps with another one of the same person.',
    'zh-CN': '该记录与同一人的另一条记录时间重叠。',
  },
  TIMESHEET_NOT_LAWFUL: {
    category: 'CONFLICT',
    en: 'This week breaks a rule on hours, so it cannot be approved as lawful time. See its violations; return it if an entry is wrong.',
    'zh-CN': '该周工时违反规定,不能作为合规工时批准。请查看违规项;如记录有误请退回。',
  },
  TIMESHEET_UNDECIDED: {
    category: 'CONFLICT',
    en: 'The holiday calendar does not know what these dates are: {dates}. Whether the week is lawful is open, so it cannot be approved. Approve it when the calendar of that year is there.',
    'zh-CN': '节假日日历尚无以下日期的数据:{dates}。该周是否合规无法判定,暂不能批准。请在该年度日历发布后再批准。',
  },
  OWN_TIMESHEET: {
    category: 'FORBIDDEN',
    en: 'Nobody approves his own hours.',
    'zh-CN': '任何人不得批准自己的工时。',
  },
  TIMESHEET_WITHOUT_MENTOR: {
    category: 'CONFLICT',
    en: 'The placement of this week names no mentor, so there is nobody to send a link to. Name a mentor of the host first.',
    'zh-CN': '该周所属的实习安排未指定企业导师,无法发送链接。请先指定实习单位的导师。',
  },
  LINK_MAKER_APPROVES: {
    category: 'FORBIDDEN',
    en: 'You made the link by which the host approved this week; somebody else must approve it for the school.',
    'zh-CN': '实习单位是通过您生成的链接批准该周的;须由他人代表学校批准。',
  },
  SAME_APPROVER: {
    category: 'FORBIDDEN',
    en: 'You approved this week for the host already; somebody else must approve it for the school.',
    'zh-CN': '您已代表实习单位批准该周;须由他人代表学校批准。',
  },
  BULK_TOO_LARGE: {
    category: 'LIMIT',
    en: 'At most {max} weeks are approved at once. Send the others in a further request.',
    'zh-CN': '一次最多批准 {max} 周。其余请另行提交。',
  },
  RANGE_TOO_LONG: {
    category: 'LIMIT',
    en: 'The range must begin before it ends and span at most {max} weeks.',
    'zh-CN': '起始须早于结束,且跨度最多 {max} 周。',
  },
});
