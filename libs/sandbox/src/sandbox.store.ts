import type { Scope } from '@quadhelix/database';
import type { Sandbox } from './sandbox.entity.js';
import type { SandboxState } from './sandbox.states.js';

const COLUMNS = `tenant_id as "tenantId", account_id as "accountId", slug, name, state, alliance_clock(tenant_id, $1) as clock, advance_from as "advanceFrom", advance_to as "advanceTo",
  advance_done as "advanceDone", advance_failed as "advanceFailed", attempts, problem, prepared_on as "preparedOn", prepared_times as "preparedTimes", used_at as "usedAt", created_at as "createdAt"`;
type Row = Sandbox & Record<string, unknown>;

/** Sandboxes that the account, or the alliance, of the scope may see, oldest first. `at`: the real instant. One statement. */
export const sandboxesOf = (scope: Scope, at: Date): Promise<Sandbox[]> => scope.sql<Row>(`select ${COLUMNS} from sandboxes order by created_at, tenant_id limit 100`, [at]);

/** One of them with a lock; null where it is not there, or another's. */
export async function lockSandbox(scope: Scope, tenantId: string, at: Date): Promise<Sandbox | null> {
  const [row] = await scope.sql<Row>(`select ${COLUMNS} from sandboxes where tenant_id = $2 for update`, [at, tenantId]);
  return row ?? null;
}

/** What changes with a step; instants of the clock are its own. */
export interface SandboxStep {
  readonly state: SandboxState;
  readonly clockAheadMs?: number;
  readonly clockHeldAt?: Date | null;
  readonly advanceFrom?: Date;
  readonly advanceTo?: Date;
  readonly advanceDone?: number;
  readonly advanceFailed?: number;
  readonly problem?: string | null;
  readonly preparedOn?: string;
  readonly preparedTimes?: number;
  readonly usedAt?: Date;
}

const columnOf = (property: string): string => property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Writes a step of a sandbox that is locked; who has begun something there before may write no more. */
export async function stepSandbox(scope: Scope, tenantId: string, step: SandboxStep): Promise<void> {
  const given = Object.entries(step).filter(([, value]) => value !== undefined);
  await scope.sql(
    `update sandboxes set ${given.map(([property], index) => `${columnOf(property)} = $${String(index + 2)}`).join(', ')}, attempts = attempts + 1, version = version + 1 where tenant_id = $1`,
    [tenantId, ...given.map(([, value]) => value)]);
}

/** Begins what a worker does in a sandbox: whoever has begun before stops at his next step. Null where there is none (any more). */
export async function claimSandbox(scope: Scope, tenantId: string, at: Date): Promise<Sandbox | null> {
  const sandbox = await lockSandbox(scope, tenantId, at);
  if (!sandbox) return null;
  await stepSandbox(scope, tenantId, { state: sandbox.state });
  return { ...sandbox, attempts: sandbox.attempts + 1 };
}

/** Somebody else began, or its owner wants something else: what was begun ends here. */
export class Superseded extends Error {}

/** Locks the sandbox until the transaction ends, if it is still at what was begun. Throws Superseded. */
export async function holdSandbox(scope: Scope, { tenantId, attempts, state }: Pick<Sandbox, 'tenantId' | 'attempts' | 'state'>): Promise<void> {
  const [row] = await scope.sql('select tenant_id from sandboxes where tenant_id = $1 and attempts = $2 and state = $3 for update', [tenantId, attempts, state]);
  if (!row) throw new Superseded();
}
