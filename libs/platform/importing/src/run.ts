import { createHash } from 'node:crypto';
import type { Scope } from '@quadhelix/database';
import type { ImportKind, ImportOutcome, Language } from './kind.js';
import { defaultLimits, type ImportLimits } from './limits.js';
import { ImportFileError, type ImportProblem } from './problem.js';
import { type FileRecord, RecordReader } from './record.read.js';
import { problemOf } from './refusal.js';
import { type ImportSession, isPassing } from './session.js';
import { type ImportCounts, Tally } from './tally.js';

/** What to import and how. */
export interface ImportRun {
  readonly kind: ImportKind;
  readonly file: Uint8Array;
  readonly session: ImportSession;
  /** `strict`: one transaction, any bad row and nothing is written. `lenient`: good rows are kept, bad ones reported. */
  readonly mode: 'strict' | 'lenient';
  /** Everything is executed, so that all rules are checked, and then undone. */
  readonly dryRun?: boolean;
  readonly language: Language;
  /** IANA name; Asia/Shanghai unless told. */
  readonly timeZone?: string;
  readonly limits?: ImportLimits;
  /** Records in one transaction of lenient mode; 200 unless told. */
  readonly chunkSize?: number;
  /** Problems that are listed; 1,000 unless told. All are counted. */
  readonly problemLimit?: number;
  /** Told after each chunk; in lenient mode what is told is committed. */
  onProgress?(counts: ImportCounts): void | Promise<void>;
  /** Called in strict mode as the last work of the transaction that writes, so that what it notes is there exactly when the rows are. Throwing undoes all. */
  beforeCommit?(scope: Scope, written: Omit<ImportResult, 'rows' | 'fileHash'>): Promise<void>;
  /** Stops the run before the next record: strict mode then writes nothing, lenient mode keeps finished chunks. */
  readonly signal?: AbortSignal;
}

/** What a run did. */
export interface ImportResult extends ImportCounts {
  /** WRITTEN: good records are stored. CHECKED: a dry run. REFUSED: nothing was written, because of the problems. */
  readonly state: 'WRITTEN' | 'CHECKED' | 'REFUSED';
  /** Rows of the file that hold data. */
  readonly rows: number;
  /** By row; at most problemLimit of them. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  /** Tells whether a file was uploaded before. */
  readonly fileHash: { readonly algorithm: 'sha256'; readonly value: string };
}

interface Plan extends Required<Omit<ImportRun, 'onProgress' | 'beforeCommit' | 'signal' | 'limits'>> {
  readonly run: ImportRun;
  readonly reader: RecordReader;
}

/** Thrown to undo a strict run whose file has bad rows; never leaves this file. */
class Undone extends Error {}

const attempts = 3;

/**
 * Imports a file. Rows that can't be read or that a rule refuses are problems of the result, as is a file that can't be read;
 * each record runs in a savepoint. Passing conflicts with other writers (deadlocks) are tried again.
 * @throws what is no refusal: a fault of the program or the database ends the run, its open transaction undone; also the signal's reason.
 */
export async function runImport(run: ImportRun): Promise<ImportResult> {
  const { dryRun = false, timeZone = 'Asia/Shanghai', chunkSize = 200, problemLimit = 1_000, limits = defaultLimits } = run;
  const { kind, file, language, mode, session } = run;
  const fileHash = { algorithm: 'sha256' as const, value: createHash('sha256').update(file).digest('hex') };
  const reader = await survey(run, { kind, file, language, timeZone, limits });
  if (!(reader instanceof RecordReader)) {
    const tally = new Tally(0, problemLimit);
    tally.problems(reader);
    return { state: 'REFUSED', rows: 0, ...tally.counts(), problems: tally.sorted(), problemCount: tally.problemCount, fileHash };
  }
  const plan: Plan = { run, reader, kind, file, language, mode, session, dryRun, timeZone, chunkSize, problemLimit };
  const tally = mode === 'lenient' && !dryRun ? await inChunks(plan) : await atOnce(plan);
  const refused = mode === 'strict' && tally.failed > 0;
  const state = refused ? 'REFUSED' : dryRun ? 'CHECKED' : 'WRITTEN';
  const counts = tally.counts();
  if (refused && !dryRun) tally.forgetWrites();
  return { state, rows: reader.total.rows, ...tally.counts(), done: counts.done, problems: tally.sorted(), problemCount: tally.problemCount, fileHash };
}

async function survey(run: ImportRun, options: Parameters<typeof RecordReader.survey>[0]): Promise<RecordReader | ImportProblem[]> {
  try {
    return await RecordReader.survey(options);
  } catch (error) {
    if (error instanceof ImportFileError) return [error.toProblem(run.language)];
    throw error;
  }
}

/** Strict mode and dry runs: one transaction, so that later rows see what earlier rows would have written. */
async function atOnce(plan: Plan): Promise<Tally> {
  return retrying(async () => {
    const tally = new Tally(plan.reader.total.records, plan.problemLimit);
    try {
      await plan.session.openScope(
        async (scope) => {
          for await (const chunk of chunksOf(plan.reader.records(), plan.chunkSize)) {
            await bringAll(plan, scope, chunk, tally);
            await plan.run.onProgress?.(tally.counts());
          }
          if (tally.failed > 0 && plan.mode === 'strict') throw new Undone();
          if (!plan.dryRun) await plan.run.beforeCommit?.(scope, { state: 'WRITTEN', ...tally.counts(), problems: [], problemCount: 0 });
        },
        { rollback: plan.dryRun },
      );
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
    }
    return tally;
  });
}

async function inChunks(plan: Plan): Promise<Tally> {
  const tally = new Tally(plan.reader.total.records, plan.problemLimit);
  for await (const chunk of chunksOf(plan.reader.records(), plan.chunkSize)) {
    const part = await retrying(async () => {
      const attempt = new Tally(chunk.length, plan.problemLimit);
      await plan.session.openScope((scope) => bringAll(plan, scope, chunk, attempt));
      return attempt;
    });
    tally.add(part);
    await plan.run.onProgress?.(tally.counts());
  }
  return tally;
}

async function* chunksOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error;
    }
  }
}

async function bringAll(plan: Plan, scope: Scope, chunk: readonly FileRecord[], tally: Tally): Promise<void> {
  plan.run.signal?.throwIfAborted();
  await plan.kind.prepare?.(scope, chunk.filter(({ problems }) => problems.length === 0).flatMap(({ rows }) => rows));
  for (const record of chunk) await bring(plan, scope, record, tally);
}

/** Brings one record in, in a savepoint; what a rule or a constraint refuses becomes a problem of its row. */
async function bring(plan: Plan, scope: Scope, record: FileRecord, tally: Tally): Promise<void> {
  plan.run.signal?.throwIfAborted();
  if (record.problems.length > 0) return tally.failure(record.problems);
  const { mode, dryRun, language, timeZone } = plan;
  const context = { mode, dryRun, language, timeZone, present: plan.reader.header.present, rowNumbers: record.rowNumbers };
  let outcome: ImportOutcome;
  try {
    outcome = await scope.savepoint(() => plan.kind.apply(scope, record.rows, context));
  } catch (error) {
    const problem = problemOf(error, record, plan.reader.header, language, plan.kind.fields);
    if (!problem) throw error;
    return tally.failure([problem]);
  }
  tally.outcome(outcome);
}
