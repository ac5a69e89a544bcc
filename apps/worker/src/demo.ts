import { createHmac } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Database } from '@quadhelix/database';
import { createLogger, databaseUrl, loadConfig, port, secret } from '@quadhelix/service';
import { readCast } from './demo/act-file.js';
import { orderIdentity, type IdentityOrder } from './demo/identity-admin.js';
import { momentClock, momentId } from './demo/moment.js';
import { signIn } from './demo/sign-in.js';
import { surveyDemo } from './demo/survey.js';
import { demoWords, type DemoAccess } from './demo/words.js';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = fromHere('../../../demo');
const IDENTITY_COMMAND = fromHere('../../identity/dist/admin.js');

const READ = ['stakeholders:read', 'apprenticeships:read', 'accountability:read'];
const DOMAINS = ['stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'personal-data', 'integrations', 'apps'];
const CONSOLE_SCOPES = DOMAINS.flatMap((domain) => [`${domain}:read`, `${domain}:write`]);
/** Where commands let themselves be sent back to; nothing listens there. */
const NOWHERE = 'http://127.0.0.1/callback';

const config = loadConfig(z.object({
  DATABASE_URL: databaseUrl(), IDENTITY_DATABASE_URL: databaseUrl(), IDENTITY_ISSUER: z.url(), QUADHELIX_SECRET: secret(), API_PORT: port(), QUADHELIX_STATE_DIR: z.string().optional(),
}));

/** A word that this installation always makes anew and nobody else can: no file to lose. */
const word = (purpose: string): string => createHmac('sha256', config.QUADHELIX_SECRET).update(`demo ${purpose}`).digest('base64url');

function access(): DemoAccess {
  return {
    issuer: config.IDENTITY_ISSUER, apiUrl: `http://localhost:${String(config.API_PORT)}/graphql`, password: word('password').replaceAll(/[^a-zA-Z0-9]/g, '').slice(0, 12).toLowerCase(),
    app: { id: 'demo-app', secret: word('app secret'), scopes: READ },
  };
}

function clients({ apiUrl, app }: DemoAccess): IdentityOrder {
  return {
    clients: [
      { id: 'console', name: 'Quadhelix', type: 'public', grantTypes: ['authorization_code', 'refresh_token'], scopes: ['openid', 'profile', 'offline_access', ...CONSOLE_SCOPES], redirectUris: [new URL('/callback', apiUrl).href, NOWHERE], postLogoutRedirectUris: [new URL('/graphiql', apiUrl).href], firstParty: true },
      { id: app.id, name: '工时与承诺看板(示例)', type: 'confidential', grantTypes: ['client_credentials'], scopes: app.scopes, secret: app.secret },
    ],
  };
}

/** Brings the demo in, where it is not there, and writes how to look at it. */
async function demo(): Promise<void> {
  const entry = access();
  const [complete] = await Promise.all([isComplete(), orderIdentity(IDENTITY_COMMAND, clients(entry))]);
  if (!complete) await load(entry);
  await keep(entry);
}

/** Looks without the whole product, so that a start with a loaded demo is quick. */
async function isComplete(): Promise<boolean> {
  const database = await Database.open({ url: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, entities: [], poolSize: 1 });
  try {
    return (await surveyDemo(database, FOLDER)).complete;
  } finally {
    await database.close();
  }
}

async function load({ issuer, password }: DemoAccess): Promise<void> {
  const began = performance.now();
  const [{ loadDemo }, { openProduct }] = await Promise.all([import('./demo/load.js'), import('./product.js')]);
  const product = await openProduct({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger: createLogger('demo', { level: 'error' }), clock: momentClock, newId: momentId });
  try {
    const { steps, known } = await loadDemo({
      product, folder: FOLDER, say: (line) => { console.log(line); },
      openAccounts: (accounts) => orderIdentity(IDENTITY_COMMAND, { accounts: accounts.map((each) => ({ ...each, password })) }),
      signIn: (login) => signIn({ issuer, clientId: 'console', redirectUri: NOWHERE, scopes: CONSOLE_SCOPES }, login, password),
    });
    console.log(`The demo is loaded: ${String(steps - known)} steps (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } finally {
    await product.close();
  }
}

/** For the owner's eyes only: the password and the secret stand in it. */
async function keep(entry: DemoAccess): Promise<void> {
  const file = join(config.QUADHELIX_STATE_DIR ?? fromHere('../../../.quadhelix'), 'demo.txt');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, demoWords(await readCast(FOLDER), entry), { mode: 0o600 });
  await rename(`${file}.new`, file);
  await writeFile(join(dirname(file), 'demo.json'), `${JSON.stringify({ password: entry.password, loaded: true })}\n`, { mode: 0o600 });
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
