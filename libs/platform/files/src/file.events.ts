import type { DomainEvent } from '@quadhelix/database';
import type { File } from './file.entity.js';

type FileFact = 'ready' | 'rejected' | 'quarantined' | 'expired';

/** Something became of a file. Type `file.<fact>`; no name in it, which may be personal. */
export const fileEvent = (fact: FileFact, file: File): DomainEvent => ({
  type: `file.${fact}`,
  subjectType: 'File',
  subjectId: file.id,
  payload: { organizationId: file.organizationId, personId: file.personId, purpose: file.purpose, rejection: file.rejection, sha256: file.sha256, byteSize: file.byteSize },
});
