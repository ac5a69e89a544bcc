import { defineEvents, type EventKind } from '@quadhelix/outbox';

/** Events about imports. */
export const importEvents: readonly EventKind[] = [
  ...defineEvents('importing', 'Import', {
    finished: { en: 'An import came to its end.', 'zh-CN': '导入已结束。' },
  }),
];
