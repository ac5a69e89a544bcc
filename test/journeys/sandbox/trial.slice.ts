import { Arg, Field, Mutation, ObjectType, Query, Resolver, InputType } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { InScope, Instant, Public } from '@quadhelix/graphql';
import { schedule, type DueKind } from '@quadhelix/outbox';
import { defineSlice } from '@quadhelix/service';

@ObjectType({ description: 'Something that is tried out.' })
class Trial {
  @Field(() => Instant, { description: 'What the time is here.' })
  now!: Date;
  @Field({ deprecationReason: 'Use now. REMOVE_AFTER=2026-08-29', description: 'The date here.' })
  today!: string;
}

@InputType({ description: 'What is to be due.' })
class TrialScheduleInput {
  @Field({ description: 'Which kind.' })
  kind!: string;
  @Field(() => [Instant], { description: 'When.' })
  at!: Date[];
}

@Resolver(() => Trial)
class TrialResolver {
  @Public()
  @Query(() => Trial, { description: 'Tries.' })
  trial(@InScope() scope: Scope): Trial {
    return { now: scope.now, today: scope.today };
  }

  @Public()
  @Mutation(() => Trial, { description: 'Lets something be due.' })
  async trialSchedule(@InScope() scope: Scope, @Arg('input', { description: 'What.' }) input: TrialScheduleInput): Promise<Trial> {
    await schedule(scope, input.kind, scope.newId(), input.at);
    return { now: scope.now, today: scope.today };
  }
}

const rings = (scope: Scope, subjectId: string, dueAt: Date): void => { scope.record({ type: 'trial.rang', subjectType: 'Trial', subjectId, payload: { dueAt: dueAt.toISOString() } }); };
let crashes = 0;

/** Records that it rang; cuts its connection in the middle the first two times; never succeeds; makes itself due again. */
const kinds: readonly DueKind[] = [
  { kind: 'trial.ring', handle: (scope, subjectId, dueAt) => { rings(scope, subjectId, dueAt); return Promise.resolve(); } },
  {
    kind: 'trial.crash',
    async handle(scope, subjectId, dueAt) {
      rings(scope, subjectId, dueAt);
      if ((crashes += 1) <= 2) await scope.sql('select pg_terminate_backend(pg_backend_pid())');
    },
  },
  { kind: 'trial.fails', handle: () => Promise.reject(new Error('never')) },
];

export const trialSlice = defineSlice({ name: 'trial', resolvers: [TrialResolver], dueKinds: kinds.map((kind) => () => kind) });
