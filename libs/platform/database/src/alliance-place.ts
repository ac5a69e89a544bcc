import type { Transaction } from './transaction.js';

/** Where and when an alliance is. */
interface AlliancePlace {
  readonly time_zone: string;
  readonly sandbox: boolean;
  /** What its clock shows: that of the world, unless it is a sandbox. */
  readonly clock: Date;
}

/** Zone and clock of an alliance, for a transaction that nobody else knows of yet: where they can't be read, its connection is dropped. */
export async function placeOf(transaction: Transaction, tenantId: string, now: Date): Promise<AlliancePlace | undefined> {
  try {
    const [place] = await transaction.query<{ time_zone: string; sandbox: boolean; clock: Date }>('select time_zone, sandbox, alliance_clock(id, $2) as clock from alliances where id = $1', [tenantId, now]);
    return place;
  } catch (error) {
    transaction.destroy();
    throw error;
  }
}
