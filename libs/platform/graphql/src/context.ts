import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { platformErrors, type DomainError, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { parseId } from './ids.js';

/** What a request says about itself, and, once its operation is known, the scope it runs in. */
export interface GraphqlContext {
  readonly requestId: string;
  readonly language: Language;
  readonly tokenHash: Buffer | null;
  readonly alliance: string | null;
  readonly organizationHeader: string | null;
  scope: Scope | null;
  /** Why the document or its variables are refused, found before they were parsed. */
  refusal: DomainError | null;
  /** Objects that the operation may answer; null as long as it is not known. */
  cost: number | null;
}

const one = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null;

/** zh-CN where the client prefers Chinese, else English. */
export function languageOf(header: string | null): Language {
  const ranked = (header ?? '').split(',').map((part) => {
    const [tag, ...rest] = part.trim().toLowerCase().split(';');
    return { tag: tag ?? '', q: Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1) };
  });
  const best = ranked.filter(({ tag }) => tag.startsWith('zh') || tag.startsWith('en')).sort((a, b) => b.q - a.q)[0];
  return best?.tag.startsWith('zh') ? 'zh-CN' : 'en';
}

export function contextOf(headers: IncomingHttpHeaders): GraphqlContext {
  const bearer = /^Bearer ([\w.~+/=-]{10,4096})$/i.exec(headers.authorization ?? '')?.[1];
  const given = one(headers['x-request-id']);
  return {
    requestId: given !== null && /^[\w-]{8,64}$/.test(given) ? given : randomUUID(),
    language: languageOf(headers['accept-language'] ?? null),
    tokenHash: bearer === undefined ? null : createHash('sha256').update(bearer).digest(),
    alliance: one(headers['quadhelix-alliance']),
    organizationHeader: one(headers['quadhelix-organization']),
    scope: null,
    refusal: null,
    cost: null,
  };
}

/** Row id of the acting organization; throws ID_INVALID where the header holds something else. */
export function actingOrganization(context: GraphqlContext): string | null {
  if (context.organizationHeader === null) return null;
  const parsed = parseId(context.organizationHeader);
  if (parsed?.type !== 'Organization') throw platformErrors.ID_INVALID({ field: 'Quadhelix-Organization', params: { type: 'Organization' } });
  return parsed.id;
}
