import Provider, { interactionPolicy } from 'oidc-provider';
import type { Client, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from '@quadhelix/service';
import type { Pool } from 'pg';
import { accountById } from './accounts.js';
import { PostgresAdapter } from './adapter.js';
import { secretMatches } from './clients.js';
import { firstPartyGrant, isFirstParty } from './grants.js';
import { languageOf } from './language.js';
import { errorPage, signedOutPage, signOutPage } from './pages.js';
import { ALL_SCOPES } from './scopes.js';
import { deriveKey } from './sealing.js';
import { deviceName } from './sign-ins/device.js';
import type { SignIns } from './sign-ins/sign-ins.js';
import { ttl } from './ttl.js';
import type { Federation } from './upstream/federation.js';

export interface ProviderOptions {
  readonly issuer: string;
  readonly pool: Pool;
  readonly secret: string;
  readonly keys: JWK[];
  readonly signIns: SignIns;
  readonly federation: Federation;
  readonly logger: Logger;
}

/** The OpenID provider with every default replaced: code + PKCE S256, refresh rotation, client credentials; nothing else. */
export function makeProvider(options: ProviderOptions): Provider {
  const { issuer, logger } = options;
  const secure = issuer.startsWith('https:');
  const provider = new Provider(issuer, configuration(options, secure));
  // Behind the proxy that ends TLS, its forwarded headers say so; elsewhere they are not believed.
  provider.proxy = secure;
  // Secrets are stored as hashes, so a stored one is compared and never used as a key.
  provider.Client.prototype.compareClientSecret = function (this: Client, presented: string): boolean {
    const { previous_secret: previous } = this.metadata();
    // Both are compared, whichever fits: how long it takes tells nothing.
    const [now, before] = [secretMatches(this.clientSecret, presented), secretMatches(typeof previous === 'string' ? previous : undefined, presented)];
    return now || before;
  };
  provider.use(async (ctx, next) => {
    await next();
    await noteUse(ctx as KoaContextWithOIDC, options.signIns);
  });
  provider.on('server_error', (_ctx, err) => logger.error({ err }, 'provider failed'));
  provider.on('grant.revoked', () => logger.info({ event: 'grant_revoked' }, 'grant revoked'));
  return provider;
}

function configuration({ pool, secret, keys, federation }: ProviderOptions, secure: boolean): Configuration {
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure } as const;
  const off = { enabled: false } as const;
  return {
    adapter: (kind: string) => new PostgresAdapter(pool, kind),
    jwks: { keys },
    cookies: {
      keys: [deriveKey(secret, 'cookies').toString('base64url')],
      names: { session: 'quadhelix_session', interaction: 'quadhelix_interaction', resume: 'quadhelix_resume' },
      long: cookie,
      short: cookie,
    },
    features: {
      devInteractions: off,
      dPoP: off,
      pushedAuthorizationRequests: off,
      resourceIndicators: off,
      requestObjects: off,
      claimsParameter: off,
      introspection: off,
      registration: off,
      deviceFlow: off,
      clientCredentials: { enabled: true },
      userinfo: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(languageOf(ctx.req), form)),
        postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage(languageOf(ctx.req))),
      },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    acceptQueryParamAccessTokens: false,
    clientAuthMethods: ['client_secret_basic', 'none'],
    clientDefaults: { grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'RS256' },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256'],
      userinfoSigningAlgValues: ['RS256'],
    },
    extraClientMetadata: { properties: ['first_party', 'previous_secret'] },
    scopes: [...ALL_SCOPES],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    clientBasedCORS: mayCallFrom,
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client, source) => client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    expiresWithSession: (_ctx, source) => !source.scopes.has('offline_access'),
    loadExistingGrant: async (ctx) => (isFirstParty(ctx.oidc.client) ? firstPartyGrant(ctx) : storedGrant(ctx)),
    findAccount: async (_ctx, id) => {
      const account = await accountById(pool, id);
      return account && { accountId: account.id, claims: () => ({ sub: account.id, preferred_username: account.login }) };
    },
    interactions: { policy: policy(federation), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out, error) => show(ctx, errorPage(languageOf(ctx.req), out.error, 'error_description' in error ? out.error_description : undefined)),
    routes: {
      authorization: '/authorize',
      token: '/token',
      revocation: '/revoke',
      userinfo: '/userinfo',
      end_session: '/sign-out',
      jwks: '/jwks',
    },
    ttl,
  };
}

/** Notes where an account is signed in, whenever its session or a token that came of it was used. */
async function noteUse(ctx: KoaContextWithOIDC, signIns: SignIns): Promise<void> {
  const { session, entities } = (ctx.oidc as KoaContextWithOIDC['oidc'] | undefined) ?? {};
  if (session?.accountId !== undefined && !(session as { destroyed?: boolean }).destroyed) {
    const { uid: sessionUid, accountId, amr } = session;
    await signIns.used({ sessionUid, accountId, device: deviceName(ctx.req), methods: amr ?? [] });
  } else if (entities?.RefreshToken?.sessionUid !== undefined) await signIns.refreshed(entities.RefreshToken.sessionUid);
}

/** A session whose account was disabled or removed asks for sign-in instead of failing. */
function policy(federation: Federation): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  prompts.get('login')?.checks.add(
    new interactionPolicy.Check('account_gone', 'the account is no longer available', (ctx) => {
      const { session, account } = ctx.oidc;
      return session?.accountId !== undefined && account === undefined;
    }),
  );
  prompts.add(federation.prompt(), 1);
  return prompts;
}

async function storedGrant(ctx: KoaContextWithOIDC): ReturnType<typeof firstPartyGrant> {
  const { client, session, result, provider } = ctx.oidc;
  const id = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
  const grant = id === undefined ? undefined : await provider.Grant.find(id);
  return grant?.accountId === ctx.oidc.account?.accountId ? grant : undefined;
}

/** Browsers may call the token and user-info endpoints from where a public client's redirects lead. */
function mayCallFrom(_ctx: KoaContextWithOIDC, origin: string, client: Client): boolean {
  return client.clientAuthMethod === 'none' && (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin);
}

function show(ctx: KoaContextWithOIDC, html: string): void {
  ctx.type = 'html';
  ctx.body = html;
}
