import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { ROOT } from './places.mjs';
import { say, seconds } from './say.mjs';

/** The environment without node_modules/.bin: `npm ci` must not run on the Node that it replaces. */
export function outerEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')).join(delimiter);
  const env = { ...process.env, PATH: path };
  for (const name of Object.keys(env)) if (/^npm_(package_|lifecycle_|config_(local_prefix|workspace|global))/.test(name)) delete env[name];
  return env;
}

/**
 * Runs a program to its end. `quiet` keeps its words back unless it fails; otherwise they are shown, and a line every 15 s says
 * that it still works. A signal to us ends it too.
 */
export function runStep(title, program, words, { env = process.env, cwd = ROOT, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    let said = '';
    const child = spawn(program, words, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
    const beat = setInterval(() => say(`  … ${title} (${seconds(began)})`), 15_000);
    const pass = (signal) => {
      child.kill(signal);
      process.exitCode = 130;
      // npm goes on to the end of an installation, Ctrl-C or not; half of one is done again at the next start.
      setTimeout(() => child.kill('SIGKILL'), 3_000).unref();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    const done = () => {
      clearInterval(beat);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
    };
    child.once('error', (error) => {
      done();
      reject(new Error(`${title}: could not run ${program} (${error.message})`));
    });
    child.once('close', (code, signal) => {
      done();
      if (process.exitCode === 130) process.exit(130);
      if (code === 0) resolve(said);
      else reject(new Error(`${said}\n${title} failed (${signal ?? `exit code ${code}`}).`));
    });
  });
}
