import { localDate, type Scope } from '@quadhelix/database';
import { schedule, unschedule, type DueKind } from '@quadhelix/outbox';
import { Commitment } from './commitment.entity.js';
import { commitmentEvent } from './commitment.events.js';
import { daysAfter, startOfDay } from './commitment.rules.js';

export const COMMITMENT_REMINDER = 'commitment.reminder';

/**
 * Plans the reminders of a promise: each at the begin of the local day so many days before (negative) or after its due day. What was planned for
 * another due day is forgotten; what lies in the past is not sent late. Two statements, however many.
 */
export async function scheduleReminders(scope: Scope, { id, dueOn }: Pick<Commitment, 'id' | 'dueOn'>, offsets: readonly number[]): Promise<void> {
  const instants = offsets.map((days) => startOfDay(dueOn, days, scope.timeZone)).filter((at) => at > scope.now);
  await unschedule(scope, COMMITMENT_REMINDER, id);
  await schedule(scope, COMMITMENT_REMINDER, id, instants);
}

/** Reminds of a promise for which nothing was handed in. `offsetDays` of the event: days from the due day, negative before it. */
export const commitmentReminder: DueKind = {
  kind: COMMITMENT_REMINDER,
  async handle(scope: Scope, commitmentId: string, dueAt: Date): Promise<void> {
    const [commitment] = await scope.find(Commitment, { id: commitmentId });
    if (commitment?.state !== 'ACCEPTED') return;
    scope.record(commitmentEvent('reminder', commitment, { offsetDays: daysAfter(commitment.dueOn, localDate(dueAt, scope.timeZone)) }));
  },
};
