import type { Readable } from 'node:stream';
import { DomainError } from '@quadhelix/access';
import { statusOf, type Route, type RouteAnswer, type RouteRequest } from '@quadhelix/graphql';
import { linkErrors } from '../link.errors.js';
import type { LinkVisit, SingleUseLinks } from '../link/links.service.js';
import { askPage, donePage, LINK_POLICY, refusedPage } from './link.page.js';

const PATH = '/links/:token';
/** A reason of 500 characters, each of at most twelve bytes in a form. */
const LONGEST_FORM = 8_192;
const HTML = { 'content-type': 'text/html; charset=utf-8', vary: 'Accept-Language', 'content-security-policy': LINK_POLICY, 'x-robots-tag': 'noindex' };

const shown = (status: number, body: string): RouteAnswer => ({ status, headers: HTML, body });
const visitOf = ({ params, requestId }: RouteRequest): LinkVisit => ({ token: params['token'] ?? '', requestId });

/** The doors that links lead to: GET shows what it is about and uses nothing up, POST decides. Both answer pages, without sign-in and without script. */
export function linkRoutes(links: SingleUseLinks): { readonly open: Route; readonly decide: Route } {
  /** Answers what the work answers, or a page that says why not. */
  async function guarded(request: RouteRequest, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> {
    try {
      links.slowDown(request.address);
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const answer = shown(statusOf(error), refusedPage(request.language, error.messageIn(request.language), error.code));
      return typeof error.params['seconds'] === 'number' ? { ...answer, headers: { ...HTML, 'retry-after': String(error.params['seconds']) } } : answer;
    }
  }

  return {
    open: {
      method: 'GET', path: PATH,
      handle: (request) => guarded(request, async () => shown(200, askPage(request.language, await links.open(visitOf(request))))),
    },
    decide: {
      method: 'POST', path: PATH,
      handle: (request) => guarded(request, async () => {
        const form = await formOf(request);
        const choice = form.get('choice') ?? '';
        try {
          return shown(200, donePage(request.language, await links.decide(visitOf(request), choice, form.get('reason')), choice));
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          // Where the link itself still works, it shows once more what can be decided; else opening says why it does not.
          return shown(statusOf(error), askPage(request.language, await links.open(visitOf(request)), `${error.messageIn(request.language)} (${error.code})`));
        }
      }),
    },
  };
}

/** A small form that the page of the link sent. Throws LINK_FORM_INVALID. */
async function formOf({ headers, body }: RouteRequest): Promise<URLSearchParams> {
  const site = headers['sec-fetch-site'];
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' || (site !== undefined && site !== 'same-origin')) throw linkErrors.LINK_FORM_INVALID();
  return new URLSearchParams((await bytesOf(body)).toString('utf8'));
}

async function bytesOf(body: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_FORM) throw linkErrors.LINK_FORM_INVALID();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
