export { PersonalDataKinds, type PersonalDataKind, type PersonalRecord } from './personal-data-kind.js';
