import type { Scope } from '@quadhelix/database';
import type { ChannelKind, SendOutcome } from '@quadhelix/mail';
import { Delivery } from './delivery.entity.js';
import { CLAIM_LASTS, nextAttemptAt } from './delivery.rules.js';
import { deliveryStates } from './delivery.states.js';

const { transitions } = deliveryStates;
/** What is kept of a provider's own words. */
const LONGEST = 200;

/** Takes deliveries that are due, the longest waiting first. Two workers never take the same one. */
export async function claimDue(scope: Scope, limit: number): Promise<Delivery[]> {
  const taken = await scope.sql<{ id: string }>(
    `with due as (select id from deliveries where tenant_id = $1 and state = any($4) and next_attempt_at <= $2 order by next_attempt_at, id limit $3 for update skip locked)
     update deliveries d set state = $5, claimed_at = $2, begun_at = null, attempts = d.attempts + 1, version = d.version + 1 from due where d.tenant_id = $1 and d.id = due.id returning d.id`,
    [scope.tenantId, scope.now, limit, transitions.claim.from, transitions.claim.to]);
  return taken.length === 0 ? [] : scope.select(Delivery, 'where tenant_id = $1 and id = any($2) order by next_attempt_at, id', [scope.tenantId, taken.map(({ id }) => id)]);
}

/**
 * Notes that an attempt begins, committed before anything leaves; false where the claim is not this worker's any more, so that nothing may leave.
 * Between this and `settle` lies all that nobody can know of a dead worker.
 */
export async function begin(scope: Scope, { id, attempts }: Delivery): Promise<boolean> {
  const mine = await scope.sql(
    `update deliveries set begun_at = $4, version = version + 1 where tenant_id = $1 and id = $2 and attempts = $3 and state = 'SENDING' and begun_at is null returning id`, [scope.tenantId, id, attempts, scope.now]);
  return mine.length > 0;
}

/** Ends claims of workers that have died: sent again where nothing had left or where that does no harm, else UNCERTAIN. Answers how many wait again. */
export async function releaseLost(scope: Scope, repeatable: readonly ChannelKind[]): Promise<number> {
  const before = new Date(scope.now.getTime() - CLAIM_LASTS);
  const again = await scope.sql(
    `update deliveries set state = $4, claimed_at = null, begun_at = null, next_attempt_at = $3, code = 'WORKER_LOST', version = version + 1
     where tenant_id = $1 and state = any($5) and claimed_at <= $2 and (begun_at is null or channel = any($6)) returning id`,
    [scope.tenantId, before, scope.now, transitions.postpone.to, transitions.postpone.from, repeatable]);
  await scope.sql(
    `update deliveries set state = $4, claimed_at = null, begun_at = null, ended_at = $3, code = 'WORKER_LOST', version = version + 1
     where tenant_id = $1 and state = any($5) and claimed_at <= $2`,
    [scope.tenantId, before, scope.now, transitions.lose.to, transitions.lose.from]);
  return again.length;
}

/** Writes down what became of an attempt; answers when the next one is due. A later attempt's claim is left alone. */
export async function settle(scope: Scope, delivery: Delivery, outcome: SendOutcome): Promise<Date | null> {
  if (outcome.outcome === 'REFUSED' && outcome.again) {
    const at = nextAttemptAt(delivery.attempts, scope.now, outcome.waitSeconds);
    await end(scope, delivery, at === null ? 'giveUp' : 'postpone', { code: outcome.code, at });
    return at;
  }
  if (outcome.outcome === 'SENT') await end(scope, delivery, 'succeed', { reference: outcome.reference });
  else await end(scope, delivery, outcome.outcome === 'REFUSED' ? 'fail' : 'lose', { code: outcome.code });
  return null;
}

/** Ends a claimed delivery of which nothing is sent. */
export const drop = (scope: Scope, delivery: Delivery, code: string): Promise<void> => end(scope, delivery, 'drop', { code });

/** Gives a claimed delivery back that was not begun: the attempt doesn't count. */
export async function giveBack(scope: Scope, delivery: Delivery): Promise<void> {
  await scope.sql(
    `update deliveries set state = $4, claimed_at = null, begun_at = null, attempts = attempts - 1, version = version + 1 where tenant_id = $1 and id = $2 and attempts = $3 and state = any($5)`,
    [scope.tenantId, delivery.id, delivery.attempts, transitions.postpone.to, transitions.postpone.from]);
}

type Verb = Exclude<keyof typeof transitions, 'claim' | 'sendAgain'>;

async function end(scope: Scope, { id, attempts }: Delivery, verb: Verb, { code = null, reference = null, at = null }: { code?: string | null; reference?: string | null; at?: Date | null }): Promise<void> {
  const { from, to } = transitions[verb];
  await scope.sql(
    `update deliveries set state = $4, claimed_at = null, begun_at = null, ended_at = case when $4 = 'QUEUED' then null else $6::timestamptz end, next_attempt_at = coalesce($9, next_attempt_at),
       code = $7, reference = coalesce($8, reference), version = version + 1
     where tenant_id = $1 and id = $2 and attempts = $3 and state = any($5)`,
    [scope.tenantId, id, attempts, to, from, scope.now, code?.slice(0, LONGEST) ?? null, reference?.slice(0, LONGEST) ?? null, at]);
}
