import { Injectable } from '@nestjs/common';
import type { Action } from '@quadhelix/access';
import { localDate, type Scope } from '@quadhelix/database';
import { PersonService, PersonTimeService, type Booking } from '@quadhelix/stakeholders';
import { placementAccess } from '../apprenticeships.access.js';
import { placementChanged } from '../apprenticeships.events.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { addDays, startOfDate } from '../calendar.js';
import { expectVersion, type Outcome } from '../outcome.js';
import { PLACEMENT_TIME, Placement } from './placement.entity.js';
import { planPlacement, type PlacementFacts } from './placement.plan.js';

/** The steps of a placement. Each throws NOT_FOUND, FORBIDDEN, STATE_FORBIDS, and STALE_VERSION where the caller names a version that is not the present one. */
@Injectable()
export class PlacementService {
  constructor(private readonly people: PersonService, private readonly time: PersonTimeService) {}

  /**
   * Plans a placement; books nothing and shows the apprentice to nobody new. The same call twice is one. Throws PLACEMENT_EXISTS, POSITION_CLOSED,
   * POSITION_FULL, PERIOD_INVALID, APPRENTICE_NOT_OF_SCHOOL, MENTOR_NOT_OF_HOST, TEACHER_NOT_OF_SCHOOL, MENTORS_NOT_APART, NOT_FOUND.
   */
  async plan(scope: Scope, facts: PlacementFacts): Promise<{ placement: Placement; outcome: Outcome }> {
    const planned = await planPlacement(scope, facts);
    if (planned.outcome === 'ADDED') scope.record(placementChanged('planned', planned.placement));
    return planned;
  }

  /** Binds the apprentice's time and lets the host know who he is. Throws OVERLAPPING_PERIOD where he would be booked above 100 %. */
  async start(scope: Scope, id: string, version: number | null = null): Promise<Placement> {
    const placement = await this.load(scope, id, placementAccess.start, version);
    await this.bind(scope, placementAccess.start, placement.start());
    await this.people.admit(scope, placement.apprenticePersonId, placement.hostOrganizationId);
    return this.keep(scope, placement, 'started');
  }

  /** Gives the time back from a day on (today where left out). Throws DAY_OUTSIDE_PLACEMENT, HOURS_AFTER_DAY. */
  async pause(scope: Scope, id: string, on: string | null = null, version: number | null = null): Promise<Placement> {
    const placement = await this.load(scope, id, placementAccess.pause, version);
    const day = on ?? this.today(scope);
    placement.pause(day);
    await this.demandNoHours(scope, id, day, 'on');
    await this.time.release(scope, PLACEMENT_TIME, id, day);
    return this.keep(scope, placement, 'paused');
  }

  /** Books the rest of the time again from a day on (today where left out). Throws OVERLAPPING_PERIOD, DAY_OUTSIDE_PLACEMENT. */
  async resume(scope: Scope, id: string, on: string | null = null, version: number | null = null): Promise<Placement> {
    const placement = await this.load(scope, id, placementAccess.resume, version);
    await this.bind(scope, placementAccess.resume, placement.resume(on ?? this.today(scope)));
    return this.keep(scope, placement, 'resumed');
  }

  /** Ends it as planned. The last day is today or the planned one, whichever is earlier, where left out; later time is given back. Throws DAY_OUTSIDE_PLACEMENT, HOURS_AFTER_DAY. */
  async complete(scope: Scope, id: string, lastDay: string | null = null, version: number | null = null): Promise<Placement> {
    const placement = await this.load(scope, id, placementAccess.complete, version);
    const planned = addDays(placement.endsBefore, -1);
    const today = this.today(scope);
    const day = lastDay ?? (today < planned ? today : planned);
    placement.complete(day, addDays(day, 1));
    await this.demandNoHours(scope, id, addDays(day, 1), 'lastDay');
    await this.time.release(scope, PLACEMENT_TIME, id, addDays(day, 1));
    return this.keep(scope, placement, 'completed');
  }

  /** Ends it early: `on` is the first day without it; the time from then on is given back. Throws DAY_OUTSIDE_PLACEMENT, HOURS_AFTER_DAY. */
  async stop(scope: Scope, id: string, reason: string, on: string | null = null, version: number | null = null): Promise<Placement> {
    // The reason is a personal value of the row; beside the action it would stand in the audit entry for ever.
    const placement = await this.load(scope, id, placementAccess.stop, version);
    placement.stop(reason, on ?? this.today(scope));
    await this.demandNoHours(scope, id, placement.endedOn ?? placement.startsOn, 'on');
    await this.time.release(scope, PLACEMENT_TIME, id, placement.endedOn ?? placement.startsOn);
    return this.keep(scope, placement, 'stopped');
  }

  private today(scope: Scope): string {
    return scope.today;
  }

  /** Time that was worked is not given back: another placement could be booked on top of it. */
  private async demandNoHours(scope: Scope, id: string, day: string, field: string): Promise<void> {
    const [row] = await scope.sql<{ until: Date | null }>(
      `select max(e.ends_at) as until from timesheets t join timesheet_entries e on e.tenant_id = t.tenant_id and e.timesheet_id = t.id where t.tenant_id = $1 and t.placement_id = $2`,
      [scope.tenantId, id],
    );
    if (row?.until && row.until > startOfDate(day, scope.timeZone)) {
      throw apprenticeshipErrors.HOURS_AFTER_DAY({ field, params: { until: localDate(new Date(row.until.getTime() - 1), scope.timeZone) } });
    }
  }

  private async load(scope: Scope, id: string, action: Action, version: number | null): Promise<Placement> {
    const placement = await scope.forUpdate(Placement, id, action);
    expectVersion(placement, version);
    return placement;
  }

  private bind(scope: Scope, action: Action, booking: Booking): Promise<void> {
    return this.time.book(scope, action, [booking]);
  }

  private async keep(scope: Scope, placement: Placement, verb: Parameters<typeof placementChanged>[0]): Promise<Placement> {
    await scope.save(placement);
    scope.record(placementChanged(verb, placement));
    return placement;
  }
}
