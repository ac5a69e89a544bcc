import { Injectable } from '@nestjs/common';
import { Args, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, type Connection } from '@quadhelix/graphql';
import { appUsageAccess } from '../stakeholders.access.js';
import { appUsage } from './app-usage.queries.js';
import { AppUsageArgs, AppUsageConnection, type AppUsage } from './app-usage.type.js';

@Injectable()
@Resolver()
export class AppUsageResolver {
  @Action(appUsageAccess.read)
  @Query(() => AppUsageConnection, {
    description: 'What an app of the organization acted for uses of the API, by member of the schema, in the order of their names. Counted over all alliances; a use is known some seconds later.',
  })
  appUsage(@InScope() scope: Scope, @Args() args: AppUsageArgs): Promise<Connection<AppUsage>> {
    return appUsage(scope, args);
  }
}
