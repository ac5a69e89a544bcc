export { dispatch, type EventHandler, type RecordedEvent } from './handlers.js';
export { tellElsewhere } from './elsewhere.js';
export { type Changed, type Projection, rebuildProjection, refreshProjections, sendRecorded, watchedBy } from './projections.js';
export { schedule, tick, type DueKind } from './due-times.js';
export { defineJob, defineQueue, eventQueue, installJobs, type GetProvider, type Job, Jobs, type Queue } from './jobs.js';
export { runDaily, type DailyTask } from './daily.js';
