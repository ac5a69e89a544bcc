import { Injectable } from '@nestjs/common';
import { FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Role, Sector } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Bounded, InScope, Public } from '@quadhelix/graphql';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { Person } from '../person/person.entity.js';
import { PersonType } from '../person/person.type.js';
import { Alliance } from './alliance.entity.js';
import { AllianceType } from './alliance.type.js';
import { actingOrganizations } from './alliance.queries.js';
import { ActingOrganization, Viewer } from './viewer.type.js';

@Injectable()
@Resolver(() => Viewer)
export class ViewerResolver {
  @Public()
  @Query(() => Viewer, { description: 'Who is asking. Works without an alliance.' })
  viewer(@InScope() scope: Scope): Pick<Viewer, 'roles' | 'scopes' | 'sector'> {
    return { roles: [...scope.actor.roles] as Role[], scopes: [...scope.actor.scopes], sector: scope.actor.sector as Sector | null };
  }

  @Public()
  @FieldResolver(() => AllianceType, { nullable: true, description: 'The alliance of this request; null where none was named.' })
  alliance(@InScope() scope: Scope): Promise<Alliance | null> {
    return scope.byId(Alliance, scope.actor.tenantId);
  }

  @Public()
  @FieldResolver(() => PersonType, { nullable: true, description: 'The person; null for an app acting for nobody.' })
  person(@InScope() scope: Scope): Promise<Person | null> {
    return scope.byId(Person, scope.actor.personId);
  }

  @Public()
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The organization acted for in this request.' })
  organization(@InScope() scope: Scope): Promise<Organization | null> {
    return scope.byId(Organization, scope.actor.organizationId);
  }

  @Public()
  @Bounded('at most 100')
  @FieldResolver(() => [AllianceType], { description: 'Alliances open to you: by a seat for a person, by consent for an app; at most 100. Send the same document once to each.' })
  alliances(@InScope() scope: Scope): Promise<Alliance[]> {
    return scope.sql<Alliance & Record<string, unknown>>('select id, slug, name, kind, region_code as "regionCode", time_zone as "timeZone" from open_alliances($1)', [scope.now])
      .then((rows) => rows.map((row) => Object.assign(new Alliance(), row)));
  }
}

@Injectable()
@Resolver(() => AllianceType)
export class AllianceResolver {
  @Public()
  @Bounded('a person holds seats for a handful of organizations')
  @FieldResolver(() => [ActingOrganization], { description: 'Organizations you may act for in this alliance; empty for an app.' })
  actingOrganizations(@InScope() scope: Scope, @Root() alliance: Alliance): Promise<ActingOrganization[]> {
    return actingOrganizations(scope, alliance.id);
  }
}
