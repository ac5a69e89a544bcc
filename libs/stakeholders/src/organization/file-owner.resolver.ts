import { Injectable } from '@nestjs/common';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
// As values: what is emitted for @Root would else be the browser's File.
import { File, FileType } from '@quadhelix/files';
import { Action, InScope } from '@quadhelix/graphql';
import { organizationAccess } from '../stakeholders.access.js';
import { Organization } from './organization.entity.js';
import { OrganizationType } from './organization.type.js';

/** Files lie below organizations and know theirs by id only. */
@Injectable()
@Resolver(() => FileType)
export class FileOwnerResolver {
  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Whose file it is.' })
  organization(@InScope() scope: Scope, @Root() file: File): Promise<Organization | null> {
    return scope.byId(Organization, file.organizationId);
  }
}
