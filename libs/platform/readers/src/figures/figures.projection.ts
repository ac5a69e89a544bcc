import { DateTime } from 'luxon';
import type { Scope } from '@quadhelix/database';
import { lockProjection, schedule, type Changed, type DueKind, type Projection } from '@quadhelix/outbox';
import { MAX_SUBJECTS, type FigureKind, type FigureKinds, type FigureValue } from './figure-kind.js';

const NAME = 'figures';
const CHANGES_BY_ITSELF = 'figures.refresh';
/** Organizations whose figure is computed and written at once. */
const CHUNK = 500;

/** Keeps the figures of organizations, of all kinds, up to date with what changes in an alliance. */
export function figuresProjection(kinds: FigureKinds): Projection {
  const { all } = kinds;
  return {
    name: NAME,
    of: [...new Set(all.flatMap(({ of }) => of))],
    async refresh(scope, changed) {
      for (const kind of all) {
        const own = ofKind(kind, changed);
        if (Object.keys(own).length > 0) await keep(scope, kind, await kind.touched(scope, own));
      }
    },
    async rebuild(scope, after) {
      const members = await scope.sql<{ organization_id: string }>(
        `select organization_id from memberships where tenant_id = $1 ${after === null ? '' : 'and organization_id > $3'} order by organization_id limit $2`,
        [scope.tenantId, CHUNK, ...(after === null ? [] : [after])],
      );
      await refreshFigures(scope, kinds, members.map((row) => row.organization_id));
      return members.length < CHUNK ? null : members.at(-1)?.organization_id ?? null;
    },
  };
}

/** Makes the figures anew of an organization one of whose figures changes by a day passing. */
export function figuresDue(kinds: FigureKinds): DueKind {
  return { kind: CHANGES_BY_ITSELF, handle: (scope, organizationId) => refreshFigures(scope, kinds, [organizationId]) };
}

/** Makes all figures of these organizations anew, in the alliance of the scope. */
export async function refreshFigures(scope: Scope, { all }: FigureKinds, organizationIds: readonly string[]): Promise<void> {
  await lockProjection(scope, NAME);
  for (const kind of all) await keep(scope, kind, organizationIds);
}

const ofKind = (kind: FigureKind, changed: Changed): Changed => Object.fromEntries(Object.entries(changed).filter(([type]) => kind.of.includes(type)));

async function keep(scope: Scope, kind: FigureKind, organizationIds: readonly string[]): Promise<void> {
  const ids = [...new Set(organizationIds)];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK);
    const values = await kind.compute(scope, chunk);
    for (const { value } of values) if (value !== null && !Number.isSafeInteger(value)) throw new Error(`The figure ${kind.name} is no whole number`);
    await scope.sql('select put_organization_figures($1, $2, $3, $4, $5)', [kind.name, chunk, JSON.stringify(values.map(toRow)), scope.today, scope.now]);
    for (const { organizationId, changesOn } of values) {
      if (changesOn != null) await schedule(scope, CHANGES_BY_ITSELF, organizationId, DateTime.fromISO(changesOn, { zone: scope.timeZone }).toJSDate());
    }
  }
}

const toRow = ({ organizationId, value, people, subjectIds }: FigureValue) => ({
  organization_id: organizationId, value, people, subject_ids: subjectIds ? subjectIds.slice(0, MAX_SUBJECTS) : null,
});
