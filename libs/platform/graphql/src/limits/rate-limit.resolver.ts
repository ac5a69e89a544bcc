import { Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Public } from '../actions.js';
import type { GraphqlContext } from '../context.js';
import { Instant } from '../scalars.js';

@ObjectType({ description: 'Where the bucket of points stands from which your operations in this alliance are paid.' })
export class RateLimit {
  @Field(() => Int, { description: 'Points of a full bucket.' })
  limit!: number;
  @Field(() => Int, { description: 'Points that this operation was charged before it ran; what it does not use comes back.' })
  cost!: number;
  @Field(() => Int, { description: 'Points left after this operation.' })
  remaining!: number;
  @Field(() => Instant, { description: 'When the bucket is full again if nothing more is asked.' })
  resetAt!: Date;
  @Field(() => Float, { description: 'Points that come back each second.' })
  restoreRate!: number;
}

/** Seconds until a bucket is full. */
export const secondsToFull = ({ maximumAvailable, currentlyAvailable, restoreRate }: NonNullable<GraphqlContext['throttle']>): number =>
  Math.ceil((maximumAvailable - currentlyAvailable) / restoreRate);

@Resolver()
export class RateLimitResolver {
  @Public()
  @Query(() => RateLimit, { nullable: true, description: 'Where your bucket of points stands; null where the server charges none.' })
  rateLimit(@Ctx() context: GraphqlContext): RateLimit | null {
    const { throttle, cost, scope } = context;
    if (!throttle || !scope) return null;
    const resetAt = new Date(scope.now.getTime() + secondsToFull(throttle) * 1000);
    return { limit: throttle.maximumAvailable, cost: cost ?? 0, remaining: throttle.currentlyAvailable, resetAt, restoreRate: throttle.restoreRate };
  }
}
