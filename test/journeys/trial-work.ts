import pg from 'pg';
import { defineAccess, type Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { WorkItem, WorkKind } from '@quadhelix/readers';
import { globalId, inAlliance, type GraphqlClient, type TestAlliance, type World } from '@quadhelix/testing';

const access = defineAccess('stakeholders', 'trialWork', { write: { ALLIANCE_ADMIN: 'alliance' } });

export interface Waits {
  title: string;
  personId?: string;
  organizationId?: string | null;
  roles?: readonly Role[];
  since?: string;
  dueOn?: string;
}

/** Work whose facts a test holds in its hand: what waits, by the subject that causes it. */
export class TrialWork implements WorkKind {
  readonly name = 'trial.do';
  readonly type = 'Trial';
  readonly of = [];
  readonly waiting = new Map<string, Waits & { tenantId: string }>();
  /** How often the facts are still refused to be read. */
  failures = 0;
  private count = 0;

  /** Adds something to do; answers the id of its cause. */
  wait(tenantId: string, waits: Waits): string {
    const id = `00000000-0000-4000-8000-${String((this.count += 1)).padStart(12, '0')}`;
    this.waiting.set(id, { ...waits, tenantId });
    return id;
  }

  done(title: string): string {
    const [id = ''] = [...this.waiting].find(([, waits]) => waits.title === title) ?? [];
    this.waiting.delete(id);
    return id;
  }

  touched = (): Promise<readonly string[]> => Promise.resolve([]);

  items(_scope: Scope, subjectIds: readonly string[]): Promise<readonly WorkItem[]> {
    if ((this.failures -= 1) >= 0) return Promise.reject(new Error('not yet'));
    return Promise.resolve(subjectIds.flatMap((id) => {
      const found = this.waiting.get(id);
      return found ? [itemOf(id, found)] : [];
    }));
  }

  after(scope: Scope, subjectId: string | null, limit: number): Promise<readonly string[]> {
    const own = [...this.waiting].filter(([id, { tenantId }]) => tenantId === scope.tenantId && (subjectId === null || id > subjectId)).map(([id]) => id);
    return Promise.resolve(own.sort().slice(0, limit));
  }
}

const itemOf = (id: string, { title, personId, organizationId, roles, since, dueOn }: Waits): WorkItem => ({
  subjectType: 'Trial', subjectId: id, waitsFor: personId === undefined ? { organizationId: organizationId ?? null, roles: roles ?? [] } : { personId },
  title: { en: title, 'zh-CN': `${title}(中文)` }, since: new Date(`${since ?? '2026-03-01'}T00:00:00Z`), dueOn: dueOn ?? null,
});

/** Records that these subjects changed, as their slice would. */
export const changed = (world: World, alliance: TestAlliance, ids: readonly string[], type = 'Trial'): Promise<void> =>
  inAlliance(world, alliance, async (scope) => {
    scope.authorize(access.write);
    for (const subjectId of ids) scope.record({ type: 'trial.changed', subjectType: type, subjectId, payload: {} });
    return Promise.resolve();
  });

export interface Listed {
  workList: { nodes: { kind: string; title: string; dueOn: string | null; organizationId: string | null; about: { type: string; id: string }; subject: object | null; alliance: { slug: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
export const LIST = `query ($first: Int, $after: String, $filter: WorkFilter) { workList(first: $first, after: $after, filter: $filter) {
  nodes { kind title since dueOn organizationId about { type id } subject { __typename id } alliance { slug name } } pageInfo { hasNextPage endCursor } } }`;

export const listed = async (client: GraphqlClient, filter: Record<string, unknown> = {}): Promise<Listed['workList']['nodes']> =>
  (await client.data<Listed>(LIST, { first: 100, filter })).workList.nodes;

/** Titles of all that was handed out, by person, whoever may read it. */
export async function handedOut(world: World): Promise<{ person: string; title: string; alliance: string }[]> {
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  try {
    const { rows } = await superuser.query<{ person: string; title: string; alliance: string }>(
      `select p.name as person, i.title_en as title, a.slug as alliance from work_items i join people p on p.id = i.person_id join alliances a on a.id = i.tenant_id order by 1, 2, 3`);
    return rows;
  } finally {
    await superuser.end();
  }
}

/** Variables of seatAssign. */
export const seatInput = (organizationId: string, personId: string, validFrom: string, validUntil: string | null) =>
  ({ input: { organizationId: globalId('Organization', organizationId), personId: globalId('Person', personId), role: 'INDUSTRY_MENTOR', validFrom, validUntil } });
