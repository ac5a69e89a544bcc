import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
import type { File } from './file.entity.js';

type FileFact = 'ready' | 'rejected' | 'quarantined' | 'expired';

/** Something became of a file. Type `file.<fact>`; no name in it, which may be personal. */
export const fileEvent = (fact: FileFact, file: File): DomainEvent => ({
  type: `file.${fact}`,
  subjectType: 'File',
  subjectId: file.id,
  payload: { organizationId: file.organizationId, personId: file.personId, purpose: file.purpose, rejection: file.rejection, sha256: file.sha256, byteSize: file.byteSize },
});

/** Events about files. */
export const fileEvents: readonly EventKind[] = [
  ...defineEvents('files', 'File', {
    ready: { en: 'A file was checked and can be read.', 'zh-CN': '文件已检查,可以读取。' },
    rejected: { en: 'A file was refused.', 'zh-CN': '文件未被接受。' },
    quarantined: { en: 'The scanner found something dangerous in a file.', 'zh-CN': '文件中扫描到危险内容。' },
    expired: { en: 'A file that was announced never came.', 'zh-CN': '申报的文件未上传。' },
  }),
];
