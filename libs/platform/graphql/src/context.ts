import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { platformErrors, type DomainError, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { parseId } from './ids.js';
import type { Leave } from './limits/admission.js';
import type { Throttle } from './limits/points.js';
import type { StoredAnswer } from './idempotency/idempotency.js';

/** What a request says about itself, and, once its operation is known, the scope it runs in. */
export interface GraphqlContext {
  readonly requestId: string;
  readonly language: Language;
  readonly tokenHash: Buffer | null;
  readonly alliance: string | null;
  readonly organizationHeader: string | null;
  /** As the header says; not checked yet. */
  readonly idempotencyKey: string | null;
  /** Raised when the client goes away. */
  readonly gone: AbortSignal;
  scope: Scope | null;
  /** Why the document or its variables are refused, found before they were parsed. */
  refusal: DomainError | null;
  /** Objects that the operation may answer; null as long as it is not known. */
  cost: number | null;
  /** Where the caller's points stand; null as long as none were taken. */
  throttle: Throttle | null;
  /** Points taken for it; 0 as long as none were. */
  paid: number;
  /** Gives back its place among the running operations. */
  leave: Leave | null;
  /** The first answer to a request that is sent again. */
  replay: StoredAnswer | null;
  /** Keeps the answer with the effect; null where no key was given. */
  keep: ((answer: StoredAnswer | null) => Promise<void>) | null;
}

/** What the door must see too: Apollo copies the context for each operation, but not what hangs at it. */
interface Running {
  scope: Scope | null;
  paid: number;
  leave: Leave | null;
}

/** The part of a context that stays one with its copies. */
class Shared {
  readonly running: Running = { scope: null, paid: 0, leave: null };

  get scope(): Scope | null { return this.running.scope; }
  set scope(scope: Scope | null) { this.running.scope = scope; }
  get paid(): number { return this.running.paid; }
  set paid(points: number) { this.running.paid = points; }
  get leave(): Leave | null { return this.running.leave; }
  set leave(leave: Leave | null) { this.running.leave = leave; }
}

const STAYS = new AbortController().signal;

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

export function contextOf(headers: IncomingHttpHeaders, gone: AbortSignal = STAYS): GraphqlContext {
  const bearer = /^Bearer ([\w.~+/=-]{10,4096})$/i.exec(headers.authorization ?? '')?.[1];
  const given = one(headers['x-request-id']);
  return Object.assign(new Shared(), {
    requestId: given !== null && /^[\w-]{8,64}$/.test(given) ? given : randomUUID(),
    language: languageOf(headers['accept-language'] ?? null),
    tokenHash: bearer === undefined ? null : createHash('sha256').update(bearer).digest(),
    alliance: one(headers['quadhelix-alliance']),
    organizationHeader: one(headers['quadhelix-organization']),
    idempotencyKey: one(headers['idempotency-key']),
    gone,
    refusal: null,
    cost: null,
    throttle: null,
    replay: null,
    keep: null,
  });
}

/** Row id of the acting organization; throws ID_INVALID where the header holds something else. */
export function actingOrganization(context: GraphqlContext): string | null {
  if (context.organizationHeader === null) return null;
  const parsed = parseId(context.organizationHeader);
  if (parsed?.type !== 'Organization') throw platformErrors.ID_INVALID({ field: 'Quadhelix-Organization', params: { type: 'Organization' } });
  return parsed.id;
}
