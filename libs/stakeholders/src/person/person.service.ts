import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { personAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Affiliation, type AffiliationKind } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';
import { Person } from './person.entity.js';

/** A person as an organization knows him. The identity number arrives as a keyed HMAC only. */
export interface PersonFacts {
  organizationId: string;
  memberNumber: string;
  name: string;
  birthDate?: string | null;
  idNumberHmac?: Buffer | null;
  kind: AffiliationKind;
  title?: string | null;
  shareBp?: number | null;
  validFrom: string;
  validUntil?: string | null;
}

@Injectable()
export class PersonService {
  constructor(private readonly organizations: OrganizationService) {}

  /** Registers a person of a member organization and lets him take part in the alliance for it. Answers the person's id; the same call twice is one. */
  async register(scope: Scope, facts: PersonFacts): Promise<string> {
    scope.authorize(personAccess.register, { parties: () => ({ organization: facts.organizationId }) });
    if (facts.validUntil != null && facts.validUntil < facts.validFrom) throw stakeholderErrors.PERIOD_INVALID({ field: 'validUntil' });
    await this.organizations.demandOwnWord(scope, facts.organizationId, personAccess.register);
    const { idNumberHmac, ...rest } = facts;
    const ids = { id: scope.newRandomId(), affiliationId: scope.newRandomId() };
    const [row] = await scope.sql<{ id: string | null }>('select register_person($1) as id', [
      JSON.stringify({ ...rest, ...ids, idNumberHmac: idNumberHmac?.toString('hex') ?? null, createdAt: scope.now }),
    ]);
    if (!row?.id) throw stakeholderErrors.NOT_A_MEMBER({ field: 'organizationId' });
    await this.admit(scope, row.id, facts.organizationId);
    await this.auditNew(scope, row.id, ids);
    return row.id;
  }

  /** The database function does not say what it made: what bears an id of this call is new. */
  private async auditNew(scope: Scope, personId: string, made: { id: string; affiliationId: string }): Promise<void> {
    const [affiliation] = await scope.find(Affiliation, { id: made.affiliationId });
    const [person] = personId === made.id ? await scope.find(Person, { id: personId }) : [];
    if (person) scope.auditInsert(person);
    if (affiliation) scope.auditInsert(affiliation);
  }

  /** Makes a person visible in the alliance in connection with an organization; needs an authorized action of the caller. */
  async admit(scope: Scope, personId: string, organizationId: string): Promise<void> {
    const [known] = await scope.find(Participant, { personId, organizationId });
    if (known) return;
    await scope.insert(Object.assign(new Participant(), { tenantId: scope.tenantId, id: scope.newId(), personId, organizationId, createdAt: scope.now, version: 1 }));
  }

  /** Ends an affiliation with the acting organization on a day (its last). Throws STALE_VERSION, NOT_FOUND. */
  async endAffiliation(scope: Scope, id: string, lastDay: string, version: number): Promise<Affiliation> {
    const [before] = await scope.find(Affiliation, { id });
    if (!before) throw platformErrors.NOT_FOUND({ field: 'id' });
    scope.authorize(personAccess.endAffiliation, { parties: () => ({ organization: before.organizationId }) });
    if (lastDay < before.validFrom) throw stakeholderErrors.PERIOD_INVALID({ field: 'lastDay' });
    const [row] = await scope.sql<{ version: number | null }>('select end_affiliation($1, $2, $3) as version', [id, lastDay, version]);
    if (!row?.version) throw platformErrors.STALE_VERSION({ field: 'version' });
    scope.audit({ subjectType: 'Affiliation', subjectId: id, changes: { validUntil: [before.validUntil, lastDay] } });
    scope.touch('Person', before.personId);
    return Object.assign(before, { validUntil: lastDay, version: row.version });
  }
}
