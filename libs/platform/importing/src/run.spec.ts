import iconv from 'iconv-lite';
import { DomainError } from '@quadhelix/access';
import { importKind, type ImportContext } from './kind.js';
import type { ImportCounts } from './tally.js';
import { runImport, type ImportRun } from './run.js';
import { FakeStore } from './testing.store.js';

const text = <K extends string>(key: K, header: string) =>
  ({ key, type: 'text', header: { en: key, 'zh-CN': header }, description: { en: key, 'zh-CN': header }, example: 'x' }) as const;

let store: FakeStore;
let contexts: ImportContext[];
beforeEach(() => {
  store = new FakeStore();
  contexts = [];
});

/** Organizations by code; refuses staff numbers of 13 and writes before it refuses, so that only a savepoint undoes it. */
const organizations = importKind({
  name: 'organizations',
  title: { en: 'Organizations', 'zh-CN': '单位' },
  columns: [
    { ...text('code', '代码'), required: true },
    { ...text('name', '名称'), required: true },
    { ...text('staff', '员工数'), type: 'integer', min: 0 },
    { ...text('phone', '电话'), personal: true },
  ],
  unique: ['code'],
  apply: (_scope, [row], context) => {
    contexts.push(context);
    if (!row) throw new Error('A record has a row');
    const before = store.rows.get(row.code);
    const after = JSON.stringify(row);
    store.rows.set(row.code, after);
    if (row.staff === 13) return Promise.reject(new DomainError('STAFF_REFUSED', { category: 'INVALID', en: '{count} is no good', 'zh-CN': '{count} 不行' }, { field: 'staff', params: { count: 13 } }));
    if (row.phone === 'bad') return Promise.reject(new DomainError('PHONE_REFUSED', { category: 'INVALID', en: 'No', 'zh-CN': '否' }, { field: 'phone' }));
    if (row.name === 'constraint') return Promise.reject(Object.assign(new Error('duplicate key value violates …'), { code: '23505' }));
    if (row.name === 'crash') return Promise.reject(new Error('a fault of the program'));
    return Promise.resolve(before === undefined ? 'ADDED' : before === after ? 'UNCHANGED' : 'UPDATED');
  },
});

const good = (count: number): string[] => Array.from({ length: count }, (_, index) => `C${index},单位${index},${index % 10}`);
const fileOf = (lines: readonly string[], header = 'code,name,staff'): Buffer => Buffer.from([header, ...lines].join('\n'));

function run(file: Uint8Array, options: Partial<ImportRun> = {}): ReturnType<typeof runImport> {
  return runImport({ kind: organizations, file, session: store, mode: 'strict', language: 'en', ...options });
}

describe('an import', () => {
  it.each(['strict', 'lenient'] as const)('in %s mode adds what is new, and a second run of the same file adds nothing', async (mode) => {
    const first = await run(fileOf(good(450)), { mode });
    expect(first).toMatchObject({ state: 'WRITTEN', rows: 450, total: 450, done: 450, added: 450, updated: 0, unchanged: 0, failed: 0, problems: [], problemCount: 0 });
    const again = await run(fileOf(good(450)), { mode });
    expect(again).toMatchObject({ state: 'WRITTEN', added: 0, updated: 0, unchanged: 450, fileHash: first.fileHash });
    const changed = await run(fileOf(good(450).map((line) => line.replace('单位7,', '新名,'))), { mode });
    expect(changed).toMatchObject({ updated: 1, unchanged: 449 });
    expect(changed.fileHash).not.toEqual(first.fileHash);
    expect(store.rows.size).toBe(450);
  });

  it('in strict mode writes nothing when one row of 1,000 is bad, and in lenient mode the other 999', async () => {
    const lines = good(1_000);
    lines[499] = 'C499,单位499,13';
    const bad = { row: 501, column: 'C', field: 'staff', code: 'STAFF_REFUSED', message: '13 is no good', value: '13' };
    const file = iconv.encode([`\uFEFF代码,名称,员工数`, ...lines].join('\r\n'), 'gb18030');
    const strict = await run(file, { mode: 'strict' });
    expect(strict).toMatchObject({ state: 'REFUSED', done: 1_000, added: 0, updated: 0, unchanged: 0, failed: 1, problems: [bad], problemCount: 1 });
    expect(store.rows.size).toBe(0);
    expect([store.transactions, store.commits]).toEqual([1, 0]);
    const lenient = await run(file, { mode: 'lenient' });
    expect(lenient).toMatchObject({ state: 'WRITTEN', added: 999, failed: 1, problems: [bad] });
    expect(store.rows.size).toBe(999);
    expect(store.commits).toBe(5);
    expect(store.savepoints).toBe(2_000);
  });

  it.each(['strict', 'lenient'] as const)('as a dry run in %s mode checks everything, sees earlier rows and writes nothing', async (mode) => {
    const lines = [...good(300), 'C300,x,13', 'C301,,5'];
    const result = await run(fileOf(lines), { mode, dryRun: true });
    expect(result).toMatchObject({ state: mode === 'strict' ? 'REFUSED' : 'CHECKED', added: 300, failed: 2, problemCount: 2 });
    expect(store.rows.size).toBe(0);
    expect([store.transactions, store.commits]).toEqual([1, 0]);
    expect(contexts.every((context) => context.dryRun)).toBe(true);
    expect(await run(fileOf(good(3)), { mode, dryRun: true })).toMatchObject({ state: 'CHECKED', added: 3, failed: 0 });
  });

  it('tells every bad field of every bad row, with place, value and reason', async () => {
    const file = fileOf([',单位,12.5,1', 'C2,,-1,2', 'C3,好,8,3', 'C4,好,8,bad'], 'code,name,staff,phone');
    const { problems } = await run(file, { mode: 'lenient' });
    expect(problems).toEqual([
      { row: 2, column: 'A', field: 'code', code: 'IMPORT_VALUE_REQUIRED', message: 'code must not be blank' },
      { row: 2, column: 'C', field: 'staff', code: 'IMPORT_VALUE_INVALID', message: 'staff: expected a whole number', value: '12.5' },
      { row: 3, column: 'B', field: 'name', code: 'IMPORT_VALUE_REQUIRED', message: 'name must not be blank' },
      { row: 3, column: 'C', field: 'staff', code: 'IMPORT_VALUE_RANGE', message: 'staff: must lie between 0 and …', value: '-1' },
      { row: 5, column: 'D', field: 'phone', code: 'PHONE_REFUSED', message: 'No' },
    ]);
    const chinese = await run(fileOf([',单位,13', 'C,单位,13']), { language: 'zh-CN' });
    expect(chinese.problems.map((problem) => problem.message)).toEqual(['代码不能为空', '13 不行']);
  });

  it('reports a repeated row once, as that', async () => {
    const { problems, added } = await run(fileOf(['C1,a,1', 'C2,b,2', 'C1,c,x', ' C1 ,d,4']), { mode: 'lenient' });
    const message = 'The same record already stands in row 2';
    expect(problems).toEqual([{ row: 4, code: 'IMPORT_ROW_DUPLICATE', message }, { row: 5, code: 'IMPORT_ROW_DUPLICATE', message }]);
    expect(added).toBe(2);
  });

  it('keeps formulas as the text they are', async () => {
    await run(fileOf([`C1,"=cmd|' /C calc'!A0",1`, `C2,'@SUM(A1),1`]));
    expect([...store.rows.values()].map((row) => (JSON.parse(row) as { name: string }).name)).toEqual([`=cmd|' /C calc'!A0`, '@SUM(A1)']);
  });

  it('tells cells beyond the header', async () => {
    expect((await run(fileOf(['C1,a,1,2', 'C2,b,2,,']))).problems).toMatchObject([{ row: 2, column: 'D', code: 'IMPORT_ROW_TOO_LONG' }]);
  });

  it('lists at most as many problems as asked for, and counts all', async () => {
    const result = await run(fileOf(good(500).map(() => ',,x')), { mode: 'lenient', problemLimit: 121 });
    expect(result).toMatchObject({ failed: 500, problemCount: 1_500 });
    expect(result.problems).toHaveLength(121);
    expect(result.problems.at(-1)).toMatchObject({ row: 42, field: 'code' });
    const strict = await run(fileOf(good(50).map(() => ',,x')), { problemLimit: 7 });
    expect([strict.problems.length, strict.problemCount]).toEqual([7, 150]);
  });

  it.each([
    ['an unknown column', 'code,name,helmet\nC1,a,1', 'UNKNOWN_COLUMN'],
    ['a missing column', 'code\nC1', 'MISSING_COLUMN'],
    ['a header alone', 'code,name\n\n', 'IMPORT_FILE_EMPTY'],
    ['nothing', '', 'IMPORT_FILE_EMPTY'],
    ['damage in its last row', `code,name\n${good(300).join('\n')}\nx"y,z`, 'IMPORT_FILE_MALFORMED'],
  ])('of a file with %s applies nothing', async (_what, content, code) => {
    expect(await run(Buffer.from(content), { mode: 'lenient' })).toMatchObject({ state: 'REFUSED', added: 0, problems: [{ code }], problemCount: 1 });
    expect(store.transactions).toBe(0);
  });
});

describe('a long import', () => {
  it('tells its progress: after each commit in lenient mode, as it goes in strict mode', async () => {
    const seen: ImportCounts[] = [];
    const committed: number[] = [];
    const onProgress = (counts: ImportCounts): void => {
      seen.push(counts);
      committed.push(store.commits);
    };
    await run(fileOf(good(450)), { mode: 'lenient', onProgress });
    expect(seen.map((counts) => counts.done)).toEqual([200, 400, 450]);
    expect(seen.every((counts) => counts.total === 450)).toBe(true);
    expect(committed).toEqual([1, 2, 3]);
    seen.length = 0;
    await run(fileOf(good(450)), { mode: 'strict', onProgress });
    expect(seen.map((counts) => counts.done)).toEqual([200, 400, 450]);
  });

  it('stops before the next record when told: finished chunks stay', async () => {
    const stop = new AbortController();
    const onProgress = (counts: ImportCounts): void => {
      if (counts.done === 400) stop.abort(new Error('shutting down'));
    };
    await expect(run(fileOf(good(1_000)), { mode: 'lenient', onProgress, signal: stop.signal })).rejects.toThrow('shutting down');
    expect(store.rows.size).toBe(400);
    expect(await run(fileOf(good(1_000)), { mode: 'lenient' })).toMatchObject({ added: 600, unchanged: 400 });
  });

  it('tries a chunk again after a deadlock and counts it once', async () => {
    const commitFailed = new DomainError('TRANSACTION_FAILED', { category: 'UNAVAILABLE', en: '', 'zh-CN': '' });
    commitFailed.cause = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    store.failures = [commitFailed, commitFailed];
    expect(await run(fileOf(good(10)), { mode: 'lenient' })).toMatchObject({ added: 10, done: 10 });
    store.failures = [commitFailed, commitFailed, commitFailed];
    await expect(run(fileOf(good(10)), { mode: 'strict' })).rejects.toBe(commitFailed);
  });

  it('takes a broken constraint for the fault of the row, without its text, and any other error for the end', async () => {
    const result = await run(fileOf(['C1,a,1', 'C2,constraint,2', 'C3,c,3']), { mode: 'lenient' });
    expect(result).toMatchObject({ added: 2, problems: [{ row: 3, code: 'IMPORT_ROW_CONFLICT', message: 'The row contradicts what is already stored' }] });
    await expect(run(fileOf(['C4,a,1', 'C5,crash,2']), { mode: 'lenient' })).rejects.toThrow('a fault of the program');
    expect([...store.rows.keys()]).toEqual(['C1', 'C3']);
  });
});
