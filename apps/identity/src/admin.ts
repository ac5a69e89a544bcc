import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { databaseUrl, loadConfig, secret } from '@quadhelix/service';
import { createAccounts, disableAccount } from './accounts.js';
import { inviteAccount, removeSecondFactor } from './operator-orders.js';
import { disableClient, registerClient } from './clients.js';
import { Passwords } from './passwords.js';
import { openPool } from './pool.js';
import { bindByOperator, configureUpstream, disableUpstream } from './upstream/upstreams.js';

export { createAccount, createAccounts, disableAccount } from './accounts.js';
export { disableClient, registerClient } from './clients.js';

const account = z.strictObject({
  id: z.uuid().optional(),
  login: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  password: z.string().optional(),
  personId: z.uuid().optional(),
});

const client = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(['public', 'confidential']),
  grantTypes: z.array(z.enum(['authorization_code', 'refresh_token', 'client_credentials'])),
  scopes: z.array(z.string()),
  redirectUris: z.array(z.url()).optional(),
  postLogoutRedirectUris: z.array(z.url()).optional(),
  firstParty: z.boolean().optional(),
  ownerOrganizationId: z.uuid().optional(),
  secret: z.string().optional(),
});

const upstream = z.strictObject({
  id: z.string(),
  organizationId: z.uuid(),
  name: z.string(),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string(),
  clientSecret: z.string(),
  emailDomains: z.array(z.string()).optional(),
  button: z.boolean().optional(),
});

const order = z.strictObject({
  accounts: z.array(account).default([]),
  clients: z.array(client).default([]),
  disableAccounts: z.array(z.string()).default([]),
  disableClients: z.array(z.string()).default([]),
  upstreams: z.array(upstream).default([]),
  bindings: z.array(z.strictObject({ upstream: z.string(), subject: z.string(), login: z.string() })).default([]),
  disableUpstreams: z.array(z.string()).default([]),
  invitations: z.array(z.strictObject({ email: z.email(), personId: z.uuid() })).default([]),
  removeSecondFactors: z.array(z.string()).default([]),
});

/**
 * `node apps/identity/dist/admin.js < order.json`: makes accounts and clients, disables others, and prints what was done as
 * JSON. What exists already stays as it is (`created: false`), so an order can be repeated. New secrets are shown this once.
 */
async function command(): Promise<void> {
  const config = loadConfig(z.object({ IDENTITY_DATABASE_URL: databaseUrl() }));
  const input = order.parse(JSON.parse(await text(process.stdin)));
  const pool = openPool(config.IDENTITY_DATABASE_URL, 4);
  try {
    const result = {
      clients: await Promise.all(input.clients.map((entry) => registerClient(pool, entry))),
      accounts: await createAccounts(pool, new Passwords(), input.accounts),
      disabledAccounts: await Promise.all(input.disableAccounts.map((login) => disableAccount(pool, login))),
      upstreams: await Promise.all(input.upstreams.map(async (entry) => {
        await configureUpstream(pool, loadConfig(z.object({ QUADHELIX_SECRET: secret() })).QUADHELIX_SECRET, entry);
        return { id: entry.id };
      })),
      disabledUpstreams: await Promise.all(input.disableUpstreams.map((id) => disableUpstream(pool, id))),
      invited: await Promise.all(input.invitations.map((entry) => inviteAccount(pool, entry))),
      removedSecondFactors: await Promise.all(input.removeSecondFactors.map((login) => removeSecondFactor(pool, login))),
      disabledClients: await Promise.all(input.disableClients.map((id) => disableClient(pool, id))),
    };
    const bindings = await Promise.all(input.bindings.map(({ upstream: id, subject, login }) => bindByOperator(pool, id, subject, login)));
    process.stdout.write(`${JSON.stringify({ ...result, bindings })}\n`);
  } finally {
    await pool.end();
  }
}

if (import.meta.main) {
  command().catch((error: unknown) => {
    process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
