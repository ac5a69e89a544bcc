import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_FORM_BYTES = 8_192;

/** A request that is refused with this status and nothing more. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  constructor(readonly status: 400 | 403 | 404 | 405 | 413 | 415) {
    super(`HTTP ${status}`);
  }
}

/**
 * Headers of every answer. `formTargets` are origins that a form on the page may lead to in the end: browsers apply
 * form-action to the redirects after a submission too.
 */
export function setSecurityHeaders(response: ServerResponse, secure: boolean, formTargets: readonly string[] = []): void {
  const forms = ["'self'", ...formTargets].join(' ');
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin-allow-popups');
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

/** What a CSP form-action needs for a redirect address: its origin, or the scheme of a native app. */
export function formTarget(redirectUri: unknown): string[] {
  const url = typeof redirectUri === 'string' ? URL.parse(redirectUri) : null;
  if (!url) return [];
  return /^https?:$/.test(url.protocol) ? [url.origin] : [url.protocol];
}

/**
 * Refuses a form that another site sent. The interaction cookie (SameSite, bound to one path) is the first guard; browsers
 * also say where a request comes from. @throws BadRequest
 */
export function refuseOtherSites(request: IncomingMessage, issuer: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const foreign = (origin !== undefined && origin !== new URL(issuer).origin) || (site !== undefined && site !== 'same-origin');
  if (foreign) throw new BadRequest(403);
}

/** The fields of a small urlencoded form. @throws BadRequest for other media types and for more than 8 KiB */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') throw new BadRequest(415);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_FORM_BYTES) throw new BadRequest(413);
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

/** Sends the browser to another page. */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' });
  response.end();
}

/** Sends a page that no cache may keep. */
export function sendPage(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(body);
}

/** Where a request comes from: the last hop before the trusted proxy, or the socket. */
export function addressOf(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded = behindProxy ? String(request.headers['x-forwarded-for'] ?? '').split(',').at(-1)?.trim() : '';
  return forwarded || (request.socket.remoteAddress ?? 'unknown');
}
