import type { Route, RouteAnswer, RouteRequest } from '@quadhelix/graphql';
import { checkPage, PAGE_POLICY } from './check.page.js';
import { hashOf, type CheckedDocument, type CheckService } from './check.service.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8', vary: 'Accept, Accept-Language' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8', vary: 'Accept, Accept-Language', 'content-security-policy': PAGE_POLICY };

/** Does a client ask for JSON before anything that browsers ask for? */
const wantsJson = (accept: string | undefined): boolean => /\bapplication\/json\b/.test(accept ?? '') && !/\btext\/html\b/.test(accept ?? '');

/** `{"state": "NOT_FOUND"}`, the same for an unknown code and a malformed one, or what anybody may know. */
function answer(found: CheckedDocument | null, more: object = {}): RouteAnswer {
  const body = found ? { ...found, issuedAt: found.issuedAt.toISOString(), ...more } : { state: 'NOT_FOUND' };
  return { status: found ? 200 : 404, headers: JSON_TYPE, body: JSON.stringify(body) };
}

/** `GET /verify/:code`: what a QR code leads to. A page for people, JSON for programs; no sign-in. */
export const checkRoute = (checks: CheckService): Route => ({
  method: 'GET', path: '/verify/:code',
  async handle({ params, address, headers, language }: RouteRequest): Promise<RouteAnswer> {
    const found = await checks.check(params['code'] ?? '', address);
    return wantsJson(headers.accept) ? answer(found) : { status: found ? 200 : 404, headers: HTML_TYPE, body: checkPage(language, found) };
  },
});

/** `POST /verify/:code` with the bytes of a file: does it equal the issued one? Nothing of it is kept. */
export const compareRoute = (checks: CheckService): Route => ({
  method: 'POST', path: '/verify/:code',
  async handle({ params, address, body }: RouteRequest): Promise<RouteAnswer> {
    const found = await checks.check(params['code'] ?? '', address);
    return found ? answer(found, { sameFile: (await hashOf(body)) === found.sha256 }) : answer(null);
  },
});
