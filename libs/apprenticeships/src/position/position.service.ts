import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { Organization } from '@quadhelix/stakeholders';
import { positionAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { positionChanged } from '../apprenticeships.events.js';
import { expectVersion, type Outcome } from '../outcome.js';
import { readConditions, sameConditions, type PositionConditions } from './position.conditions.js';
import { Position } from './position.entity.js';

export interface PositionFacts {
  hostOrganizationId: string;
  code: string;
  title: string;
  /** Apprentices who may hold it on one day. */
  places: number;
  /** Left out: of a new position not stated, of a known one as they are. */
  conditions?: Partial<PositionConditions> | null;
}

@Injectable()
export class PositionService {
  /** Offers a position; the same call twice is one. Throws POSITION_EXISTS where the code has other facts, NOT_FOUND. */
  async publish(scope: Scope, facts: PositionFacts): Promise<{ position: Position; outcome: Outcome }> {
    scope.authorize(positionAccess.publish, { parties: () => ({ host: facts.hostOrganizationId }) });
    if (!(await scope.byId(Organization, facts.hostOrganizationId))) throw platformErrors.NOT_FOUND({ field: 'hostOrganizationId' });
    const { hostOrganizationId, code, title, places } = facts;
    const conditions = readConditions(facts.conditions ?? {});
    const [known] = await scope.find(Position, { hostOrganizationId, code });
    if (known && known.title === title && known.places === places && (!facts.conditions || sameConditions(known, conditions))) return { position: known, outcome: 'UNCHANGED' };
    if (known) throw apprenticeshipErrors.POSITION_EXISTS({ field: 'code' });
    const position = Object.assign(new Position(), {
      tenantId: scope.tenantId, id: scope.newId(), hostOrganizationId, code, title, places, ...conditions, state: 'OPEN', createdAt: scope.now, version: 1,
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

  /** The host states anew under which conditions the position is worked; all of them, so what is left out is not stated any more. Throws WORK_REGION_INVALID, STALE_VERSION, NOT_FOUND. */
  async stateConditions(scope: Scope, id: string, stated: Partial<PositionConditions>, version: number | null = null): Promise<Position> {
    const position = await scope.forUpdate(Position, id, positionAccess.stateConditions);
    expectVersion(position, version);
    const conditions = readConditions(stated);
    if (sameConditions(position, conditions)) return position;
    position.workUnder(conditions);
    await scope.save(position);
    scope.record(positionChanged('conditionsStated', position));
    return position;
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
