import { defineEvents, type EventKind } from '@quadhelix/outbox';

/** Events about documents. */
export const documentEvents: readonly EventKind[] = [
  ...defineEvents('documents', 'Document', {
    issued: { en: 'A document was issued.', 'zh-CN': '文件已出具。' },
    revoked: { en: 'A document was revoked.', 'zh-CN': '文件已撤销。' },
  }),
];
