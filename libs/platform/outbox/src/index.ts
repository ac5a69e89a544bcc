export { dispatch, type EventHandler, type RecordedEvent } from './handlers.js';
export { schedule, tick, type DueKind } from './due-times.js';
export { defineQueue, eventQueue, installJobs, Jobs, type Queue } from './jobs.js';
