import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { ruleVersionAccess } from '../standards.access.js';
import { standardsErrors } from '../standards.errors.js';
import { readableVersion } from './pack.queries.js';
import { RuleConfirmation } from './rule-confirmation.entity.js';
import { RuleVersion } from './rule-version.entity.js';

/** Who has confirmed what came unverified. */
@Injectable()
export class RuleConfirmationService {
  /** A person of the alliance confirms a rule of a version; the same call twice is one. Throws NOT_FOUND, RULE_UNKNOWN. */
  async confirm(scope: Scope, versionId: string, rule: string, remark: string): Promise<RuleVersion> {
    scope.authorize(ruleVersionAccess.confirm, undefined, remark);
    const version = await readableVersion(scope, await scope.byId(RuleVersion, versionId));
    if (!version.rules.some(({ code }) => code === rule)) throw standardsErrors.RULE_UNKNOWN({ field: 'rule', params: { rule } });
    const [known] = await scope.find(RuleConfirmation, { ruleVersionId: versionId, rule });
    if (known) return version;
    await scope.insert(Object.assign(new RuleConfirmation(), {
      tenantId: scope.tenantId, id: scope.newId(), ruleVersionId: versionId, rule, remark, organizationId: scope.actor.organizationId, personId: scope.actor.personId,
      confirmedAt: scope.now, createdAt: scope.now, version: 1,
    }));
    return version;
  }

  /** Confirmations of each version asked for, in one statement. */
  of(scope: Scope, versionId: string): Promise<RuleConfirmation[]> {
    return scope.loader<string, RuleConfirmation[]>(RuleConfirmationService, async (ids) => {
      const rows = await scope.find(RuleConfirmation, { ruleVersionId: ids }, { rule: 'ASC' });
      return ids.map((id) => rows.filter(({ ruleVersionId }) => ruleVersionId === id));
    }).load(versionId);
  }
}
