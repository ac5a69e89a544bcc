export { eraseOwnTraces, knownElsewhere } from './erasing.js';
export { PersonalDataKinds, type Correction, type PersonalDataKind, type PersonalRecord } from './personal-data-kind.js';
export { PersonalDataRequest } from './request/request.entity.js';
export { RequestRunner } from './request/request.runner.js';
export { RequestService } from './request/request.service.js';
export { requestAccess } from './request/request.access.js';
export { Purge } from './retention/purge.js';
export { personalDataSlice } from './personal-data.slice.js';
