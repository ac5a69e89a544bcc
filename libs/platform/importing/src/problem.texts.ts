import type { Words } from './kind.js';

const texts = {
  IMPORT_FILE_EMPTY: { en: 'The file holds no rows', 'zh-CN': '文件中没有数据行' },
  IMPORT_FILE_TOO_LARGE: { en: 'The file is too large: at most {limit}', 'zh-CN': '文件过大：上限为 {limit}' },
  IMPORT_FILE_TYPE: {
    en: 'The file is neither CSV text nor an .xlsx workbook: {found}',
    'zh-CN': '文件既不是 CSV 文本，也不是 .xlsx 工作簿：{found}',
  },
  IMPORT_FILE_ENCODING: {
    en: 'The text is neither UTF-8 nor GB18030; save the file as UTF-8 and try again',
    'zh-CN': '文本编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 后重试',
  },
  IMPORT_FILE_MALFORMED: { en: 'The file is damaged: {reason}', 'zh-CN': '文件已损坏：{reason}' },
  IMPORT_TOO_MANY_ROWS: { en: 'More than {limit} rows; split the file', 'zh-CN': '超过 {limit} 行，请拆分文件' },
  UNKNOWN_COLUMN: {
    en: 'There is no column "{header}" here. Known columns: {known}',
    'zh-CN': '无法识别的列“{header}”。可用的列：{known}',
  },
  MISSING_COLUMN: { en: 'The column "{header}" is missing', 'zh-CN': '缺少列“{header}”' },
  DUPLICATE_COLUMN: { en: 'The column "{header}" stands twice', 'zh-CN': '列“{header}”重复出现' },
  IMPORT_VALUE_REQUIRED: { en: '{header} must not be blank', 'zh-CN': '{header}不能为空' },
  IMPORT_VALUE_INVALID: { en: '{header}: expected {expected}', 'zh-CN': '{header}：应为{expected}' },
  IMPORT_VALUE_TOO_LONG: { en: '{header}: at most {limit} characters', 'zh-CN': '{header}：最多 {limit} 个字符' },
  IMPORT_VALUE_RANGE: { en: '{header}: must lie between {min} and {max}', 'zh-CN': '{header}：应在 {min} 与 {max} 之间' },
  IMPORT_DIGITS_LOST: {
    en: '{header}: the spreadsheet rounded this long number; format the column as text and enter it again',
    'zh-CN': '{header}：电子表格已将该长数字取整，请将该列设为文本格式后重新输入',
  },
  IMPORT_ROW_DUPLICATE: { en: 'The same record already stands in row {first}', 'zh-CN': '与第 {first} 行重复' },
  IMPORT_ROW_TOO_LONG: {
    en: 'The row has cells beyond the last header; is a delimiter inside an unquoted text?',
    'zh-CN': '该行的单元格多于表头，请检查未加引号的文本中是否含有分隔符',
  },
  IMPORT_ROW_CONFLICT: {
    en: 'The row contradicts what is already stored',
    'zh-CN': '该行与已有数据冲突',
  },
} as const satisfies Record<string, Words>;

/** The importer's own codes; they never change their meaning. */
export type ImportProblemCode = keyof typeof texts;

/** What each code says. `{name}` is filled in. */
export const problemTexts: Readonly<Record<ImportProblemCode, Words>> = texts;
