import { Injectable } from '@nestjs/common';
import { Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Bounded, InScope, Public } from '@quadhelix/graphql';

@ObjectType({ description: 'How long something that only grows is kept, and why.' })
export class Retention {
  @Field({ description: 'What: a table of the database.' })
  table!: string;
  @Field(() => Int, { description: 'Days for which it is kept at least; what is kept month by month goes with its month.' })
  days!: number;
  @Field({ description: 'Why so long.' })
  reason!: string;
}

@Injectable()
@Resolver(() => Retention)
export class RetentionResolver {
  @Public()
  @Bounded('one entry for each table that only grows', 60)
  @Query(() => [Retention], { description: 'How long what only grows is kept, and why. The same for everybody.' })
  retentions(@InScope() scope: Scope): Promise<Retention[]> {
    return scope.sql<Retention & Record<string, unknown>>(
      `select table_name as "table", (extract(epoch from keep) / 86400)::integer as days, reason from retentions order by table_name limit 200`);
  }
}
