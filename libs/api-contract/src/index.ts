export { misfits, shapeOf, type Shape } from './answer-shape.js';
export { consoleDocuments } from './console-documents.js';
export type { TrustedDocument } from './trusted-document.js';
