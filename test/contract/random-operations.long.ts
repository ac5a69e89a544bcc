import pg from 'pg';
import type { World } from '@quadhelix/testing';
import { tableClasses } from '../isolation/table-classes.js';
import { allianceOf, load, makeAnew, startWorld } from '../journeys/demo.world.js';
import { multiply } from './many-rows.js';
import { BROKEN, idsOf, rankCorrelation, runRandomly, type Outcome } from './random-run.js';

const OPERATIONS = 2_000;
const ROWS = 100_000;
const WHO = ['zhoulan', 'chenmo', 'guoliang', 'liwei'];
const ALLIANCE_TABLES = Object.entries(tableClasses).filter(([, rule]) => rule.class === 'alliance').map(([name]) => name);

describe(`${String(OPERATIONS)} random operations against ${String(ROWS)} rows`, () => {
  let world: World;
  let superuser: pg.Client;
  let rows = 0;
  beforeAll(async () => {
    world = await startWorld();
    await load(world);
    await makeAnew(world, 'yunhe');
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    const { id } = await allianceOf(world, 'yunhe');
    const now = await multiply(superuser, id, ALLIANCE_TABLES, 0);
    rows = await multiply(superuser, id, ALLIANCE_TABLES, Math.ceil(ROWS / now));
    process.stdout.write(`${String(now)} rows of the demo became ${String(rows)}\n`);
  }, 600_000);
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  it('fails none, none is over the deadline, and what is charged follows what the database does', async () => {
    expect(rows).toBeGreaterThanOrEqual(ROWS);
    const tokens = await Promise.all(WHO.map((login) => world.token(login)));
    const ids = await idsOf(world, await world.as('zhoulan', 'yunhe'));
    const seed = Number(process.env['SEED'] ?? 20_260_324);
    const { outcomes, tooCostly } = await runRandomly(world, { count: OPERATIONS, seed, alliance: 'yunhe', tokens, ids, texts: ['恒驰', '示例', 'timesheet', '2026', 'x'] });
    report(outcomes, tooCostly);
    const bad = outcomes.filter(({ status, codes }) => status >= 500 || codes.some((code) => BROKEN.has(code)));
    expect(bad.map(({ operation, status, codes }) => ({ status, codes, ...operation }))).toEqual([]);
    expect(outcomes.filter(({ requested, actual }) => actual > Math.max(1, requested)).map(({ operation, requested, actual }) => ({ requested, actual, ...operation }))).toEqual([]);
    expect(outcomes).toHaveLength(OPERATIONS);
  }, 3_600_000);
});

function report(outcomes: readonly Outcome[], tooCostly: number): void {
  const sorted = outcomes.map((each) => each.database).sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  const codes = [...Map.groupBy(outcomes.flatMap((each) => (each.codes.length > 0 ? each.codes : ['none'])), (code) => code)].map(([code, of]) => `${code} ${String(of.length)}`);
  const correlated = (name: string, of: readonly Outcome[]): string => {
    const against = (cost: (each: Outcome) => number): string => rankCorrelation(of.map(cost), of.map((each) => each.database)).toFixed(2);
    return `${name} (${String(of.length)}): cost charged beforehand ${against(({ requested }) => requested)}, cost of the answer ${against(({ actual }) => actual)}`;
  };
  const lines = (title: string, key: (each: Outcome) => number): string[] => [title, ...outcomes.toSorted((a, b) => key(b) - key(a)).slice(0, 8).map(({ operation, database, requested, actual }) =>
    `  ${database.toFixed(0)} ms, ${String(requested)} points, ${String(actual)} used: ${operation.text.slice(0, 1000)} ${JSON.stringify(operation.variables).slice(0, 300)}`)];
  process.stdout.write([
    `${String(outcomes.length)} operations, ${String(tooCostly)} more were too costly and made anew`,
    `database time: median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, at most ${at(1)} ms; whole: at most ${Math.max(...outcomes.map(({ whole }) => whole)).toFixed(0)} ms`,
    'rank correlation with database time:', correlated('  all', outcomes), correlated('  answered without an error', outcomes.filter((each) => each.codes.length === 0)),
    `codes: ${codes.sort().join(', ')}`,
    ...lines('slowest:', ({ database }) => database), ...lines('most for a point:', ({ database, requested }) => (database > 50 ? database / Math.max(1, requested) : 0)),
  ].join('\n') + '\n');
}
