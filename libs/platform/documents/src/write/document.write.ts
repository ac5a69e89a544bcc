import type { Writable } from 'node:stream';
import type { DocumentContent, DocumentFormat } from '../content/content.js';
import { writeCsvDocument } from './csv.write.js';
import { writeDocxDocument } from './docx.write.js';
import type { Rendering, Written } from './rendering.js';
import { writeXlsxDocument } from './xlsx.write.js';

type Writer = (content: DocumentContent, rendering: Rendering, sink: Writable) => Promise<Written>;

/** Loaded with the first PDF: the library and its fonts are large, and most processes never write one. */
const writePdfDocument: Writer = async (...order) => (await import('./pdf.write.js')).writePdfDocument(...order);

const writers: Readonly<Record<DocumentFormat, Writer>> = { PDF: writePdfDocument, XLSX: writeXlsxDocument, DOCX: writeDocxDocument, CSV: writeCsvDocument };

/**
 * Writes a document into a stream, row by row, and ends the stream. The same content, format and rendering give the same bytes.
 * Throws DOCUMENT_TOO_LARGE_FOR_WORD; whatever reading a row or writing a byte throws.
 */
export const writeDocument = (content: DocumentContent, format: DocumentFormat, rendering: Rendering, sink: Writable): Promise<Written> => writers[format](content, rendering, sink);
