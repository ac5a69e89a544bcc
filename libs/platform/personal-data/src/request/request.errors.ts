import { defineErrors } from '@quadhelix/access';

/** Errors of the rights of people over their own data. */
export const requestErrors = defineErrors({
  REQUEST_ALREADY_OPEN: {
    category: 'CONFLICT',
    en: 'You have asked for this already, and it is not done yet. Look at personalDataRequests.',
    'zh-CN': '您已提出同样的请求且尚未办结。请查看 personalDataRequests。',
  },
  CORRECTION_UNKNOWN: {
    category: 'INVALID',
    en: 'This cannot be corrected by request. Possible: {known}.',
    'zh-CN': '此项不能通过请求更正。可更正:{known}。',
  },
  CORRECTION_VALUE_INVALID: {
    category: 'INVALID',
    en: 'This value does not fit the fact. Give it as the organization would enter it.',
    'zh-CN': '此值不符合该项信息的格式。请按单位录入的格式填写。',
  },
  CORRECTION_NOT_HELD: {
    category: 'CONFLICT',
    en: 'The organization does not hold this fact about the person any more. Refuse the request and say so.',
    'zh-CN': '该单位已不再持有此人的该项信息。请拒绝并说明。',
  },
  OWN_REQUEST: {
    category: 'FORBIDDEN',
    en: 'Nobody decides on his own request. Let another coordinator or the administrator of the alliance decide.',
    'zh-CN': '不能处理自己的请求。请由其他联络员或联合体管理员处理。',
  },
  EXPORT_LINK_INVALID: {
    category: 'NOT_FOUND',
    en: 'This link has expired or was never valid. Ask for the request again: each answer has a fresh link, for seven days.',
    'zh-CN': '此链接已过期或无效。请重新查询该请求以获得新链接,七日内有效。',
  },
});
