import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { appConsentAccess } from '../stakeholders.access.js';
import { AppConsent } from './app-consent.entity.js';

@Injectable()
export class AppConsentService {
  /** Lets an app into the alliance with these scopes; again after a withdrawal. From the next request on. */
  async grant(scope: Scope, clientId: string, scopes: readonly string[]): Promise<AppConsent> {
    scope.authorize(appConsentAccess.grant);
    const [known] = await scope.find(AppConsent, { clientId });
    const consent = known
      ? await this.locked(scope, known.id)
      : Object.assign(new AppConsent(), { tenantId: scope.tenantId, id: scope.newId(), clientId, createdAt: scope.now, version: 1 });
    Object.assign(consent, { scopes: [...scopes], grantedAt: scope.now, grantedBy: scope.actor.personId, withdrawnAt: null });
    await (known ? scope.save(consent) : scope.insert(consent));
    scope.record({ type: 'appConsent.granted', subjectType: 'AppConsent', subjectId: consent.id, payload: { clientId, scopes } });
    return consent;
  }

  /** Shuts the app out; its next request fails. */
  async withdraw(scope: Scope, id: string): Promise<AppConsent> {
    scope.authorize(appConsentAccess.withdraw);
    const consent = await this.locked(scope, id);
    consent.withdrawnAt = scope.now;
    await scope.save(consent);
    scope.record({ type: 'appConsent.withdrawn', subjectType: 'AppConsent', subjectId: consent.id, payload: { clientId: consent.clientId } });
    return consent;
  }

  private async locked(scope: Scope, id: string): Promise<AppConsent> {
    const [consent] = await scope.manyForUpdate(AppConsent, [id]);
    if (!consent) throw platformErrors.NOT_FOUND({ field: 'id' });
    return consent;
  }
}
