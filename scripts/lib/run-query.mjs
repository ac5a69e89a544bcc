import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { recall } from './memory.mjs';
import { inRoot } from './places.mjs';
import { giveUp } from './say.mjs';

const USAGE = `Usage: npm run query -- --as <login> [--alliance <slug>] [--organization <id>] [--language zh-CN] '<graphql>'
Signs an account of the demo in, as a browser does, sends the document to the running product and prints the answer as JSON.`;
const SCOPES = ['stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'personal-data', 'integrations', 'apps'].flatMap((domain) => [`${domain}:read`, `${domain}:write`]);

export async function run(words) {
  try {
    const { values, positionals } = parseArgs({
      args: words, allowPositionals: true,
      options: { as: { type: 'string' }, alliance: { type: 'string' }, organization: { type: 'string' }, language: { type: 'string' } },
    });
    const [query] = positionals;
    if (values.as === undefined || query === undefined) return giveUp(USAGE);
    const answer = await ask(await tokenOf(values.as), query, values);
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    process.exitCode = answer.errors ? 1 : 0;
  } catch (error) {
    giveUp(error);
  }
}

function running() {
  const known = recall('running.json');
  if (known === undefined) throw new Error('Quadhelix does not run in this folder. Start it first: npm start');
  return known.ports;
}

/** A token of an account of the demo, by the console's client. */
export async function tokenOf(login) {
  const demo = recall('demo.json');
  if (demo === undefined) throw new Error('The demo is not loaded here, so there are no accounts to sign in.');
  const { signIn } = await import(pathToFileURL(inRoot('apps', 'worker', 'dist', 'demo', 'sign-in.js')).href);
  const issuer = process.env.IDENTITY_ISSUER ?? `http://localhost:${running().identity}`;
  return signIn({ issuer, clientId: 'console', redirectUri: 'http://127.0.0.1/callback', scopes: SCOPES }, login, demo.password);
}

/** The answer of the running product to one document. */
export async function ask(token, query, { alliance, organization, language }, variables) {
  const headers = {
    'content-type': 'application/json', authorization: `Bearer ${token}`, 'accept-language': language ?? 'en',
    ...(alliance ? { 'quadhelix-alliance': alliance } : {}), ...(organization ? { 'quadhelix-organization': organization } : {}),
  };
  const response = await fetch(`http://localhost:${running().api}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return response.json();
}
