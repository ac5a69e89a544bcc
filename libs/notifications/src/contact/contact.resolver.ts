import { Injectable } from '@nestjs/common';
import { Arg, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope } from '@quadhelix/graphql';
import { contactPointAccess } from '../notifications.access.js';
import type { ContactPoint } from './contact-point.entity.js';
import { ContactService } from './contact.service.js';
import { ContactPointAddInput, ContactPointInput, ContactPointPayload, ContactPointRemovePayload, ContactPointType, ContactPointVerifyInput, ContactPointVerifyPayload } from './contact.type.js';

@Injectable()
@Resolver(() => ContactPointType)
export class ContactResolver {
  constructor(private readonly service: ContactService) {}

  @Action(contactPointAccess.read)
  @Bounded('at most six')
  @Query(() => [ContactPointType], { description: 'Your own addresses; at most six. Nobody sees those of others.' })
  contactPoints(@InScope() scope: Scope): Promise<ContactPoint[]> {
    return this.service.list(scope);
  }

  @Action(contactPointAccess.add)
  @Mutation(() => ContactPointPayload, { description: 'Adds an address of yours and sends a code there. Nothing else is sent there until you confirm it with contactPointVerify.' })
  async contactPointAdd(@InScope() scope: Scope, @Arg('input', { description: 'The address.' }) input: ContactPointAddInput): Promise<ContactPointPayload> {
    return { contactPoint: await this.service.add(scope, input.channel, input.address) };
  }

  @Action(contactPointAccess.sendCode)
  @Mutation(() => ContactPointPayload, { description: 'Sends another code; the one before ends. At most one a minute and six a day.' })
  async contactPointSendCode(@InScope() scope: Scope, @Arg('input', { description: 'Where to.' }) input: ContactPointInput): Promise<ContactPointPayload> {
    return { contactPoint: await this.service.sendCode(scope, input.id) };
  }

  @Action(contactPointAccess.verify)
  @Mutation(() => ContactPointVerifyPayload, { description: 'Confirms an address with the code that was sent there. A wrong code is answered, not refused; after five of them, or 15 minutes, a new one is needed.' })
  contactPointVerify(@InScope() scope: Scope, @Arg('input', { description: 'Which, and the code.' }) input: ContactPointVerifyInput): Promise<ContactPointVerifyPayload> {
    return this.service.verify(scope, input.id, input.code);
  }

  @Action(contactPointAccess.remove)
  @Mutation(() => ContactPointRemovePayload, { description: 'Removes an address. Nothing is sent there any more.' })
  async contactPointRemove(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: ContactPointInput): Promise<ContactPointRemovePayload> {
    await this.service.remove(scope, input.id);
    return { removed: true };
  }
}
