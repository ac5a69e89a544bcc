import { defineJob } from '@quadhelix/outbox';
import { importAccess } from './import.access.js';
import { Import } from './import.entity.js';
import { importErrors } from './import.errors.js';
import { importEvents } from './import.events.js';
import { importPersonalData } from './import.personal-data.js';
import { ImportResolver } from './import.resolver.js';
import { ImportRunner } from './import.runner.js';
import { importQueue, ImportService } from './import.service.js';

/** Imports by request: what the list of slices registers. (A plain object: `defineSlice` lies above this library, which it names kinds of.) */
export const importingSlice = {
  name: 'importing',
  entities: [Import],
  providers: [ImportService, ImportRunner],
  resolvers: [ImportResolver],
  nodes: [{ type: 'Import', entity: Import, read: importAccess.read, unfollowed: 'its progress is written without a record' }],
  access: [importAccess],
  events: importEvents,
  errors: [importErrors.catalogue()],
  personalData: [importPersonalData],
  jobs: [defineJob(importQueue, (get) => ({ tenantId, importId }, signal) => get(ImportRunner).run(tenantId, importId, signal))],
};
