import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { request, type Agent } from 'undici';
import { CLOCK, guardedAgent, OutgoingRefused, outgoingUrl, type Clock } from '@quadhelix/service';
import { BESIDE, CONNECT_DEADLINE } from '../delivery/delivery.rules.js';
import { WebhookPlaces } from '../webhooks.config.js';
import type { SignedMessage } from './signature.js';

/** What came of a call. Either a status or an error. */
export interface CallOutcome {
  readonly status: number | null;
  readonly error: CallError | null;
  readonly durationMs: number;
  /** How long the other side asks to be left alone, in seconds; 0 where it doesn't. */
  readonly waitSeconds: number;
}

/** Why nothing came back. `STOPPED`: this worker was told to stop; `WORKER_LOST`: it died. */
export type CallError = 'ADDRESS_FORBIDDEN' | 'NAME_UNKNOWN' | 'CONNECTION_REFUSED' | 'CONNECTION_TIMEOUT' | 'TLS_FAILED' | 'TIMEOUT' | 'CONNECTION_LOST' | 'STOPPED' | 'WORKER_LOST';

/** Most of an answer's body that is read, in bytes, so that the connection can be used again; nothing of it is kept. */
const MOST_READ = 16_384;
const BY_CODE: Readonly<Record<string, CallError>> = {
  ECONNREFUSED: 'CONNECTION_REFUSED', EHOSTUNREACH: 'CONNECTION_REFUSED', ENETUNREACH: 'CONNECTION_REFUSED', EADDRNOTAVAIL: 'CONNECTION_REFUSED',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECTION_TIMEOUT', ETIMEDOUT: 'CONNECTION_TIMEOUT', UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT', UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
};

/** Calls endpoints over connections that are guarded against leading inside. Never throws. */
@Injectable()
export class WebhookCaller implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(private readonly places: WebhookPlaces, @Inject(CLOCK) private readonly clock: Clock) {
    this.agent = guardedAgent({
      loopback: places.loopback, connectTimeout: Math.min(CONNECT_DEADLINE, places.deadline), connections: BESIDE, ...(places.lookup ? { lookup: places.lookup } : {}),
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.destroy();
  }

  async call(url: string, { body, headers }: SignedMessage, stop: AbortSignal): Promise<CallOutcome> {
    const begun = performance.now();
    const ended = (outcome: Partial<CallOutcome>): CallOutcome => ({ status: null, error: null, waitSeconds: 0, ...outcome, durationMs: Math.round(performance.now() - begun) });
    // What was allowed when the endpoint was made may not be any more.
    if ('fault' in outgoingUrl(url, this.places)) return ended({ error: 'ADDRESS_FORBIDDEN' });
    const late = AbortSignal.timeout(this.places.deadline);
    try {
      const response = await request(url, {
        method: 'POST', body, headers, dispatcher: this.agent, signal: AbortSignal.any([late, stop]), headersTimeout: this.places.deadline, bodyTimeout: this.places.deadline,
      });
      const outcome = ended({ status: response.statusCode, waitSeconds: waitOf(response.headers['retry-after'], this.clock.now()) });
      // It has answered: what its body does is of no interest, and nobody waits for it.
      void response.body.dump({ limit: MOST_READ, signal: late }).catch(() => undefined);
      return outcome;
    } catch (error) {
      return ended({ error: errorOf(error, late, stop) });
    }
  }
}

function errorOf(error: unknown, late: AbortSignal, stop: AbortSignal): CallError {
  if (error instanceof OutgoingRefused) return error.code;
  if (stop.aborted) return 'STOPPED';
  if (late.aborted) return 'TIMEOUT';
  const { code = '' } = error as { code?: string };
  return BY_CODE[code] ?? (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code) ? 'TLS_FAILED' : 'CONNECTION_LOST');
}

/** Retry-After in seconds or as a date; 0 for what is neither. */
export function waitOf(header: string | string[] | undefined, now: Date): number {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
