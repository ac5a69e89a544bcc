import { Injectable } from '@nestjs/common';
import { Args, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Costs, InScope } from '@quadhelix/graphql';
import { Organization } from '@quadhelix/stakeholders';
import { ruleVersionAccess } from '../standards.access.js';
import { LISTED, RuleRehearsal, type Flip } from './rehearsal.js';
import { type FlipGroupType, RulePackPreviewArgs, RulePackPreviewType } from './rehearsal.type.js';

const GROUPS = 100;

const counts = (flips: readonly Flip[]) => ({
  changed: flips.length, stopped: flips.filter(({ before, after }) => before === 'PASS' && after !== 'PASS').length, released: flips.filter(({ before, after }) => before !== 'PASS' && after === 'PASS').length,
});

function groups(flips: readonly Flip[], key: (flip: Flip) => string | null): [string, readonly Flip[]][] {
  return [...Map.groupBy(flips, (flip) => key(flip) ?? '')].filter(([name]) => name !== '').sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, GROUPS);
}

@Injectable()
@Resolver()
export class RehearsalResolver {
  constructor(private readonly rehearsal: RuleRehearsal) {}

  @Action(ruleVersionAccess.readPreview)
  @Costs(3_000)
  @Query(() => RulePackPreviewType, { description: 'Rehearses a version over stored facts: which subjects, hosts and regions it would change, and how. Nothing is written. Costs 3,000 points.' })
  async rulePackPreview(@InScope() scope: Scope, @Args() { id }: RulePackPreviewArgs): Promise<RulePackPreviewType> {
    const { onDate, replayed, complete, flips } = await this.rehearsal.preview(scope, id);
    const hosts = await Promise.all(groups(flips, ({ evaluation }) => evaluation.hostOrganizationId).map(async ([host, of]): Promise<FlipGroupType> => ({ host: (await scope.byId(Organization, host)) as FlipGroupType['host'], region: null, ...counts(of) })));
    const regions = groups(flips, ({ evaluation }) => evaluation.workRegion).map(([region, of]): FlipGroupType => ({ host: null, region, ...counts(of) }));
    return { onDate, replayed, complete, changed: flips.length, subjects: flips.slice(0, LISTED), hosts, regions };
  }
}
