import { Injectable } from '@nestjs/common';
import { Arg, Field, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { Public } from '@quadhelix/graphql';

export const WayEnum = { OLD: 'OLD', NEW: 'NEW' } as const;
registerEnumType(WayEnum, {
  name: 'LeavingWay', description: 'A way. Only for tests.', valuesConfig: { OLD: { description: 'Old.', deprecationReason: 'Use NEW. REMOVE_AFTER=2026-12-31' }, NEW: { description: 'New.' } },
});

/** Something that is to leave the API in part. Only for tests. */
@ObjectType({ description: 'Leaves in part.' })
class Leaving {
  @Field({ description: 'Stays.' })
  fresh!: string;
  @Field({ description: 'Leaves.', deprecationReason: 'Use fresh. REMOVE_AFTER=2026-09-01' })
  stale!: string;
}

@Injectable()
@Resolver(() => Leaving)
class LeavingResolver {
  @Public()
  @Query(() => Leaving, { description: 'What leaves in part.' })
  leaving(@Arg('way', () => WayEnum, { nullable: true, description: 'Which way.' }) way?: keyof typeof WayEnum, @Arg('many', () => Int, { nullable: true, description: 'How many.' }) many?: number): Leaving {
    return { fresh: `${way ?? ''}${String(many ?? '')}`, stale: 'old' };
  }
}

export const leavingSlice = { name: 'leaving', providers: [], resolvers: [LeavingResolver] };
