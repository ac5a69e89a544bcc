import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { client_id: 'quadhelix', client_secret: 'a secret of the school, thirty-two characters' };

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const close = (server: Server): Promise<void> => new Promise((resolve) => {
  server.closeAllConnections();
  server.close(() => { resolve(); });
});

export interface SecondProvider {
  readonly issuer: string;
  /** Who signs in there from now on. */
  subject: string;
  /** How often somebody was asked to sign in anew. */
  logins: number;
  close(): Promise<void>;
}

/** A real OpenID provider of an organization: the one that the product itself is built on, with other settings. Everybody is who `subject` says, without a page. */
export async function startSecondProvider(redirectUri: string): Promise<SecondProvider> {
  let answer: RequestListener = () => undefined;
  const server = createServer((request, response) => answer(request, response));
  const issuer = await listen(server);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_basic' }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'school', use: 'sig', alg: 'RS256' } as never] },
    cookies: { keys: ['x'.repeat(32)] },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: `${id}@school.example`, email: 'li.wei@example.org' }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  });
  const made: SecondProvider = { issuer, subject: 'school-1', logins: 0, close: () => close(server) };
  const callback = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
    void provider.interactionDetails(request, response).then(async (interaction) => {
      if (interaction.prompt.name === 'login') {
        made.logins += 1;
        return provider.interactionFinished(request, response, { login: { accountId: made.subject } });
      }
      const grant = new provider.Grant({ accountId: interaction.session?.accountId ?? '', clientId: CLIENT.client_id });
      grant.addOIDCScope('openid profile email');
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
    });
  };
  return made;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface LyingProvider {
  readonly issuer: string;
  readonly paths: string[];
  readonly publicPem: string;
  /** What its token endpoint answers next, made of what it is asked. */
  token: (nonce: string) => object;
  /** Its description, to be bent. */
  description: Record<string, unknown>;
  /** A redirect that it answers to everything. */
  redirect: string | null;
  sign(header: object, claims: object, by?: KeyObject): string;
  hmac(claims: object, key: string): string;
  claims(nonce: string, change?: object): Record<string, unknown>;
  close(): Promise<void>;
}

/** A provider that says what a test wants it to say, with a key of its own. */
export async function startLyingProvider(): Promise<LyingProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    if (made.redirect !== null) return void response.writeHead(302, { location: made.redirect }).end();
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }] };
    const answers: Record<string, () => object> = { '/.well-known/openid-configuration': () => made.description, '/jwks': () => jwks, '/token': () => made.token('') };
    const answer = answers[path];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.() ?? {}));
  });
  const issuer = await listen(server);
  const made: LyingProvider = {
    issuer, paths, redirect: null, publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(), token: () => ({}),
    description: {
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'],
      subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'], authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    },
    sign: (header, claims, by = privateKey) => {
      const body = `${part(header)}.${part(claims)}`;
      return `${body}.${createSign('sha256').update(body).sign(by).toString('base64url')}`;
    },
    hmac: (claims, key) => {
      const body = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`;
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    },
    claims: (nonce, change = {}) => ({ iss: issuer, aud: CLIENT.client_id, sub: 'liar-1', email: 'li.wei@example.org', email_verified: true, preferred_username: 'li.wei', nonce, iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 60, ...change }),
    close: () => close(server),
  };
  return made;
}
