import { defineAccess, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relations: Relation | readonly Relation[]): Grants => Object.fromEntries(names.map((name) => [name, relations]));

/** Who works for an organization. */
const WORKERS: readonly Role[] = [
  'ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'INDUSTRY_MENTOR', 'INDUSTRY_FINANCE', 'SCHOOL_COORDINATOR', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD', 'SOCIETY_ASSESSOR',
];
const WATCHERS: readonly Role[] = ['GOVERNMENT_AUDITOR', 'SOCIETY_OBSERVER'];
/** They belong to an organization without being let into its papers. */
const YOUNG: readonly Role[] = ['GUARDIAN', 'APPRENTICE'];

/**
 * `owner` is the organization whose file it is, `uploader` the person; `attached` stands whoever may read something that the file belongs to,
 * by that thing's own access table.
 */
export const fileAccess = defineAccess('files', 'file', {
  read: { ...roles([...WORKERS, ...WATCHERS], ['owner', 'uploader', 'attached']), ...roles(YOUNG, ['uploader', 'attached']), API_CLIENT: 'attached' },
  upload: { ...roles(WORKERS, 'owner'), ...roles(YOUNG, 'uploader') },
  // What the product itself finds out about the bytes.
  check: {},
});
