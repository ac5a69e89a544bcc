import { Injectable } from '@nestjs/common';
import { platformErrors, type Action, type BilingualText } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { contentHash, HASH_ALGORITHM } from '../rule/content-hash.js';
import type { PublicLevel, Rule } from '../rule/rule.types.js';
import { ruleVersionAccess } from '../standards.access.js';
import { standardsErrors } from '../standards.errors.js';
import { ruleVersionChanged } from '../standards.events.js';
import { ruleVersionStates } from '../standards.states.js';
import { demandDates, demandRules, demandStrict } from './draft.checks.js';
import { makersOf, readableVersion, versionsAround } from './pack.queries.js';
import { AllianceRuleVersion, RuleVersion } from './rule-version.entity.js';

/** Of which public pack a draft is; null in its place: of the alliance's own. */
export interface PackFacts {
  readonly code: string;
  readonly level: PublicLevel;
  readonly region: string;
  readonly title: BilingualText;
  readonly issuer: string;
}

export interface DraftFacts {
  readonly effectiveFrom: string;
  readonly effectiveUntil?: string | null;
  readonly summary: string;
  readonly rules: readonly Rule[];
}

/** Drafts, publishes and retires versions of packs. Each step throws NOT_FOUND, FORBIDDEN, STATE_FORBIDS and STALE_VERSION. */
@Injectable()
export class RuleVersionService {
  /** Drafts a version, of public law or (`pack` null) of the alliance's own pack. Throws RULE_INVALID, RULE_PACK_TAKEN, RULE_DATES_INVALID. */
  async draft(scope: Scope, pack: PackFacts | null, facts: DraftFacts): Promise<RuleVersion> {
    const place = pack ?? { code: 'alliance', level: 'ALLIANCE' as const, region: await this.seat(scope) };
    scope.authorize(ruleVersionAccess.draft, await makersOf(scope, place.level, place.region));
    const rules = demandRules(facts.rules, place.region);
    demandDates(facts);
    const siblings = await scope.sql<{ number: number; level: string; region: string }>('select number, level, region from rule_versions where pack = $1', [place.code]);
    if (pack && siblings.some(({ level, region }) => level !== pack.level || region !== pack.region)) throw standardsErrors.RULE_PACK_TAKEN({ field: 'pack.code', params: { pack: pack.code } });
    const number = Math.max(0, ...siblings.map((each) => each.number)) + 1;
    const id = scope.newId();
    const row = { id, number, effectiveFrom: facts.effectiveFrom, effectiveUntil: facts.effectiveUntil ?? null, rules, summary: facts.summary, hashAlgorithm: HASH_ALGORITHM,
      contentHash: contentHash({ pack: place.code, level: place.level, region: place.region, number, effectiveFrom: facts.effectiveFrom, rules }), draftedBy: scope.actor.personId };
    if (pack) await this.write(scope, { ...row, ...pack, pack: pack.code });
    else {
      await scope.insert(Object.assign(new AllianceRuleVersion(), {
        ...row, tenantId: scope.tenantId, state: 'DRAFT' as const, organizationId: scope.actor.organizationId, publishedBy: null, publishedAt: null, retiredAt: null, createdAt: scope.now, version: 1,
      }));
    }
    return this.done(scope, id, 'drafted');
  }

  /** Writes a draft anew. Throws RULE_INVALID, RULE_DATES_INVALID. */
  async revise(scope: Scope, id: string, version: number, facts: DraftFacts): Promise<RuleVersion> {
    const old = await this.load(scope, id, ruleVersionAccess.draft, version);
    ruleVersionStates.next(old.state, 'revise');
    const rules = demandRules(facts.rules, old.region);
    demandDates(facts);
    const row = { effectiveFrom: facts.effectiveFrom, effectiveUntil: facts.effectiveUntil ?? null, rules, summary: facts.summary, draftedBy: scope.actor.personId,
      contentHash: contentHash({ ...old.content(), effectiveFrom: facts.effectiveFrom, rules }) };
    if (old.level !== 'ALLIANCE') await this.write(scope, { ...row, id, version, pack: old.pack, level: old.level, region: old.region, title: old.title, issuer: old.issuer, hashAlgorithm: HASH_ALGORITHM, number: old.number });
    else {
      await scope.save(Object.assign(await this.own(scope, id), row));
    }
    return this.done(scope, id, 'drafted');
  }

  /**
   * Publishes a draft: from then on it is never changed. The version before it gets the day before as its last one. Throws RULE_RELAXATION_FORBIDDEN naming the parent,
   * RULE_SHAPE_DIFFERS, RULE_PUBLICATION_RETROACTIVE, RULE_DATES_GAP, RULE_DATES_OVERLAP.
   */
  async publish(scope: Scope, id: string, version: number): Promise<RuleVersion> {
    const draft = await this.load(scope, id, ruleVersionAccess.publish, version);
    ruleVersionStates.next(draft.state, 'publish');
    if (draft.effectiveFrom < scope.today) throw standardsErrors.RULE_PUBLICATION_RETROACTIVE({ field: 'effectiveFrom' });
    const around = await versionsAround(scope, draft.region, draft.effectiveFrom, draft.pack);
    demandStrict(scope, draft, around);
    try {
      await scope.savepoint(() => (draft.level === 'ALLIANCE' ? this.publishOwn(scope, draft) : this.publishPublic(scope, draft)));
    } catch (error) {
      if (breaksConstraint(error, `${draft.level === 'ALLIANCE' ? 'alliance' : 'public'}_rule_versions_gap`)) throw standardsErrors.RULE_DATES_GAP({ field: 'effectiveFrom' });
      if (breaksConstraint(error, `${draft.level === 'ALLIANCE' ? 'alliance' : 'public'}_rule_versions_overlap`)) throw standardsErrors.RULE_DATES_OVERLAP({ field: 'effectiveFrom' });
      throw error;
    }
    return this.done(scope, id, 'published');
  }

  /** Gives a published version a last day, today or later. Throws RULE_DATES_INVALID. */
  async retire(scope: Scope, id: string, version: number, lastDay: string): Promise<RuleVersion> {
    const published = await this.load(scope, id, ruleVersionAccess.retire, version);
    ruleVersionStates.next(published.state, 'retire');
    if (lastDay < scope.today || lastDay < published.effectiveFrom || (published.effectiveUntil !== null && lastDay > published.effectiveUntil)) throw standardsErrors.RULE_DATES_INVALID({ field: 'lastDay' });
    if (published.level === 'ALLIANCE') {
      const own = await this.own(scope, id);
      own.retire(lastDay, scope.now);
      await scope.save(own);
    } else await this.call(scope, 'select retire_rule_version($1, $2, $3, $4) as version', [id, version, lastDay, scope.now]);
    return this.done(scope, id, 'retired');
  }

  private async publishOwn(scope: Scope, draft: RuleVersion): Promise<void> {
    const ids = await scope.sql<{ id: string }>(
      `select id from alliance_rule_versions where tenant_id = $1 and (id = $2 or (state = 'PUBLISHED' and effective_until is null and effective_from < $3))`, [scope.tenantId, draft.id, draft.effectiveFrom]);
    const rows = await scope.manyForUpdate(AllianceRuleVersion, ids.map(({ id }) => id));
    // The version before first: two may not hold on one day, not even for a moment.
    for (const row of rows.sort((a) => (a.id === draft.id ? 1 : -1))) {
      if (row.id === draft.id) row.publish(scope.actor.personId, scope.now);
      else row.retire(dayBefore(draft.effectiveFrom), scope.now);
      await scope.save(row);
    }
  }

  private async publishPublic(scope: Scope, draft: RuleVersion): Promise<void> {
    await this.call(scope, 'select publish_rule_version($1, $2, $3, $4) as version', [draft.id, draft.version, scope.actor.personId, scope.now]);
  }

  private async write(scope: Scope, row: Readonly<Record<string, unknown>>): Promise<void> {
    await this.call(scope, 'select write_rule_draft($1) as version', [JSON.stringify({ ...row, packId: scope.newRandomId(), at: scope.now })]);
  }

  /** The functions of public law answer null where somebody else was faster; who may at all was asked before. */
  private async call(scope: Scope, statement: string, values: readonly unknown[]): Promise<void> {
    const [row] = await scope.sql<{ version: number | null }>(statement, values);
    if (row?.version == null) throw platformErrors.STALE_VERSION({ field: 'version' });
  }

  private async load(scope: Scope, id: string, action: Action, version: number): Promise<RuleVersion> {
    const [found] = await scope.find(RuleVersion, { id });
    const readable = await readableVersion(scope, found ?? null);
    scope.authorize(action, await makersOf(scope, readable.level, readable.region));
    if (readable.version !== version) throw platformErrors.STALE_VERSION({ field: 'version' });
    return readable;
  }

  private async own(scope: Scope, id: string): Promise<AllianceRuleVersion> {
    const [found] = await scope.manyForUpdate(AllianceRuleVersion, [id]);
    if (!found) throw platformErrors.NOT_FOUND({ field: 'id' });
    return found;
  }

  private async seat(scope: Scope): Promise<string> {
    const [row] = await scope.sql<{ region: string }>(`select rpad(region_code, 6, '0') as region from alliances where id = $1`, [scope.tenantId]);
    return row?.region ?? '';
  }

  private async done(scope: Scope, id: string, fact: 'drafted' | 'published' | 'retired'): Promise<RuleVersion> {
    const [after] = await scope.find(RuleVersion, { id });
    if (!after) throw platformErrors.NOT_FOUND({ field: 'id' });
    if (after.level !== 'ALLIANCE') scope.audit({ subjectType: 'RuleVersion', subjectId: id, changes: { state: [null, after.state], effectiveFrom: [null, after.effectiveFrom], effectiveUntil: [null, after.effectiveUntil], contentHash: [null, after.contentHash] } });
    scope.record(ruleVersionChanged(fact, after));
    return after;
  }
}

const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
