import { z } from 'zod';
import { DomainError, type Language } from '@quadhelix/access';
import { createLogger, databaseUrl, loadConfig, secret } from '@quadhelix/service';
import { operate, OperateError } from './operate-command.js';
import { openProduct, type Product } from './product.js';

function explain(error: unknown, language: Language): string {
  if (error instanceof DomainError) return `${error.code}: ${error.messageIn(language)}`;
  if (error instanceof OperateError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<number> {
  const language: Language = (process.env['LC_ALL'] ?? process.env['LANG'] ?? '').startsWith('zh') ? 'zh-CN' : 'en';
  let product: Product | undefined;
  try {
    const config = loadConfig(z.object({ DATABASE_URL: databaseUrl(), QUADHELIX_SECRET: secret() }));
    product = await openProduct({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger: createLogger('operate', { level: 'error' }) });
    await operate(product, process.argv.slice(2), (line) => { console.log(line); });
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error, language)}\n`);
    return 1;
  } finally {
    await product?.close();
  }
}

process.exitCode = await main();
