import type { Scope } from '@quadhelix/database';
import type { FigureKind, FigureValue } from '@quadhelix/readers';
import { Organization } from '@quadhelix/stakeholders';

interface OfOrganization {
  readonly organizationId: string;
  readonly hosted: number;
  readonly sent: number;
  readonly approvedMinutes: number;
  readonly unlawfulWeeks: number;
  /** Apprentices behind the hours. */
  readonly timed: number;
}

const LOADER = Symbol('figures of apprenticeships');

/** Apprentices, approved hours and unlawful weeks of organizations, as host or as school; one statement for all figures of an operation. */
function figuresOf(scope: Scope, organizationId: string): Promise<OfOrganization> {
  return scope.loader<string, OfOrganization>(LOADER, async (ids) => {
    const rows = await scope.sql<OfOrganization & Record<string, unknown>>(
      `select o.id as "organizationId", p.hosted, p.sent, t."approvedMinutes", t."unlawfulWeeks", t.timed
       from unnest($2::uuid[]) o (id)
       cross join lateral (
         select count(distinct apprentice_person_id) filter (where host_organization_id = o.id) as hosted, count(distinct apprentice_person_id) filter (where school_organization_id = o.id) as sent
         from placements where tenant_id = $1 and state = 'ACTIVE' and (host_organization_id = o.id or school_organization_id = o.id)) p
       cross join lateral (
         select coalesce(sum(minutes) filter (where state = 'TEACHER_APPROVED'), 0) as "approvedMinutes",
           count(*) filter (where host_organization_id = o.id and not lawful and not undecided) as "unlawfulWeeks", count(distinct apprentice_person_id) as timed
         from timesheets where tenant_id = $1 and state <> 'DRAFT' and (host_organization_id = o.id or school_organization_id = o.id)) t`,
      [scope.tenantId, ids],
    );
    const byId = new Map(rows.map((row) => [row.organizationId, row]));
    return ids.map((id) => byId.get(id) ?? { organizationId: id, hosted: 0, sent: 0, approvedMinutes: 0, unlawfulWeeks: 0, timed: 0 });
  }).load(organizationId);
}

/** A count of staff that is older says nothing of today. */
const STAFF_COUNT_DAYS = 366;

async function staffShare(scope: Scope, { organizationId, hosted }: OfOrganization): Promise<number | null> {
  const organization = await scope.byId(Organization, organizationId);
  const { staffCount, staffCountOn } = organization ?? { staffCount: null, staffCountOn: null };
  if (staffCount === null || staffCount === 0 || staffCountOn === null) return null;
  const days = (Date.parse(scope.today) - Date.parse(staffCountOn)) / 86_400_000;
  return days > STAFF_COUNT_DAYS ? null : Math.round((hosted * 10_000) / staffCount);
}

type Compute = (scope: Scope, of: OfOrganization) => Omit<FigureValue, 'organizationId'> | Promise<Omit<FigureValue, 'organizationId'>>;

function figureKind(shown: Pick<FigureKind, 'name' | 'title' | 'unit' | 'over' | 'of'>, compute: Compute): FigureKind {
  return {
    ...shown,
    async touched(scope, changed) {
      const rows = await scope.sql<{ id: string }>(
        `select distinct unnest(array[host_organization_id, school_organization_id]) as id from placements where tenant_id = $1 and id = any($2)
         union select distinct unnest(array[host_organization_id, school_organization_id]) from timesheets where tenant_id = $1 and id = any($3)`,
        [scope.tenantId, changed.Placement ?? [], changed.Timesheet ?? []],
      );
      return [...new Set([...rows.map(({ id }) => id), ...(shown.of.includes('Organization') ? (changed.Organization ?? []) : [])])];
    },
    compute: (scope, organizationIds) => Promise.all(organizationIds.map(async (organizationId) => {
      const of = await figuresOf(scope, organizationId);
      return { organizationId, ...(await compute(scope, of)) };
    })),
  };
}

/** Numbers of hosts and schools in one alliance. */
export const apprenticeshipFigures: readonly FigureKind[] = [
  figureKind(
    { name: 'placements.hosted', title: { en: 'Apprentices who learn here now', 'zh-CN': '在岗实习学徒' }, unit: 'COUNT', over: 'SUM', of: ['Placement'] },
    (_scope, { hosted }) => ({ value: hosted, people: hosted }),
  ),
  figureKind(
    { name: 'placements.sent', title: { en: 'Apprentices of this school who are placed now', 'zh-CN': '本校在外实习学徒' }, unit: 'COUNT', over: 'SUM', of: ['Placement'] },
    (_scope, { sent }) => ({ value: sent, people: sent }),
  ),
  figureKind(
    { name: 'placements.staffShare', title: { en: 'Apprentices here against staff', 'zh-CN': '实习学徒占职工比例' }, unit: 'BASIS_POINTS', over: 'NONE', of: ['Placement', 'Organization'] },
    async (scope, of) => ({ value: await staffShare(scope, of), people: of.hosted }),
  ),
  figureKind(
    { name: 'timesheets.approvedMinutes', title: { en: 'Hours approved by both sides', 'zh-CN': '双方批准的工时' }, unit: 'MINUTES', over: 'SUM', of: ['Timesheet'] },
    (_scope, { approvedMinutes, timed }) => ({ value: approvedMinutes, people: timed }),
  ),
  figureKind(
    { name: 'timesheets.unlawful', title: { en: 'Weeks here that break a rule on hours', 'zh-CN': '违反工时规定的周数' }, unit: 'COUNT', over: 'SUM', of: ['Timesheet'] },
    (_scope, { unlawfulWeeks, timed }) => ({ value: unlawfulWeeks, people: timed }),
  ),
];
