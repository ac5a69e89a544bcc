import { brokenPromises, changesBetween, daysAfter } from './schema-evolution.mjs';

const base = 'type Query { kept: Int going: Int @deprecated(reason: "Use kept. REMOVE_AFTER=2027-07-01") find(id: ID, old: Int @deprecated(reason: "REMOVE_AFTER=2027-07-01")): Thing state: State }'
  + ' type Thing { id: ID } enum State { ON OFF GONE @deprecated(reason: "REMOVE_AFTER=2027-07-01") }';
const plain = base.replaceAll(/ @deprecated\(reason: "[^"]*"\)/g, '');
const edition = (date, sdl = base) => ({ date, sdl });
const without = (...parts) => parts.reduce((sdl, part) => sdl.replace(part, ''), base);
const GOING = /going: Int @deprecated\(reason: "[^"]*"\)/;
const OLD = /, old: Int @deprecated\(reason: "[^"]*"\)/;
const GONE = /GONE @deprecated\(reason: "[^"]*"\)/;

describe('What was published stays', () => {
  it.each([
    ['a field on the day after its day', [edition('2027-01-02')], without(GOING), '2027-07-02', []],
    ['a field on its day', [edition('2027-01-02')], without(GOING), '2027-07-01', ['Query.going']],
    ['a field whose edition is 179 days old', [edition('2027-01-04')], without(GOING), '2027-07-02', ['Query.going']],
    ['a field whose edition is 180 days old', [edition('2027-01-03')], without(GOING), '2027-07-02', []],
    ['a field that an older edition did not announce', [edition('2026-11-24', plain), edition('2027-03-01')], without(GOING), '2027-07-02', ['Query.going']],
    ['a field that two editions announce', [edition('2027-01-02'), edition('2027-03-01')], without(GOING), '2027-07-02', []],
    ['a field announced, taken back and announced again', [edition('2026-06-01'), edition('2026-12-01', plain), edition('2027-03-01')], without(GOING), '2027-07-02', ['Query.going']],
    ['a field that nobody announced', [edition('2026-01-01')], base.replace('kept: Int', ''), '2030-01-01', ['Query.kept']],
    ['an argument that was announced', [edition('2027-01-02')], without(OLD), '2027-07-02', []],
    ['an argument too early', [edition('2027-01-02')], without(OLD), '2027-06-30', ['Query.find.old']],
    ['an enum value that was announced', [edition('2027-01-02')], without(GONE), '2027-07-02', []],
    ['an enum value that was not', [edition('2027-01-02')], base.replace('OFF', ''), '2030-01-01', ['State.OFF']],
    ['another type of a field', [edition('2026-01-01')], base.replace('kept: Int', 'kept: String'), '2030-01-01', ['Query.kept']],
    ['a field that may be null now', [edition('2026-01-01', base.replace('kept: Int', 'kept: Int!'))], base, '2030-01-01', ['Query.kept']],
    ['a field that is never null now', [edition('2026-01-01')], base.replace('kept: Int', 'kept: Int!'), '2026-02-01', []],
    ['an argument that must be given now', [edition('2026-01-01')], base.replace('id: ID,', 'id: ID!,'), '2030-01-01', ['Query.find.id']],
    ['a new argument that must be given', [edition('2026-01-01')], base.replace('id: ID,', 'id: ID, more: Int!,'), '2030-01-01', ['Query.find.more']],
    ['a type with the way to it still there', [edition('2026-01-01')], base.replace('Thing state', 'Int state').replace('type Thing { id: ID }', ''), '2030-01-01', ['Thing', 'Query.find']],
    ['nothing, before anything was published', [], 'type Query { a: Int }', '2026-01-01', []],
    ['nothing by adding', [edition('2026-01-01')], `${base} type More { a: Int }`, '2026-01-02', []],
  ])('%s', async (_what, editions, sdl, today, broken) => {
    const found = await brokenPromises(editions, sdl, today);
    expect(found.map((line) => line.split(':')[0]).sort()).toEqual([...broken].sort());
  });

  it('lets a type go with the last way to it', async () => {
    const sdl = 'type Query { kept: Int, thing: Thing @deprecated(reason: "REMOVE_AFTER=2027-07-01") } type Thing { id: ID, more: More } type More { thing: Thing }';
    expect(await brokenPromises([edition('2027-01-01', sdl)], 'type Query { kept: Int }', '2027-07-02')).toEqual([]);
    expect(await brokenPromises([edition('2027-01-01', sdl)], 'type Query { kept: Int }', '2027-07-01')).toHaveLength(3);
  });

  it.each([
    ['180 days after the edition', '2026-11-24', '2027-05-23', 0],
    ['a day too early', '2026-11-24', '2027-05-22', 1],
  ])('demands that a new deprecation leaves time: %s', async (_what, date, day, count) => {
    const sdl = plain.replace('kept: Int', `kept: Int @deprecated(reason: "REMOVE_AFTER=${day}")`);
    expect(await brokenPromises([edition(date, plain)], sdl, date)).toHaveLength(count);
  });

  it('does not let the day of a deprecation come nearer', async () => {
    const sooner = base.replace('Use kept. REMOVE_AFTER=2027-07-01', 'Use kept. REMOVE_AFTER=2027-03-01');
    expect(await brokenPromises([edition('2026-11-24')], sooner, '2026-11-24')).toEqual([expect.stringContaining('Query.going')]);
    expect(await brokenPromises([edition('2026-11-24')], base.replace('2027-07-01', '2027-09-01'), '2026-11-24')).toEqual([]);
  });
});

describe('The changelog', () => {
  it('tells what came, what changed, what will leave and what left', async () => {
    const after = `${without(GOING).replace('kept: Int', 'kept: Int! fresh: Int').replace('id: ID }', 'id: ID @deprecated(reason: "REMOVE_AFTER=2028-01-01") }')} type More { a: Int }`;
    expect(await changesBetween(base, after)).toEqual({
      added: [expect.stringContaining('`More`'), expect.stringContaining('`Query.fresh`')],
      deprecated: [expect.stringContaining('`Thing.id`')],
      changed: [expect.stringContaining('`Query.kept`')],
      removed: [expect.stringContaining('`Query.going`')],
    });
  });

  it('counts days over the end of a year', () => {
    expect(daysAfter('2026-11-24', 180)).toBe('2027-05-23');
  });
});
