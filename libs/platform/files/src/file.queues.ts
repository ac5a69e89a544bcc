import { defineQueue } from '@quadhelix/outbox';

/** A file of an alliance. */
export interface FileJob {
  tenantId: string;
  fileId: string;
}

/** Files whose bytes wait to be checked. */
export const checkQueue = defineQueue<FileJob>('file-checks');

/** Files whose bytes are to go. */
export const removalQueue = defineQueue<FileJob>('file-removals');
