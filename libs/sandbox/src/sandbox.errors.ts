import { defineErrors } from '@quadhelix/access';

/** Errors of sandboxes and their clocks. */
export const sandboxErrors = defineErrors({
  SANDBOX_ACCOUNT_REQUIRED: {
    category: 'FORBIDDEN',
    en: 'A sandbox belongs to an account. Sign in with one; an app alone can only work in the sandbox of its organization.',
    'zh-CN': '沙盒属于账户。请以账户登录;单独的应用只能在其单位所在的沙盒内操作。',
  },
  SANDBOX_ONLY: {
    category: 'INVALID',
    en: 'This alliance is real. Only a sandbox has a clock of its own and can be made anew; name yours by its id, or in the header "Quadhelix-Alliance".',
    'zh-CN': '此联合体为真实联合体。只有沙盒才有独立时钟并可重置;请用 ID 或请求头 “Quadhelix-Alliance” 指明您的沙盒。',
  },
  SANDBOX_LIMIT: {
    category: 'LIMIT',
    en: 'You have {max} sandboxes, which is as many as one account may have. Reset or delete one of them.',
    'zh-CN': '您已有 {max} 个沙盒,达到每个账户的上限。请重置或删除其中一个。',
  },
  SANDBOX_RESETS: {
    category: 'LIMIT',
    en: 'A sandbox is made anew at most {max} times a day. Try again tomorrow (UTC).',
    'zh-CN': '每个沙盒每天最多重置 {max} 次。请于次日(UTC)再试。',
  },
  SANDBOX_BUSY: {
    category: 'CONFLICT',
    en: 'The sandbox is {state}. Wait until the field "state" of "sandboxes" says READY, or delete it.',
    'zh-CN': '沙盒正处于 {state} 状态。请等到 “sandboxes” 的 “state” 字段为 READY,或将其删除。',
  },
  SANDBOX_CLOCK_BACKWARDS: {
    category: 'INVALID',
    en: 'The clock of this sandbox shows {now} and only goes forward. Give a later instant, or reset the sandbox.',
    'zh-CN': '该沙盒的时钟为 {now},只能前进。请给出更晚的时间,或重置沙盒。',
  },
  SANDBOX_CLOCK_TOO_FAR: {
    category: 'INVALID',
    en: 'The clock can be moved to {latest} at most: two years at once, ten years in all. Go there first, or reset the sandbox.',
    'zh-CN': '时钟最多可拨至 {latest}:每次两年,合计十年。请先拨到该时间,或重置沙盒。',
  },
  SANDBOX_TOO_MANY_DUE: {
    category: 'LIMIT',
    en: 'More fell due than one advance handles; the clock stopped there. Advance again from where it stands.',
    'zh-CN': '到期事项超过一次前进可处理的数量,时钟已停在该处。请从当前时间继续前进。',
  },
  SANDBOX_NO_SEAT: {
    category: 'INVALID',
    en: 'This person holds no seat for that organization today. Give him one first.',
    'zh-CN': '此人今天没有该单位的席位。请先为其设置席位。',
  },
});
