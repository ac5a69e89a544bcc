export { createWorker, type Worker, type WorkerOptions } from './worker.js';
export { openProduct, type Product, type ProductOptions } from './product.js';
export { rebuild, RebuildError, type RebuildOptions } from './rebuild.projections.js';
export { ImportCommandError, importFile, type FileToImport } from './import-file.js';
export { commandsOf, operate, OperateError } from './operate-command.js';
export { loadDemo, type DemoOptions } from './demo/load.js';
export { momentClock, momentId } from './demo/moment.js';
export type { DemoState } from './demo/survey.js';
