import { Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { schedule } from '@quadhelix/outbox';
import { parseRegionCode } from '@quadhelix/stakeholders';
import { RuleBook } from '../resolution/rule-book.js';
import { NEVER_WAIVABLE, type ParameterValue } from '../rule/rule.types.js';
import { compare } from '../rule/strictness.js';
import { pilotWaiverAccess } from '../standards.access.js';
import { standardsErrors } from '../standards.errors.js';
import { pilotWaiverChanged } from '../standards.events.js';
import { addDays, startOfDay } from './waiver.days.js';
import { PilotWaiver, WaiverMeasurement, type Approver, type OutcomeMeasure } from './pilot-waiver.entity.js';
import { WAIVER_EXPIRES, WAIVER_REVIEW } from './waiver.due.js';
import { approverFor } from './waiver.approver.js';
import { bookPlace } from './waiver.place.js';

/** A trial that somebody asks for. */
export interface WaiverFacts {
  readonly rule: string;
  readonly parameter: string;
  readonly bound: ParameterValue;
  readonly reason: string;
  readonly region: string | null;
  readonly hostOrganizationIds: readonly string[];
  readonly programmeIds: readonly string[];
  readonly startsOn: string;
  readonly reviewOn: string;
  readonly expiresOn: string;
  readonly comparisonRegion: string;
  readonly measures: readonly OutcomeMeasure[];
}

export type MeasurementFacts = Pick<WaiverMeasurement, 'measure' | 'side' | 'period' | 'value' | 'source'>;

/** Trials: asked for by an alliance, decided by an authority above. Steps throw NOT_FOUND, FORBIDDEN, STATE_FORBIDS, STALE_VERSION. */
@Injectable()
export class PilotWaiverService {
  constructor(private readonly book: RuleBook) {}

  /** Throws WAIVER_FORBIDDEN, RULE_UNKNOWN, WAIVER_BOUND_INVALID, WAIVER_DATES_INVALID, REGION_INVALID. */
  async ask(scope: Scope, facts: WaiverFacts): Promise<PilotWaiver> {
    scope.authorize(pilotWaiverAccess.ask);
    if (NEVER_WAIVABLE.has(facts.rule)) throw scope.refuse(standardsErrors.WAIVER_FORBIDDEN({ field: 'rule', params: { rule: facts.rule } }), pilotWaiverAccess.ask);
    if (facts.startsOn < scope.today || facts.reviewOn < facts.startsOn || facts.expiresOn < facts.reviewOn) throw standardsErrors.WAIVER_DATES_INVALID({ field: 'startsOn' });
    const region = facts.region === null ? null : regionOf(facts.region, 'region');
    const comparisonRegion = regionOf(facts.comparisonRegion, 'comparisonRegion');
    if (region === comparisonRegion) throw standardsErrors.REGION_INVALID({ field: 'comparisonRegion' });
    const waiver = Object.assign(new PilotWaiver(), {
      ...facts, region, comparisonRegion, tenantId: scope.tenantId, id: scope.newId(), state: 'ASKED' as const, lastDay: null, askedByOrganizationId: scope.actor.organizationId,
      askedByPersonId: scope.actor.personId, approverLevel: null, approverRegion: null, approverOrganizationId: null, decidedAt: null, decisionReason: null, createdAt: scope.now, version: 1,
    });
    await this.demandLoosens(scope, waiver);
    await scope.insert(waiver);
    scope.record(pilotWaiverChanged('asked', waiver));
    return waiver;
  }

  async withdraw(scope: Scope, id: string, version: number): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.withdraw, version);
    waiver.withdraw();
    return this.keep(scope, waiver, 'withdrawn');
  }

  /** Throws WAIVER_LEVEL_TOO_LOW, WAIVER_DATES_INVALID where it would be over already, WAIVER_FORBIDDEN where the rule has changed since. */
  async approve(scope: Scope, id: string, version: number, reason: string): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.approve, version, reason);
    const by = await this.approver(scope, waiver, pilotWaiverAccess.approve);
    if (waiver.expiresOn < scope.today) throw standardsErrors.WAIVER_DATES_INVALID({ field: 'id' });
    waiver.approve(by, scope.now, reason);
    await this.watch(scope, waiver);
    return this.keep(scope, waiver, 'approved');
  }

  /** Throws WAIVER_LEVEL_TOO_LOW. */
  async refuse(scope: Scope, id: string, version: number, reason: string): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.refuse, version, reason);
    waiver.refuse(await this.approver(scope, waiver, pilotWaiverAccess.refuse), scope.now, reason);
    return this.keep(scope, waiver, 'refused');
  }

  /** At the review: until another day. Throws WAIVER_REVIEW_NOT_DUE, WAIVER_DATES_INVALID, WAIVER_LEVEL_TOO_LOW. */
  async extend(scope: Scope, id: string, version: number, days: { expiresOn: string; reviewOn: string }, reason: string): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.extend, version, reason);
    waiver.extend(await this.approver(scope, waiver, pilotWaiverAccess.extend), days, scope.today, scope.now, reason);
    await this.watch(scope, waiver);
    return this.keep(scope, waiver, 'extended');
  }

  /** At the review: for good, in the same scope. Throws WAIVER_REVIEW_NOT_DUE, WAIVER_LEVEL_TOO_LOW. */
  async adopt(scope: Scope, id: string, version: number, reason: string): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.adopt, version, reason);
    waiver.adopt(await this.approver(scope, waiver, pilotWaiverAccess.adopt), scope.today, scope.now, reason);
    return this.keep(scope, waiver, 'adopted');
  }

  /** At any time: today is the first day without it. Throws WAIVER_LEVEL_TOO_LOW. */
  async end(scope: Scope, id: string, version: number, reason: string): Promise<PilotWaiver> {
    const waiver = await this.load(scope, id, pilotWaiverAccess.end, version, reason);
    waiver.end(await this.approver(scope, waiver, pilotWaiverAccess.end), addDays(scope.today, -1), scope.now, reason);
    return this.keep(scope, waiver, 'ended');
  }

  /** An outcome of one of the two regions, before the trial or since. Each is stated once. Throws WAIVER_MEASURE_UNKNOWN. */
  async measure(scope: Scope, id: string, facts: MeasurementFacts): Promise<PilotWaiver> {
    const waiver = await scope.forUpdate(PilotWaiver, id, pilotWaiverAccess.measure);
    if (!waiver.measures.some(({ code }) => code === facts.measure)) throw standardsErrors.WAIVER_MEASURE_UNKNOWN({ field: 'measure' });
    const [known] = await scope.find(WaiverMeasurement, { waiverId: id, measure: facts.measure, side: facts.side, period: facts.period });
    if (known) throw standardsErrors.WAIVER_MEASURED({ field: 'measure' });
    await scope.insert(Object.assign(new WaiverMeasurement(), {
      ...facts, tenantId: scope.tenantId, id: scope.newId(), waiverId: id, organizationId: scope.actor.organizationId, personId: scope.actor.personId, createdAt: scope.now, version: 1,
    }));
    return waiver;
  }

  /** The bound is looser than what holds on the first day without any trial. */
  private async demandLoosens(scope: Scope, waiver: PilotWaiver): Promise<void> {
    const rule = (await this.book.resolve(scope, await bookPlace(scope, waiver))).rule(waiver.rule);
    const parameter = rule?.parameters.find(({ code }) => code === waiver.parameter);
    if (!rule || !parameter) throw standardsErrors.RULE_UNKNOWN({ field: 'rule', params: { rule: waiver.rule } });
    if (!rule.waivable) throw scope.refuse(standardsErrors.WAIVER_FORBIDDEN({ field: 'rule', params: { rule: rule.code } }), pilotWaiverAccess.ask);
    // What holds without any trial.
    const strict = parameter.waiver?.insteadOf ?? parameter.value;
    const sameType = typeof strict === typeof waiver.bound && Array.isArray(strict) === Array.isArray(waiver.bound);
    if (!sameType || compare(parameter, waiver.bound, strict) !== 'LOOSER') throw standardsErrors.WAIVER_BOUND_INVALID({ field: 'bound', params: { value: String(strict) } });
  }

  private async approver(scope: Scope, waiver: PilotWaiver, action: Action): Promise<Approver> {
    // Who asks does not decide, for whomever he acts.
    if (waiver.askedByPersonId !== null && waiver.askedByPersonId === scope.actor.personId) throw scope.refuse(platformErrors.FORBIDDEN({ params: { action: action.name } }), action);
    const rule = (await this.book.resolve(scope, await bookPlace(scope, waiver))).rule(waiver.rule);
    if (!rule?.waivable) throw standardsErrors.WAIVER_FORBIDDEN({ field: 'id', params: { rule: waiver.rule } });
    return approverFor(scope, waiver, rule, action);
  }

  private async watch(scope: Scope, waiver: PilotWaiver): Promise<void> {
    await schedule(scope, WAIVER_REVIEW, waiver.id, startOfDay(waiver.reviewOn, scope.timeZone));
    await schedule(scope, WAIVER_EXPIRES, waiver.id, startOfDay(addDays(waiver.expiresOn, 1), scope.timeZone));
  }

  /** Role and version here; whether the organization may is asked by `approver`, with a reason that says what is missing. */
  private async load(scope: Scope, id: string, action: Action, version: number, reason?: string): Promise<PilotWaiver> {
    const [waiver] = await scope.manyForUpdate(PilotWaiver, [id]);
    if (!waiver) throw platformErrors.NOT_FOUND({ field: 'id' });
    scope.authorize(action, undefined, reason);
    if (waiver.version !== version) throw platformErrors.STALE_VERSION({ field: 'version' });
    return waiver;
  }

  private async keep(scope: Scope, waiver: PilotWaiver, fact: Parameters<typeof pilotWaiverChanged>[0]): Promise<PilotWaiver> {
    await scope.save(waiver);
    scope.record(pilotWaiverChanged(fact, waiver));
    return waiver;
  }
}

function regionOf(code: string, field: string): string {
  const region = parseRegionCode(code);
  if (region === undefined) throw standardsErrors.REGION_INVALID({ field });
  return region;
}
