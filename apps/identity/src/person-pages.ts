import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@quadhelix/service';
import type { accountRoutes } from './account/account.routes.js';
import { BadRequest, refuseOtherSites, sendPage } from './http.js';
import { languageOf } from './language.js';
import { errorPage } from './pages.js';
import type { PageHandler } from './tokens/password-pages.js';

export interface PersonPageOptions {
  /** By method and first part of the path, as in `GET /forgotten`. */
  readonly pages: Readonly<Record<string, PageHandler>>;
  readonly account: ReturnType<typeof accountRoutes>;
  readonly issuer: string;
  readonly logger: Logger;
}

const PATH = /^\/(account|forgotten|set-password|activate)(?:\/([\w-]{1,64}))?$/;

/** Pages for people outside of a sign-in. False where the path is another's. */
export function personPages({ pages, account, issuer, logger }: PersonPageOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [, place, rest = ''] = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
    if (place === undefined) return false;
    try {
      if (request.method === 'POST') refuseOtherSites(request, issuer);
      const handler = place === 'account' ? account : pages[`${request.method ?? ''} /${place}`];
      if (!handler) throw new BadRequest(405);
      await handler(request, response, rest);
    } catch (error) {
      const status = error instanceof BadRequest ? error.status : 500;
      if (status === 500) logger.error({ err: error }, 'page failed');
      if (response.headersSent) response.destroy();
      else {
        response.setHeader('connection', 'close');
        sendPage(response, status, errorPage(languageOf(request), status === 500 ? 'server_error' : `http_${String(status)}`));
      }
    }
    return true;
  };
}
