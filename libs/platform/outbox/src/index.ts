export { dispatch, type EventHandler, type RecordedEvent } from './handlers.js';
export { type KeptBySubject, type SubjectKind, subjectProjection } from './subject-projection.js';
export { tellElsewhere } from './elsewhere.js';
export { type Changed, lockProjection, type Projection, rebuildProjection, refreshProjections, sendRecorded, watchedBy } from './projections.js';
export { firstDue, handleDue, reschedule, schedule, tick, unschedule, type DueKind } from './due-times.js';
export { Background, type BackgroundParts } from './background.js';
export { drainAlliance } from './draining.js';
export { defineJob, defineQueue, eventQueue, installJobs, type GetProvider, type Job, Jobs, type Queue } from './jobs.js';
export { runDaily, type DailyTask } from './daily.js';
