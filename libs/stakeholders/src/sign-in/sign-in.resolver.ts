import { Injectable } from '@nestjs/common';
import { Arg, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { Person } from '../person/person.entity.js';
import { PersonType } from '../person/person.type.js';
import { personAccess, signInAccess } from '../stakeholders.access.js';
import { SignInService } from './sign-in.service.js';
import { ActivationCode, ActivationCodeIssueInput, ActivationCodePayload, InvitationPayload, InvitationRequestInput } from './sign-in.type.js';

@Injectable()
@Resolver(() => ActivationCode)
export class ActivationCodeResolver {
  constructor(private readonly service: SignInService) {}

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'The student; null where he does not take part in this alliance.' })
  person(@InScope() scope: Scope, @Root() code: ActivationCode): Promise<Person | null> {
    return scope.byId(Person, code.personId);
  }

  @Action(signInAccess.issueActivationCodes)
  @Mutation(() => ActivationCodePayload, {
    description: 'Makes codes with which students of a class, who need no e-mail address, activate their accounts or set a forgotten password anew. Only in the product\'s own clients.',
  })
  async activationCodeIssue(@InScope() scope: Scope, @Arg('input', { description: 'Which students.' }) input: ActivationCodeIssueInput): Promise<ActivationCodePayload> {
    return { className: input.className, codes: await this.service.issueActivationCodes(scope, input.personIds) };
  }

  @Action(signInAccess.invite)
  @Mutation(() => InvitationPayload, { description: 'Invites a person of your organization to sign in, by mail. Only in the product\'s own clients.' })
  async invitationRequest(@InScope() scope: Scope, @Arg('input', { description: 'Whom, and where to.' }) input: InvitationRequestInput): Promise<InvitationPayload> {
    return { person: await this.service.invite(scope, input.personId, input.email) };
  }
}
