import { readFileSync } from 'node:fs';

/**
 * Calls back when whoever started this process was killed without a word: the process that spawned it with a channel, or npm.
 * A person's shell may go (nohup, disown): then we stay.
 */
export function whenAbandoned(callBack) {
  if (process.channel !== undefined) {
    process.once('disconnect', callBack);
    // The channel alone must not keep a process alive that has nothing left to do.
    process.channel.unref();
    return;
  }
  if (process.env.npm_lifecycle_event === undefined) return;
  const parents = npmAndShell();
  const timer = setInterval(() => {
    if (npmAndShell() === parents) return;
    clearInterval(timer);
    callBack();
  }, 1_000);
  timer.unref();
}

/** npm runs us by a shell, which may have become us or may stand in between and outlive npm. */
function npmAndShell() {
  try {
    const [, option] = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').split('\0');
    if (option === '-c') return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))?.[1]}`;
  } catch {
    // No /proc: the direct parent must do.
  }
  return String(process.ppid);
}
