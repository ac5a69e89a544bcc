import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createLogger, databaseUrl, loadConfig, secret } from '@quadhelix/service';
import { openProduct, type Product } from './product.js';
import { rebuild, RebuildError } from './rebuild.projections.js';

const usage = `npm run rebuild -- [--alliance <slug>] [--only <name>]     makes search entries, work lists and the like anew from the facts; beside everything that goes on`;

function readWords(): { alliance?: string | undefined; only?: string | undefined } {
  try {
    return parseArgs({ args: process.argv.slice(2), options: { alliance: { type: 'string' }, only: { type: 'string' } } }).values;
  } catch (error) {
    throw new RebuildError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

async function main(): Promise<number> {
  let product: Product | undefined;
  try {
    const words = readWords();
    const config = loadConfig(z.object({ DATABASE_URL: databaseUrl(), QUADHELIX_SECRET: secret() }));
    product = await openProduct({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger: createLogger('rebuild', { level: 'error' }) });
    await rebuild(product, { ...words, onDone: (alliance, projection, milliseconds) => { console.log(`${alliance} | ${projection} | ${(milliseconds / 1000).toFixed(1)} s`); } });
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof RebuildError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  } finally {
    await product?.close();
  }
}

process.exitCode = await main();
