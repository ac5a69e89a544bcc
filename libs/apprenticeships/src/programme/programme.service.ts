import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { Organization } from '@quadhelix/stakeholders';
import { programmeAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { programmeCreated } from '../apprenticeships.events.js';
import type { Outcome } from '../outcome.js';
import { Programme } from './programme.entity.js';

export interface ProgrammeFacts {
  schoolOrganizationId: string;
  code: string;
  name: string;
  /** Two digits of the ministry's catalogue; left out: not known. */
  majorCategory?: string | null;
}

@Injectable()
export class ProgrammeService {
  /** Adds a programme to a school, or its major category where that was not known; the same call twice is one. Throws PROGRAMME_EXISTS where the code has another name or category, NOT_A_SCHOOL, NOT_FOUND. */
  async create(scope: Scope, facts: ProgrammeFacts): Promise<{ programme: Programme; outcome: Outcome }> {
    scope.authorize(programmeAccess.create, { parties: () => ({ school: facts.schoolOrganizationId }) });
    const school = await scope.byId(Organization, facts.schoolOrganizationId);
    if (!school) throw platformErrors.NOT_FOUND({ field: 'schoolOrganizationId' });
    if (school.sector !== 'SCHOOL') throw apprenticeshipErrors.NOT_A_SCHOOL({ field: 'schoolOrganizationId' });
    const [known] = await scope.find(Programme, { schoolOrganizationId: facts.schoolOrganizationId, code: facts.code });
    const majorCategory = facts.majorCategory ?? null;
    if (known?.name === facts.name && (majorCategory === null || known.majorCategory === majorCategory)) return { programme: known, outcome: 'UNCHANGED' };
    if (known?.name === facts.name && known.majorCategory === null) return { programme: await this.categorize(scope, known.id, majorCategory), outcome: 'UPDATED' };
    if (known) throw apprenticeshipErrors.PROGRAMME_EXISTS({ field: 'code' });
    const { schoolOrganizationId, code, name } = facts;
    const programme = Object.assign(new Programme(), { tenantId: scope.tenantId, id: scope.newId(), schoolOrganizationId, code, name, majorCategory, createdAt: scope.now, version: 1 });
    try {
      await scope.savepoint(() => scope.insert(programme));
    } catch (error) {
      if (breaksConstraint(error, 'programmes_code')) throw apprenticeshipErrors.PROGRAMME_EXISTS({ field: 'code' });
      throw error;
    }
    scope.record(programmeCreated(programme));
    return { programme, outcome: 'ADDED' };
  }

  private async categorize(scope: Scope, id: string, majorCategory: string | null): Promise<Programme> {
    const programme = await scope.forUpdate(Programme, id, programmeAccess.create);
    programme.majorCategory = majorCategory;
    await scope.save(programme);
    return programme;
  }
}
