import type { EventKind } from '@quadhelix/outbox';

/** What apps in a sandbox hear of it. */
export const sandboxEvents: readonly EventKind[] = [
  {
    type: 'sandbox.advanced', domain: 'integrations', subjectType: 'Alliance', offered: true,
    description: { en: 'The clock of a sandbox has come to where it was sent; all that was due on the way has happened.', 'zh-CN': '沙盒时钟已推进到指定时间,期间到期的事项均已发生。' },
  },
];
