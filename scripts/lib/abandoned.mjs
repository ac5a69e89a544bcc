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
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callBack();
  }, 1_000);
  timer.unref();
}
