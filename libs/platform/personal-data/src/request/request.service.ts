import { Inject, Injectable } from '@nestjs/common';
import { platformErrors, type Action, type Language } from '@quadhelix/access';
import { breaksConstraint, SETTINGS, type Scope, type Settings } from '@quadhelix/database';
import { newCode } from '@quadhelix/documents';
import { defineQueue, Jobs, schedule } from '@quadhelix/outbox';
import { DateTime } from 'luxon';
import { PersonalDataKinds } from '../personal-data-kind.js';
import { requestAccess } from './request.access.js';
import { PersonalDataRequest } from './request.entity.js';
import { requestErrors } from './request.errors.js';
import type { RequestKind, RequestState } from './request.states.js';
import { DEFAULT_WORKING_DAYS, workingDaysAfter } from './working-days.js';

/** What was granted and waits for the worker. */
export const requestQueue = defineQueue<{ tenantId: string; requestId: string }>('personal-data');

export const REQUEST_DUE = 'personalDataRequest.due';

/** What somebody asks for himself. */
interface Wish {
  kind: RequestKind;
  state: RequestState;
  language: Language;
  statement?: string | null;
  field?: string;
  wanted?: string;
}

const event = (what: string, { id, kind, personId, organizationId, state }: PersonalDataRequest) => ({
  type: `personalDataRequest.${what}`, subjectType: 'PersonalDataRequest', subjectId: id, payload: { kind, state, personId, organizationId },
});

/** The rights of people over their own data. A person asks for himself only; nothing here takes another person's id. */
@Injectable()
export class RequestService {
  constructor(
    private readonly jobs: Jobs,
    private readonly kinds: PersonalDataKinds,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Has everything that the alliance holds about him put together (articles 45). Throws REQUEST_ALREADY_OPEN. */
  async export(scope: Scope, language: Language): Promise<PersonalDataRequest> {
    const request = await this.ask(scope, { kind: 'EXPORT', state: 'GRANTED', language });
    await this.jobs.send(scope, requestQueue, { tenantId: request.tenantId, requestId: request.id });
    return request;
  }

  /** Asks for the correction of a fact (article 46). Throws CORRECTION_UNKNOWN, CORRECTION_VALUE_INVALID. */
  async correct(scope: Scope, wish: { field: string; value: string; statement?: string | null; language: Language }): Promise<PersonalDataRequest> {
    const correction = this.kinds.correction(wish.field);
    if (!correction) throw requestErrors.CORRECTION_UNKNOWN({ field: 'field', params: { known: this.kinds.all.flatMap(({ corrections }) => (corrections ?? []).map(({ field }) => field)) } });
    if (!correction.fits(wish.value)) throw requestErrors.CORRECTION_VALUE_INVALID({ field: 'value' });
    return this.ask(scope, { kind: 'CORRECTION', state: 'REQUESTED', language: wish.language, statement: wish.statement ?? null, field: wish.field, wanted: wish.value });
  }

  /** Ends at once what rests on his consent (article 15). */
  async withdrawConsent(scope: Scope, language: Language, statement: string | null): Promise<PersonalDataRequest> {
    const request = await this.ask(scope, { kind: 'CONSENT_WITHDRAWAL', state: 'GRANTED', language, statement });
    const results: Record<string, number> = {};
    for (const kind of this.kinds.all) if (kind.withdrawConsent) results[kind.name] = await kind.withdrawConsent(scope, request.personId);
    const [locked] = await scope.manyForUpdate(PersonalDataRequest, [request.id]);
    if (!locked) throw platformErrors.NOT_FOUND();
    scope.authorize(requestAccess.ask, locked);
    locked.finish(results, scope.now);
    await scope.save(locked);
    scope.record(event('done', locked));
    return locked;
  }

  /** Asks to be erased from the alliance (article 47). Throws REQUEST_ALREADY_OPEN. */
  erase(scope: Scope, language: Language, statement: string | null): Promise<PersonalDataRequest> {
    return this.ask(scope, { kind: 'ERASURE', state: 'REQUESTED', language, statement });
  }

  async cancel(scope: Scope, id: string): Promise<PersonalDataRequest> {
    const request = await scope.forUpdate(PersonalDataRequest, id, requestAccess.cancel);
    request.cancel();
    await scope.save(request);
    scope.record(event('cancelled', request));
    return request;
  }

  /** The holder grants it: a correction is put in now, an erasure is done by the worker. Throws OWN_REQUEST, CORRECTION_NOT_HELD. */
  async grant(scope: Scope, id: string, reason: string | null): Promise<PersonalDataRequest> {
    const request = await this.decided(scope, id, requestAccess.decide, reason);
    this.guarded(scope, () => { request.grant(scope.actor.personId, reason, scope.now); });
    await scope.save(request);
    if (request.kind === 'ERASURE') await this.jobs.send(scope, requestQueue, { tenantId: request.tenantId, requestId: request.id });
    else await this.putIn(scope, request);
    scope.record(event('decided', request));
    return request;
  }

  /** The holder refuses it and names the law. Throws OWN_REQUEST. */
  async refuse(scope: Scope, id: string, reason: string, law: string): Promise<PersonalDataRequest> {
    const request = await this.decided(scope, id, requestAccess.decide, reason);
    this.guarded(scope, () => { request.refuse(scope.actor.personId, reason, law, scope.now); });
    await scope.save(request);
    scope.record(event('decided', request));
    return request;
  }

  private decided(scope: Scope, id: string, action: Action, reason: string | null): Promise<PersonalDataRequest> {
    return scope.forUpdate(PersonalDataRequest, id, action, reason);
  }

  private guarded(scope: Scope, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'OWN_REQUEST') throw scope.refuse(requestErrors.OWN_REQUEST({ field: 'id' }), requestAccess.decide);
      throw error;
    }
  }

  private async putIn(scope: Scope, request: PersonalDataRequest): Promise<void> {
    const { field, wanted, personId, organizationId } = request;
    const done = field !== null && wanted !== null && (await this.kinds.correction(field)?.apply(scope, personId, organizationId, wanted));
    if (!done) throw requestErrors.CORRECTION_NOT_HELD({ field: 'id' });
    request.finish({ [field]: 1 }, scope.now);
    await scope.save(request);
  }

  private async ask(scope: Scope, { kind, state, language, statement = null, field, wanted }: Wish): Promise<PersonalDataRequest> {
    const { personId, organizationId } = scope.actor;
    scope.authorize(requestAccess.ask, { parties: () => ({ self: personId }) });
    if (personId === null || organizationId === null) throw platformErrors.FORBIDDEN({ params: { action: requestAccess.ask.name } });
    const dueOn = workingDaysAfter(scope.today, Number(this.settings.env['QUADHELIX_PRIVACY_WORKING_DAYS'] ?? DEFAULT_WORKING_DAYS));
    const request = Object.assign(new PersonalDataRequest(), {
      tenantId: scope.tenantId, id: scope.newId(), kind, state, personId, askedByPersonId: personId, organizationId, language, statement, field: field ?? null, wanted: wanted ?? null,
      pseudonym: kind === 'ERASURE' ? `P-${newCode().slice(0, 10)}` : null, dueOn, decidedAt: null, decidedByPersonId: null, decisionReason: null, law: null, results: {},
      attempts: 0, sha256: null, byteSize: null, fileRemovedAt: null, doneAt: null, createdAt: scope.now, version: 1,
    });
    try {
      await scope.savepoint(() => scope.insert(request));
    } catch (error) {
      if (breaksConstraint(error, 'personal_data_requests_open')) throw requestErrors.REQUEST_ALREADY_OPEN();
      throw error;
    }
    await schedule(scope, REQUEST_DUE, request.id, DateTime.fromISO(dueOn, { zone: scope.timeZone }).plus({ days: 1 }).toJSDate());
    scope.record(event('asked', request));
    return request;
  }
}
