/** One line for the person at the terminal. */
export const say = (line) => process.stdout.write(`${line}\n`);

/** What a person can do about the error; no stack. */
export function explain(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return error.message;
  return `${error.message}\nThis folder holds files of another user: was it started by root before? Hand them over: sudo chown -R "$(id -u)" .`;
}

/** Ends the process with a message: for mistakes that the person can mend. */
export function giveUp(error) {
  process.stderr.write(`\n${explain(error)}\n`);
  process.exit(1);
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
