import { Injectable } from '@nestjs/common';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { requestAccess } from './request.access.js';
import type { PersonalDataRequest } from './request.entity.js';
import { RequestService } from './request.service.js';
import {
  PersonalDataCorrectInput, PersonalDataEraseInput, PersonalDataExportInput, PersonalDataRequestCancelInput, PersonalDataRequestGrantInput, PersonalDataRequestPayload, PersonalDataRequestRefuseInput,
  PersonalDataWithdrawConsentInput, RequestType,
} from './request.type.js';

const payload = (request: PersonalDataRequest): PersonalDataRequestPayload => ({ request: request as unknown as RequestType });

/** What a person can ask for himself, and how the holder answers. */
@Injectable()
@Resolver(() => RequestType)
export class RequestMutations {
  constructor(private readonly service: RequestService) {}

  @Action(requestAccess.ask)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Has everything that this alliance holds about you put together. Answers at once; the worker does the rest.' })
  async personalDataExport(@InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'How.' }) input: PersonalDataExportInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.export(scope, input.language ?? language));
  }

  @Action(requestAccess.ask)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Asks the organization you act for to correct a fact about you.' })
  async personalDataCorrect(@InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'Which fact, and what is right.' }) input: PersonalDataCorrectInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.correct(scope, { ...input, language }));
  }

  @Action(requestAccess.ask)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Ends at once what this alliance does with your data because you consented to it.' })
  async personalDataWithdrawConsent(@InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'What you want to say to it.' }) input: PersonalDataWithdrawConsentInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.withdrawConsent(scope, language, input.statement ?? null));
  }

  @Action(requestAccess.ask)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Asks to be erased from this alliance: what identifies you is removed or replaced by a pseudonym.' })
  async personalDataErase(@InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'What you want to say to it.' }) input: PersonalDataEraseInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.erase(scope, language, input.statement ?? null));
  }

  @Action(requestAccess.cancel)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Takes a request of yours back that was not decided yet.' })
  async personalDataRequestCancel(@InScope() scope: Scope, @Arg('input', { description: 'Which request.' }) input: PersonalDataRequestCancelInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.cancel(scope, input.id));
  }

  @Action(requestAccess.decide)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Grants a request: a correction is put in at once, an erasure is carried out by the worker and cannot be undone.' })
  async personalDataRequestGrant(@InScope() scope: Scope, @Arg('input', { description: 'Which request.' }) input: PersonalDataRequestGrantInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.grant(scope, input.id, input.reason ?? null));
  }

  @Action(requestAccess.decide)
  @Mutation(() => PersonalDataRequestPayload, { description: 'Refuses a request, naming the law that obliges to it.' })
  async personalDataRequestRefuse(@InScope() scope: Scope, @Arg('input', { description: 'Which request, and why.' }) input: PersonalDataRequestRefuseInput): Promise<PersonalDataRequestPayload> {
    return payload(await this.service.refuse(scope, input.id, input.reason, input.law));
  }
}
