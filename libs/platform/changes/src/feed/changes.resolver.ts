import { Injectable } from '@nestjs/common';
import { ArrayMaxSize, IsOptional, MaxLength } from 'class-validator';
import { Args, ArgsType, Field, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Bounded, InScope, pageSize, Public } from '@quadhelix/graphql';
import { ChangeFeed } from './change.feed.js';
import { Change, ChangePage } from './change.type.js';

/** Types and place of a question to the feed. */
@ArgsType()
export class FeedArgs {
  @Bounded('as many as types exist')
  @Field(() => [String], { nullable: true, description: 'Names of types, as in __typename; all that are followed where left out.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @MaxLength(100, { each: true })
  types?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Changes after this cursor; from as far back as changes are kept where left out.' })
  @IsOptional()
  @MaxLength(200)
  after?: string | null;
}

@ArgsType()
export class ChangeCursorArgs {
  @Bounded('as many as types exist')
  @Field(() => [String], { nullable: true, description: 'Names of types, as you will ask changes for; all that are followed where left out.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @MaxLength(100, { each: true })
  types?: string[] | null;
}

@ArgsType()
export class ChangesArgs extends FeedArgs {
  @Field(() => Int, { description: 'How many changes (1–100).' })
  first!: number;
}

@Injectable()
@Resolver()
export class ChangesResolver {
  constructor(private readonly feed: ChangeFeed) {}

  // What each type needs is demanded of each entry.
  @Public()
  @Query(() => ChangePage, { description: 'What was created, changed or removed in the alliance, in the order in which it was committed, without gaps. Ask again with endCursor; also after a crash, from the last one you have kept.' })
  changes(@InScope() scope: Scope, @Args() { types, after, first }: ChangesArgs): Promise<ChangePage> {
    return this.feed.page(scope, { types: types ?? null, after: after ?? null, first: pageSize({ first }) });
  }

  @Public()
  @Query(() => String, { description: 'The place behind all that is committed now. To make a copy: take it, read the lists, then ask changes for what came after it; what is changed meanwhile is told then.' })
  changeCursor(@InScope() scope: Scope, @Args() { types }: ChangeCursorArgs): Promise<string> {
    return this.feed.here(scope, types ?? null);
  }

  @Public()
  @Subscription(() => Change, {
    name: 'changes', subscribe: () => { throw new Error('The door for sockets reads the feed itself'); },
    description: 'The changes after the cursor and then each as it is committed; from now on where none is given. Over a WebSocket with the subprotocol graphql-transport-ws. When the connection ends, subscribe again with the cursor of the last change you have kept.',
  })
  changed(@Root() change: Change, @Args() _asked: FeedArgs): Change {
    return change;
  }
}
