import { createHash } from 'node:crypto';
import { trustedErrors } from './trusted.errors.js';

/** Id of a document, after GraphQL over HTTP, appendix A (Persisted Documents, draft): the SHA-256 of its text. */
export const documentId = (source: string): string => `sha256:${createHash('sha256').update(source).digest('hex')}`;

/** Documents that may be sent by their ids, and clients that may send no others. */
export class TrustedDocuments {
  private readonly byId: ReadonlyMap<string, string>;
  private readonly texts: ReadonlySet<string>;

  constructor(documents: readonly string[], private readonly bound: readonly string[]) {
    this.byId = new Map(documents.map((source) => [documentId(source), source]));
    this.texts = new Set(documents);
  }

  /** A body with the document in place of its id; any other body as it is. Throws PERSISTED_DOCUMENT_UNKNOWN; a body with both keeps its document. */
  resolve(body: unknown): unknown {
    if (typeof body !== 'object' || body === null || !('documentId' in body) || ('query' in body && body.query != null)) return body;
    const { documentId: id, ...rest } = body;
    const query = typeof id === 'string' ? this.byId.get(id) : undefined;
    if (query === undefined) throw trustedErrors.PERSISTED_DOCUMENT_UNKNOWN({ field: 'documentId' });
    return { ...rest, query };
  }

  /** Throws DOCUMENT_NOT_TRUSTED where the client may send registered documents only and this is none. */
  demand(clientId: string | null, source: string | undefined): void {
    if (clientId !== null && this.bound.includes(clientId) && !this.texts.has(source ?? '')) throw trustedErrors.DOCUMENT_NOT_TRUSTED();
  }
}
