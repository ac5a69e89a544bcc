import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** "Type.member: reason" of everything that is deprecated, arguments and enum values included. */
function deprecated(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__')).flatMap((type) => {
    const members = isEnumType(type) ? type.getValues()
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];
    return members.flatMap((member) => [member, ...('args' in member ? member.args : [])])
      .filter(({ deprecationReason }) => deprecationReason != null)
      .map(({ name, deprecationReason }) => `${type.name}.${name}: ${deprecationReason}`);
  });
}

/** A reason names the day after which the member may go. */
function undated(reasons: string[]): string[] {
  return reasons.filter((reason) => {
    const day = /\bREMOVE_AFTER=(\d{4}-\d{2}-\d{2})\b/.exec(reason)?.[1];
    return day === undefined || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day;
  });
}

describe('What leaves the API', () => {
  it('says after which day', () => {
    const schema = buildSchema(readFileSync('libs/api-contract/schema.graphql', 'utf8'));
    expect(Object.keys(schema.getTypeMap()).length).toBeGreaterThan(20);
    expect(undated(deprecated(schema))).toEqual([]);
  });

  it.each([
    ['a field without day', 'type Query { a: Int @deprecated(reason: "old") }', ['Query.a: old']],
    ['a day that does not exist', 'type Query { a: Int @deprecated(reason: "REMOVE_AFTER=2027-02-30") }', ['Query.a: REMOVE_AFTER=2027-02-30']],
    ['an argument', 'type Query { a(b: Int @deprecated(reason: "old")): Int }', ['Query.b: old']],
    ['an enum value', 'type Query { a: E } enum E { B @deprecated(reason: "old") C }', ['E.B: old']],
    ['an input field', 'type Query { a(i: I): Int } input I { b: Int @deprecated(reason: "old") c: Int }', ['I.b: old']],
    ['nothing that is dated', 'type Query { a: Int @deprecated(reason: "Use b. REMOVE_AFTER=2027-06-30") b: Int }', []],
  ])('is found to be wrong: %s', (_what, sdl, expected) => {
    expect(undated(deprecated(buildSchema(sdl)))).toEqual(expected);
  });
});
