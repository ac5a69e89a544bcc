import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Bounded, connectionOf, Node, PageArgs, type Ref } from '@quadhelix/graphql';

@ObjectType({ description: 'A part of a text, in UTF-16 units as JavaScript counts them.' })
export class SearchRange {
  @Field(() => Int, { description: 'Where it begins; 0 is the first.' })
  start!: number;
  @Field(() => Int, { description: 'How long it is.' })
  length!: number;
}

@ObjectType('SearchHit', { description: 'Something that search found.' })
export class SearchHit {
  @Field({ description: 'Type of what was found.' })
  kind!: string;
  @Field({ description: 'What it is called.' })
  title!: string;
  @Bounded('at most 20 are shown')
  @Field(() => [SearchRange], { description: 'Where the words stand in the title; none where they were found elsewhere in it.' })
  ranges!: SearchRange[];
  @Field(() => Node, { description: 'What was found.' })
  node!: Ref<Node>;
}

export const SearchHitConnection = connectionOf(SearchHit, 'SearchHit');

@ObjectType({ description: 'How much search found of one kind.' })
export class SearchCount {
  @Field({ description: 'The kind.' })
  kind!: string;
  @Field(() => Int, { description: 'How much.' })
  count!: number;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field({ description: 'Words that must all be there, in any order: 1 to 100 characters, at most 8 words. Case, width and diacritics make no difference; no character has a meaning of its own. One or two letters are looked for where a word begins.' })
  text!: string;
  @Field(() => [String], { nullable: true, description: 'Only these types, e.g. Organization; everything unless told.' })
  kinds?: string[] | null;
}
