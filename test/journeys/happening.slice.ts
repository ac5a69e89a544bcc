import { randomUUID } from 'node:crypto';
import { Arg, Field, FieldResolver, Float, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { defineAccess, platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, Public } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';

const happeningAccess = defineAccess('stakeholders', 'happening', { happen: { ALLIANCE_ADMIN: 'alliance', SCHOOL_COORDINATOR: 'alliance', API_CLIENT: 'alliance' } });

/** A change that is another one each time: nothing in it tells the second from the first. Only for tests. */
@ObjectType({ description: 'Something that happened.' })
class Happening {
  @Field({ description: 'What.' })
  name!: string;
  @Field({ description: 'Another one each time.' })
  mark!: string;
}

@InputType({ description: 'What is to happen.' })
class HappeningInput {
  @Field({ description: 'What.' })
  name!: string;
  @Field({ nullable: true, description: 'Is it refused after it was written?' })
  fails?: boolean;
  @Field(() => Float, { nullable: true, description: 'Seconds that it takes.' })
  takes?: number;
}

@Resolver(() => Happening)
class HappeningResolver {
  @Action(happeningAccess.happen)
  @Mutation(() => Happening, { description: 'Lets something happen.' })
  async happen(@InScope() scope: Scope, @Arg('input', { description: 'What.' }) input: HappeningInput): Promise<Happening> {
    scope.authorize(happeningAccess.happen);
    scope.record({ type: 'happening.happened', subjectType: 'Happening', subjectId: scope.newId(), payload: { name: input.name } });
    await scope.sql('insert into due_times (id, tenant_id, kind, subject_id, due_at) values ($1, $2, $3, $1, $4)', [scope.newId(), scope.tenantId, input.name, scope.now]);
    if (input.takes) await scope.sql('select pg_sleep($1)', [input.takes]);
    if (input.fails) throw platformErrors.STATE_FORBIDS({ params: { from: 'x', possible: 'y' } });
    return { name: input.name, mark: randomUUID() };
  }

  @Public()
  @FieldResolver(() => String, { nullable: true, description: 'Is refused.' })
  secret(@Root() { name }: Happening): string {
    throw platformErrors.FORBIDDEN({ params: { action: name } });
  }
}

export const happeningSlice = defineSlice({ name: 'happening', resolvers: [HappeningResolver], access: [happeningAccess] });
export const HAPPEN = 'mutation Happen($input: HappeningInput!) { happen(input: $input) { name mark } }';
