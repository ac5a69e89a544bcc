import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { MandateLevel } from '@quadhelix/readers';
import { parseRegionCode, regionContains } from '../region.js';
import { mandateAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { mandateStates, type MandateState } from './mandate.entity.js';

export interface MandateFacts {
  /** Credit code or row id of the authority. */
  authority: string;
  /** Codes of provinces, cities or counties (GB/T 2260), or 100000 for the state. */
  regions: readonly string[];
  level: MandateLevel;
  legalBasis: string;
  validFrom: string;
  /** Last day. */
  validUntil: string;
}

export interface RegisteredMandate {
  id: string;
  authority: string;
  regions: string[];
  level: MandateLevel;
  legalBasis: string;
  validFrom: string;
  validUntil: string;
  state: MandateState;
}

/** Why something is done to a mandate, and by whom. */
export interface MandateStep {
  reason: string;
  doneBy: string;
}

/** Mandates as operators keep them, outside any alliance: what was done is in their own record of steps. */
@Injectable()
export class MandateService {
  /**
   * Registers a mandate; it holds from its first day. Answers its id.
   * Throws MANDATE_AUTHORITY_UNKNOWN, MANDATE_NOBODY_SPEAKS, INVALID_REGION, PERIOD_INVALID, INPUT_INVALID.
   */
  async register(scope: Scope, facts: MandateFacts, step: MandateStep): Promise<string> {
    scope.authorize(mandateAccess.register);
    if (facts.validUntil < facts.validFrom) throw stakeholderErrors.PERIOD_INVALID({ field: 'validUntil' });
    for (const [field, text] of Object.entries({ legalBasis: facts.legalBasis, reason: step.reason, by: step.doneBy })) demandText(field, text);
    const regions = outermost(facts.regions);
    const [authority] = await scope.sql<{ id: string }>('select id from authority_named($1, $2)', [facts.authority, scope.now]);
    if (!authority) throw stakeholderErrors.MANDATE_AUTHORITY_UNKNOWN({ field: 'authority' });
    const id = scope.newRandomId();
    const mandate = { ...facts, id, authorityOrganizationId: authority.id, regions };
    const [row] = await scope.sql<{ outcome: string }>('select register_mandate($1, $2, $3, $4) as outcome', [JSON.stringify(mandate), step.reason, step.doneBy, scope.now]);
    if (row?.outcome === 'NO_AUTHORITY') throw stakeholderErrors.MANDATE_AUTHORITY_UNKNOWN({ field: 'authority' });
    if (row?.outcome === 'NOBODY_SPEAKS') throw stakeholderErrors.MANDATE_NOBODY_SPEAKS({ field: 'authority' });
    return id;
  }

  /** Takes one step of the state table; the next read under it is answered by the new state. Throws NOT_FOUND, STATE_FORBIDS. */
  async step(scope: Scope, id: string, verb: keyof typeof mandateStates.transitions, step: MandateStep): Promise<MandateState> {
    scope.authorize(mandateAccess[verb]);
    for (const [field, text] of Object.entries({ reason: step.reason, by: step.doneBy })) demandText(field, text);
    const { from, to } = mandateStates.transitions[verb];
    const [row] = await scope.sql<{ held: MandateState | null }>('select step_mandate($1, $2, $3, $4, $5, $6, $7) as held', [id, verb, from, to, step.reason, step.doneBy, scope.now]);
    if (!row?.held) throw platformErrors.NOT_FOUND({ field: 'id' });
    return mandateStates.next(row.held, verb);
  }

  /** The newest thousand, newest first. */
  list(scope: Scope): Promise<RegisteredMandate[]> {
    scope.authorize(mandateAccess.register);
    return scope.sql<RegisteredMandate & Record<string, unknown>>(
      'select id, authority, regions, level, legal_basis as "legalBasis", valid_from as "validFrom", valid_until as "validUntil", state from registered_mandates()');
  }
}

function demandText(field: string, text: string): void {
  if (text.trim() === '') throw platformErrors.INPUT_INVALID({ field, params: { problem: { en: 'it may not be empty', 'zh-CN': '不能为空' } } });
}

/** Six-digit codes without regions that lie in another one of them. */
function outermost(codes: readonly string[]): string[] {
  const regions = [...new Set(codes.map((code) => {
    const region = parseRegionCode(code);
    if (region === undefined) throw stakeholderErrors.INVALID_REGION({ field: 'regions', params: { code } });
    return region;
  }))];
  if (regions.length === 0 || regions.length > 50) throw platformErrors.INPUT_INVALID({ field: 'regions', params: { problem: { en: 'name 1 to 50 regions', 'zh-CN': '须写明 1 至 50 个地区' } } });
  return regions.filter((region) => !regions.some((other) => other !== region && regionContains(other, region)));
}
