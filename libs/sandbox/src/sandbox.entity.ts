import type { SandboxState } from './sandbox.states.js';

/** An alliance of a single developer, as its account sees it. Instants are real ones, unless they are said to be of its own clock. */
export interface Sandbox {
  /** Row id of the alliance. */
  readonly tenantId: string;
  readonly accountId: string;
  readonly slug: string;
  readonly name: string;
  readonly state: SandboxState;
  /** By its own clock. */
  readonly clock: Date;
  /** By its own clock: of the advance that runs, or of the last one. */
  readonly advanceFrom: Date | null;
  readonly advanceTo: Date | null;
  readonly advanceDone: number;
  readonly advanceFailed: number;
  /** A worker's beginning. */
  readonly attempts: number;
  readonly problem: string | null;
  readonly preparedOn: string;
  readonly preparedTimes: number;
  readonly usedAt: Date;
  readonly createdAt: Date;
}
