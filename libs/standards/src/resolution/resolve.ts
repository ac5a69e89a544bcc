import { regionContains, regionLevel } from '@quadhelix/stakeholders';
import { GATES, RULE_LEVELS, versionLabel, type ParameterValue, type Rule, type RuleLevel, type RuleParameter, type RuleVersionContent } from '../rule/rule.types.js';
import { compare, stricter } from '../rule/strictness.js';
import type { OtherValue, PackSource, RedundantRule, ResolutionReason, ResolvedParameter, ResolvedRule, RulePlace, WaiverTerms } from './resolution.types.js';

/** A rule in one pack that applies. */
interface Spoken {
  readonly from: PackSource;
  readonly rule: Rule;
}

const rank = (level: RuleLevel): number => RULE_LEVELS.indexOf(level);

const inForce = (version: RuleVersionContent, onDate: string): boolean => version.effectiveFrom <= onDate && (version.effectiveUntil === null || version.effectiveUntil >= onDate);

function reasons({ level, region }: RuleVersionContent, { workRegion, homeRegion }: RulePlace): ResolutionReason[] {
  if (level === 'ALLIANCE') return ['ALLIANCE'];
  const found: ResolutionReason[] = [];
  if (regionContains(region, workRegion)) found.push('PLACE_OF_WORK');
  if (homeRegion !== null && regionContains(region, homeRegion)) found.push('HOME_REGION');
  return found;
}

const inOrder = (a: RuleVersionContent, b: RuleVersionContent): number =>
  rank(a.level) - rank(b.level) || (a.region < b.region ? -1 : a.region > b.region ? 1 : 0) || (versionLabel(a) < versionLabel(b) ? -1 : 1);

function spokenOf(versions: readonly RuleVersionContent[], place: RulePlace): Map<string, Spoken[]> {
  const rules = versions.filter((version) => inForce(version, place.onDate)).sort(inOrder).flatMap((version) => {
    const because = reasons(version, place);
    if (because.length === 0) return [];
    return version.rules.map((rule): Spoken => ({ rule, from: { versionId: version.id, label: versionLabel(version), level: version.level, region: version.region, source: rule.source, because } }));
  });
  return Map.groupBy(rules, ({ rule }) => rule.code);
}

/** The value of a parameter at the place of work and at home, the stricter of both. */
function valueAt(parameter: RuleParameter, { because }: PackSource, { workRegion, homeRegion }: RulePlace): ParameterValue {
  const at = (place: string): ParameterValue => {
    const parts = (parameter.byRegion ?? []).filter(({ region }) => regionContains(region, place));
    // Of regions that hold the same place the county's code is the narrowest, then the city's.
    return parts.sort((a, b) => narrowness(b.region) - narrowness(a.region))[0]?.value ?? parameter.value;
  };
  const places = because.includes('ALLIANCE') ? [workRegion, homeRegion] : [because.includes('PLACE_OF_WORK') ? workRegion : null, because.includes('HOME_REGION') ? homeRegion : null];
  return places.filter((place) => place !== null).map(at).reduce((a, b) => stricter(parameter, a, b));
}

const narrowness = (region: string): number => ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY'].indexOf(regionLevel(region));

interface Stated {
  readonly from: PackSource;
  readonly value: ParameterValue;
  readonly parameter: RuleParameter;
}

function combine(stated: readonly Stated[]): { value: ParameterValue; from: PackSource[] } | null {
  let answer: { value: ParameterValue; from: PackSource[] } | null = null;
  for (const { from, value, parameter } of stated) {
    if (answer === null) answer = { value: stricter(parameter, value, value), from: [from] };
    else {
      const next = stricter(parameter, answer.value, value);
      if (compare(parameter, next, answer.value) === 'SAME') continue;
      answer = { value: next, from: parameter.direction === 'SET' ? [...answer.from, from] : [from] };
    }
  }
  return answer;
}

function within({ approver }: WaiverTerms, { level, region }: PackSource): boolean {
  return level === 'ALLIANCE' || (rank(level) >= rank(approver.level) && regionContains(approver.region, region));
}

function waiverFor(waivers: readonly WaiverTerms[], rule: string, parameter: string, place: RulePlace): readonly WaiverTerms[] {
  return waivers.filter((each) => each.rule === rule && each.parameter === parameter && each.from <= place.onDate && (each.until === null || each.until >= place.onDate)
    && (each.region === null || regionContains(each.region, place.workRegion))
    && (each.hosts.length === 0 || (place.hostOrganizationId != null && each.hosts.includes(place.hostOrganizationId)))
    && (each.programmes.length === 0 || (place.programmeId != null && each.programmes.includes(place.programmeId))));
}

/** The loosest of the waivers, but never looser than what packs say that it does not reach. */
function waived(shape: RuleParameter, strict: ParameterValue, stated: readonly Stated[], waivers: readonly WaiverTerms[]): { id: string; value: ParameterValue } | null {
  let best: { id: string; value: ParameterValue } | null = null;
  for (const waiver of [...waivers].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const kept = combine(stated.filter(({ from }) => !within(waiver, from)));
    const value = kept === null ? waiver.bound : stricter(shape, waiver.bound, kept.value);
    if (compare(shape, value, best?.value ?? strict) === 'LOOSER') best = { id: waiver.id, value };
  }
  return best;
}

function resolveParameter(code: string, spoken: readonly Spoken[], place: RulePlace, waivers: readonly WaiverTerms[]): ResolvedParameter | null {
  const stated = spoken.flatMap(({ from, rule }): Stated[] => rule.parameters.filter((each) => each.code === code).map((parameter) => ({ from, parameter, value: valueAt(parameter, from, place) })));
  const [first] = stated;
  const strict = combine(stated);
  if (!first || !strict) return null;
  const shape = first.parameter;
  const applied = waived(shape, strict.value, stated, waivers);
  const others = stated.filter(({ from }) => !strict.from.includes(from))
    .map(({ from, value }): OtherValue => ({ from, value, comparison: compare(shape, value, strict.value) === 'SAME' ? 'SAME' : 'LOOSER' }));
  const toConfirm = stated.some(({ from, parameter }) => strict.from.includes(from) && (parameter.toConfirm ?? false));
  return {
    code, type: shape.type, direction: shape.direction, value: applied?.value ?? strict.value, from: strict.from, others, toConfirm,
    waiver: applied ? { id: applied.id, insteadOf: strict.value } : null,
  };
}

/** Does the child say nothing beyond the parent? */
function saysNoMore(child: Spoken, parent: Spoken, place: RulePlace): boolean {
  const same = child.rule.parameters.every((own) => {
    const theirs = parent.rule.parameters.find(({ code }) => code === own.code);
    return theirs !== undefined && ['SAME', 'LOOSER'].includes(compare(own, valueAt(own, child.from, place), valueAt(theirs, parent.from, place)));
  });
  return same && !(child.rule.severity === 'BLOCK' && parent.rule.severity === 'WARN') && child.rule.gates.every((gate) => parent.rule.gates.includes(gate))
    && (parent.rule.safety || !child.rule.safety) && (child.rule.waivable || !parent.rule.waivable);
}

function redundantIn(spoken: readonly Spoken[], place: RulePlace): RedundantRule[] {
  return spoken.flatMap((child) => {
    const parent = spoken.find((other) => rank(other.from.level) < rank(child.from.level) && other.rule.binding
      && (child.from.level === 'ALLIANCE' || regionContains(other.from.region, child.from.region)) && saysNoMore(child, other, place));
    return parent ? [{ child: child.from, parent: parent.from }] : [];
  });
}

function resolveRule(code: string, all: readonly Spoken[], place: RulePlace, waivers: readonly WaiverTerms[]): ResolvedRule | null {
  // What the product proposes holds only where nobody else says anything of the parameter.
  const binding = all.filter(({ rule }) => rule.binding);
  const spoken = binding.length > 0 ? binding : all;
  const [first] = spoken;
  if (!first) return null;
  const codes = [...new Set(all.flatMap(({ rule }) => rule.parameters.map((parameter) => parameter.code)))].sort();
  const parameters = codes.flatMap((each) => {
    const ours = binding.filter(({ rule }) => rule.parameters.some((parameter) => parameter.code === each));
    const found = resolveParameter(each, ours.length > 0 ? ours : all, place, waiverFor(waivers, code, each, place));
    return found ? [found] : [];
  });
  const rules = spoken.map(({ rule }) => rule);
  return {
    code, title: first.rule.title, text: first.rule.text, check: rules.find(({ check }) => check !== null)?.check ?? null,
    severity: rules.some(({ severity }) => severity === 'BLOCK') ? 'BLOCK' : 'WARN', gates: GATES.filter((gate) => rules.some(({ gates }) => gates.includes(gate))),
    safety: rules.some(({ safety }) => safety), waivable: rules.every(({ waivable }) => waivable), binding: binding.length > 0, toConfirm: rules.some(({ toConfirm }) => toConfirm),
    parameters, values: new Map(parameters.map((parameter) => [parameter.code, parameter.value])), sources: all.map(({ from }) => from), redundant: redundantIn(all, place),
  };
}

function resolveOn(versions: readonly RuleVersionContent[], place: RulePlace, waivers: readonly WaiverTerms[]): Map<string, ResolvedRule> {
  const spoken = [...spokenOf(versions, place)].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return new Map(spoken.flatMap(([code, each]) => {
    const rule = resolveRule(code, each, place, waivers);
    return rule ? [[code, rule] as const] : [];
  }));
}

/**
 * The rules that hold at a place on a day: of each parameter the strictest value that any pack of the place of work, of the home region or of the alliance
 * states, loosened by waivers. The same whatever the order of `versions`. With `pinnedOn`, rules that are no matter of safety are those of that day.
 */
export function resolveRules(versions: readonly RuleVersionContent[], place: RulePlace, waivers: readonly WaiverTerms[] = []): ReadonlyMap<string, ResolvedRule> {
  const now = resolveOn(versions, place, waivers);
  if (place.pinnedOn == null || place.pinnedOn >= place.onDate) return now;
  const pinned = resolveOn(versions, { ...place, onDate: place.pinnedOn }, waivers);
  const codes = [...new Set([...pinned.keys(), ...now.keys()])].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return new Map(codes.flatMap((code) => {
    const rule = now.get(code)?.safety ? now.get(code) : pinned.get(code);
    return rule ? [[code, rule] as const] : [];
  }));
}
