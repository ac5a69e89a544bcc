import { Inject, Injectable } from '@nestjs/common';
import { Database, SETTINGS, type Settings } from '@quadhelix/database';
import { DocumentStore, openLink, sealLink } from '@quadhelix/documents';
import type { Route, RouteAnswer } from '@quadhelix/graphql';
import { PersonalDataRequest } from '../request/request.entity.js';
import { requestErrors } from '../request/request.errors.js';

const PURPOSE = 'personal data';
/** How long the archive of an export is kept. */
export const EXPORT_DAYS = 7;
const DAY = 86_400_000;

export const isKept = ({ kind, state, doneAt, fileRemovedAt }: PersonalDataRequest, now: Date): boolean =>
  kind === 'EXPORT' && state === 'DONE' && fileRemovedAt === null && doneAt !== null && doneAt.getTime() + EXPORT_DAYS * DAY > now.getTime();

/** Hands out exports to who holds a link. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly store: DocumentStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A link for ten minutes; null where there is nothing (any more). For the person himself only: the caller has looked. */
  linkTo(request: PersonalDataRequest, now: Date): string | null {
    return isKept(request, now) ? `${this.settings.publicUrl}/personal-data/${sealLink(this.settings, PURPOSE, request, now)}` : null;
  }

  /** Throws EXPORT_LINK_INVALID. */
  async download(link: string): Promise<RouteAnswer> {
    const now = this.database.now();
    const place = openLink(this.settings, PURPOSE, link, now);
    const request = place && (await this.database.system(place.tenantId, 'download of an export', (scope) => scope.byId(PersonalDataRequest, place.id), { readOnly: true }));
    const found = request && isKept(request, now) ? await this.store.read(request) : null;
    if (!found) throw requestErrors.EXPORT_LINK_INVALID();
    return {
      status: 200, body: found.bytes,
      headers: { 'content-type': 'application/zip', 'content-length': String(found.size), 'content-disposition': 'attachment; filename="personal-data.zip"' },
    };
  }
}

/** `GET /personal-data/:link` */
export const exportRoute = (service: ExportService): Route => ({ method: 'GET', path: '/personal-data/:link', handle: ({ params }) => service.download(params['link'] ?? '') });
