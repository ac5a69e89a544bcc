export { createWorker, type Worker, type WorkerOptions } from './worker.js';
export { openProduct, type Product, type ProductOptions } from './product.js';
export { ImportCommandError, importFile, type FileToImport } from './import-file.js';
