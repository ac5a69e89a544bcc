import type { Scope } from '@quadhelix/database';
import { Organization } from '@quadhelix/stakeholders';
import type { RulePlace } from '@quadhelix/standards';
import { Position } from '../position/position.entity.js';
import type { Placement } from './placement.entity.js';

type Placed = Pick<Placement, 'positionId' | 'hostOrganizationId' | 'schoolOrganizationId' | 'programmeId'>;

/** Where a placement is worked and whose student it is: what decides which rules hold on a day. Two statements, however many placements are asked for at once. */
export async function placeOf(scope: Scope, placement: Placed, onDate: string): Promise<RulePlace> {
  const { hostOrganizationId, programmeId } = placement;
  const [position, host, school] = await Promise.all([
    scope.byId(Position, placement.positionId), scope.byId(Organization, hostOrganizationId), scope.byId(Organization, placement.schoolOrganizationId),
  ]);
  if (!position || !host || !school) throw new Error('A placement without position, host or school');
  return { workRegion: position.workRegion ?? host.regionCode, homeRegion: school.regionCode, onDate, hostOrganizationId, programmeId };
}
