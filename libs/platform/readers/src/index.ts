export { FigureKinds, MANDATE_LEVELS, MAX_SUBJECTS, type FigureKind, type FigureValue, type MandateLevel } from './figures/figure-kind.js';
export { figuresProjection, refreshFigures } from './figures/figures.projection.js';
export { figuresBetween, figuresOn, totalOf, valueByDay, type Figure } from './figures/figures.queries.js';
export { hiddenCells, sumPeople, TOTAL, type LeafCell } from './figures/small-cells.js';
export { WorkKinds, type WorkItem, type WorkKind } from './work/work-kind.js';
export { workAccess } from './work/work.access.js';
export { readersSlice } from './readers.slice.js';
