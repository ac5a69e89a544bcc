import type { Scope } from '@quadhelix/database';
import type { DueKind } from '@quadhelix/outbox';
import { pilotWaiverAccess } from '../standards.access.js';
import { pilotWaiverChanged } from '../standards.events.js';
import { PilotWaiver } from './pilot-waiver.entity.js';

export const WAIVER_REVIEW = 'pilotWaiver.review';
export const WAIVER_EXPIRES = 'pilotWaiver.expires';

/** The day of a review has come: its approver is told. */
export const waiverReviewDue: DueKind = {
  kind: WAIVER_REVIEW,
  async handle(scope: Scope, id: string): Promise<void> {
    const [waiver] = await scope.find(PilotWaiver, { id });
    if (waiver?.state === 'APPROVED' && waiver.reviewOn <= scope.today) scope.record(pilotWaiverChanged('reviewDue', waiver));
  },
};

/** Nobody extended or adopted it: silence ends a trial. What is resolved asks for its last day, so a late clock changes nothing. */
export const waiverExpires: DueKind = {
  kind: WAIVER_EXPIRES,
  async handle(scope: Scope, id: string): Promise<void> {
    const waiver = await scope.forUpdate(PilotWaiver, id, pilotWaiverAccess.end);
    if (waiver.state !== 'APPROVED' || waiver.lastDay === null || waiver.lastDay >= scope.today) return;
    waiver.expire(scope.now);
    await scope.save(waiver);
    scope.record(pilotWaiverChanged('expired', waiver));
  },
};
