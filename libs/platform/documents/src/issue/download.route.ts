import { Inject, Injectable } from '@nestjs/common';
import { Database, localDate, SETTINGS, type Settings } from '@quadhelix/database';
import type { Route, RouteAnswer } from '@quadhelix/graphql';
import { MEDIA_TYPES } from '../content/content.js';
import { Document } from './document.entity.js';
import { documentErrors } from './document.errors.js';
import { openDocumentLink } from './document.links.js';
import { DocumentStore } from './document.store.js';

/** Hands out the bytes of documents to who holds a link. */
@Injectable()
export class DownloadService {
  constructor(
    private readonly database: Database,
    private readonly store: DocumentStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws DOCUMENT_LINK_INVALID. */
  async download(link: string): Promise<RouteAnswer> {
    const place = openDocumentLink(this.settings, link, this.database.now());
    const document = place && (await this.database.system(place.tenantId, 'download of a document', (scope) => scope.byId(Document, place.id), { readOnly: true }));
    const found = document && document.issuedAt !== null && document.removedAt === null ? await this.store.read(document) : null;
    if (!document || !found) throw documentErrors.DOCUMENT_LINK_INVALID();
    return {
      status: 200, body: found.bytes,
      headers: { 'content-type': MEDIA_TYPES[document.format], 'content-length': String(found.size), 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(document))}` },
    };
  }
}

const nameOf = (document: Document): string =>
  `${document.title[document.language]} ${localDate(document.issuedAt ?? document.createdAt, 'Asia/Shanghai')}.${document.format.toLowerCase()}`;

/** `GET /documents/:link` */
export const downloadRoute = (service: DownloadService): Route => ({ method: 'GET', path: '/documents/:link', handle: ({ params }) => service.download(params['link'] ?? '') });
