import type pg from 'pg';

/** What a bucket answered to a charge. */
export interface Charge {
  /** Names the bucket, for giving back. */
  readonly bucket: string;
  /** Points left: after the charge where it was paid. */
  readonly points: number;
  readonly paid: boolean;
}

export interface BucketSize {
  /** Points of a full bucket. */
  readonly maximum: number;
  /** Points that come back each second. */
  readonly perSecond: number;
}

/** Buckets of points by client and alliance, shared by all processes. Each call is one statement of its own, outside every operation's transaction. */
export class PointBuckets {
  /** Statements so far. */
  statements = 0;

  constructor(private readonly pool: pg.Pool) {}

  /** Takes points; null where the token is worth nothing. `tokenHash`: SHA-256 of the bearer token; `alliance`: slug. */
  async charge(tokenHash: Buffer, alliance: string | null, cost: number, size: BucketSize, at: Date): Promise<Charge | null> {
    this.statements += 1;
    const { rows } = await this.pool.query<{ charge: Charge | null }>({
      name: 'charge', text: 'select charge_points($1, $2, $3, $4, $5, $6) as charge', values: [tokenHash, alliance, cost, size.maximum, size.perSecond, at],
    });
    return rows[0]?.charge ?? null;
  }

  /** Gives points back, by bucket; a bucket never gets fuller than full. */
  async refund(amounts: ReadonlyMap<string, number>, maximum: number): Promise<void> {
    this.statements += 1;
    await this.pool.query('select refund_points($1, $2, $3)', [[...amounts.keys()], [...amounts.values()], maximum]);
  }
}
