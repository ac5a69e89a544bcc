export * from './domain-error.js';
export * from './platform-errors.js';
export * from './actor.js';
export * from './access-table.js';
export * from './can.js';
export * from './state-table.js';
