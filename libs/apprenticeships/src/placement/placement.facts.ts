import type { Scope } from '@quadhelix/database';
import { Organization, Person } from '@quadhelix/stakeholders';
import type { RuleFacts } from '@quadhelix/standards';
import { addDays } from '../calendar.js';
import { Position } from '../position/position.entity.js';
import { Programme } from '../programme/programme.entity.js';
import type { Placement } from './placement.entity.js';

interface Interns {
  readonly id: string;
  readonly host: number;
  readonly post: number;
}

const INTERNS = Symbol('interns beside placements');

/** Apprentices of the host and of the position in this alliance at any time of the placement, its own included; one statement for all placements asked for at once. */
function internsOf(scope: Scope, placementId: string): Promise<Interns> {
  return scope.loader<string, Interns>(INTERNS, async (ids) => {
    const rows = await scope.sql<Interns & Record<string, unknown>>(
      `select p.id, count(distinct o.apprentice_person_id) as host, count(distinct o.apprentice_person_id) filter (where o.position_id = p.position_id) as post
       from placements p join placements o on o.tenant_id = $1 and o.host_organization_id = p.host_organization_id and o.starts_on < p.ends_before and coalesce(o.ended_on, o.ends_before) > p.starts_on
         and (o.state in ('ACTIVE', 'PAUSED') or o.id = p.id)
       where p.tenant_id = $1 and p.id = any($2) group by p.id`, [scope.tenantId, ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? { id, host: 1, post: 1 });
  }).load(placementId);
}

/** The 19 categories of the ministry's catalogue (2021) stand in it three times, for bachelor (21–39), college (41–59) and secondary school (61–79). */
function category(code: string | null): string | null {
  const number = Number(code);
  return code === null || number < 21 || number % 20 === 0 || number > 79 ? code : String(41 + ((number - 21) % 20));
}

/** 医药卫生大类. */
const MEDICINE = '52';

/**
 * What is stored of a placement that rules ask for. What nobody states stays unknown; agreements, consents, insurance and filings are not stored yet. Apprentices in other
 * alliances are not counted here, so that rule on their number can be found broken, but never kept.
 */
export async function placementFacts(scope: Scope, placement: Placement): Promise<RuleFacts> {
  const [position, programme, host, person, interns] = await Promise.all([
    scope.byId(Position, placement.positionId), scope.byId(Programme, placement.programmeId), scope.byId(Organization, placement.hostOrganizationId),
    scope.byId(Person, placement.apprenticePersonId), internsOf(scope, placement.id),
  ]);
  if (!position || !programme || !host) throw new Error('A placement without position, programme or host');
  const programmeMajorCategory = category(programme.majorCategory);
  const { workKinds, hazards, specialTimes, minutesPerDay, minutesPerWeek, payForms, paidDirectly, independentWork, payFenPerMonth, payFenPerHour, payCycleDays, charges, postStaff } = position;
  return {
    startsOn: placement.startsOn, endsOn: addDays(placement.endsBefore, -1), birthDate: person?.birthDate ?? null, yearOfStudy: placement.yearOfStudy, ownChoice: placement.ownChoice,
    workKinds, hazards, specialTimes, minutesPerDay, minutesPerWeek, payForms, paidDirectly, independentWork, payFenPerMonth, payFenPerHour, payCycleDays, charges, postStaff,
    postWageFenPerMonth: position.postWageFenPerMonth, onlyRepetitiveWork: position.onlyRepetitive,
    hostStaff: host.staffCount, hostStaffOn: host.staffCountOn, hostInterns: interns.host, postInterns: interns.post,
    programmeMajorCategory, positionMajorCategory: category(position.majorCategory), medicine: programmeMajorCategory === null ? null : programmeMajorCategory === MEDICINE,
  };
}
