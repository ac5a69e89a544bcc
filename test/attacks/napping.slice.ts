import { Arg, Float, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { InScope, Public } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';

/** Holds its connection for a while, in one statement or in many. Only for tests. */
@Resolver()
class NapResolver {
  @Public()
  @Query(() => Float, { description: 'Sleeps in one statement, and answers the number of its backend.' })
  async nap(@InScope() scope: Scope, @Arg('seconds', () => Float, { description: 'How long.' }) seconds: number): Promise<number> {
    const [row] = await scope.sql<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep($1)', [seconds]);
    return row?.pid ?? 0;
  }

  @Public()
  @Query(() => Float, { description: 'Sleeps in many short statements.' })
  async naps(@InScope() scope: Scope, @Arg('seconds', () => Float, { description: 'How long together.' }) seconds: number): Promise<number> {
    for (let done = 0; done < seconds; done += 0.1) await scope.sql('select pg_sleep(0.1)');
    return seconds;
  }
}

export const nappingSlice = defineSlice({ name: 'napping', resolvers: [NapResolver] });
