import type { Scope } from '@quadhelix/database';
import type { FigureKind } from './figure-kind.js';

/** A figure of an organization in one alliance, over a span of days on which it did not change. */
export interface Figure {
  readonly tenantId: string;
  readonly figure: string;
  /** First local day on which it held. */
  readonly fromDay: string;
  /** First day on which it held no more; null while it holds. */
  readonly untilDay: string | null;
  readonly value: number | null;
  readonly people: number | null;
  /** When it was last found to be so. */
  readonly knownAt: Date;
}

const COLUMNS = 'tenant_id as "tenantId", figure, from_day as "fromDay", until_day as "untilDay", value, people, known_at as "knownAt"';

/** What held on some day from the first to the last, of what the reader may see: in an alliance its own share, else that of all that are read. One statement. */
export function figuresBetween(scope: Scope, organizationId: string, first: string, last: string): Promise<Figure[]> {
  const { tenantId } = scope.actor;
  return scope.sql<Figure & Record<string, unknown>>(
    `select ${COLUMNS} from organization_figures
     where organization_id = $1 and from_day <= $3::date and (until_day is null or until_day > $2::date) and not ended ${tenantId === null ? '' : 'and tenant_id = $4'}
     order by figure, tenant_id, from_day`, [organizationId, first, last, ...(tenantId === null ? [] : [tenantId])],
  );
}

/** What held on a day. */
export const figuresOn = (scope: Scope, organizationId: string, day: string): Promise<Figure[]> => figuresBetween(scope, organizationId, day, day);

/** The number over several alliances: the sum where the kind adds up and every part is known, else null. Of nothing it is null, never zero. */
export function totalOf(kind: Pick<FigureKind, 'over'>, shares: readonly Pick<Figure, 'value'>[]): number | null {
  if (kind.over !== 'SUM' || shares.length === 0) return null;
  return shares.reduce<number | null>((sum, { value }) => (sum === null || value === null ? null : sum + value), 0);
}

/** The total of each of these days. */
export const valueByDay = (kind: Pick<FigureKind, 'over'>, spans: readonly Figure[], days: readonly string[]): { day: string; value: number | null }[] =>
  days.map((day) => ({ day, value: totalOf(kind, spans.filter(({ fromDay, untilDay }) => fromDay <= day && (untilDay === null || untilDay > day))) }));
