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

interface Copy {
  url(role: 'quadhelix_identity' | 'postgres'): string;
  drop(): Promise<void>;
}

/** A real provider on a copied database, with a first-party client `console`, a third-party `partner` and account `li.wei`. */
export async function startFixture(copy: Copy, options: Partial<IdentityOptions> = {}): Promise<Fixture> {
  const database = new Client({ connectionString: copy.url('postgres') });
  await database.connect();
  const databaseUrl = copy.url('quadhelix_identity');
  const identity = await startIdentity({ databaseUrl, secret: 's'.repeat(32), ...options });
  await seed(identity);
  const close = async () => {
    await identity.close();
    await database.end();
    await copy.drop();
  };
  return { identity, database, databaseUrl, close };
}

async function seed(identity: RunningIdentity): Promise<void> {
  const scopes = ['openid', 'profile', 'offline_access', 'stakeholders:read', 'apprenticeships:read'];
  const common = { type: 'public', grantTypes: ['authorization_code', 'refresh_token'], scopes, redirectUris: [REDIRECT] } as const;
  await identity.registerClient({ ...common, id: 'console', name: 'Console', firstParty: true, postLogoutRedirectUris: ['http://localhost:9/bye'] });
  await identity.registerClient({ ...common, id: 'partner', name: 'Partner <b>app</b>' });
  await identity.createAccount({ login: 'li.wei', email: 'li.wei@example.org', password: PASSWORD, personId: '00000000-0000-4000-8000-000000000001' });
}
