import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLogger, TestClock } from '@quadhelix/service';
import { PASSWORD, TEST_SECRET, World, type GraphqlClient } from '@quadhelix/testing';
import { loadDemo, momentClock, momentId, openProduct, rebuild, type DemoState } from '@quadhelix/worker';

const ROOT = join(import.meta.dirname, '../..');

type Counts = Readonly<Record<string, number>>;

/** What the story says of one alliance. */
export interface ExpectedAlliance {
  readonly members: Counts;
  readonly apprentices: Readonly<Record<string, Counts>>;
  readonly minors: number;
  readonly placements: Counts;
  readonly weeks: Counts;
  readonly unlawful: Counts;
  readonly violations: Counts;
  readonly violationsByHost: Counts;
  readonly hoursByWeek: readonly { readonly weekStartsOn: string; readonly sheets: number; readonly approvedMinutes: number; readonly submittedMinutes: number }[];
  readonly commitments: Counts;
  readonly due: Counts;
  readonly score: number;
  readonly overdue: readonly string[];
}

/** The numbers behind the tables of demo/story.md. */
export interface Expected {
  readonly asOf: string;
  readonly firstMonday: string;
  readonly lastMonday: string;
  readonly alliances: Readonly<Record<'yunhe' | 'chuanbei-jidian', ExpectedAlliance>>;
  readonly liWei: { readonly weekStartsOn: string; readonly minutes: number; readonly nightMinutes: number; readonly day: string; readonly from: string; readonly until: string; readonly state: string; readonly violations: readonly { readonly rule: string; readonly onDate: string; readonly minutes: number }[] };
}

export const expected = JSON.parse(readFileSync(join(ROOT, 'demo/expected.json'), 'utf8')) as Expected;

/** A world whose clock shows the last minute of the as-of day. */
export async function startWorld(): Promise<World> {
  const world = await World.start({ clock: new TestClock(`${expected.asOf}T15:59:00Z`) });
  await world.apps(['demo-app'], ['stakeholders:read', 'apprenticeships:read', 'accountability:read']);
  return world;
}

/** Loads the demo as `npm start` does; `unable` names somebody who can't sign in this time. */
export async function load(world: World, unable?: string): Promise<DemoState> {
  const product = await openProduct({ databaseUrl: world.copy.url('quadhelix_app'), secret: TEST_SECRET, logger: createLogger('demo', { level: 'error' }), clock: momentClock, newId: momentId });
  try {
    return await loadDemo({
      product, folder: join(ROOT, 'demo'), say: () => undefined,
      openAccounts: async (accounts) => { await world.identity.createAccounts(accounts.map((each) => ({ ...each, password: PASSWORD }))); },
      signIn: (login) => (login === unable ? Promise.reject(new Error('the power fails')) : world.token(login)),
    });
  } finally {
    await product.close();
  }
}

/** The row of an alliance. */
export async function allianceOf(world: World, slug: string): Promise<{ id: string }> {
  const [found] = await world.api.database.system(null, 'test', (scope) => scope.sql<{ id: string }>('select id from alliance_by_slug($1)', [slug]));
  if (!found) throw new Error(`There is no alliance ${slug}`);
  return found;
}

/** What the worker would have kept for reading: search entries, waiting work. */
export async function makeAnew(world: World, slug: string): Promise<void> {
  const product = await openProduct({ databaseUrl: world.copy.url('quadhelix_app'), secret: TEST_SECRET, clock: world.clock, logger: createLogger('anew', { level: 'error' }) });
  await rebuild(product, { alliance: slug }).finally(() => product.close());
}

/** Every entry of a list, page by page. */
export async function everything<T>(client: GraphqlClient, list: string, selection: string): Promise<T[]> {
  const found: T[] = [];
  for (let after: string | null = null; ;) {
    const page: Record<string, { nodes: T[]; pageInfo: { hasNextPage: boolean; endCursor: string } }> = await client.data(
      `query($after: String) { ${list}(first: 100, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`, { after });
    const { nodes, pageInfo } = page[list] ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: '' } };
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

/** How many there are of each kind. */
export const counted = <T>(list: readonly T[], key: (each: T) => string): Counts =>
  Object.fromEntries([...Map.groupBy(list, key)].map(([name, group]) => [name, group.length]));

/** Runs the third party's app as its user would. */
export async function runApp(settings: Readonly<Record<string, string>>): Promise<{ code: number | null; printed: string; complained: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'examples/third-party-app/main.mjs')], { env: { PATH: process.env.PATH, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => { child.once('close', resolve); });
  const [printed, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, printed, complained };
}
