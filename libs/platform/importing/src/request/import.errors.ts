import { defineErrors } from '@quadhelix/access';

/** Errors of asking for an import; what is wrong inside a file is a problem of its row instead. */
export const importErrors = defineErrors({
  IMPORT_KIND_UNKNOWN: {
    category: 'INVALID',
    en: 'There is no kind of import with this name. Known: {known}.',
    'zh-CN': '没有此名称的导入类型。可用:{known}。',
  },
  IMPORT_CONTENT_INVALID: {
    category: 'INVALID',
    en: 'The content is not base64, or empty. Encode the bytes of the file as base64.',
    'zh-CN': '内容为空或不是 base64 编码。请将文件字节以 base64 编码。',
  },
  IMPORT_CONTENT_TOO_LARGE: {
    category: 'LIMIT',
    en: 'The file is larger than {limit} MiB. Split it, or let the operator import it by command.',
    'zh-CN': '文件超过 {limit} MiB。请拆分文件,或由运维人员以命令导入。',
  },
  IMPORT_STOPPED: {
    category: 'UNAVAILABLE',
    en: 'The import was begun {attempts} times and never came to its end. Strict mode wrote nothing; in lenient mode send the file again: what is there stays as it is.',
    'zh-CN': '导入已开始 {attempts} 次但均未完成。严格模式下未写入任何内容;宽松模式下可再次提交文件,已有内容保持不变。',
  },
});
