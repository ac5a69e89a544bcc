import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { Affiliation, stakeholderErrors } from '@quadhelix/stakeholders';
import { placementAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import type { Outcome } from '../outcome.js';
import { Position } from '../position/position.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Placement } from './placement.entity.js';

/** A placement as it is planned. School and host follow from programme and position. */
export interface PlacementFacts {
  programmeId: string;
  positionId: string;
  apprenticePersonId: string;
  mentorPersonId?: string | null;
  teacherPersonId?: string | null;
  startsOn: string;
  /** First day after it. */
  endsBefore: string;
  /** Share of full time in basis points. */
  loadBp: number;
  /** The apprentice's year of study when it begins, 1 is the first; left out: not known. */
  yearOfStudy?: number | null;
  /** Did the student find the place himself? Left out: not known. */
  ownChoice?: boolean | null;
}

const PLANNED_FACTS = ['programmeId', 'mentorPersonId', 'teacherPersonId', 'endsBefore', 'loadBp', 'yearOfStudy', 'ownChoice'] as const;

/** See PlacementService.plan. */
export async function planPlacement(scope: Scope, facts: PlacementFacts): Promise<{ placement: Placement; outcome: Outcome }> {
  const programme = await scope.byId(Programme, facts.programmeId);
  if (!programme) throw platformErrors.NOT_FOUND({ field: 'programmeId' });
  scope.authorize(placementAccess.plan, { parties: () => ({ school: programme.schoolOrganizationId }) });
  if (facts.endsBefore <= facts.startsOn) throw stakeholderErrors.PERIOD_INVALID({ field: 'endsBefore' });
  // The lock makes those who want its last place wait for each other.
  const [position] = await scope.manyForUpdate(Position, [facts.positionId]);
  if (!position) throw platformErrors.NOT_FOUND({ field: 'positionId' });
  const made = Object.assign(new Placement(), {
    tenantId: scope.tenantId, id: scope.newId(), programmeId: programme.id, positionId: position.id, apprenticePersonId: facts.apprenticePersonId,
    hostOrganizationId: position.hostOrganizationId, schoolOrganizationId: programme.schoolOrganizationId, mentorPersonId: facts.mentorPersonId ?? null,
    teacherPersonId: facts.teacherPersonId ?? null, startsOn: facts.startsOn, endsBefore: facts.endsBefore, loadBp: facts.loadBp, yearOfStudy: facts.yearOfStudy ?? null, ownChoice: facts.ownChoice ?? null, state: 'PLANNED',
    pausedOn: null, pauses: [], endedOn: null, stopReason: null, createdAt: scope.now, version: 1,
  });
  const [known] = await scope.find(Placement, { positionId: position.id, apprenticePersonId: facts.apprenticePersonId, startsOn: facts.startsOn });
  if (known && PLANNED_FACTS.every((fact) => known[fact] === made[fact])) return { placement: known, outcome: 'UNCHANGED' };
  if (known) throw apprenticeshipErrors.PLACEMENT_EXISTS({ field: 'apprenticePersonId' });
  if (position.state !== 'OPEN') throw apprenticeshipErrors.POSITION_CLOSED({ field: 'positionId' });
  await demandAffiliations(scope, made);
  await demandPlace(scope, position, made);
  try {
    await scope.savepoint(() => scope.insert(made));
  } catch (error) {
    if (breaksConstraint(error, 'placements_once')) throw apprenticeshipErrors.PLACEMENT_EXISTS({ field: 'apprenticePersonId' });
    throw error;
  }
  return { placement: made, outcome: 'ADDED' };
}

/** Three people; apprentice and teacher belong to the school, the mentor to the host: by an affiliation that has not ended before the first day. */
async function demandAffiliations(scope: Scope, placement: Placement): Promise<void> {
  const { apprenticePersonId, mentorPersonId, teacherPersonId, hostOrganizationId, schoolOrganizationId, startsOn } = placement;
  const wanted = [
    { person: apprenticePersonId, organization: schoolOrganizationId, refuse: () => apprenticeshipErrors.APPRENTICE_NOT_OF_SCHOOL({ field: 'apprenticePersonId' }) },
    { person: mentorPersonId, organization: hostOrganizationId, refuse: () => apprenticeshipErrors.MENTOR_NOT_OF_HOST({ field: 'mentorPersonId' }) },
    { person: teacherPersonId, organization: schoolOrganizationId, refuse: () => apprenticeshipErrors.TEACHER_NOT_OF_SCHOOL({ field: 'teacherPersonId' }) },
  ].filter((each): each is typeof each & { person: string } => each.person !== null);
  const known = await scope.find(Affiliation, { personId: wanted.map(({ person }) => person), organizationId: [hostOrganizationId, schoolOrganizationId] });
  for (const { person, organization, refuse } of wanted) {
    const holds = known.some((each) => each.personId === person && each.organizationId === organization && (each.validUntil === null || each.validUntil >= startsOn));
    if (!holds) throw refuse();
  }
  if (mentorPersonId === apprenticePersonId) throw apprenticeshipErrors.MENTORS_NOT_APART({ field: 'mentorPersonId' });
  if (teacherPersonId !== null && [apprenticePersonId, mentorPersonId].includes(teacherPersonId)) throw apprenticeshipErrors.MENTORS_NOT_APART({ field: 'teacherPersonId' });
}

/** The most apprentices who hold the position on any day of the period, without the new one, must leave a place. */
async function demandPlace(scope: Scope, position: Position, placement: Placement): Promise<void> {
  const [row] = await scope.sql<{ peak: number }>(
    `with held as (
       select starts_on, ends_before from placements
       where tenant_id = $1 and position_id = $2 and state in ('PLANNED', 'ACTIVE', 'PAUSED') and starts_on < $4 and ends_before > $3)
     select coalesce(max((select count(*) from held h where h.starts_on <= d.day and h.ends_before > d.day)), 0) as peak
     from (select $3::date as day union select starts_on from held where starts_on > $3) d`,
    [scope.tenantId, position.id, placement.startsOn, placement.endsBefore],
  );
  if ((row?.peak ?? 0) >= position.places) throw apprenticeshipErrors.POSITION_FULL({ field: 'positionId', params: { places: position.places } });
}
