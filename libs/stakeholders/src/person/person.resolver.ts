import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { platformErrors, type Action as AccessAction } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, LocalDate, PageArgs, Personal, type Connection } from '@quadhelix/graphql';
import { personAccess } from '../stakeholders.access.js';
import { OrganizationType } from '../organization/organization.type.js';
import { Organization } from '../organization/organization.entity.js';
import { Affiliation } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';
import { Person } from './person.entity.js';
import { affiliationsOf, keptFromApp, listParticipants, personSubject } from './person.queries.js';
import { PersonService } from './person.service.js';
import { AffiliationEndInput, AffiliationPayload, AffiliationType, ParticipantConnection, ParticipantFilter, ParticipantType, PersonPayload, PersonRegisterInput, PersonType } from './person.type.js';

async function allowed<T>(scope: Scope, action: AccessAction, person: Person, value: T): Promise<T> {
  const refused = scope.refusal(action, await personSubject(scope, person.id));
  if (refused) throw scope.refuse(refused, action);
  return value;
}

@Injectable()
@Resolver(() => PersonType)
export class PersonResolver {
  constructor(private readonly people: PersonService) {}

  @Personal()
  @Action(personAccess.readName)
  @FieldResolver(() => String, { nullable: true, description: 'Name. Never for apps without a person; a student only for organizations he has to do with, and who is not known to be grown up not by apps of others at all.' })
  name(@InScope() scope: Scope, @Root() person: Person): Promise<string> {
    return this.nameOf(scope, person);
  }

  @Personal('ALL_APPS')
  @Action(personAccess.readBirthDate)
  @FieldResolver(() => LocalDate, { nullable: true, description: 'Date of birth, for who looks after him, not by apps of others.' })
  birthDate(@InScope() scope: Scope, @Root() person: Person): Promise<string | null> {
    return allowed(scope, personAccess.readBirthDate, person, person.birthDate);
  }

  @Action(personAccess.read)
  @Bounded('a person belongs to a handful of organizations')
  @FieldResolver(() => [AffiliationType], { description: 'Organizations he belongs to, as far as this alliance is concerned; at most 20, and none where you may not see him.' })
  async affiliations(@InScope() scope: Scope, @Root() person: Person): Promise<Affiliation[]> {
    return scope.refusal(personAccess.read, await personSubject(scope, person.id)) ? [] : affiliationsOf(scope, person.id);
  }

  private async nameOf(scope: Scope, person: Person): Promise<string> {
    if (await keptFromApp(scope, person)) throw scope.refuse(platformErrors.FORBIDDEN({ params: { action: personAccess.readName.name } }), personAccess.readName);
    return allowed(scope, personAccess.readName, person, person.name);
  }

  @Action(personAccess.register)
  @Mutation(() => PersonPayload, { description: 'Registers a person of a member organization and lets him take part in this alliance. The same call twice is one.' })
  async personRegister(@InScope() scope: Scope, @Arg('input', { description: 'The person.' }) input: PersonRegisterInput): Promise<PersonPayload> {
    const id = await this.people.register(scope, input);
    const [person] = await scope.find(Person, { id });
    if (!person) throw platformErrors.NOT_FOUND();
    return { person };
  }

  @Action(personAccess.endAffiliation)
  @Mutation(() => AffiliationPayload, { description: 'Ends the newest affiliation of a person with the organization you act for.' })
  async affiliationEnd(@InScope() scope: Scope, @Arg('input', { description: 'Who, and from when.' }) input: AffiliationEndInput): Promise<AffiliationPayload> {
    const [affiliation] = await scope.find(Affiliation, { personId: input.personId, organizationId: scope.actor.organizationId }, { validFrom: 'DESC' });
    if (!affiliation) throw platformErrors.NOT_FOUND({ field: 'personId' });
    return { affiliation: await this.people.endAffiliation(scope, affiliation.id, input.lastDay, input.version) };
  }
}

@Injectable()
@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @Action(personAccess.read)
  @Query(() => ParticipantConnection, { description: 'People who take part in this alliance, as far as you may see them.' })
  participants(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => ParticipantFilter, { nullable: true, description: 'Which ones.' }) filter: ParticipantFilter | null,
  ): Promise<Connection<Participant>> {
    return listParticipants(scope, args, filter);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { description: 'The person.' })
  person(@InScope() scope: Scope, @Root() participant: Participant): Promise<Person | null> {
    return scope.byId(Person, participant.personId);
  }

  @Action(personAccess.read)
  @FieldResolver(() => OrganizationType, { description: 'The organization he has to do with.' })
  organization(@InScope() scope: Scope, @Root() participant: Participant): Promise<Organization | null> {
    return scope.byId(Organization, participant.organizationId);
  }
}
