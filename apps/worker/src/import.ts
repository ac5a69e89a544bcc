import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { DomainError } from '@quadhelix/access';
import { ImportKinds, templateFor, type ImportCounts, type ImportProblem, type ImportResult } from '@quadhelix/importing';
import { createLogger, databaseUrl, loadConfig, secret } from '@quadhelix/service';
import { ImportCommandError, importFile } from './import-file.js';
import { readWords, type ImportWords } from './import-words.js';
import { openProduct, type Product } from './product.js';

/** Progress on one line of a terminal; elsewhere a line per tenth. Never among the results. */
function progressLine(): (counts: ImportCounts) => void {
  let tenth = -1;
  return ({ done, total, failed }) => {
    const now = total === 0 ? 10 : Math.floor((done / total) * 10);
    const text = `${String(done)} of ${String(total)} records${failed > 0 ? `, ${String(failed)} refused` : ''}`;
    if (process.stderr.isTTY) process.stderr.write(`\r${text}${done === total ? '\n' : ''}`);
    else if (now !== tenth) process.stderr.write(`${text}\n`);
    tenth = now;
  };
}

const problemLine = ({ row, column, field, code, message, value }: ImportProblem): string =>
  [row === undefined ? 'file' : `row ${String(row)}`, ...(column === undefined ? [] : [`column ${column}`]), ...(field === undefined ? [] : [field]), code, message, ...(value === undefined ? [] : [`"${value}"`])].join(' | ');

const outcome: Record<ImportResult['state'], string> = { WRITTEN: 'Written', CHECKED: 'Checked, nothing written', REFUSED: 'Refused, nothing written' };

function report(result: ImportResult, milliseconds: number): void {
  const { added, updated, unchanged, failed, problems, problemCount } = result;
  for (const problem of problems) console.log(problemLine(problem));
  if (problemCount > problems.length) console.log(`… and ${String(problemCount - problems.length)} more`);
  console.log(`${outcome[result.state]}: ${String(result.rows)} rows, ${String(result.total)} records: ${String(added)} added, ${String(updated)} updated, ${String(unchanged)} unchanged, ${String(failed)} refused (${(milliseconds / 1000).toFixed(1)} s)`);
}

async function writeTemplate(product: Product, { kind, language }: ImportWords, format: 'csv' | 'xlsx'): Promise<void> {
  const { name, bytes } = await templateFor(product.get(ImportKinds).byName(kind), language, format);
  await writeFile(name, bytes, { flag: 'wx' });
  console.log(`${name} written`);
}

/** Answers the exit code: 1 where the file was refused. */
async function run(product: Product, words: ImportWords): Promise<number> {
  if (words.template !== undefined) {
    await writeTemplate(product, words, words.template);
    return 0;
  }
  const file = words.file ?? '';
  const began = performance.now();
  const result = await importFile(product, { ...words, bytes: await readFile(file), fileName: basename(file), onProgress: progressLine() });
  report(result, performance.now() - began);
  return result.state === 'REFUSED' ? 1 : 0;
}

/** What an operator is told: his own mistakes as they are, anything else with its stack. */
function explain(error: unknown, language: ImportWords['language']): string {
  if (error instanceof DomainError) return `${error.code}: ${error.messageIn(language)}`;
  if (error instanceof ImportCommandError || (error instanceof Error && 'syscall' in error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<number> {
  let words: ImportWords | undefined;
  let product: Product | undefined;
  try {
    words = readWords(process.argv.slice(2), process.env);
    const config = loadConfig(z.object({ DATABASE_URL: databaseUrl(), QUADHELIX_SECRET: secret() }));
    product = await openProduct({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger: createLogger('import', { level: 'error' }) });
    return await run(product, words);
  } catch (error) {
    process.stderr.write(`${explain(error, words?.language ?? 'en')}\n`);
    return 1;
  } finally {
    await product?.close();
  }
}

process.exitCode = await main();
