import type { UsageCount, UsageCounts } from '@quadhelix/database';
import type { MembersUsed } from './members-used.js';

/** Milliseconds that uses are collected before they are written in one statement. */
const COLLECTED = 10_000;
/** Pairs of client and member that are collected at most; then they are written at once. */
const MOST = 20_000;

type Tally = UsageCount & { uses: number; lastUsedAt: Date };

/** Counts operations by client and by the members of the schema that they ask for, in memory, and writes the counts from time to time. What a dying process had not written is lost. */
export class UsageCounter {
  private tallies = new Map<string, Tally>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly counts: UsageCounts, private readonly now: () => Date, private readonly onError: (error: unknown) => void) {}

  note(clientId: string, members: MembersUsed): void {
    const lastUsedAt = this.now();
    const day = lastUsedAt.toISOString().slice(0, 10);
    for (const [member, leavesAfter] of members) {
      const key = `${day} ${clientId} ${member}`;
      const tally = this.tallies.get(key);
      if (tally) Object.assign(tally, { uses: tally.uses + 1, lastUsedAt });
      else this.tallies.set(key, { clientId, member, uses: 1, lastUsedAt, leavesAfter });
    }
    if (this.tallies.size >= MOST) this.settle().catch(this.onError);
    else this.timer ??= setTimeout(() => { this.settle().catch(this.onError); }, COLLECTED).unref();
  }

  /** Writes all at once. Counts that could not be written are not kept: an outage must not fill the memory. */
  async settle(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const tallies = [...this.tallies.values()];
    this.tallies = new Map();
    if (tallies.length > 0) await this.counts.add(tallies);
  }
}
