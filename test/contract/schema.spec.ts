import 'reflect-metadata';
import { Field, FieldResolver, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { buildSchema as schemaFrom } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { schemaOf } from '@quadhelix/api';
import { slices } from '@quadhelix/slices';
import { looseMutations, methodsWithoutAction, pagelessConnections, unboundedInputs, unboundedLists, undescribed } from './schema.rules.js';

describe('the schema', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await schemaOf(slices, () => ({}));
  });

  it('describes every type, field, argument and enum value', () => {
    expect(undescribed(schema)).toEqual([]);
  });
  it('has no list without an end', () => {
    expect(unboundedLists(schema)).toEqual([]);
  });
  it('takes no text and no list of any length', () => {
    // A file's content is bounded by its service, which says how large it may be.
    expect(unboundedInputs()).toEqual(['ImportStartInput.content']);
  });
  it('pages every connection', () => {
    expect(pagelessConnections(schema)).toEqual([]);
  });
  it('gives every mutation one input of its own', () => {
    expect(looseMutations(schema)).toEqual([]);
  });
  it('names an action or Public on every resolver method', () => {
    expect(methodsWithoutAction()).toEqual([]);
  });
});

describe('the rules of the schema', () => {
  const bad = schemaFrom(`
    type Query { things: [Thing!]! many: ThingConnection! }
    type Mutation { thingDo(id: ID!): Thing }
    """A thing."""
    type Thing { name(length: Int): String }
    """Things."""
    type ThingConnection { "Nodes." nodes: [Thing!]! }
    enum Colour { RED }
    input In { a: Int }
  `);
  it('see what is not described', () => {
    expect(undescribed(bad)).toEqual(expect.arrayContaining(['Query.things', 'Thing.name', 'Thing.name(length)', 'Colour', 'Colour.RED', 'In', 'In.a']));
  });
  it('see a list without an end, a connection without pages and a mutation without input', () => {
    expect([unboundedLists(bad), pagelessConnections(bad), looseMutations(bad)]).toEqual([['Query.things: Thing'], ['Query.many'], ['thingDo']]);
  });
  it('see a method without an action', () => {
    @ObjectType({ description: 'Left open.' })
    class LeftOpen {
      @Field(() => Int, { description: 'One.' })
      one!: number;
    }
    @Resolver(() => LeftOpen)
    class LeftOpenResolver {
      @Query(() => LeftOpen, { description: 'Open.' })
      leftOpen(): LeftOpen {
        return { one: 1 };
      }
      @FieldResolver(() => Int, { description: 'Two.' })
      two(): number {
        return 2;
      }
    }
    expect(new LeftOpenResolver().two()).toBe(2);
    expect(methodsWithoutAction()).toEqual(['LeftOpenResolver.leftOpen', 'LeftOpenResolver.two']);
  });
});
