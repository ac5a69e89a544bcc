import type { Scope } from '@quadhelix/database';
import { Alliance } from '@quadhelix/stakeholders';
import type { RulePlace } from '../resolution/resolution.types.js';
import type { PilotWaiver } from './pilot-waiver.entity.js';

/** Where the rules of a trial are looked at: in its region, else at the seat of the alliance, on its first day or today. Hosts are left out, so that no trial counts but those for everybody. */
export async function bookPlace(scope: Scope, waiver: Pick<PilotWaiver, 'region' | 'startsOn'>): Promise<RulePlace> {
  const seat = await scope.byId(Alliance, scope.tenantId);
  return { workRegion: waiver.region ?? seat?.regionCode ?? '100000', homeRegion: null, onDate: waiver.startsOn > scope.today ? waiver.startsOn : scope.today };
}
