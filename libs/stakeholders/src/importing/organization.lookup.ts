import { refusal, type Action, type Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Organization } from '../organization/organization.entity.js';
import { stakeholderErrors } from '../stakeholders.errors.js';

/** How a file names an organization: by credit code, ministry code, or its exact registered name. */
function columnFor(text: string): 'uscc' | 'ministry_code' | 'legal_name' {
  if (/^[0-9A-HJ-NPQRTUWXY]{18}$/i.test(text)) return 'uscc';
  return /^\d{10}$/.test(text) ? 'ministry_code' : 'legal_name';
}

/**
 * The organization that a file names, among those of the alliance and of the public directory. Members go before namesakes of the directory.
 * Throws ORGANIZATION_UNKNOWN and ORGANIZATION_AMBIGUOUS with the field.
 */
export async function organizationNamed(scope: Scope, text: string, field: string): Promise<Organization> {
  const found = await organizationsNamed(scope, text);
  if (found.length > 1) throw stakeholderErrors.ORGANIZATION_AMBIGUOUS({ field });
  const [only] = found;
  if (!only) throw stakeholderErrors.ORGANIZATION_UNKNOWN({ field });
  return only;
}

/** As organizationNamed, but all that the text fits: none, one, or namesakes. */
export async function organizationsNamed(scope: Scope, text: string): Promise<Organization[]> {
  const column = columnFor(text);
  const value = column === 'uscc' ? text.toUpperCase() : text;
  const found = await scope.select(Organization, `where ${column} = $1 order by id limit 3`, [value]);
  if (found.length < 2) return found;
  const members = await scope.sql<{ organization_id: string }>(
    'select organization_id from memberships where tenant_id = $1 and organization_id = any($2)', [scope.tenantId, found.map(({ id }) => id)]);
  const own = found.filter(({ id }) => members.some((each) => each.organization_id === id));
  return own.length > 0 ? own : found;
}

const NAMED = Symbol('organizations by what files call them');

/** As organizationNamed, asked once in an operation for each text: for kinds that make no organizations. */
export async function knownOrganization(scope: Scope, text: string, field: string): Promise<Organization> {
  const answer = await scope.loader<string, Organization | Error>(NAMED, (texts) =>
    Promise.all(texts.map((each) => organizationNamed(scope, each, field).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))))).load(text);
  // The refusal names the field of the caller that asked first: made again for this one.
  return answer instanceof Error ? organizationNamed(scope, text, field) : answer;
}

const NUMBERED = Symbol('people by the numbers of their organizations');

/**
 * Row id of the person whom an organization knows by a number, where he takes part in this alliance for it. Asked once in an operation for each number.
 * Throws PERSON_UNKNOWN with the field.
 */
export async function personNumbered(scope: Scope, organizationId: string, memberNumber: string, field: string): Promise<string> {
  const key = `${organizationId} ${memberNumber}`;
  const loader = scope.loader<string, string | null>(NUMBERED, async (keys) => {
    const pairs = keys.map((each) => [each.slice(0, 36), each.slice(37)]);
    const rows = await findNumbered(scope, pairs.map(([organization]) => organization ?? ''), pairs.map(([, number]) => number ?? ''));
    const byKey = new Map(rows.map((row) => [`${row.organization_id} ${row.member_number}`, row.person_id]));
    return keys.map((each) => byKey.get(each) ?? null);
  });
  const found = await loader.load(key);
  if (found !== null) return found;
  loader.clear(key);
  throw stakeholderErrors.PERSON_UNKNOWN({ field });
}

/** The person with a number, now; undefined where nobody with it takes part. */
export async function findPersonNumbered(scope: Scope, organizationId: string, memberNumber: string): Promise<string | undefined> {
  const [row] = await findNumbered(scope, [organizationId], [memberNumber]);
  return row?.person_id;
}

function findNumbered(scope: Scope, organizations: readonly string[], numbers: readonly string[]): Promise<{ person_id: string; organization_id: string; member_number: string }[]> {
  return scope.sql(
    `select f.person_id, f.organization_id, f.member_number from unnest($2::uuid[], $3::text[]) w(organization_id, member_number)
     join affiliations f on f.organization_id = w.organization_id and f.member_number = w.member_number
     join participants p on p.tenant_id = $1 and p.person_id = f.person_id and p.organization_id = f.organization_id`,
    [scope.tenantId, organizations, numbers]);
}

/** Demands an action on what a file names. Its author can see that organization, so FORBIDDEN says what is wrong where scope.authorize would hide it. */
export function authorizeNamed(scope: Scope, action: Action, subject: Subject): void {
  const refused = refusal(scope.actor, action, subject);
  if (refused) throw scope.refuse(refused, action);
  scope.authorize(action, subject);
}
