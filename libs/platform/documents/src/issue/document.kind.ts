import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { defineJob, defineQueue, type Job, type Queue } from '@quadhelix/outbox';
import type { DocumentContent } from '../content/content.js';
import { DocumentRunner } from './document.runner.js';

/** The content, and whose personal data it holds. */
export interface DescribedDocument {
  readonly content: DocumentContent;
  /** Asked after the last row was read, so that it can be filled while rows are read. */
  readonly people?: () => readonly string[];
}

/** Documents of one sort. A slice declares it, registers its job, and asks for one by {@link DocumentService.request}. */
export interface DocumentKind<P extends object = object> {
  /** Unique and stable, e.g. `commitment-record`. */
  readonly name: string;
  readonly title: BilingualText;
  readonly queue: Queue<{ tenantId: string; documentId: string }>;
  /**
   * What the document says, read and authorized as the person who asked, with the rights he has when it is made. `parameters` hold ids and numbers,
   * no personal values: they stay when a person is erased. Rows may be read page by page from the scope while they are written.
   */
  describe(scope: Scope, parameters: P): Promise<DescribedDocument>;
}

/** Declares a kind of document. */
export const defineDocumentKind = <P extends object>(kind: Omit<DocumentKind<P>, 'queue'>): DocumentKind<P> => ({ ...kind, queue: defineQueue(`document-${kind.name}`) });

/** The job that makes documents of a kind: register it in the slice's `jobs`. */
export const documentJob = <P extends object>(kind: DocumentKind<P>): Job =>
  defineJob(kind.queue, (get) => ({ tenantId, documentId }, signal) => get(DocumentRunner).run(kind as DocumentKind, { tenantId, documentId }, signal));
