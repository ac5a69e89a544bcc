import { Field, ObjectType } from 'type-graphql';
import type { Role, Sector } from '@quadhelix/access';
import { Bounded, type Ref } from '@quadhelix/graphql';
import { OrganizationType } from '../organization/organization.type.js';
import { PersonType } from '../person/person.type.js';
import { AllianceType, RoleEnum, SectorEnum } from './alliance.type.js';

@ObjectType({ description: 'An organization you may act for in this alliance.' })
export class ActingOrganization {
  @Field(() => OrganizationType, { description: 'The organization; its id goes into the header "Quadhelix-Organization".' })
  organization!: Ref<OrganizationType>;
  @Bounded('at most one of each role')
  @Field(() => [RoleEnum], { description: 'Your roles for it.' })
  roles!: Role[];
}

@ObjectType({ description: 'Who is asking, as the product sees it.' })
export class Viewer {
  @Field(() => AllianceType, { nullable: true, description: 'The alliance of this request; null where none was named.' })
  alliance!: Ref<AllianceType> | null;
  @Field(() => PersonType, { nullable: true, description: 'The person; null for an app acting for nobody.' })
  person!: Ref<PersonType> | null;
  @Field(() => OrganizationType, { nullable: true, description: 'The organization acted for in this request.' })
  organization!: Ref<OrganizationType> | null;
  @Field(() => SectorEnum, { nullable: true, description: 'Its sector.' })
  sector!: Sector | null;
  @Bounded('at most one of each role')
  @Field(() => [RoleEnum], { description: 'Roles in this request.' })
  roles!: Role[];
  @Bounded('as many as scopes exist')
  @Field(() => [String], { description: 'Scopes of the token that hold here.' })
  scopes!: string[];
  @Bounded('at most 100')
  @Field(() => [AllianceType], { description: 'Alliances open to you: by a seat for a person, by consent for an app; at most 100. Send the same document once to each.' })
  alliances!: Ref<AllianceType>[];
}
