import { defineErrors } from '@quadhelix/access';

/** Errors of making and revoking documents. */
export const documentErrors = defineErrors({
  DOCUMENT_TOO_LARGE_FOR_WORD: {
    category: 'LIMIT',
    en: 'This has more than {limit} rows, too many for a word processor. Ask for XLSX, CSV or PDF.',
    'zh-CN': '内容超过 {limit} 行,不适合文字处理软件。请改用 XLSX、CSV 或 PDF。',
  },
  DOCUMENT_REPLACES_ANOTHER: {
    category: 'INVALID',
    en: 'A new document takes the place of an issued one of the same kind and the same organization only. Leave "replaces" out or name such a document.',
    'zh-CN': '新文件只能替代同一单位已签发的同类文件。请不填 “replaces” 或填写此类文件。',
  },
  DOCUMENT_STOPPED: {
    category: 'UNAVAILABLE',
    en: 'The document was begun {attempts} times and never came to its end. Ask for it again, or for less at once.',
    'zh-CN': '文件已开始生成 {attempts} 次但均未完成。请重新申请,或缩小范围。',
  },
  DOCUMENT_LINK_INVALID: {
    category: 'NOT_FOUND',
    en: 'This link has expired or was never valid. Ask for the document again: each answer has a fresh link.',
    'zh-CN': '此链接已过期或无效。请重新查询该文件以获得新链接。',
  },
  CHECKS_TOO_FREQUENT: {
    category: 'LIMIT',
    en: 'Too many documents are being checked. Try again in {seconds} seconds.',
    'zh-CN': '核验请求过多。请在 {seconds} 秒后重试。',
  },
  CHECKED_FILE_TOO_LARGE: {
    category: 'LIMIT',
    en: 'The file is larger than {limit} MiB. Compute its SHA-256 yourself and compare it with the one that this address answers.',
    'zh-CN': '文件超过 {limit} MiB。请自行计算其 SHA-256,并与此地址返回的值比对。',
  },
});
