import { defineSlice } from '@quadhelix/service';
import { defineJob } from '@quadhelix/outbox';
import { FileChecker } from './checking/file.checker.js';
import { FileRemover } from './checking/file.remover.js';
import { CommandScanner } from './checking/scanner.js';
import { fileAccess } from './file.access.js';
import { FileDue } from './file.due.js';
import { File } from './file.entity.js';
import { fileErrors } from './file.errors.js';
import { fileEvents } from './file.events.js';
import { fileQuarantined, fileRecords, fileRejected, fileSearch } from './file.kinds.js';
import { checkQueue, removalQueue } from './file.queues.js';
import { fileSubject } from './file.reading.js';
import { FileResolver } from './file.resolver.js';
import { FileService } from './file.service.js';
import { fileStates } from './file.states.js';
import { FileUse } from './file-use.entity.js';
import { FileStorage } from './storing/file-storage.js';
import { DownloadRoute } from './transfer/download.route.js';
import { UploadRoute } from './transfer/upload.route.js';

/** Files: taken in, checked, kept, given out. */
export const filesSlice = defineSlice({
  name: 'files',
  entities: [File, FileUse],
  providers: [FileStorage, FileService, FileDue, FileChecker, FileRemover, CommandScanner, UploadRoute, DownloadRoute],
  resolvers: [FileResolver],
  nodes: [{ type: 'File', entity: File, read: fileAccess.read, subject: (scope, found, kinds) => fileSubject(scope, found as File, kinds) }],
  access: [fileAccess],
  states: [fileStates],
  events: fileEvents,
  errors: [fileErrors.catalogue()],
  routes: [(get) => get(UploadRoute), (get) => get(DownloadRoute)],
  jobs: [
    defineJob(checkQueue, (get) => (job, signal) => get(FileChecker).run(job, signal)),
    defineJob(removalQueue, (get) => (job) => get(FileRemover).run(job)),
  ],
  dueKinds: [(get) => get(FileDue).abandoned, (get) => get(FileDue).unchecked, (get) => get(FileDue).purge],
  search: [fileSearch],
  notices: [fileRejected, fileQuarantined],
  personalData: [fileRecords],
});
