import type { Database } from '@quadhelix/database';
import { OPERATOR, readCast, readSteps, type Cast, type Step } from './act-file.js';

/** How far a demo is loaded. */
export interface DemoState {
  readonly steps: number;
  /** Steps that were done before. */
  readonly known: number;
  readonly complete: boolean;
}

/** Reads the demo's files and finds what of them was done already; `waves` are the steps left. */
export async function surveyDemo(database: Database, folder: string): Promise<DemoState & { readonly cast: Cast; readonly waves: readonly (readonly Step[])[] }> {
  const [cast, all] = await Promise.all([readCast(folder), readSteps(folder)]);
  const known = await knownSteps(database, cast);
  const waves = all.map((wave) => wave.filter(({ key }) => !known.has(key))).filter((wave) => wave.length > 0);
  // The operator's steps leave no key; they can be repeated.
  return { cast, waves, steps: all.flat().length, known: known.size, complete: waves.flat().every(({ actor }) => actor === OPERATOR) };
}

/** Keys of the steps whose audit entries are there. */
async function knownSteps(database: Database, cast: Cast): Promise<Set<string>> {
  const known = new Set<string>();
  for (const { slug } of cast.alliances) {
    const [alliance] = await database.system(null, 'demo', (scope) => scope.sql<{ id: string }>('select id from alliance_by_slug($1)', [slug]), { readOnly: true });
    if (!alliance) continue;
    const rows = await database.system(alliance.id, 'demo', (scope) =>
      scope.sql<{ request_id: string }>(`select distinct request_id from audit_entries where tenant_id = $1 and request_id like 'demo-%'`, [scope.tenantId]), { readOnly: true });
    for (const row of rows) known.add(row.request_id);
  }
  return known;
}
