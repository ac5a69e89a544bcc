import { readFileSync } from 'node:fs';
import { makeAlliance, makeMember, makePerson, World, type GraphqlClient } from '@quadhelix/testing';

const { names, vectors, errors } = JSON.parse(readFileSync(new URL('./search.vectors.json', import.meta.url), 'utf8')) as {
  names: string[]; vectors: [string, string, string[]][]; errors: [string, string, string][];
};
const SEARCH = 'query ($text: String!, $kinds: [String!]) { search(text: $text, kinds: $kinds, first: 100) { nodes { title kind ranges { start length } node { __typename id } } incomplete } }';
interface Found { search: { nodes: { title: string; kind: string; ranges: { start: number; length: number }[] }[]; incomplete: boolean } }

describe('search', () => {
  let world: World;
  let client: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    const alliance = await makeAlliance(world, 'search');
    const bureau = await makeMember(world, alliance, { sector: 'GOVERNMENT', legalName: 'Bureau' });
    for (const legalName of names) await makeMember(world, alliance, { sector: 'INDUSTRY', legalName, regionCode: legalName.startsWith('恒') ? '330783' : '320000' });
    await makePerson(world, alliance, bureau, { name: 'Liaison', login: 'liaison', roles: ['GOVERNMENT_LIAISON'] });
    await world.settled();
    client = await world.as('liaison', 'search');
  });
  afterAll(() => world.stop());

  const find = async (text: string): Promise<Found['search']> => (await client.data<Found>(SEARCH, { text, kinds: ['Organization'] })).search;

  it.each(vectors)('finds by %s', async (_name, text, expected) => {
    expect((await find(text)).nodes.map(({ title }) => title).sort()).toEqual([...expected].sort());
  });

  it.each(errors)('refuses %s', async (_name, text, code) => {
    expect(await client.refusal(SEARCH, { text })).toEqual({ code, field: 'text' });
  });

  it('takes a hundred characters and no more', async () => {
    expect((await find('中'.repeat(100))).nodes).toEqual([]);
    expect((await find('𠮷'.repeat(100))).nodes).toEqual([]);
    expect(await client.refusal(SEARCH, { text: '中'.repeat(101) })).toEqual({ code: 'SEARCH_TEXT_TOO_LONG', field: 'text' });
  });

  it('says which kinds there are where it is asked for another', async () => {
    expect(await client.refusal(SEARCH, { text: 'x', kinds: ['Secret'] })).toEqual({ code: 'SEARCH_KIND_UNKNOWN', field: 'kinds' });
  });

  it('shows where the words stand, in the title as it is written', async () => {
    const parts = async (text: string): Promise<string[]> => (await find(text)).nodes.flatMap(({ title, ranges }) => ranges.map(({ start, length }) => title.slice(start, start + length)));
    expect(await parts('abc')).toEqual(['ＡＢＣ']);
    expect(await parts('prazision muller')).toEqual(['Müller', 'Präzision']);
    expect(await parts('张三')).toEqual(['张　三']);
    expect(await parts('智能')).toEqual(['智能', '智能', '智能']);
    expect(await parts('finance')).toEqual(['ﬁnance']);
    expect(await parts('𠮷野')).toEqual(['𠮷野']);
    expect(await parts('ガラス')).toEqual(['ｶﾞﾗｽ']);
    expect(await parts('ai')).toEqual(['AI']);
    expect(await parts('330783')).toEqual([]);
  });
});
