import { z } from 'zod';
import { parseRegionCode, regionContains } from '@quadhelix/stakeholders';
import { CHECK_NAMES } from '../check/check-names.js';
import { compare } from './strictness.js';
import { DIRECTIONS, GATES, NEVER_WAIVABLE, PARAMETER_TYPES, SEVERITIES, type ParameterValue, type Rule, type RuleParameter } from './rule.types.js';

/** What is wrong with a rule, and where: `rules[2].parameters[0].value`. */
export interface RuleFault {
  readonly field: string;
  readonly problem: string;
}

const text = z.strictObject({ en: z.string().min(1).max(2000), 'zh-CN': z.string().min(1).max(2000) });
const value = z.union([z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000), z.boolean(), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), z.array(z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/)).max(200)]);
const parameter = z.strictObject({
  code: z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/), type: z.enum(PARAMETER_TYPES), direction: z.enum(DIRECTIONS), value,
  byRegion: z.array(z.strictObject({ region: z.string(), value })).max(3000).optional(), toConfirm: z.boolean().optional(),
});
const rule = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9-]{0,39}$/), title: text, text, check: z.enum(CHECK_NAMES).nullable(), severity: z.enum(SEVERITIES), gates: z.array(z.enum(GATES)).max(GATES.length),
  safety: z.boolean(), waivable: z.boolean(), binding: z.boolean(), toConfirm: z.boolean(),
  source: z.strictObject({ law: text, article: z.string().max(200), url: z.url().max(500).optional() }), parameters: z.array(parameter).max(50),
});

/** The rules of a version, by their form. */
export const rulesSchema = z.array(rule).min(1).max(200);

const FITS: Readonly<Record<RuleParameter['type'], (value: ParameterValue, direction: RuleParameter['direction']) => boolean>> = {
  CODES: (value, direction) => Array.isArray(value) && direction === 'SET',
  BOOLEAN: (value, direction) => typeof value === 'boolean' && direction === 'BOOLEAN',
  LOCAL_TIME: (value, direction) => typeof value === 'string' && (direction === 'MIN' || direction === 'MAX'),
  BASIS_POINTS: (value, direction) => typeof value === 'number' && value >= 0 && value <= 10_000 && (direction === 'MIN' || direction === 'MAX'),
  MINUTES: quantity, FEN: quantity, DAYS: quantity, MONTHS: quantity, YEARS: quantity, COUNT: quantity,
};

function quantity(value: ParameterValue, direction: RuleParameter['direction']): boolean {
  return typeof value === 'number' && value >= 0 && (direction === 'MIN' || direction === 'MAX');
}

function* parameterFaults(each: RuleParameter, region: string, at: string): Generator<RuleFault> {
  const fits = (value: ParameterValue): boolean => FITS[each.type](value, each.direction);
  if (!fits(each.value)) yield { field: `${at}.value`, problem: `does not fit type ${each.type} and direction ${each.direction}` };
  for (const [index, part] of (each.byRegion ?? []).entries()) {
    const field = `${at}.byRegion[${String(index)}]`;
    if (parseRegionCode(part.region) !== part.region || part.region === region || !regionContains(region, part.region)) yield { field: `${field}.region`, problem: 'is not a smaller region inside that of the pack' };
    else if (!fits(part.value)) yield { field: `${field}.value`, problem: `does not fit type ${each.type} and direction ${each.direction}` };
    else if (!['SAME', 'STRICTER'].includes(compare(each, part.value, each.value))) yield { field: `${field}.value`, problem: 'is looser than the value of the whole region' };
  }
  if (each.byRegion && new Set(each.byRegion.map((part) => part.region)).size < each.byRegion.length) yield { field: `${at}.byRegion`, problem: 'names a region twice' };
}

const repeated = (codes: readonly string[]): number => codes.findIndex((code, index) => codes.indexOf(code) !== index);

/** What is wrong with rules beyond their form: repeated codes, values that don't fit, regions outside, rules that nobody may waive. Empty: nothing. */
export function* ruleFaults(rules: readonly Rule[], region: string): Generator<RuleFault> {
  const again = repeated(rules.map(({ code }) => code));
  if (again >= 0) yield { field: `rules[${String(again)}].code`, problem: 'stands twice in this version' };
  for (const [index, each] of rules.entries()) {
    const at = `rules[${String(index)}]`;
    if (each.waivable && NEVER_WAIVABLE.has(each.code)) yield { field: `${at}.waivable`, problem: 'this rule can never be waived' };
    const twice = repeated(each.parameters.map(({ code }) => code));
    if (twice >= 0) yield { field: `${at}.parameters[${String(twice)}].code`, problem: 'stands twice in this rule' };
    for (const [place, parameter] of each.parameters.entries()) yield* parameterFaults(parameter, region, `${at}.parameters[${String(place)}]`);
  }
}
