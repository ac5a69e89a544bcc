export { FigureKinds, type FigureKind, type FigureValue } from './figure-kind.js';
export { WorkKinds, type WorkItem, type WorkKind } from './work-kind.js';
