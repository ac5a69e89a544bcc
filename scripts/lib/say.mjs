/** One line for the person at the terminal. */
export const say = (line) => process.stdout.write(`${line}\n`);

/** Ends the process with a message and no stack: for mistakes that the person can mend. */
export function giveUp(error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
