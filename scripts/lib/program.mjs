import { spawn } from 'node:child_process';
import { ROOT } from './places.mjs';

/** Runs one of our built programs to its end, its words shown; resolves to its exit code. */
export function runProgram(file, words, { env, cwd = ROOT }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...words], { cwd, env, stdio: ['inherit', 'inherit', 'inherit'] });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass);
    const done = () => ['SIGINT', 'SIGTERM'].forEach((signal) => process.off(signal, pass));
    child.once('error', (error) => (done(), reject(error)));
    child.once('exit', (code) => (done(), resolve(code ?? 1)));
  });
}
