import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Settings, Slice } from '@quadhelix/service';

const BUILT = fileURLToPath(new URL('../../console/dist', import.meta.url));
/** Paths of the console's pages; it looks at the address itself. */
const PAGES = ['/graphiql', '/callback'];

/** Scripts, styles and data from this origin alone, and the sign-in service. Editors set styles on elements, so inline styles are allowed; inline scripts are not. */
const contentSecurity = (issuer: string): string => [
  "default-src 'none'", "script-src 'self'", "worker-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:",
  `connect-src 'self' ${URL.parse(issuer)?.origin ?? ''}`.trimEnd(), "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** Serves the built console, and tells it where to sign in. Without a built one, or without an issuer, there is nothing at these paths. */
export async function serveConsole(fastify: FastifyInstance, settings: Settings, slices: readonly Slice[]): Promise<void> {
  const issuer = settings.env['IDENTITY_ISSUER'];
  if (issuer === undefined || issuer === '' || !existsSync(BUILT)) return;
  const scopes = [...new Set(slices.flatMap((slice) => slice.access.flatMap((table) => Object.values(table).map(({ scope }) => scope))))].sort();
  const careful = { 'content-security-policy': contentSecurity(issuer), 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
  await fastify.register(async (inner) => {
    // Names of assets hold the hash of their content; the page names them.
    await inner.register(fastifyStatic, {
      root: `${BUILT}/assets`, prefix: '/assets/', index: false, maxAge: '365d', immutable: true,
      setHeaders: (reply) => { reply.headers(careful); },
    });
    const page = readFileSync(`${BUILT}/index.html`, 'utf8');
    for (const path of PAGES) inner.get(path, (_request, reply) => reply.headers({ ...careful, 'cache-control': 'no-store' }).type('text/html; charset=utf-8').send(page));
    inner.get('/console/settings.json', (_request, reply) => reply.headers({ ...careful, 'cache-control': 'no-store' }).send({
      issuer, clientId: settings.env['QUADHELIX_CONSOLE_CLIENT'] ?? 'console', scopes,
    }));
  });
}
