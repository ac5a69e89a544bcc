import type pg from 'pg';

/** How often a client asked for a member of the schema, in some seconds. */
export interface UsageCount {
  readonly clientId: string;
  /** Type.field, Type.field(argument:), Input.field or Enum.VALUE. */
  readonly member: string;
  readonly uses: number;
  readonly lastUsedAt: Date;
  /** Date until which it works, where it is deprecated. */
  readonly leavesAfter: string | null;
}

/** What clients use of the API, by day; all processes add to the same rows. One statement of its own, outside every operation's transaction. */
export class UsageCounts {
  constructor(private readonly pool: pg.Pool) {}

  async add(counts: readonly UsageCount[]): Promise<void> {
    await this.pool.query('select add_api_usage($1, $2, $3, $4, $5)', [
      counts.map(({ clientId }) => clientId), counts.map(({ member }) => member), counts.map(({ uses }) => uses), counts.map(({ lastUsedAt }) => lastUsedAt), counts.map(({ leavesAfter }) => leavesAfter),
    ]);
  }
}
