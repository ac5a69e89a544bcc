import { defineErrors, type BilingualText } from '@quadhelix/access';
import type { UrlFault } from '@quadhelix/service';

/** Errors of webhook endpoints and deliveries. */
export const webhookErrors = defineErrors({
  WEBHOOK_APP_UNKNOWN: {
    category: 'NOT_FOUND',
    en: 'No app with this client id belongs to the organization you act for and has the consent of this alliance. Check the client id; the alliance consents with appConsentGrant.',
    'zh-CN': '没有属于您所代表单位且已获本联合体同意的此客户端 ID 的应用。请检查客户端 ID;联合体通过 appConsentGrant 表示同意。',
  },
  WEBHOOK_URL_FORBIDDEN: {
    category: 'INVALID',
    en: 'This address cannot be called: {why}. Give https to a public name, on port 443 or 8443.',
    'zh-CN': '不能调用此地址:{why}。请填写公网域名的 https 地址,端口为 443 或 8443。',
  },
  WEBHOOK_EVENT_UNKNOWN: {
    category: 'INVALID',
    en: 'There is no event {type} that an app can hear of. webhookEventTypes lists all.',
    'zh-CN': '没有可供应用订阅的事件 {type}。全部事件见 webhookEventTypes。',
  },
  WEBHOOK_SCOPE_MISSING: {
    category: 'FORBIDDEN',
    en: 'The app hears of {type} only with the scope {scope}, which it must be registered with and the alliance must have consented to.',
    'zh-CN': '应用须具有权限范围 {scope} 才能接收 {type}:应用注册时须包含该范围,并已获联合体同意。',
  },
  WEBHOOK_ENDPOINTS_FULL: {
    category: 'LIMIT',
    en: 'The app has {max} endpoints in this alliance already. Delete one first.',
    'zh-CN': '该应用在本联合体已有 {max} 个接收地址。请先删除一个。',
  },
  WEBHOOK_BLOCKED: {
    category: 'FORBIDDEN',
    en: 'The alliance switched this endpoint off. Only its administrators can switch it on again.',
    'zh-CN': '此接收地址已被联合体停用,仅联合体管理员可重新启用。',
  },
  WEBHOOK_NOT_ENABLED: {
    category: 'CONFLICT',
    en: 'Nothing is sent to this endpoint, because it is switched off. Enable it first.',
    'zh-CN': '此接收地址已停用,不会发送。请先启用。',
  },
  WEBHOOK_RANGE_INVALID: {
    category: 'INVALID',
    en: 'The range begins before it ends, within the last {days} days.',
    'zh-CN': '起始时间须早于截止时间,且在最近 {days} 天内。',
  },
  WEBHOOK_REPLAY_TOO_LARGE: {
    category: 'LIMIT',
    en: 'There are more than {max} events in this range. Replay it in shorter ranges, oldest first.',
    'zh-CN': '此时间范围内的事件超过 {max} 个。请按时间顺序分段重放。',
  },
});

/** What is wrong with an address, for people. */
export const urlFaults: Readonly<Record<UrlFault, BilingualText>> = {
  NOT_A_URL: { en: 'it is no URL in plain ASCII (write names in punycode)', 'zh-CN': '不是有效的 ASCII 网址(国际化域名请使用 punycode)' },
  TOO_LONG: { en: 'it is longer than 2000 characters', 'zh-CN': '超过 2000 个字符' },
  SCHEME: { en: 'it does not begin with https', 'zh-CN': '不是 https 地址' },
  USERINFO: { en: 'it holds a user name or password', 'zh-CN': '包含用户名或密码' },
  FRAGMENT: { en: 'it holds a fragment (#)', 'zh-CN': '包含片段标识(#)' },
  PORT: { en: 'its port is not allowed', 'zh-CN': '端口不允许' },
  HOST: { en: 'its host is no public name', 'zh-CN': '主机不是公网域名' },
  NOTATION: { en: 'its address is written in an unusual way', 'zh-CN': 'IP 地址写法不规范' },
  ADDRESS: { en: 'it leads into a private or special network', 'zh-CN': '指向内部或特殊网络' },
};
