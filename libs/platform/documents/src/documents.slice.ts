import type { GetProvider } from '@quadhelix/outbox';
import { checkRoute, compareRoute } from './check/check.route.js';
import { CheckService } from './check/check.service.js';
import { documentAccess } from './issue/document.access.js';
import { Document } from './issue/document.entity.js';
import { documentErrors } from './issue/document.errors.js';
import { documentEvents } from './issue/document.events.js';
import { documentsHeld } from './issue/document.personal-data.js';
import { DocumentResolver } from './issue/document.resolver.js';
import { DocumentRunner } from './issue/document.runner.js';
import { DocumentService } from './issue/document.service.js';
import { documentStates } from './issue/document.states.js';
import { DocumentStore } from './issue/document.store.js';
import { downloadRoute, DownloadService } from './issue/download.route.js';

/** Documents by request and their public check: what the list of slices registers. (A plain object: `defineSlice` lies above this library.) */
export const documentsSlice = {
  name: 'documents',
  entities: [Document],
  providers: [DocumentStore, DocumentService, DocumentRunner, DownloadService, CheckService],
  resolvers: [DocumentResolver],
  nodes: [{ type: 'Document', entity: Document, read: documentAccess.read }],
  access: [documentAccess],
  states: [documentStates],
  events: documentEvents,
  errors: [documentErrors.catalogue()],
  personalDataWith: [(get: GetProvider) => documentsHeld(get(DocumentStore))],
  routes: [
    (get: GetProvider) => checkRoute(get(CheckService)),
    (get: GetProvider) => compareRoute(get(CheckService)),
    (get: GetProvider) => downloadRoute(get(DownloadService)),
  ],
};
