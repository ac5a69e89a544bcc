import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { schedule } from '@quadhelix/outbox';
import { inAlliance, makePerson, TEST_SECRET, type TestAlliance, type World } from '@quadhelix/testing';

/** Where a worker dies: in the transaction of a due time, in that of a handler, after a claim, after a message has left. */
export type Point = 'DUE' | 'TELLING' | 'CLAIMED' | 'SENT';
const POINTS: readonly Point[] = ['SENT', 'DUE', 'CLAIMED', 'TELLING'];
const DAY = 86_400_000;
export const START = Date.UTC(2026, 0, 1);

export interface YearOptions {
  dueTimes: number;
  kills: number;
  /** Days between two looks of the worker. */
  step: number;
  env: Record<string, string>;
  readers: number;
  points?: readonly Point[];
  /** By the worker's own queues instead of directly. */
  queues?: boolean;
}

export interface Year {
  subjects: string[];
  addresses: string[];
  killed: Record<string, number>;
  stateFolder: string;
  clean(): void;
}

/** A number that looks like chance and is the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648; };
}

class Life {
  private constructor(readonly child: ChildProcess) {}

  static async begin(life: object): Promise<Life> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('life.mjs', import.meta.url))], { env: { PATH: process.env.PATH, LIFE: JSON.stringify(life) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => { throw new Error(`A worker did not start: ${String(code)}`); })]);
    return new Life(child);
  }

  /** Lives through an instant; false where it died there. */
  async through(now: Date): Promise<boolean> {
    const ended = Promise.race([once(this.child, 'message').then(() => true), once(this.child, 'exit').then(() => false)]);
    this.child.send(now.toISOString());
    return ended;
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** Reminders over a year, told by a worker that is killed again and again. */
export async function liveThroughAYear(world: World, alliance: TestAlliance, organizationId: string, options: YearOptions): Promise<Year> {
  const random = chance(20_260_101);
  const stateFolder = mkdtempSync(join(tmpdir(), 'quadhelix-year-'));
  const addresses = await reachable(world, alliance, organizationId, options.readers);
  const subjects = Array.from({ length: options.dueTimes }, () => world.api.database.newId());
  await inAlliance(world, alliance, async (scope) => {
    for (const subject of subjects) await schedule(scope, 'reminder.due', subject, new Date(START + Math.floor(random() * 364 * 24) * 3_600_000));
  });

  const settings = { secret: TEST_SECRET, stateFolder, publicUrl: 'http://localhost', env: options.env };
  const points = options.points ?? POINTS;
  const killed: Record<string, number> = {};
  let deaths = 0;
  const begin = (): Promise<Life> => Life.begin({
    databaseUrl: world.copy.url('quadhelix_app'), secret: TEST_SECRET, tenantId: alliance.id, organizationId, settings, queues: options.queues ?? false,
    death: deaths < options.kills ? { point: points[deaths % points.length], after: 1 + Math.floor(random() * Math.max(2, (options.dueTimes / options.kills) * 0.8)) } : null,
  });
  let life = await begin();
  const instants = Array.from({ length: Math.ceil(366 / options.step) }, (_, index) => new Date(START + Math.min(365, index * options.step) * DAY));
  // The last claims of the dead end, and what waits for another attempt is tried.
  instants.push(...[1, 2, 3].map((days) => new Date(START + (366 + days) * DAY)));
  try {
    for (const now of instants) {
      while (!(await life.through(now))) {
        const point = points[deaths % points.length] ?? '';
        killed[point] = (killed[point] ?? 0) + 1;
        deaths += 1;
        life = await begin();
      }
    }
  } finally {
    await life.end();
  }
  return { subjects, addresses, killed, stateFolder, clean: () => { rmSync(stateFolder, { recursive: true, force: true }); } };
}

/** Mentors with a confirmed address. */
async function reachable(world: World, alliance: TestAlliance, organizationId: string, readers: number): Promise<string[]> {
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  try {
    const addresses: string[] = [];
    for (let index = 0; index < readers; index += 1) {
      const id = await makePerson(world, alliance, organizationId, { name: `Mentor ${String(index)}`, roles: ['INDUSTRY_MENTOR'] });
      const address = `mentor${String(index)}@${alliance.slug}.example.org`;
      await superuser.query(`insert into contact_points (id, person_id, channel, address, verified_at, created_at) values (gen_random_uuid(), $1, 'MAIL', $2, now(), now())`, [id, address]);
      addresses.push(address);
    }
    return addresses;
  } finally {
    await superuser.end();
  }
}

/** What the alliance's tables say came of it: deliveries of reminders by state, and how often each subject was told. */
export async function bookkeeping(world: World, alliance: TestAlliance): Promise<{ states: Record<string, number>; told: Map<string, number>; uncertain: string[] }> {
  return inAlliance(world, alliance, async (scope) => {
    const states = await scope.sql<{ id: string; state: string }>('select id, state from deliveries where tenant_id = $1', [alliance.id]);
    const told = await scope.sql<{ subject_id: string; count: number }>(`select subject_id, count(*)::int as count from notifications where tenant_id = $1 and kind = 'reminder.fellDue' group by subject_id`, [alliance.id]);
    const counted: Record<string, number> = {};
    for (const { state } of states) counted[state] = (counted[state] ?? 0) + 1;
    return { states: counted, told: new Map(told.map(({ subject_id, count }) => [subject_id, count])), uncertain: states.filter(({ state }) => state === 'UNCERTAIN').map(({ id }) => id) };
  });
}
