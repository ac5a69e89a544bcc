import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { appNamed } from '../app/app.queries.js';
import { appConsentAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { AppConsent } from './app-consent.entity.js';

@Injectable()
export class AppConsentService {
  /**
   * Lets an app into the alliance with these scopes, which replace what it was allowed before; again after a withdrawal. From the next request on.
   * Throws APP_UNKNOWN, SCOPE_NOT_OF_APP.
   */
  async grant(scope: Scope, clientId: string, asked: readonly string[], reason: string | null = null): Promise<AppConsent> {
    scope.authorize(appConsentAccess.grant, undefined, reason);
    const scopes = [...new Set(asked)].sort();
    await this.demandAsksFor(scope, clientId, scopes);
    const [known] = await scope.find(AppConsent, { clientId });
    const consent = known ? await this.locked(scope, known.id) : this.fresh(scope, clientId, scopes, reason);
    if (known) consent.grant(scopes, scope.now, scope.actor.personId, reason);
    await (known ? scope.save(consent) : this.add(scope, consent));
    scope.record({ type: 'appConsent.granted', subjectType: 'AppConsent', subjectId: consent.id, payload: { clientId, scopes } });
    return consent;
  }

  /** Shuts the app out; its next request fails. Throws NOT_FOUND, STATE_FORBIDS. */
  async withdraw(scope: Scope, id: string, reason: string | null = null): Promise<AppConsent> {
    scope.authorize(appConsentAccess.withdraw, undefined, reason);
    const consent = await this.locked(scope, id);
    consent.withdraw(scope.now, scope.actor.personId, reason);
    await scope.save(consent);
    scope.record({ type: 'appConsent.withdrawn', subjectType: 'AppConsent', subjectId: consent.id, payload: { clientId: consent.clientId } });
    return consent;
  }

  /** Nobody consents to what does not exist yet, nor to more than the app says it needs: both could become something else later. */
  private async demandAsksFor(scope: Scope, clientId: string, scopes: readonly string[]): Promise<void> {
    const app = await appNamed(scope, clientId);
    if (app?.state !== 'ENABLED') throw stakeholderErrors.APP_UNKNOWN({ field: 'clientId' });
    const beyond = scopes.find((each) => !app.scopes.includes(each));
    if (beyond !== undefined) throw stakeholderErrors.SCOPE_NOT_OF_APP({ field: 'scopes', params: { scope: beyond } });
  }

  private fresh(scope: Scope, clientId: string, scopes: string[], reason: string | null): AppConsent {
    return Object.assign(new AppConsent(), {
      tenantId: scope.tenantId, id: scope.newId(), clientId, scopes, grantedAt: scope.now, grantedBy: scope.actor.personId, grantedReason: reason,
      withdrawnAt: null, withdrawnBy: null, withdrawnReason: null, createdAt: scope.now, version: 1,
    });
  }

  private async add(scope: Scope, consent: AppConsent): Promise<void> {
    try {
      await scope.savepoint(() => scope.insert(consent));
    } catch (error) {
      if (breaksConstraint(error, 'app_consents_tenant_id_client_id_key')) throw platformErrors.STALE_VERSION({ field: 'clientId' });
      throw error;
    }
  }

  private async locked(scope: Scope, id: string): Promise<AppConsent> {
    const [consent] = await scope.manyForUpdate(AppConsent, [id]);
    if (!consent) throw platformErrors.NOT_FOUND({ field: 'id' });
    return consent;
  }
}
