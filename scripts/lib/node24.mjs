import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './places.mjs';
import { whenAbandoned } from './abandoned.mjs';
import { say } from './say.mjs';
import { outerEnvironment, runStep } from './step.mjs';

const PACKAGE = inRoot('node_modules', 'node');

/** The Node that package.json pins; its installer is run here where npm was told to run no install scripts. */
export async function pinnedNode() {
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'));
  const file = `${PACKAGE}/bin/node`;
  if (answers(file, version)) return file;
  say(`Fetching Node ${version} …`);
  let failure = '';
  await runStep(`fetching Node ${version}`, process.execPath, ['installArchSpecificPackage.js'], { cwd: PACKAGE, env: outerEnvironment(), quiet: true }).catch(
    (error) => (failure = error.message),
  );
  if (!answers(file, version)) {
    throw new Error(
      `${failure}\nNode ${version}, on which everything runs, is not in ${file}: npm probably blocked install scripts.\n` +
        'Allow them and install again: rm -rf node_modules && npm config set ignore-scripts false --location=project && npm start',
    );
  }
  const link = inRoot('node_modules', '.bin', 'node');
  if (!existsSync(link)) {
    mkdirSync(inRoot('node_modules', '.bin'), { recursive: true });
    symlinkSync('../node/bin/node', link);
  }
  return file;
}

function answers(file, version) {
  return existsSync(file) && spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.trim() === version;
}

/**
 * Calls `run(words)` of a module of this folder on the pinned Node: in this process where it already is that Node, else in a child
 * that gets our signals, stops when we vanish, and whose exit code becomes ours.
 */
export async function continueOn(node, moduleName, words) {
  const { version } = createRequire(import.meta.url)(`${PACKAGE}/package.json`);
  if (process.versions.node === version) return (await import(`./${moduleName}`)).run(words);
  const program = `import(${JSON.stringify(new URL(moduleName, import.meta.url).href)}).then((m) => m.run(process.argv.slice(1)))`;
  const child = spawn(node, ['--input-type=module', '-e', program, '--', ...words], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenAbandoned(() => child.connected && child.disconnect());
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve((process.exitCode = signal === null ? (code ?? 1) : 1)));
  });
}
