import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { isBroken, judge } from '../evaluation/judge.js';
import { placeOf } from '../evaluation/evaluation.service.js';
import { RuleEvaluation, type StoredVerdict } from '../evaluation/rule-evaluation.entity.js';
import type { Verdict } from '../check/evaluate.js';
import { readableVersion } from '../pack/pack.queries.js';
import { RuleVersion } from '../pack/rule-version.entity.js';
import { resolveRules } from '../resolution/resolve.js';
import { RuleBook } from '../resolution/rule-book.js';
import { RuleResolution } from '../resolution/rule-resolution.js';
import type { RuleVersionContent } from '../rule/rule.types.js';
import { addDays } from '../waiver/waiver.days.js';

/** At most so many stored evaluations are replayed, and so many flips are listed. */
export const REPLAYED = 10_000;
export const LISTED = 250;
const PAGE = 1_000;

/** What a draft would change for one subject at one gate. */
export interface Flip {
  readonly evaluation: RuleEvaluation;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Rules whose result would be another one. */
  readonly rules: readonly { readonly rule: string; readonly before: string | null; readonly after: string | null }[];
}

export interface Rehearsal {
  readonly version: RuleVersion;
  /** Day whose rules are held against each other: the first of the draft, or today. */
  readonly onDate: string;
  readonly replayed: number;
  /** Were all latest evaluations replayed? */
  readonly complete: boolean;
  readonly flips: readonly Flip[];
}

/** A result in one word: a warning is a result of its own. */
const wordOf = (verdict: StoredVerdict | undefined): string | null => (verdict === undefined ? null : isBroken(verdict) && verdict.warning ? 'WARNING' : verdict.verdict);

/** Versions as they would stand if the draft were published: the open version before it ends on the day before. */
export function withDraft(versions: readonly RuleVersionContent[], draft: RuleVersionContent): RuleVersionContent[] {
  const others = versions.filter(({ id }) => id !== draft.id).map((each) => (each.pack === draft.pack && each.effectiveUntil === null && each.effectiveFrom < draft.effectiveFrom
    ? { ...each, effectiveUntil: addDays(draft.effectiveFrom, -1) } : each));
  return [...others, draft];
}

/** Versions as they would stand if this one had not been published: the version that it ended goes on. */
export function withoutVersion(versions: readonly RuleVersionContent[], version: RuleVersionContent): RuleVersionContent[] {
  const dayBefore = addDays(version.effectiveFrom, -1);
  const published = versions.some(({ id }) => id === version.id);
  return versions.filter(({ id }) => id !== version.id).map((each) => (published && each.pack === version.pack && each.effectiveUntil === dayBefore ? { ...each, effectiveUntil: null } : each));
}

/** What an evaluation would find with one set of rules and with another. */
function compareOne(evaluation: RuleEvaluation, now: RuleResolution, then: RuleResolution): Flip {
  const [a, b] = [judge(now, evaluation.gate, evaluation.facts), judge(then, evaluation.gate, evaluation.facts)];
  const codes = [...new Set([...a.verdicts, ...b.verdicts].map(({ rule }) => rule))];
  const rules = codes.flatMap((rule) => {
    const [before, after] = [a, b].map(({ verdicts }) => wordOf(verdicts.find((each) => each.rule === rule))) as [string | null, string | null];
    return before === after ? [] : [{ rule, before, after }];
  });
  return { evaluation, before: a.verdict, after: b.verdict, rules };
}

/** Rehearses rules before they hold: writes nothing. */
@Injectable()
export class RuleRehearsal {
  constructor(private readonly book: RuleBook) {}

  /** Replays the latest evaluation of every subject and gate of the alliance with a draft, on its first day or today. Throws NOT_FOUND. */
  async preview(scope: Scope, versionId: string): Promise<Rehearsal> {
    const version = await readableVersion(scope, await scope.byId(RuleVersion, versionId));
    if (version.state === 'RETIRED') throw platformErrors.STATE_FORBIDS({ field: 'id', params: { from: 'RETIRED', possible: ['DRAFT', 'PUBLISHED'] } });
    const onDate = version.effectiveFrom > scope.today ? version.effectiveFrom : scope.today;
    const flips: Flip[] = [];
    let replayed = 0;
    let last: RuleEvaluation | undefined;
    for (let more = true; more && replayed < REPLAYED; ) {
      const page = await latest(scope, last);
      flips.push(...(await this.replay(scope, page, version.content(), onDate)).filter(({ rules }) => rules.length > 0));
      replayed += page.length;
      last = page.at(-1);
      more = page.length === PAGE;
      if (!more) return { version, onDate, replayed, complete: true, flips };
    }
    return { version, onDate, replayed, complete: false, flips };
  }

  private async replay(scope: Scope, page: readonly RuleEvaluation[], draft: RuleVersionContent, onDate: string): Promise<Flip[]> {
    const places = page.map((each) => placeOf(each, onDate));
    if (places.length === 0) return [];
    const { versions, waivers } = await this.book.load(scope, places, [addDays(draft.effectiveFrom, -1)]);
    const without = withoutVersion(versions, draft);
    const drafted = withDraft(without, draft);
    const memory = new Map<string, [RuleResolution, RuleResolution]>();
    return page.map((evaluation, index) => {
      const place = places[index];
      if (!place) throw new Error('A place is missing');
      const key = JSON.stringify(place);
      const both = memory.get(key) ?? [new RuleResolution(place, resolveRules(without, place, waivers)), new RuleResolution(place, resolveRules(drafted, place, waivers))];
      memory.set(key, both);
      return compareOne(evaluation, ...both);
    });
  }
}

/** The latest evaluation of each subject and gate, by the order of their keys. */
function latest(scope: Scope, after: RuleEvaluation | undefined): Promise<RuleEvaluation[]> {
  const values: unknown[] = [scope.tenantId];
  if (after) values.push(after.subjectType, after.subjectId, after.gate);
  return scope.select(RuleEvaluation, `where tenant_id = $1 and id in (
    select distinct on (subject_type, subject_id, gate) id from rule_evaluations where tenant_id = $1 ${after ? 'and (subject_type, subject_id, gate) > ($2, $3, $4)' : ''}
    order by subject_type, subject_id, gate, evaluated_at desc, id desc limit ${String(PAGE)}) order by subject_type, subject_id, gate`, values);
}
