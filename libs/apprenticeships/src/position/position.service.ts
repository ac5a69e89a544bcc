import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { Organization } from '@quadhelix/stakeholders';
import { positionAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { positionChanged } from '../apprenticeships.events.js';
import { expectVersion, type Outcome } from '../outcome.js';
import { Position } from './position.entity.js';

export interface PositionFacts {
  hostOrganizationId: string;
  code: string;
  title: string;
  /** Apprentices who may hold it on one day. */
  places: number;
}

@Injectable()
export class PositionService {
  /** Offers a position; the same call twice is one. Throws POSITION_EXISTS where the code has other facts, NOT_FOUND. */
  async publish(scope: Scope, facts: PositionFacts): Promise<{ position: Position; outcome: Outcome }> {
    scope.authorize(positionAccess.publish, { parties: () => ({ host: facts.hostOrganizationId }) });
    if (!(await scope.byId(Organization, facts.hostOrganizationId))) throw platformErrors.NOT_FOUND({ field: 'hostOrganizationId' });
    const { hostOrganizationId, code, title, places } = facts;
    const [known] = await scope.find(Position, { hostOrganizationId, code });
    if (known && known.title === title && known.places === places) return { position: known, outcome: 'UNCHANGED' };
    if (known) throw apprenticeshipErrors.POSITION_EXISTS({ field: 'code' });
    const position = Object.assign(new Position(), {
      tenantId: scope.tenantId, id: scope.newId(), hostOrganizationId, code, title, places, state: 'OPEN', createdAt: scope.now, version: 1,
    });
    try {
      await scope.savepoint(() => scope.insert(position));
    } catch (error) {
      if (breaksConstraint(error, 'positions_code')) throw apprenticeshipErrors.POSITION_EXISTS({ field: 'code' });
      throw error;
    }
    scope.record(positionChanged('published', position));
    return { position, outcome: 'ADDED' };
  }

  /** Takes the position off the offer; placements in it go on. Throws STATE_FORBIDS, STALE_VERSION, NOT_FOUND. */
  async close(scope: Scope, id: string, version: number | null = null): Promise<Position> {
    const position = await scope.forUpdate(Position, id, positionAccess.close);
    expectVersion(position, version);
    position.close();
    await scope.save(position);
    scope.record(positionChanged('closed', position));
    return position;
  }
}
