export { FigureKinds, MANDATE_LEVELS, MAX_SUBJECTS, type FigureKind, type FigureValue, type MandateLevel } from './figure-kind.js';
export { figuresDue, figuresProjection, refreshFigures } from './figures.projection.js';
export { figuresBetween, figuresOn, totalOf, valueByDay, type Figure } from './figures.queries.js';
export { hiddenCells, sumPeople, TOTAL, type LeafCell } from './small-cells.js';
export { WorkKinds, type WorkItem, type WorkKind } from './work-kind.js';
