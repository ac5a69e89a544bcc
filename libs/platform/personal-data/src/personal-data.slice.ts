import { DocumentStore } from '@quadhelix/documents';
import { defineJob, type GetProvider } from '@quadhelix/outbox';
import { exportRoute, ExportService } from './export/export.route.js';
import { requestAccess } from './request/request.access.js';
import { PersonalDataRequest } from './request/request.entity.js';
import { requestErrors } from './request/request.errors.js';
import { requestEvents } from './request/request.events.js';
import { RequestMutations } from './request/request.mutations.js';
import { requestsHeld } from './request/request.personal-data.js';
import { RequestResolver } from './request/request.resolver.js';
import { RequestRunner } from './request/request.runner.js';
import { requestQueue, RequestService } from './request/request.service.js';
import { requestStates } from './request/request.states.js';
import { decisionWork, requestDue, requestNotices } from './request/request.work.js';
import { Purge, purgeTask } from './retention/purge.js';
import { RetentionResolver } from './retention/retention.resolver.js';

/** Rights of people over their data, and retention: what the list of slices registers. (A plain object: `defineSlice` lies above this library, whose kinds it names.) */
export const personalDataSlice = {
  name: 'personal-data',
  entities: [PersonalDataRequest],
  providers: [RequestService, RequestRunner, ExportService, Purge],
  resolvers: [RequestResolver, RequestMutations, RetentionResolver],
  nodes: [{ type: 'PersonalDataRequest', entity: PersonalDataRequest, read: requestAccess.read, unfollowed: 'what somebody asks about his own data is followed by nobody' }],
  access: [requestAccess],
  states: [requestStates],
  events: requestEvents,
  errors: [requestErrors.catalogue()],
  jobs: [defineJob(requestQueue, (get) => ({ tenantId, requestId }) => get(RequestRunner).run(tenantId, requestId))],
  dueKinds: [() => requestDue],
  work: [decisionWork],
  notices: requestNotices,
  personalDataWith: [(get: GetProvider) => requestsHeld(get(DocumentStore))],
  routes: [(get: GetProvider) => exportRoute(get(ExportService))],
  daily: [(get: GetProvider) => purgeTask(get(Purge))],
};
