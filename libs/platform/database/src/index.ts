export { Database, type DatabaseOptions, type EntryRequest } from './database.js';
export { Scope } from './scope.js';
export type { OrderBy, Where } from './reads.js';
export type { Change, DomainEvent } from './records.js';
export { commitTo } from './records.js';
export type { EntityClass } from './data-source.js';
export { breaksConstraint } from './errors-of-postgres.js';
