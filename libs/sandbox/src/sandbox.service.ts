import { Inject, Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Jobs } from '@quadhelix/outbox';
import { CLOCK, type Clock } from '@quadhelix/service';
import { checkAdvance } from './advance/clock.rules.js';
import { sandboxAccess } from './sandbox.access.js';
import type { Sandbox } from './sandbox.entity.js';
import { sandboxErrors } from './sandbox.errors.js';
import { sandboxQueue } from './sandbox.queue.js';
import { SandboxSettings } from './sandbox.settings.js';
import { sandboxStates, type SandboxState } from './sandbox.states.js';
import { lockSandbox, sandboxesOf, stepSandbox, type SandboxStep } from './sandbox.store.js';

type Verb = 'advance' | 'reset' | 'remove';

/** Region of every sandbox: rules of a real province hold there too. */
const REGION = '320100';

/** What a developer does with his sandboxes. All that takes long is left to the worker; the state tells how far it is. */
@Injectable()
export class SandboxService {
  constructor(private readonly jobs: Jobs, private readonly settings: SandboxSettings, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The caller's own. */
  list(scope: Scope): Promise<Sandbox[]> {
    this.demandDeveloper(scope, sandboxAccess.read);
    return sandboxesOf(scope, this.clock.now());
  }

  /** Makes a sandbox for the account of the caller; the worker fills it. Throws SANDBOX_ACCOUNT_REQUIRED, SANDBOX_LIMIT, SCOPE_MISSING. */
  async create(scope: Scope, name: string): Promise<Sandbox> {
    this.demandDeveloper(scope, sandboxAccess.create);
    if (scope.actor.accountId === null) throw sandboxErrors.SANDBOX_ACCOUNT_REQUIRED();
    const at = this.clock.now();
    const id = scope.newRandomId();
    const slug = `sandbox-${id.replaceAll('-', '').slice(-12)}`;
    const [row] = await scope.sql<{ id: string | null }>('select register_sandbox($1, $2) as id', [JSON.stringify({ id, slug, name, regionCode: REGION, createdAt: at }), this.settings.perAccount]);
    if (!row?.id) throw sandboxErrors.SANDBOX_LIMIT({ params: { max: this.settings.perAccount } });
    await this.jobs.send(scope, sandboxQueue, { tenantId: id });
    return this.found(scope, id);
  }

  /** Empties a sandbox and fills it anew, with the time of today. Throws NOT_FOUND, SANDBOX_BUSY, SANDBOX_RESETS. */
  async reset(scope: Scope, id: string | null): Promise<Sandbox> {
    const sandbox = await this.own(scope, id, 'reset');
    const today = this.clock.now().toISOString().slice(0, 10);
    const times = sandbox.preparedOn === today ? sandbox.preparedTimes + 1 : 1;
    if (times > this.settings.resetsPerDay) throw sandboxErrors.SANDBOX_RESETS({ field: 'id', params: { max: this.settings.resetsPerDay } });
    return this.step(scope, sandbox, 'reset', {
      clockAheadMs: 0, clockHeldAt: null, advanceDone: 0, advanceFailed: 0, problem: null, preparedOn: today, preparedTimes: times,
    });
  }

  /** Takes a sandbox out of use at once; the worker removes all that is in it. Throws NOT_FOUND, SANDBOX_BUSY where it is being removed already. */
  async remove(scope: Scope, id: string | null): Promise<Sandbox> {
    return this.step(scope, await this.own(scope, id, 'remove'), 'remove', { clockHeldAt: null });
  }

  /** Moves the clock of a sandbox: what falls due until then happens in its order, in the worker. Throws NOT_FOUND, SANDBOX_BUSY, SANDBOX_ONLY and what `checkAdvance` throws. */
  async advance(scope: Scope, id: string | null, to: Date): Promise<Sandbox> {
    const sandbox = await this.own(scope, id, 'advance');
    checkAdvance(sandbox.clock, this.clock.now(), to);
    return this.step(scope, sandbox, 'advance', { clockHeldAt: sandbox.clock, advanceFrom: sandbox.clock, advanceTo: to, advanceDone: 0, advanceFailed: 0, problem: null });
  }

  /** From now on the developer acts for an organization of the sandbox as this person. Throws SANDBOX_ONLY, SANDBOX_NO_SEAT. */
  async actAs(scope: Scope, organizationId: string, personId: string): Promise<void> {
    scope.authorize(sandboxAccess.actAs);
    if (!scope.sandbox) throw sandboxErrors.SANDBOX_ONLY();
    const [held] = await scope.sql(
      'select id from seats where tenant_id = $1 and organization_id = $2 and person_id = $3 and valid_from <= $4 and (valid_until is null or valid_until >= $4) limit 1',
      [scope.tenantId, organizationId, personId, scope.today]);
    if (!held) throw sandboxErrors.SANDBOX_NO_SEAT({ field: 'personId' });
    await scope.sql(
      `insert into sandbox_actors (tenant_id, organization_id, person_id, created_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, organization_id) do update set person_id = excluded.person_id`, [scope.tenantId, organizationId, personId, scope.now]);
    scope.audit({ subjectType: 'SandboxActor', subjectId: organizationId, changes: { personId: [scope.actor.personId, personId] } });
  }

  private async step(scope: Scope, sandbox: Sandbox, verb: Verb, step: Omit<SandboxStep, 'state'>): Promise<Sandbox> {
    await stepSandbox(scope, sandbox.tenantId, { ...step, usedAt: this.clock.now(), state: sandboxStates.next(sandbox.state, verb) });
    await this.jobs.send(scope, sandboxQueue, { tenantId: sandbox.tenantId });
    return this.found(scope, sandbox.tenantId);
  }

  /** The sandbox that is meant, locked and in a state that allows the step; without an id that of the request. */
  private async own(scope: Scope, id: string | null, verb: Verb): Promise<Sandbox> {
    this.demandDeveloper(scope, sandboxAccess[verb]);
    const meant = id ?? scope.tenantId;
    if (id === null && !scope.sandbox) throw sandboxErrors.SANDBOX_ONLY({ field: 'id' });
    if (verb === 'remove' && scope.actor.accountId === null) throw sandboxErrors.SANDBOX_ACCOUNT_REQUIRED();
    const sandbox = await lockSandbox(scope, meant, this.clock.now());
    if (!sandbox) throw platformErrors.NOT_FOUND({ field: 'id' });
    const allowed: readonly SandboxState[] = sandboxStates.transitions[verb].from;
    if (!allowed.includes(sandbox.state)) throw sandboxErrors.SANDBOX_BUSY({ field: 'id', params: { state: sandbox.state } });
    return sandbox;
  }

  /** Whose account it is, the database decides by its rows; here that the app may do it for him, and that an app by itself is in a sandbox. */
  private demandDeveloper(scope: Scope, action: Action): void {
    const { accountId, scopes } = scope.actor;
    if (!scopes.includes(action.scope)) throw scope.refuse(platformErrors.SCOPE_MISSING({ params: { scope: action.scope } }), action);
    if (accountId === null && !scope.sandbox) throw scope.refuse(sandboxErrors.SANDBOX_ACCOUNT_REQUIRED(), action);
  }

  private async found(scope: Scope, id: string): Promise<Sandbox> {
    const sandbox = (await sandboxesOf(scope, this.clock.now())).find(({ tenantId }) => tenantId === id);
    if (!sandbox) throw platformErrors.NOT_FOUND({ field: 'id' });
    return sandbox;
  }
}
