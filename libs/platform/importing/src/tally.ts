import type { ImportOutcome } from './kind.js';
import type { ImportProblem } from './problem.js';

/** Counts of records: those done so far and what became of them. */
export interface ImportCounts {
  readonly total: number;
  readonly done: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** Counts what a run did and keeps the first problems. */
export class Tally {
  private added = 0;
  private updated = 0;
  private unchanged = 0;
  private kept: ImportProblem[] = [];
  failed = 0;
  problemCount = 0;

  constructor(
    private readonly total: number,
    private readonly problemLimit: number,
  ) {}

  outcome(outcome: ImportOutcome): void {
    if (outcome === 'ADDED') this.added += 1;
    else if (outcome === 'UPDATED') this.updated += 1;
    else this.unchanged += 1;
  }

  failure(problems: readonly ImportProblem[]): void {
    this.failed += 1;
    this.problems(problems);
  }

  problems(problems: readonly ImportProblem[]): void {
    this.problemCount += problems.length;
    this.kept.push(...problems.slice(0, this.problemLimit - this.kept.length));
  }

  /** Takes over what a committed chunk did. */
  add(chunk: Tally): void {
    this.added += chunk.added;
    this.updated += chunk.updated;
    this.unchanged += chunk.unchanged;
    this.failed += chunk.failed;
    this.problemCount += chunk.problemCount;
    this.kept.push(...chunk.kept.slice(0, this.problemLimit - this.kept.length));
  }

  /** Nothing of it was written after all. */
  forgetWrites(): void {
    this.added = this.updated = this.unchanged = 0;
  }

  counts(): ImportCounts {
    const { total, added, updated, unchanged, failed } = this;
    return { total, done: added + updated + unchanged + failed, added, updated, unchanged, failed };
  }

  /** The kept problems by row. */
  sorted(): ImportProblem[] {
    return this.kept.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0));
  }
}
