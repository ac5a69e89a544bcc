export { consoleDocuments } from './console-documents.js';
export type { TrustedDocument } from './trusted-document.js';
