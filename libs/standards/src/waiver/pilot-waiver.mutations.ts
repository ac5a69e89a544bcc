import { Injectable } from '@nestjs/common';
import { Arg, Mutation, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { valueOf } from '../pack/rule.inputs.js';
import { pilotWaiverAccess } from '../standards.access.js';
import { PilotWaiverService } from './pilot-waiver.service.js';
import { PilotWaiverAskInput, PilotWaiverDecideInput, PilotWaiverExtendInput, PilotWaiverMeasureInput, PilotWaiverPayload, PilotWaiverType, PilotWaiverWithdrawInput } from './pilot-waiver.type.js';

/** What can be done with trials. */
@Injectable()
@Resolver(() => PilotWaiverType)
export class PilotWaiverMutations {
  constructor(private readonly service: PilotWaiverService) {}

  @Action(pilotWaiverAccess.ask)
  @Mutation(() => PilotWaiverPayload, { description: 'Asks for a trial. Rules on age, prohibited work, agreement, consent, insurance and fees are never waived.' })
  async pilotWaiverAsk(@InScope() scope: Scope, @Arg('input', { description: 'The trial.' }) input: PilotWaiverAskInput): Promise<PilotWaiverPayload> {
    const { bound, region, hostOrganizationIds, programmeIds, ...facts } = input;
    return { pilotWaiver: await this.service.ask(scope, { ...facts, bound: valueOf(bound), region: region ?? null, hostOrganizationIds: hostOrganizationIds ?? [], programmeIds: programmeIds ?? [] }) };
  }

  @Action(pilotWaiverAccess.withdraw)
  @Mutation(() => PilotWaiverPayload, { description: 'Takes back a trial that nobody has decided on.' })
  async pilotWaiverWithdraw(@InScope() scope: Scope, @Arg('input', { description: 'Which trial.' }) input: PilotWaiverWithdrawInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.withdraw(scope, input.id, input.version) };
  }

  @Action(pilotWaiverAccess.approve)
  @Mutation(() => PilotWaiverPayload, { description: 'Allows a trial, as an authority of the level that made the rule or a wider one.' })
  async pilotWaiverApprove(@InScope() scope: Scope, @Arg('input', { description: 'Which trial, and why.' }) input: PilotWaiverDecideInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.approve(scope, input.id, input.version, input.reason) };
  }

  @Action(pilotWaiverAccess.refuse)
  @Mutation(() => PilotWaiverPayload, { description: 'Refuses a trial.' })
  async pilotWaiverRefuse(@InScope() scope: Scope, @Arg('input', { description: 'Which trial, and why.' }) input: PilotWaiverDecideInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.refuse(scope, input.id, input.version, input.reason) };
  }

  @Action(pilotWaiverAccess.extend)
  @Mutation(() => PilotWaiverPayload, { description: 'At its review: lets a trial go on until another day.' })
  async pilotWaiverExtend(@InScope() scope: Scope, @Arg('input', { description: 'Which trial, until when, and why.' }) input: PilotWaiverExtendInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.extend(scope, input.id, input.version, { expiresOn: input.expiresOn, reviewOn: input.reviewOn }, input.reason) };
  }

  @Action(pilotWaiverAccess.adopt)
  @Mutation(() => PilotWaiverPayload, { description: 'At its review: lets a trial hold for good, in the same scope.' })
  async pilotWaiverAdopt(@InScope() scope: Scope, @Arg('input', { description: 'Which trial, and why.' }) input: PilotWaiverDecideInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.adopt(scope, input.id, input.version, input.reason) };
  }

  @Action(pilotWaiverAccess.end)
  @Mutation(() => PilotWaiverPayload, { description: 'Ends a trial at once: today is the first day without it.' })
  async pilotWaiverEnd(@InScope() scope: Scope, @Arg('input', { description: 'Which trial, and why.' }) input: PilotWaiverDecideInput): Promise<PilotWaiverPayload> {
    return { pilotWaiver: await this.service.end(scope, input.id, input.version, input.reason) };
  }

  @Action(pilotWaiverAccess.measure)
  @Mutation(() => PilotWaiverPayload, { description: 'States a declared measure for one region and period; each once.' })
  async pilotWaiverMeasure(@InScope() scope: Scope, @Arg('input', { description: 'The outcome.' }) input: PilotWaiverMeasureInput): Promise<PilotWaiverPayload> {
    const { id, ...facts } = input;
    return { pilotWaiver: await this.service.measure(scope, id, facts) };
  }
}
