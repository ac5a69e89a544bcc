import { Injectable } from '@nestjs/common';
import { Arg, Mutation, Resolver } from 'type-graphql';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { ruleVersionAccess } from '../standards.access.js';
import { RuleConfirmationService } from './rule-confirmation.service.js';
import { draftOf, packOf, RuleConfirmInput, RuleVersionDraftInput, RuleVersionPublishInput, RuleVersionRetireInput, RuleVersionReviseInput } from './rule.inputs.js';
import { RuleVersionService } from './rule-version.service.js';
import { RuleVersionPayload, RuleVersionType } from './rule-version.type.js';

/** What can be done with packs. */
@Injectable()
@Resolver(() => RuleVersionType)
export class RuleVersionMutations {
  constructor(private readonly service: RuleVersionService, private readonly confirmed: RuleConfirmationService) {}

  @Action(ruleVersionAccess.draft)
  @Mutation(() => RuleVersionPayload, { description: 'Drafts a version: of public law as government liaison of an authority of that level and region; of the pack of the alliance as its administrator.' })
  async ruleVersionDraft(@InScope() scope: Scope, @Arg('input', { description: 'The draft.' }) input: RuleVersionDraftInput): Promise<RuleVersionPayload> {
    if (input.pack?.level === 'ALLIANCE') throw platformErrors.INPUT_INVALID({ field: 'pack.level', params: { problem: { en: 'leave out the pack for the rules of the alliance', 'zh-CN': '联合体规则请省略规则包' } } });
    return { ruleVersion: await this.service.draft(scope, input.pack ? packOf(input.pack) : null, draftOf(input.draft)) };
  }

  @Action(ruleVersionAccess.draft)
  @Mutation(() => RuleVersionPayload, { description: 'Writes a draft anew.' })
  async ruleVersionRevise(@InScope() scope: Scope, @Arg('input', { description: 'The draft.' }) input: RuleVersionReviseInput): Promise<RuleVersionPayload> {
    return { ruleVersion: await this.service.revise(scope, input.id, input.version, draftOf(input.draft)) };
  }

  @Action(ruleVersionAccess.publish)
  @Mutation(() => RuleVersionPayload, { description: 'Publishes a draft; it is never changed again. The version before it ends on the day before. Looser than a pack above is refused.' })
  async ruleVersionPublish(@InScope() scope: Scope, @Arg('input', { description: 'Which draft.' }) input: RuleVersionPublishInput): Promise<RuleVersionPayload> {
    return { ruleVersion: await this.service.publish(scope, input.id, input.version) };
  }

  @Action(ruleVersionAccess.retire)
  @Mutation(() => RuleVersionPayload, { description: 'Gives a published version a last day.' })
  async ruleVersionRetire(@InScope() scope: Scope, @Arg('input', { description: 'Which version, and until when.' }) input: RuleVersionRetireInput): Promise<RuleVersionPayload> {
    return { ruleVersion: await this.service.retire(scope, input.id, input.version, input.lastDay) };
  }

  @Action(ruleVersionAccess.confirm)
  @Mutation(() => RuleVersionPayload, { description: 'Confirms, for this alliance, a rule that came unverified. The same call twice is one.' })
  async ruleConfirm(@InScope() scope: Scope, @Arg('input', { description: 'Which rule, and on what it rests.' }) input: RuleConfirmInput): Promise<RuleVersionPayload> {
    return { ruleVersion: await this.confirmed.confirm(scope, input.id, input.rule, input.remark) };
  }
}
