import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startIdentity } from './start-identity.js';
import type { IdentityOptions, RunningIdentity } from './start-identity.js';

export const REDIRECT = 'http://localhost:9/callback';
export const PASSWORD = 'correct horse battery';

export interface Fixture {
  readonly identity: RunningIdentity;
  /** Superuser of the test database; for looking, not for acting. */
  readonly database: Client;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** A real provider on a database of its own, with a first-party client `console`, a third-party `partner` and account `li.wei`. */
export async function startFixture(options: Partial<IdentityOptions> = {}): Promise<Fixture> {
  const superuserUrl = process.env.TEST_SUPERUSER_URL;
  if (!superuserUrl) throw new Error('TEST_SUPERUSER_URL is not set; run the tests with npm test');
  const name = `identity_${randomBytes(6).toString('hex')}`;
  await inDatabase(superuserUrl, (client) => client.query(`create database ${name} template quadhelix_template`));
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  const database = new Client({ connectionString: url.href });
  await database.connect();
  const role = `${name}_role`;
  await database.query(`create role ${role} login password 'test' in role quadhelix_identity`);
  url.username = role;
  url.password = 'test';
  const identity = await startIdentity({ databaseUrl: url.href, secret: 's'.repeat(32), ...options });
  await seed(identity);
  const close = async () => {
    await identity.close();
    await database.end();
    await inDatabase(superuserUrl, async (client) => {
      await client.query(`drop database ${name} with (force)`);
      await client.query(`drop role ${role}`);
    });
  };
  return { identity, database, databaseUrl: url.href, close };
}

async function seed(identity: RunningIdentity): Promise<void> {
  const scopes = ['openid', 'profile', 'offline_access', 'stakeholders:read', 'apprenticeships:read'];
  const common = { type: 'public', grantTypes: ['authorization_code', 'refresh_token'], scopes, redirectUris: [REDIRECT] } as const;
  await identity.registerClient({ ...common, id: 'console', name: 'Console', firstParty: true, postLogoutRedirectUris: ['http://localhost:9/bye'] });
  await identity.registerClient({ ...common, id: 'partner', name: 'Partner <b>app</b>' });
  await identity.createAccount({ login: 'li.wei', email: 'li.wei@example.org', password: PASSWORD, personId: '00000000-0000-4000-8000-000000000001' });
}

async function inDatabase(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
