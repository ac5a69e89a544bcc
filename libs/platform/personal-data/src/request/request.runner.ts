import { Injectable } from '@nestjs/common';
import { Database, type Scope } from '@quadhelix/database';
import { DocumentStore } from '@quadhelix/documents';
import { writeArchive } from '../export/archive.write.js';
import { PersonalDataKinds } from '../personal-data-kind.js';
import { requestAccess } from './request.access.js';
import { PersonalDataRequest } from './request.entity.js';
import type { RequestState } from './request.states.js';

const MAX_ATTEMPTS = 4;
/** So long may everything about one person be read, or erased, in one transaction; milliseconds. */
const DEADLINE = 900_000;

/** Does what was granted, in the worker. It acts as the product itself: a right outlives a seat. What it may touch is said by the request, which a person can only make for himself. */
@Injectable()
export class RequestRunner {
  constructor(
    private readonly database: Database,
    private readonly kinds: PersonalDataKinds,
    private readonly store: DocumentStore,
  ) {}

  /** Brings a granted request to its end; does nothing where it has one. Throws where the job is to come again. */
  async run(tenantId: string, requestId: string): Promise<void> {
    const request = await this.inAlliance(tenantId, requestId, (scope) => this.begin(scope, requestId));
    if (!request) return;
    if (request.attempts > MAX_ATTEMPTS) await this.inAlliance(tenantId, requestId, (scope) => this.end(scope, request, (locked) => { locked.fail(); }));
    else if (request.kind === 'EXPORT') await this.export(request);
    else await this.inAlliance(tenantId, requestId, (scope) => this.erase(scope, request));
  }

  private async begin(scope: Scope, id: string): Promise<PersonalDataRequest | null> {
    const [request] = await scope.manyForUpdate(PersonalDataRequest, [id]);
    if (request?.state !== 'GRANTED') return null;
    scope.authorize(requestAccess.carryOut, request);
    request.attempts += 1;
    await scope.save(request);
    return request;
  }

  private async export(request: PersonalDataRequest): Promise<void> {
    const made = await this.inAlliance(request.tenantId, request.id, (scope) => this.store.put(request, (sink) => writeArchive(scope, this.kinds.all, request, sink)));
    const kept = await this.inAlliance(request.tenantId, request.id, (scope) => this.end(scope, request, (locked) => {
      locked.finish(made.answer, scope.now);
      Object.assign(locked, made.stored);
    }));
    if (!kept) await this.store.remove(request);
  }

  /** Everything in one transaction: a person is never erased by half. */
  private async erase(scope: Scope, { id, personId, pseudonym, attempts }: PersonalDataRequest): Promise<void> {
    const [request] = await scope.manyForUpdate(PersonalDataRequest, [id]);
    if (request?.state !== 'GRANTED' || request.attempts !== attempts || pseudonym === null) return;
    scope.authorize(requestAccess.carryOut, request);
    const results: Record<string, number> = {};
    for (const kind of this.kinds.toErase) results[kind.name] = await kind.erase(scope, personId, pseudonym);
    await this.end(scope, request, (locked) => { locked.finish(results, scope.now); });
  }

  /** Read anew: erasing has cleared words of this row too, which must not come back as what they were before. */
  private async end(scope: Scope, { id, attempts }: PersonalDataRequest, how: (request: PersonalDataRequest) => void): Promise<boolean> {
    const [request] = await scope.manyForUpdate(PersonalDataRequest, [id]);
    if (request?.state !== 'GRANTED' || request.attempts !== attempts) return false;
    scope.authorize(requestAccess.carryOut, request);
    how(request);
    await scope.save(request);
    const { kind, personId, organizationId } = request;
    const state = request.state as RequestState;
    scope.record({ type: 'personalDataRequest.done', subjectType: 'PersonalDataRequest', subjectId: id, payload: { kind, state, personId, organizationId } });
    if (kind === 'ERASURE' && state === 'DONE') scope.record({ type: 'person.erased', subjectType: 'Person', subjectId: personId, payload: {} });
    return true;
  }

  private inAlliance<T>(tenantId: string, requestId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.database.system(tenantId, `personal data ${requestId}`, work, { timeout: DEADLINE });
  }
}

