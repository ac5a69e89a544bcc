import { defineErrors } from './domain-error.js';

/** Errors of the platform itself: who is asking, in which alliance, on which version of what. */
export const platformErrors = defineErrors({
  UNAUTHENTICATED: {
    category: 'UNAUTHENTICATED',
    en: 'The access token is missing, expired or revoked. Get a new one and send it as "Authorization: Bearer …".',
    'zh-CN': '访问令牌缺失、已过期或已撤销。请重新获取令牌,并以 “Authorization: Bearer …” 发送。',
  },
  ALLIANCE_REQUIRED: {
    category: 'INVALID',
    en: 'This operation works inside one alliance. Name it by its slug in the header "Quadhelix-Alliance".',
    'zh-CN': '此操作须在某个联合体内进行。请在请求头 “Quadhelix-Alliance” 中写明其短名。',
  },
  READER_REQUIRED: {
    category: 'INVALID',
    en: 'This is read inside one alliance, or over all alliances of an organization that you speak for. Name the alliance in the header "Quadhelix-Alliance", or only the organization in "Quadhelix-Organization".',
    'zh-CN': '此内容须在某个联合体内读取,或由代表某单位的人员跨该单位的各联合体读取。请在请求头 “Quadhelix-Alliance” 中写明联合体,或仅在 “Quadhelix-Organization” 中写明单位。',
  },
  ALLIANCE_NOT_FOUND: {
    category: 'NOT_FOUND',
    en: 'No alliance with this slug is open to you. Check the header "Quadhelix-Alliance"; an app also needs the consent of that alliance.',
    'zh-CN': '没有对您开放的此短名联合体。请检查请求头 “Quadhelix-Alliance”;应用还须得到该联合体的同意。',
  },
  ACTING_ORGANIZATION_REQUIRED: {
    category: 'INVALID',
    en: 'You may act for several organizations here. Name one by its id in the header "Quadhelix-Organization".',
    'zh-CN': '您在此可代表多个单位。请在请求头 “Quadhelix-Organization” 中写明其中一个单位的 ID。',
  },
  ACTING_ORGANIZATION_INVALID: {
    category: 'FORBIDDEN',
    en: 'You hold no seat for this organization here. Check the header "Quadhelix-Organization".',
    'zh-CN': '您在此没有该单位的席位。请检查请求头 “Quadhelix-Organization”。',
  },
  AFFILIATION_EXPIRED: {
    category: 'FORBIDDEN',
    en: 'Your affiliation with this organization has ended. Ask its coordinator to renew it.',
    'zh-CN': '您与该单位的任职关系已结束。请联系其联络员续期。',
  },
  LINK_UNKNOWN: {
    category: 'NOT_FOUND',
    en: 'This link is not known. Open it exactly as it was sent to you, or ask whoever sent it for a new one.',
    'zh-CN': '此链接无效。请完整打开收到的链接,或请发送人重新发送。',
  },
  LINK_USED: {
    category: 'CONFLICT',
    en: 'This link has been used already; it works once. Ask whoever sent it if that was not you.',
    'zh-CN': '此链接已使用过,仅一次有效。如非您本人操作,请联系发送人。',
  },
  LINK_EXPIRED: {
    category: 'CONFLICT',
    en: 'This link has expired: it worked for 48 hours. Ask whoever sent it for a new one.',
    'zh-CN': '此链接已过 48 小时有效期。请发送人重新发送。',
  },
  LINK_REVOKED: {
    category: 'CONFLICT',
    en: 'This link was taken back, or a newer one has taken its place. Open the newest one, or ask whoever sent it.',
    'zh-CN': '此链接已被撤回,或已由新的链接取代。请打开最新的链接,或联系发送人。',
  },
  MEMBERSHIP_SUSPENDED: {
    category: 'FORBIDDEN',
    en: 'The membership of your organization is suspended: it can read but not change anything. Ask the alliance to lift it.',
    'zh-CN': '贵单位的成员资格已暂停:可以查看,不能更改。请联系联合体恢复。',
  },
  MEMBERSHIP_NOT_ACCEPTED: {
    category: 'FORBIDDEN',
    en: 'Your organization was invited and has not accepted yet. Accept the invitation first.',
    'zh-CN': '贵单位已受邀但尚未接受。请先接受邀请。',
  },
  SCOPE_MISSING: {
    category: 'FORBIDDEN',
    en: 'The access token lacks the scope {scope}. Ask for it when the token is requested.',
    'zh-CN': '访问令牌缺少权限范围 {scope}。请在申请令牌时加上。',
  },
  FORBIDDEN: {
    category: 'FORBIDDEN',
    en: 'Your role does not allow {action} here.',
    'zh-CN': '您的角色不能在此执行 {action}。',
  },
  NOT_FOUND: {
    category: 'NOT_FOUND',
    en: 'Nothing with this id is open to you. Check the id and the alliance.',
    'zh-CN': '没有对您开放的此 ID 的内容。请检查 ID 与联合体。',
  },
  ID_INVALID: {
    category: 'INVALID',
    en: 'This is not an id of type {type}. Use an id that the API gave you for that type.',
    'zh-CN': '这不是 {type} 类型的 ID。请使用接口返回的该类型 ID。',
  },
  CURSOR_INVALID: {
    category: 'INVALID',
    en: 'This cursor does not belong to this list, filter, order or alliance. Start again without a cursor.',
    'zh-CN': '此游标不属于当前列表、筛选、排序或联合体。请不带游标重新开始。',
  },
  PAGE_SIZE_INVALID: {
    category: 'INVALID',
    en: 'A page has 1 to {max} entries. Set "first" or "last" (one of them) within that range.',
    'zh-CN': '每页 1 至 {max} 条。请在此范围内设置 “first” 或 “last”(二选一)。',
  },
  INPUT_INVALID: {
    category: 'INVALID',
    en: 'The value is not valid: {problem}.',
    'zh-CN': '值无效:{problem}。',
  },
  STALE_VERSION: {
    category: 'CONFLICT',
    en: 'Somebody changed this after you read it. Read it again, look at the difference, and repeat.',
    'zh-CN': '您读取之后他人已作更改。请重新读取、查看差异后再试。',
  },
  STATE_FORBIDS: {
    category: 'CONFLICT',
    en: 'This cannot be done from state {from}. It is possible from: {possible}.',
    'zh-CN': '状态 {from} 下不能这样做。可行的状态:{possible}。',
  },
  ONE_ROOT_FIELD: {
    category: 'INVALID',
    en: 'A mutation operation has exactly one root field, so that it succeeds or fails as a whole. Send one request each.',
    'zh-CN': '一个变更操作只能有一个根字段,以便整体成功或失败。请分开发送。',
  },
  TRANSACTION_FAILED: {
    category: 'UNAVAILABLE',
    en: 'The change was not saved. Nothing was written; send the request again.',
    'zh-CN': '更改未保存,未写入任何内容。请重新发送请求。',
  },
  OUTCOME_UNKNOWN: {
    category: 'UNAVAILABLE',
    en: 'The connection was lost while the change was being saved: it may have been saved or not. Send the request again with the same Idempotency-Key, or read first.',
    'zh-CN': '保存时连接中断:更改可能已保存,也可能未保存。请以相同的 Idempotency-Key 重新发送,或先查询确认。',
  },
  DEADLINE_EXCEEDED: {
    category: 'UNAVAILABLE',
    en: 'The operation took longer than it may and was stopped; nothing was written. Ask for less at once, or try again later.',
    'zh-CN': '操作超过时限,已被停止,未写入任何内容。请减少一次请求的内容,或稍后再试。',
  },
  TOO_MANY_ATTEMPTS: {
    category: 'LIMIT',
    en: 'Too many refused attempts. Wait {minutes} minutes and try again.',
    'zh-CN': '被拒绝的尝试过多。请等待 {minutes} 分钟后再试。',
  },
  INTERNAL: {
    category: 'UNAVAILABLE',
    en: 'Something went wrong on our side. Nothing was written. Quote the request id if it happens again.',
    'zh-CN': '系统内部错误,未写入任何内容。如再次发生,请提供请求编号。',
  },
});
