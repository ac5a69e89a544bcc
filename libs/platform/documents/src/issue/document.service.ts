import { Injectable } from '@nestjs/common';
import { platformErrors, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Jobs } from '@quadhelix/outbox';
import { newCode } from '../check/code.js';
import type { DocumentFormat } from '../content/content.js';
import { documentAccess } from './document.access.js';
import { Document } from './document.entity.js';
import { documentErrors } from './document.errors.js';
import type { DocumentKind } from './document.kind.js';

/** How a document is wanted. */
export interface DocumentOrder<P extends object> {
  readonly parameters: P;
  readonly format: DocumentFormat;
  readonly language: Language;
  /** Row id of the document whose place it takes once it is issued. */
  readonly replaces?: string | null;
}

/** Asks for documents and takes them back. */
@Injectable()
export class DocumentService {
  constructor(private readonly jobs: Jobs) {}

  /**
   * Asks for a document of the organization that the actor acts for; the worker makes it with his rights. The caller has authorized an action of his own.
   * Throws FORBIDDEN for who is no person with a seat, DOCUMENT_REPLACES_ANOTHER, NOT_FOUND.
   */
  async request<P extends object>(scope: Scope, kind: DocumentKind<P>, order: DocumentOrder<P>): Promise<Document> {
    const { accountId, personId, organizationId, clientId, scopes } = scope.actor;
    if (accountId === null || personId === null || organizationId === null || clientId === null) throw platformErrors.FORBIDDEN({ params: { action: kind.name } });
    await this.demandReplaceable(scope, kind.name, organizationId, order.replaces ?? null);
    const [issuer] = await scope.sql<{ legal_name: string }>('select legal_name from organizations where id = $1', [organizationId]);
    const made = Object.assign(new Document(), {
      tenantId: scope.tenantId, id: scope.newId(), kind: kind.name, title: kind.title, parameters: order.parameters, language: order.language, format: order.format,
      state: 'QUEUED' as const, code: newCode(), organizationId, issuerName: issuer?.legal_name ?? '', accountId, personId, clientId, scopes: [...scopes],
      done: 0, attempts: 0, problem: null, sha256: null, byteSize: null, missing: [], issuedAt: null, removedAt: null, revokedAt: null, revokeReason: null,
      replacesId: order.replaces ?? null, createdAt: scope.now, version: 1,
    });
    await scope.insert(made);
    await this.jobs.send(scope, kind.queue, { tenantId: made.tenantId, documentId: made.id });
    return made;
  }

  /** The issuer takes a document back: whoever checks it is told so. The reason is for the issuer's own records. */
  async revoke(scope: Scope, id: string, reason: string): Promise<Document> {
    const document = await scope.forUpdate(Document, id, documentAccess.revoke, reason);
    document.revoke(reason, scope.now);
    await scope.save(document);
    scope.record({ type: 'document.revoked', subjectType: 'Document', subjectId: id, payload: { kind: document.kind, organizationId: document.organizationId } });
    return document;
  }

  private async demandReplaceable(scope: Scope, kind: string, organizationId: string, id: string | null): Promise<void> {
    if (id === null) return;
    const [old] = await scope.find(Document, { id });
    // Another organization's document answers like one that is not there.
    if (old?.organizationId !== organizationId) throw platformErrors.NOT_FOUND({ field: 'replaces' });
    if (old.kind !== kind || old.state !== 'ISSUED') throw documentErrors.DOCUMENT_REPLACES_ANOTHER({ field: 'replaces' });
  }
}
