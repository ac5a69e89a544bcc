import { request } from 'undici';

export interface HttpCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of a call. `UNREACHED`: certainly nothing arrived there. `BROKEN`: it may have arrived; nobody can tell. */
export type HttpAnswer = { readonly came: 'ANSWER'; readonly status: number; readonly body: unknown } | { readonly came: 'UNREACHED' | 'BROKEN'; readonly code: string };

/** Failures before a connection stood: nothing of the request can have left. */
const BEFORE_CONNECTION = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'];
const LONGEST_ANSWER = 100_000;

/** Calls a provider; redirects are not followed. Never throws. A body that is no JSON is null. */
export async function call({ url, method, headers = {}, body }: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
  if (signal.aborted) return { came: 'UNREACHED', code: 'DEADLINE' };
  try {
    const response = await request(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
    const text = await response.body.text();
    return { came: 'ANSWER', status: response.statusCode, body: text.length > LONGEST_ANSWER ? null : parsed(text) };
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string };
    const known = typeof code === 'string' ? code : (name ?? 'HTTP');
    return { came: BEFORE_CONNECTION.includes(known) ? 'UNREACHED' : 'BROKEN', code: signal.aborted ? 'DEADLINE' : known };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
