import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { countryCode, parseRegionCode, regionParent } from '@quadhelix/stakeholders';
import type { Rule, RuleLevel, RuleVersionContent } from '../rule/rule.types.js';
import { standardsErrors } from '../standards.errors.js';
import { resolveRules } from './resolve.js';
import type { RulePlace, WaiverTerms } from './resolution.types.js';
import { RuleResolution } from './rule-resolution.js';

/** Published versions that this process remembers: they never change. */
const REMEMBERED = 500;
const RESOLUTIONS = Symbol('rule resolutions');

interface BookRow extends Record<string, unknown> {
  id: string;
  waiver: WaiverRow | null;
  pack: string;
  level: RuleLevel;
  region: string;
  number: number;
  effective_from: string;
  effective_until: string | null;
  rules: Rule[] | null;
}

interface WaiverRow {
  id: string;
  rule: string;
  parameter: string;
  bound: WaiverTerms['bound'];
  starts_on: string;
  last_day: string | null;
  region: string | null;
  host_organization_ids: string[];
  programme_ids: string[];
  approver_level: RuleLevel;
  approver_region: string;
}

/** The door to rules: which of them hold somewhere, and why. */
@Injectable()
export class RuleBook {
  private readonly remembered = new Map<string, readonly Rule[]>();

  /**
   * The rules that hold at a place on a day, in the alliance of the scope. One statement for all places asked for in the same tick, however many packs there are.
   * Regions may have two, four or six digits. Throws REGION_INVALID.
   */
  resolve(scope: Scope, place: RulePlace): Promise<RuleResolution> {
    const known = { ...place, workRegion: region(place.workRegion, 'workRegion'), homeRegion: place.homeRegion === null ? null : region(place.homeRegion, 'homeRegion') };
    return scope.loader<string, RuleResolution>(RESOLUTIONS, async (keys) => {
      const places = keys.map((key) => JSON.parse(key) as RulePlace);
      const { versions, waivers } = await this.load(scope, places);
      return places.map((each) => new RuleResolution(each, resolveRules(versions, each, waivers)));
    }).load(JSON.stringify(known));
  }

  /** What may hold at these places, on their days and on `more`: published versions of the regions and of the alliance, and its waivers. */
  async load(scope: Scope, places: readonly RulePlace[], more: readonly string[] = []): Promise<{ versions: RuleVersionContent[]; waivers: WaiverTerms[] }> {
    const days = places.flatMap(({ onDate, pinnedOn }) => [onDate, ...(pinnedOn == null ? [] : [pinnedOn])]).concat(more).sort();
    const regions = [...new Set(places.flatMap(({ workRegion, homeRegion }) => [...chain(workRegion), ...chain(homeRegion)]))];
    // What this process knows now: it may forget some of it before the answer comes.
    const known = new Map(this.remembered);
    const rows = await scope.sql<BookRow>(
      `select id, null::jsonb as waiver, pack, level, region, number, effective_from, effective_until, case when id = any($4) then null else rules end as rules
       from rule_versions where state in ('PUBLISHED', 'RETIRED') and effective_from <= $1 and (effective_until is null or effective_until >= $2) and (level = 'ALLIANCE' or region = any($3))
       union all
       select id, to_jsonb(w), null, null, null, null, null, null, null
       from pilot_waivers w where state in ('APPROVED', 'ADOPTED', 'ENDED', 'EXPIRED') and starts_on <= $1 and (last_day is null or last_day >= $2)`,
      [days.at(-1), days[0], regions, [...known.keys()]],
    );
    return {
      versions: rows.filter(({ waiver }) => waiver === null).map((row) => this.content(row, known)),
      waivers: rows.flatMap(({ waiver }) => (waiver === null ? [] : [termsOf(waiver)])),
    };
  }

  private content(row: BookRow, known: ReadonlyMap<string, readonly Rule[]>): RuleVersionContent {
    const rules = row.rules ?? known.get(row.id);
    if (!rules) throw new Error(`The rules of version ${row.id} were neither read nor known`);
    this.remembered.delete(row.id);
    this.remembered.set(row.id, rules);
    for (const id of this.remembered.keys()) if (this.remembered.size > REMEMBERED) this.remembered.delete(id);
    return { id: row.id, pack: row.pack, level: row.level, region: row.region, number: row.number, effectiveFrom: row.effective_from, effectiveUntil: row.effective_until, rules };
  }
}

const termsOf = (row: WaiverRow): WaiverTerms => ({
  id: row.id, rule: row.rule, parameter: row.parameter, bound: row.bound, from: row.starts_on, until: row.last_day, region: row.region, hosts: row.host_organization_ids,
  programmes: row.programme_ids, approver: { level: row.approver_level, region: row.approver_region },
});

function region(code: string, field: string): string {
  const parsed = parseRegionCode(code);
  if (parsed === undefined) throw standardsErrors.REGION_INVALID({ field });
  return parsed;
}

/** A region and all that hold it. */
function chain(code: string | null): string[] {
  if (code === null) return [];
  const found: string[] = [];
  for (let each: string | undefined = code; each !== undefined; each = regionParent(each)) found.push(each);
  return found.length === 0 ? [countryCode] : found;
}
