import type { Database } from '@quadhelix/database';
import { DomainError } from '@quadhelix/access';
import type { LiveConnection } from './live-connection.js';
import type { LiveLimits } from './live-limits.js';
import { liveErrors } from './live.errors.js';

/** All connections of this process: how many there are of whom, and whether they may still be here. */
export class Census {
  private readonly all = new Set<LiveConnection>();
  private timer: NodeJS.Timeout | null = null;
  private looking = false;

  constructor(private readonly database: Database, private readonly limits: LiveLimits, private readonly report: (error: unknown) => void) {}

  get size(): number {
    return this.all.size;
  }

  unknownFrom(address: string): number {
    return [...this.all].filter((each) => each.address === address && each.actor === null).length;
  }

  add(connection: LiveConnection): void {
    this.all.add(connection);
    connection.socket.once('close', () => {
      this.all.delete(connection);
      if (this.all.size === 0) this.rest();
    });
    this.timer ??= setInterval(() => { void this.look(); }, this.limits.check);
  }

  /** Throws TOO_MANY_CONNECTIONS. */
  demandRoom(connection: LiveConnection): void {
    const caller = callerOf(connection);
    const open = [...this.all].filter((each) => each.actor !== null && callerOf(each) === caller).length;
    if (open > this.limits.perCaller) throw liveErrors.TOO_MANY_CONNECTIONS({ params: { limit: this.limits.perCaller } });
  }

  /** Closes everything so that clients come again, to another process. */
  async close(): Promise<void> {
    this.rest();
    const gone = [...this.all].map((connection) => new Promise((resolve) => { connection.socket.once('close', resolve); }));
    for (const connection of this.all) connection.close(1001, 'restart');
    await Promise.all(gone);
  }

  private rest(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /**
   * Asks once for all connections with the same token and place, and in one statement for hundreds of them, whether they would be let in now. A stream on which
   * nothing happens would not find out by itself.
   */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const groups = [...Map.groupBy([...this.all].filter(({ actor }) => actor !== null), ({ key }) => key).values()];
    try {
      const now = await this.database.standings(groups.flatMap(([first]) => (first ? [first.entrance] : [])));
      for (const [index, group] of groups.entries()) {
        const standing = now[index];
        if (!standing || !group[0]?.stands(standing)) await this.judge(group);
      }
    } catch (error) {
      this.report(error);
    }
    this.looking = false;
  }

  /** Enters for them, which says why they are out. */
  private async judge(group: readonly LiveConnection[]): Promise<void> {
    for (const connection of group) {
      try {
        await this.database.rollback(await connection.enter());
        return;
      } catch (error) {
        // What does not work now is tried again; who is refused is out.
        if (!(error instanceof DomainError)) this.report(error);
        else if (error.category !== 'UNAVAILABLE') connection.refuse(error);
      }
    }
  }
}

const callerOf = ({ actor }: LiveConnection): string => JSON.stringify([actor?.accountId, actor?.clientId]);
