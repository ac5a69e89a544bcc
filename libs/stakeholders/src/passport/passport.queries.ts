import { DateTime } from 'luxon';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { figuresBetween, figuresOn, totalOf, valueByDay, type Figure, type FigureKind } from '@quadhelix/readers';
import { Membership } from '../membership/membership.entity.js';
import { passportAccess } from '../stakeholders.access.js';
import type { FigureDay, PassportReach } from './passport.type.js';

/** Days of a history that are told at once. */
const MAX_DAYS = 100;
const HISTORY = 'figures of an organization between two days';

export interface Passport {
  organizationId: string;
  on: string;
  reach: PassportReach;
}

export interface FigureOfPassport {
  organizationId: string;
  figure: FigureKind;
  total: number | null;
  shares: { tenantId: string; value: number | null; since: string; knownAt: Date }[];
}

/** Whose passport is read and how far. Throws NOT_FOUND for an organization whose figures are not open to the reader, as for one that does not exist. */
export async function openPassport(scope: Scope, organizationId: string | null, on: string | null): Promise<Passport> {
  const { actor } = scope;
  const id = organizationId ?? actor.organizationId;
  if (id === null) throw platformErrors.READER_REQUIRED();
  const absent = platformErrors.NOT_FOUND({ field: 'organizationId' });
  if (scope.refusal(passportAccess.read, { parties: () => ({ self: id }) })) throw scope.refuse(absent, passportAccess.read);
  if (actor.tenantId !== null && id !== actor.organizationId && (await scope.find(Membership, { organizationId: id })).length === 0) throw absent;
  const reach = actor.tenantId !== null ? 'THIS_ALLIANCE' : actor.readsAll === true ? 'ALL_ALLIANCES' : 'SOME_ALLIANCES';
  return { organizationId: id, on: on ?? scope.today, reach };
}

/** The figures of a passport by name, each with its shares; one statement. */
export async function passportFigures(scope: Scope, passport: Passport, kinds: readonly FigureKind[]): Promise<FigureOfPassport[]> {
  const found = Map.groupBy(await figuresOn(scope, passport.organizationId, passport.on), ({ figure }) => figure);
  return kinds.flatMap((figure) => {
    const shares = found.get(figure.name);
    if (!shares) return [];
    return [{
      organizationId: passport.organizationId, figure, total: totalOf(figure, shares),
      shares: shares.map(({ tenantId, value, fromDay, knownAt }) => ({ tenantId, value, since: fromDay, knownAt })),
    }];
  });
}

/** A figure day by day; all figures of an operation are read by one statement. Throws INPUT_INVALID for no or too many days. */
export async function figureHistory(scope: Scope, { organizationId, figure }: FigureOfPassport, from: string, until: string): Promise<FigureDay[]> {
  const days = daysBetween(from, until);
  const spans = await scope.loader<string, Figure[]>(`${HISTORY} ${from} ${until}`, (ids) => Promise.all(ids.map((id) => figuresBetween(scope, id, from, until)))).load(organizationId);
  return valueByDay(figure, spans.filter((span) => span.figure === figure.name), days);
}

function daysBetween(from: string, until: string): string[] {
  const first = DateTime.fromISO(from, { zone: 'utc' });
  const count = DateTime.fromISO(until, { zone: 'utc' }).diff(first, 'days').days + 1;
  if (count < 1 || count > MAX_DAYS) throw platformErrors.INPUT_INVALID({ field: 'until', params: { problem: { en: `ask for 1 to ${String(MAX_DAYS)} days`, 'zh-CN': `一次可查 1 至 ${String(MAX_DAYS)} 天` } } });
  return Array.from({ length: count }, (_, index) => first.plus({ days: index }).toISODate() ?? '');
}
