import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { ChangeOperation } from '@quadhelix/database';
import { Bounded, Instant, Node } from '@quadhelix/graphql';

/** RESYNC is no change of an object, but of whoever reads. */
export type ToldOperation = ChangeOperation | 'RESYNC';

export const ChangeOperationEnum = { CREATED: 'CREATED', UPDATED: 'UPDATED', DELETED: 'DELETED', RESYNC: 'RESYNC' } as const;
registerEnumType(ChangeOperationEnum, {
  name: 'ChangeOperation', description: 'What became of an object.',
  valuesConfig: {
    CREATED: { description: 'It was created.' },
    UPDATED: { description: 'It was changed, or became open to you: put the node in the place of what you have.' },
    DELETED: { description: 'It was removed, or is no longer open to you: remove what you have.' },
    RESYNC: { description: 'Your rights or the types you ask for are others than when the cursor was made: objects may have become open or hidden without a change of their own. Make your copy anew: take changeCursor, read the lists, and go on from it.' },
  },
});

@ObjectType({ description: 'One change of one object. Objects that you may not read are not told of.' })
export class Change {
  @Field({ description: 'Its place; ask for what came after it.' })
  cursor!: string;
  @Field(() => ChangeOperationEnum, { description: 'What became of it.' })
  operation!: ToldOperation;
  @Field(() => String, { nullable: true, description: 'Type of the object, as its __typename; null with RESYNC.' })
  type!: string | null;
  @Field(() => ID, { nullable: true, description: 'Global id of the object; null with RESYNC.' })
  id!: string | null;
  @Field(() => Node, { nullable: true, description: 'The object as it is now, which may be later than the change; null where it is gone.' })
  node!: object | null;
  @Field(() => Instant, { description: 'When it was committed, never earlier than the change before it.' })
  at!: Date;
}

@ObjectType({ description: 'A stretch of the change feed.' })
export class ChangePage {
  @Bounded('as many as asked for, at most 100')
  @Field(() => [Change], { description: 'Changes in the order in which they were committed. May be fewer than asked for, also none, while hasMore is true.' })
  changes!: Change[];
  @Field({ description: 'Where to go on: give it as after. Also on an empty page.' })
  endCursor!: string;
  @Field({ description: 'True where the feed goes on after endCursor already now.' })
  hasMore!: boolean;
}
