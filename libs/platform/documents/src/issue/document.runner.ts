import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@quadhelix/access';
import { Database, SETTINGS, type Scope, type Settings } from '@quadhelix/database';
import { shownCode } from '../check/code.js';
import { writeDocument } from '../write/document.write.js';
import type { Rendering } from '../write/rendering.js';
import { Document } from './document.entity.js';
import { documentErrors } from './document.errors.js';
import type { DescribedDocument, DocumentKind } from './document.kind.js';
import { addressOf } from './document.links.js';
import { beginDocument, endDocument, failDocument, tellProgress } from './document.progress.js';
import { DocumentStore } from './document.store.js';

const MAX_ATTEMPTS = 4;
/** So long may the facts of one document be read; milliseconds. */
const DEADLINE = 900_000;
const PROGRESS_EVERY = 250;

/** Makes documents that people asked for, in the worker, each in a transaction that has entered again as who asked: it says what he may read at that instant. */
@Injectable()
export class DocumentRunner {
  constructor(
    private readonly database: Database,
    private readonly store: DocumentStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Brings a document to its end; does nothing where it has one. Throws where the job is to come again. */
  async run(kind: DocumentKind, { tenantId, documentId }: { tenantId: string; documentId: string }, signal?: AbortSignal): Promise<void> {
    const document = await this.asProduct(tenantId, documentId, (scope) => beginDocument(scope, documentId));
    if (!document) return;
    try {
      if (document.attempts > MAX_ATTEMPTS) throw documentErrors.DOCUMENT_STOPPED({ params: { attempts: MAX_ATTEMPTS } });
      await this.make(kind, document, signal);
    } catch (error) {
      await this.store.remove(document);
      if (!(error instanceof DomainError)) throw error;
      const problem = { code: error.code, message: error.messageIn(document.language) };
      await this.asProduct(tenantId, documentId, (scope) => failDocument(scope, document, problem));
    }
  }

  private async make(kind: DocumentKind, document: Document, signal?: AbortSignal): Promise<void> {
    const scope = await this.database.beginAs(document, { requestId: `document-${document.id}`, timeout: DEADLINE });
    let described: DescribedDocument;
    let made: Awaited<ReturnType<DocumentRunner['write']>>;
    try {
      described = await kind.describe(scope, document.parameters);
      made = await this.write(document, described, scope, signal);
    } finally {
      await this.database.rollback(scope);
    }
    const { answer: written, stored } = made;
    const people = described.people?.() ?? [];
    const ended = await this.asProduct(document.tenantId, document.id, (own) => endDocument(own, document, { ...stored, missing: written.missing, rows: written.rows }, people));
    if (!ended) await this.store.remove(document);
  }

  private write(document: Document, { content }: DescribedDocument, scope: Scope, signal?: AbortSignal) {
    const rendering: Rendering = {
      language: document.language, timeZone: scope.timeZone, at: scope.now, issuer: document.issuerName,
      check: { code: shownCode(document.code), address: addressOf(this.settings, document.code) }, onProgress: this.progressOf(document), ...(signal ? { signal } : {}),
    };
    return this.store.put(document, (sink) => writeDocument(content, document.format, rendering, sink));
  }

  /** On a connection of its own, so that it can be watched. */
  private progressOf(document: Document): (rows: number) => Promise<void> {
    let next = 0;
    return async (rows) => {
      const now = performance.now();
      if (now < next) return;
      next = now + PROGRESS_EVERY;
      await this.asProduct(document.tenantId, document.id, (scope) => tellProgress(scope, document, rows));
    };
  }

  private asProduct<T>(tenantId: string, documentId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.database.system(tenantId, `document ${documentId}`, work);
  }
}
