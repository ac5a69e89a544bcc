import { DomainError } from '@quadhelix/access';
import { importKind } from './kind.js';
import { runImport, type ImportResult } from './run.js';
import { FakeStore } from './testing.store.js';

const words = (text: string) => ({ en: text, 'zh-CN': text });
const column = <K extends string>(key: K) => ({ key, header: words(key), description: words(key), example: 'x', required: true }) as const;

let store: FakeStore;
beforeEach(() => {
  store = new FakeStore();
});

/** Weeks of hours: one record of several rows; a day over 480 minutes is refused. */
const weeks = importKind({
  name: 'weeks',
  title: words('weeks'),
  columns: [
    { ...column('person'), type: 'text' },
    { ...column('week'), type: 'date' },
    { ...column('day'), type: 'integer', min: 1, max: 7 },
    { ...column('minutes'), type: 'minutes' },
  ],
  group: ['person', 'week'],
  unique: ['person', 'week', 'day'],
  apply: (_scope, rows, context) => {
    const over = rows.findIndex((row) => row.minutes > 480);
    if (over >= 0) {
      const text = { category: 'INVALID', en: 'Too long', 'zh-CN': '超时' } as const;
      return Promise.reject(new DomainError('DAY_TOO_LONG', text, { field: `rows[${over}].minutes` }));
    }
    store.rows.set(`${rows[0]?.person} ${rows[0]?.week}`, rows.map((row, index) => `${row.day}=${row.minutes}@${context.rowNumbers[index]}`).join(' '));
    return Promise.resolve('ADDED');
  },
});

function run(lines: readonly string[]): Promise<ImportResult> {
  const file = Buffer.from(['person,week,day,minutes', ...lines].join('\n'));
  return runImport({ kind: weeks, file, session: store, mode: 'lenient', language: 'en' });
}

describe('rows that make one record', () => {
  it('come to the kind together, also where they stand apart or write the same day differently', async () => {
    const result = await run(['a,2026-09-07,1,480', 'b,2026-09-07,1,60', 'a,2026/9/7,2,8:00', 'b,2026-09-14,1,30', 'a,2026年9月7日,3,1h']);
    expect(result).toMatchObject({ rows: 5, total: 3, added: 3, failed: 0 });
    expect(Object.fromEntries(store.rows)).toEqual({ 'a 2026-09-07': '1=480@2 2=480@4 3=60@6', 'b 2026-09-07': '1=60@3', 'b 2026-09-14': '1=30@5' });
  });

  it('fail together: a bad row keeps the others of its record out, and the refusal points at the row', async () => {
    const result = await run(['a,2026-09-07,1,480', 'a,2026-09-07,2,x', 'b,2026-09-07,1,60', 'b,2026-09-07,2,540', 'c,2026-09-07,1,60']);
    expect(result).toMatchObject({ total: 3, added: 1, failed: 2 });
    expect(result.problems).toMatchObject([
      { row: 3, column: 'D', code: 'IMPORT_VALUE_INVALID', value: 'x' },
      { row: 5, column: 'D', field: 'minutes', code: 'DAY_TOO_LONG', value: '540' },
    ]);
    expect([...store.rows.keys()]).toEqual(['c 2026-09-07']);
  });

  it('may not repeat a day', async () => {
    expect((await run(['a,2026-09-07,1,480', 'a,2026-09-07,1,60'])).problems).toMatchObject([{ row: 3, code: 'IMPORT_ROW_DUPLICATE' }]);
    expect(store.rows.size).toBe(0);
  });
});
