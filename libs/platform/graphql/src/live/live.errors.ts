import { defineErrors } from '@quadhelix/access';

/** Errors of subscriptions and of the connections that carry them; of a connection that is closed, the code stands in the reason of the close frame. */
export const liveErrors = defineErrors({
  SUBSCRIPTION_BY_SOCKET: {
    category: 'INVALID',
    en: 'A subscription needs a WebSocket: connect to this address with the subprotocol graphql-transport-ws.',
    'zh-CN': '订阅须使用 WebSocket:请以子协议 graphql-transport-ws 连接此地址。',
  },
  ONLY_SUBSCRIPTIONS: {
    category: 'INVALID',
    en: 'A WebSocket carries subscriptions only. Send queries and mutations by POST.',
    'zh-CN': 'WebSocket 只用于订阅。查询和变更请以 POST 发送。',
  },
  TOO_MANY_SUBSCRIPTIONS: {
    category: 'LIMIT',
    en: 'This connection has {limit} subscriptions already. Complete one, or ask for more types in one.',
    'zh-CN': '此连接已有 {limit} 个订阅。请先结束一个,或在一个订阅中列出更多类型。',
  },
  TOO_MANY_CONNECTIONS: {
    category: 'LIMIT',
    en: 'You have {limit} connections open already. Close one; a connection carries several subscriptions.',
    'zh-CN': '您已打开 {limit} 个连接。请先关闭一个;一个连接可承载多个订阅。',
  },
  TOO_MANY_MESSAGES: {
    category: 'LIMIT',
    en: 'Too many messages came over this connection. Connect again and send fewer.',
    'zh-CN': '此连接发送的消息过多。请重新连接并减少发送。',
  },
  RIGHTS_CHANGED: {
    category: 'FORBIDDEN',
    en: 'Your rights here have become others. Connect again, with the cursor of the last change that you have kept.',
    'zh-CN': '您在此的权限已变化。请用已保存的最后一个变更的游标重新连接。',
  },
});
