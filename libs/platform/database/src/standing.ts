import type { Actor, Role } from '@quadhelix/access';
import type pg from 'pg';
import type { EntryRequest } from './database.js';

/** Whether a request that was let in once would be let in now: its token, client, consent, membership, seat and affiliation. */
export interface Standing {
  /** Code of the error that it would be answered, else null. */
  readonly error: string | null;
  /** Scopes that hold now; a consent may have been narrowed since. */
  readonly scopes: readonly string[];
  readonly roles: readonly Role[];
  readonly membershipState: Actor['membershipState'];
}

type Entered = Pick<EntryRequest, 'tokenHash' | 'alliance' | 'organizationId'>;

/** How many requests are looked at in one statement. */
const MOST = 500;

/**
 * What becomes of requests at this instant, in their order: by `enter` itself, so that nothing is let in here that it would refuse. For connections that stay
 * open: one statement for up to 500 of them. Leaves nothing behind.
 */
export async function standings(pool: pg.Pool, requests: readonly Entered[], at: Date): Promise<Standing[]> {
  const all: Standing[] = [];
  for (let from = 0; from < requests.length; from += MOST) {
    const part = requests.slice(from, from + MOST);
    const { rows } = await pool.query<{ answer: Partial<Standing> }>(
      `select enter(e.token, e.alliance, e.organization, $4) as answer
       from unnest($1::bytea[], $2::text[], $3::uuid[]) with ordinality e (token, alliance, organization, n) order by e.n`,
      [part.map(({ tokenHash }) => tokenHash), part.map(({ alliance }) => alliance), part.map(({ organizationId }) => organizationId), at]);
    all.push(...rows.map(({ answer }) => ({ error: answer.error ?? null, scopes: answer.scopes ?? [], roles: answer.roles ?? [], membershipState: answer.membershipState ?? null })));
  }
  return all;
}
