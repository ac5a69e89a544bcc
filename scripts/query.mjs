import { run } from './lib/run-query.mjs';

// No bootstrap: only a running product can be asked, and that is installed and built.
await run(process.argv.slice(2));
