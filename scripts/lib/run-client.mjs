import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { databaseOfRunning, withUrls } from './database.mjs';
import { holderOf } from './lock.mjs';
import { inRoot, inState } from './places.mjs';
import { giveUp, say } from './say.mjs';

const USAGE = `Usage: npm run client -- register <id> [name]    an app that gets tokens for itself; its secret is shown this once
       npm run client -- disable <id>            its tokens fail from the next request on`;
const READ = ['stakeholders:read', 'apprenticeships:read', 'accountability:read'];

/** Registers or disables a third party's app at the running product's identity. */
export async function run([verb, id, name]) {
  try {
    if (!['register', 'disable'].includes(verb) || id === undefined) return giveUp(USAGE);
    if (verb === 'register') await register(id, name ?? id);
    else await disable(id);
  } catch (error) {
    giveUp(error);
  }
}

async function register(id, name) {
  const { clients: [client] } = await order({ clients: [{ id, name, type: 'confidential', grantTypes: ['client_credentials'], scopes: READ }] });
  if (!client.created) throw new Error(`There is a client ${id} already; its secret was shown when it was made.`);
  say(`CLIENT_ID=${client.id}\nCLIENT_SECRET=${client.secret}`);
}

async function disable(id) {
  const { disabledClients: [done] } = await order({ disableClients: [id] });
  if (!done) throw new Error(`There is no enabled client ${id}.`);
  say(`${id} is disabled.`);
}

/** Only identity's own command writes its schema. */
async function order(wanted) {
  const urls = holderOf(inState('start.lock')) === undefined ? undefined : databaseOfRunning();
  if (urls === undefined) throw new Error('Quadhelix does not run in this folder. Start it first: npm start');
  const child = spawn(process.execPath, [inRoot('apps', 'identity', 'dist', 'admin.js')], { env: withUrls(urls, ['IDENTITY_DATABASE_URL']), stdio: 'pipe' });
  child.stdin.end(JSON.stringify(wanted));
  const [answer, said] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  if (child.exitCode !== 0) throw new Error(said.trim());
  return JSON.parse(answer);
}
