export { FigureKinds, type FigureKind, type FigureValue } from './figure-kind.js';
export { WorkKinds, type WorkItem, type WorkKind } from './work/work-kind.js';
export { workAccess } from './work/work.access.js';
export { readersSlice } from './readers.slice.js';
