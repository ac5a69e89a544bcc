import { defineErrors } from '@quadhelix/access';

/** Errors of a request that is sent with a key, so that it may be sent again. */
export const idempotencyErrors = defineErrors({
  IDEMPOTENCY_KEY_INVALID: {
    category: 'INVALID',
    en: 'An Idempotency-Key has 8 to 128 letters, digits or the signs . _ : - (a UUID fits). Send one, the same in header and extensions.',
    'zh-CN': 'Idempotency-Key 为 8 至 128 个字母、数字或符号 . _ : -(可用 UUID)。请只发送一个,请求头与 extensions 中须相同。',
  },
  IDEMPOTENCY_KEY_REUSED: {
    category: 'INVALID',
    en: 'This Idempotency-Key was sent with another request before. Use a new key for each change, and the same one only to repeat it unaltered.',
    'zh-CN': '此 Idempotency-Key 已用于另一个请求。每次更改请使用新的键;仅在原样重发时使用相同的键。',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    category: 'CONFLICT',
    en: 'The first request with this Idempotency-Key is still being worked on. Send it again after the time in Retry-After.',
    'zh-CN': '带有此 Idempotency-Key 的首个请求仍在处理中。请在 Retry-After 所示时间后重新发送。',
  },
  IDEMPOTENCY_ANSWER_ERASED: {
    category: 'CONFLICT',
    en: 'The request with this Idempotency-Key was carried out; its answer is no longer kept. Read what you need.',
    'zh-CN': '带有此 Idempotency-Key 的请求已执行,但其应答不再保存。请重新查询所需内容。',
  },
});
