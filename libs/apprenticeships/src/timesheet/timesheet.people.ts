import type { Role } from '@quadhelix/access';
import type { Placement } from '../placement/placement.entity.js';
import type { ApprovalStep } from './timesheet.approval.js';
import type { Timesheet } from './timesheet.entity.js';

type Whoever = { readonly personId: string } | { readonly organizationId: string; readonly roles: readonly Role[] };

/** Who looks at a week for the host or for the school: the one whom the placement names, else whoever may. */
export function approverOf(sheet: Timesheet, placement: Placement | null, step: ApprovalStep): Whoever {
  const personId = step === 'MENTOR' ? placement?.mentorPersonId : placement?.teacherPersonId;
  if (personId != null) return { personId };
  return step === 'MENTOR'
    ? { organizationId: sheet.hostOrganizationId, roles: ['INDUSTRY_MENTOR'] }
    : { organizationId: sheet.schoolOrganizationId, roles: ['SCHOOL_TEACHER'] };
}

/** Who writes a week. */
export const authorOf = (sheet: Timesheet): Whoever => ({ personId: sheet.apprenticePersonId });
