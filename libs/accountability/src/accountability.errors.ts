import { defineErrors } from '@quadhelix/access';

/** Errors of commitments, evidence and verification. */
export const accountabilityErrors = defineErrors({
  COMMITMENT_NUMBER_TAKEN: {
    category: 'CONFLICT',
    en: 'This alliance already has a commitment with the number {number}. Choose another one.',
    'zh-CN': '本联合体已有编号为 {number} 的承诺。请另选编号。',
  },
  TARGET_EQUALS_BASELINE: {
    category: 'INVALID',
    en: 'The target equals the baseline, so nothing would be promised. State another target or baseline.',
    'zh-CN': '目标值与基线值相同,等于没有承诺。请修改目标值或基线值。',
  },
  TARGET_AGAINST_DIRECTION: {
    category: 'INVALID',
    en: 'The target lies on the wrong side of the baseline for direction {direction}.',
    'zh-CN': '目标值与基线值的关系不符合方向 {direction}。',
  },
  VALUE_OUT_OF_RANGE: {
    category: 'INVALID',
    en: 'A value has at most 12 digits before and 4 after the decimal point. Use a larger or smaller unit.',
    'zh-CN': '数值整数部分最多 12 位、小数最多 4 位。请换用更合适的单位。',
  },
  VERIFIER_NOT_INDEPENDENT: {
    category: 'FORBIDDEN',
    en: 'The verifier must be independent of the owner: another organization, neither its parent nor its child. Who judges holds no seat for the owner.',
    'zh-CN': '核验方须独立于责任方:不能是同一单位,也不能是其上级或下级单位;核验人员不得同时代表责任方。',
  },
  VERIFIER_UPLOADED_EVIDENCE: {
    category: 'FORBIDDEN',
    en: 'You or your organization handed in evidence for this commitment. Somebody else must judge it.',
    'zh-CN': '您或贵单位曾为此承诺提交佐证材料,须由他人核验。',
  },
  WAIVER_BY_OWNER: {
    category: 'FORBIDDEN',
    en: 'The organization that owes a commitment cannot waive it. Somebody who acts for another organization must.',
    'zh-CN': '责任方不能豁免自己的承诺,须由代表其他单位的人员豁免。',
  },
  EVIDENCE_EMPTY: {
    category: 'INVALID',
    en: 'This shows nothing. Give a file, a link, the SHA-256 of a file that you keep, or a value.',
    'zh-CN': '佐证为空。请提供文件、链接、自行保管文件的 SHA-256 或数值。',
  },
  EVIDENCE_LINK_INVALID: {
    category: 'INVALID',
    en: 'This is not a link that others can open. Give an address that begins with http:// or https://, without a password in it.',
    'zh-CN': '这不是他人可以打开的链接。请填写以 http:// 或 https:// 开头且不含密码的地址。',
  },
  EVIDENCE_HASH_INVALID: {
    category: 'INVALID',
    en: 'This is not a SHA-256: it has 64 hexadecimal digits.',
    'zh-CN': '这不是 SHA-256:应为 64 位十六进制数字。',
  },
  EVIDENCE_HASH_OF_OTHER_FILE: {
    category: 'INVALID',
    en: 'This is not the SHA-256 of the file. Leave it out: it is that of the file.',
    'zh-CN': '该 SHA-256 与文件不符。请留空,系统会采用文件的 SHA-256。',
  },
  EVIDENCE_FILE_EMPTY: {
    category: 'INVALID',
    en: 'This is the SHA-256 of an empty file. Choose the file again.',
    'zh-CN': '这是空文件的 SHA-256。请重新选择文件。',
  },
  BACKDATING_FORBIDDEN: {
    category: 'FORBIDDEN',
    en: 'Only the operator can enter when or for whom something happened in the past. Leave it out: the time is now and the organization is yours.',
    'zh-CN': '只有运营方可以补录过去的时间或单位。请留空:时间为当前时间,单位为您所代表的单位。',
  },
});
