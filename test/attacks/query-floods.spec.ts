import { getIntrospectionQuery, isObjectType } from 'graphql';
import { LIMITS } from '@quadhelix/graphql';
import { twoAlliances, World, type GraphqlClient } from '@quadhelix/testing';
import { FLOODS, repeat } from './floods.js';

describe('a query flood', () => {
  let world: World;
  let school: GraphqlClient;
  let resolved = 0;
  beforeAll(async () => {
    world = await World.start();
    await twoAlliances(world);
    school = await world.as('school', 'alliance-a');
    for (const type of Object.values(world.api.schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        const { resolve } = field;
        if (resolve) field.resolve = (...given) => { resolved += 1; return resolve(...given) as unknown; };
      }
    }
  });
  afterAll(() => world.stop());

  it('is told from what is allowed: that reaches resolvers and the database', async () => {
    const [before, statements] = [resolved, world.api.database.statements];
    await school.data('{ viewer { alliances { slug } } directory(first: 100) { nodes { id } } }');
    expect(resolved).toBeGreaterThan(before);
    expect(world.api.database.statements).toBeGreaterThan(statements);
  });

  it.each(FLOODS)('by $name is refused with $code, before any resolver and any statement', async ({ code, query, variables }) => {
    const [before, statements] = [resolved, world.api.database.statements];
    for (let times = 0; times < 2; times += 1) {
      const answer = await school.request(query, variables ?? {});
      expect(answer.errors.map(({ extensions }) => extensions)).toEqual([expect.objectContaining({ code, category: 'INVALID' })]);
      expect(answer).toMatchObject({ status: code.startsWith('GRAPHQL_') || code === 'BAD_USER_INPUT' ? 200 : 400, data: null });
    }
    expect([resolved, world.api.database.statements]).toEqual([before, statements]);
  });

  it('says in the language of the reader what to do', async () => {
    const query = `{ ${repeat(LIMITS.aliases + 1, (index) => `a${String(index)}: __typename`)} }`;
    const texts = await Promise.all(['en', 'zh-CN'].map(async (language) => (await school.inLanguage(language).request(query)).errors[0]?.message));
    expect(texts).toEqual(['The document has more than 50 aliases. To read many objects, use nodes(ids).', '文档中的别名超过 50 个。读取多个对象请使用 nodes(ids)。']);
  });

  it('by a batch of 100 is refused whole', async () => {
    const [before, statements] = [resolved, world.api.database.statements];
    const headers = { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a', 'content-type': 'application/json' };
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload: Array.from({ length: 100 }, () => ({ query: '{ viewer { alliances { slug } } }' })) });
    expect([answer.statusCode, answer.json()]).toEqual([400, { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) as unknown })] }]);
    expect([resolved, world.api.database.statements]).toEqual([before, statements]);
  });

  it('by persisted documents has no store to fill', async () => {
    const headers = { authorization: `Bearer ${await world.token('school')}`, 'content-type': 'application/json' };
    const payload = { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } };
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload });
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] });
  });

  it('is not what tools ask: the whole schema, with every option', async () => {
    const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
    const answer = await world.withToken(null, null).request<{ __schema: { types: unknown[] } }>(getIntrospectionQuery(options));
    expect(answer.errors).toEqual([]);
    expect(answer.data?.__schema.types.length).toBeGreaterThan(50);
  });

  it.each([
    ['two lists and an object', '{ viewer { alliances { slug } } directory(first: 50) { edges { cursor node { id } } nodes { id } pageInfo { endCursor } } }', {}, 1 + 10 + 1 + 50 + 50],
    ['a page by variable, in a fragment', 'query($n: Int!) { directory(first: $n) { ...Page } } fragment Page on OrganizationConnection { nodes { id } }', { n: 7 }, 1 + 7],
    ['nothing but the type', '{ __typename }', {}, 0],
  ])('has a price: the answer tells what was charged for %s', async (_name, query, variables, requested) => {
    const headers = { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a' };
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } });
    expect(answer.json()).toMatchObject({ extensions: { cost: { requested } } });
    expect(answer.json()).not.toHaveProperty('errors');
  });
});
