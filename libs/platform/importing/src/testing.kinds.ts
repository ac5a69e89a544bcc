import type { Column } from './kind.js';

/** A column of each type, for the specs of this folder. */
export const columnsOfEachType = [
  { key: 'text', type: 'text', header: { en: 'Name', 'zh-CN': '名称' }, description: { en: 'Any text', 'zh-CN': '任意文本' }, example: '云河职院', maxLength: 30, required: true },
  { key: 'integer', type: 'integer', header: { en: 'Staff', 'zh-CN': '员工数' }, description: { en: 'Heads', 'zh-CN': '人数' }, example: '480' },
  { key: 'date', type: 'date', header: { en: 'From', 'zh-CN': '开始日期' }, description: { en: 'First day', 'zh-CN': '第一天' }, example: '2026-09-01' },
  { key: 'localTime', type: 'localTime', header: { en: 'Opens', 'zh-CN': '开门时刻' }, description: { en: 'Time of day', 'zh-CN': '时刻' }, example: '08:30' },
  { key: 'instant', type: 'instant', header: { en: 'Starts at', 'zh-CN': '开始时间' }, description: { en: 'Moment', 'zh-CN': '时间点' }, example: '2026-09-01 08:30' },
  { key: 'minutes', type: 'minutes', header: { en: 'Break', 'zh-CN': '休息时长' }, description: { en: 'Duration', 'zh-CN': '时长' }, example: '90' },
  { key: 'percent', type: 'percent', header: { en: 'Load', 'zh-CN': '负荷' }, description: { en: 'Share', 'zh-CN': '占比' }, example: '50%', min: 0, max: 10_000 },
  { key: 'money', type: 'money', header: { en: 'Amount', 'zh-CN': '金额' }, description: { en: 'Yuan', 'zh-CN': '元' }, example: '600,000.00' },
  { key: 'decimal', type: 'decimal', header: { en: 'Value', 'zh-CN': '数值' }, description: { en: 'A measured value', 'zh-CN': '测量值' }, example: '12.5' },
  { key: 'boolean', type: 'boolean', header: { en: 'Consent', 'zh-CN': '同意' }, description: { en: 'Given?', 'zh-CN': '是否给出' }, example: { en: 'yes', 'zh-CN': '是' } },
  {
    key: 'choice', type: 'choice', header: { en: 'Sector', 'zh-CN': '类别' }, description: { en: 'Which one', 'zh-CN': '哪一类' }, example: 'SCHOOL',
    choices: [
      { value: 'SCHOOL', label: { en: 'School', 'zh-CN': '学校' } },
      { value: 'INDUSTRY', label: { en: 'Industry', 'zh-CN': '企业' } },
    ],
  },
] as const satisfies readonly Column[];

/** The column of a type. */
export function columnOf(type: string): Column {
  const column = columnsOfEachType.find((each) => each.type === type);
  if (!column) throw new Error(`No column of type ${type}`);
  return column;
}
