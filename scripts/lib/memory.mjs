import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { inState, STATE } from './places.mjs';

/** Reads a JSON file of the state folder, or undefined where there is none. */
export function recall(name) {
  const file = inState(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Writes a JSON file of the state folder whole or not at all, for the owner's eyes only. */
export function remember(name, value) {
  mkdirSync(STATE, { recursive: true });
  const half = inState(`${name}.${process.pid}`);
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(half, 0o600);
  renameSync(half, inState(name));
}

/** Passwords of the database roles and the secret that signs cursors and cookies: made at the first start, kept. */
export function secrets() {
  const word = () => randomBytes(32).toString('base64url');
  const known = recall('secrets.json') ?? {};
  const all = { migrator: word(), app: word(), identity: word(), secret: word(), ...known };
  if (Object.keys(known).length < Object.keys(all).length) remember('secrets.json', all);
  return all;
}

const DEFAULT_PORTS = { api: 4000, identity: 4001, worker: 4002 };

/** A free port for each app: the one asked for (API_PORT …), else that of the last run, else the usual one; where it is taken, the next one that is free and no other app's. */
export async function choosePorts(say) {
  const last = recall('ports.json') ?? {};
  const asked = (app) => Number(process.env[`${app.toUpperCase()}_PORT`] ?? 0) || undefined;
  const wished = Object.entries(DEFAULT_PORTS).map(([app, usual]) => [app, asked(app) ?? last[app] ?? usual]);
  const spoken = new Set();
  const ports = {};
  for (const [app, wish] of wished) {
    let port = wish;
    while (spoken.has(port) || (port !== wish && wished.some(([, other]) => other === port)) || !(await isFree(port))) port += 1;
    if (port !== wish) say(`Port ${wish} for ${app} is taken: using ${port}`);
    spoken.add(port);
    ports[app] = port;
  }
  remember('ports.json', ports);
  return ports;
}

async function isFree(port) {
  // A program may listen on one of the two loopbacks only, and browsers try both for "localhost".
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, undefined));
}

function canListen(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }) => (port > 65_535 ? reject(new Error('No free port left')) : resolve(code === 'EAFNOSUPPORT')));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
