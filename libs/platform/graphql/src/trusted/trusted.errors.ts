import { defineErrors } from '@quadhelix/access';

/** Errors of documents that are sent by their id, or by a client that may send only registered ones. */
export const trustedErrors = defineErrors({
  PERSISTED_DOCUMENT_UNKNOWN: {
    category: 'INVALID',
    en: 'There is no registered document with this id. Send the whole document as query.',
    'zh-CN': '没有以此标识登记的文档。请在 query 中发送完整文档。',
  },
  DOCUMENT_NOT_TRUSTED: {
    category: 'FORBIDDEN',
    en: 'This client may send registered documents only. Use an app of your own for documents of your own.',
    'zh-CN': '此客户端只能发送已登记的文档。如需发送自己的文档,请使用自己的应用。',
  },
});
