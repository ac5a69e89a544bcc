import { getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { twoAlliances, World } from '@quadhelix/testing';

describe('GraphQL over HTTP', () => {
  let world: World;
  let url: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    world = await World.start();
    await twoAlliances(world);
    url = `${await world.api.listen(0)}/graphql`;
    headers = { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a' };
  });
  afterAll(() => world.stop());

  const signedIn = (input: string, init: RequestInit = {}): Promise<Response> => fetch(input, { ...init, headers: { ...headers, ...(init.headers as Record<string, string> | undefined) } });
  const audits = serverAudits({ url: () => url, fetchFn: signedIn });

  it('is audited by all 61 audits', () => {
    const of = (word: string): number => audits.filter(({ name }) => name.startsWith(word)).length;
    expect([audits.length, of('MUST'), of('SHOULD'), of('MAY')]).toEqual([61, 13, 23, 25]);
  });

  const WRONG: [string, object][] = [
    ['a document that does not parse', { query: '{' }],
    ['a document that is not valid', { query: '{ __nothing }' }],
    ['variables that do not fit', { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: null } }],
  ];
  it.each(WRONG)('answers %s by 200 in plain JSON and by 400 to a client that asks for graphql-response', async (_name, body) => {
    const status = async (accept: string): Promise<number> =>
      (await signedIn(url, { method: 'POST', headers: { 'content-type': 'application/json', accept }, body: JSON.stringify(body) })).status;
    expect([await status('application/json'), await status('*/*'), await status('application/graphql-response+json')]).toEqual([200, 200, 400]);
  });

  it('keeps the status of what is not about the document: no token, no such operation', async () => {
    const post = (body: object, more: object): Promise<Response> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) });
    expect((await post({ query: '{ viewer { alliances { slug } } }' }, {})).status).toBe(401);
    expect((await post({ query: 'query A { __typename }', operationName: 'B' }, headers)).status).toBe(400);
  });

  it('shows the schema to tools without a token', async () => {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery() }) });
    expect(await answer.json()).toEqual({ data: expect.anything() as unknown, extensions: { cost: { requested: 0 } } });
  });

  it.each(audits.map((audit): [string, string, typeof audit] => [audit.id, audit.name, audit]))('%s: %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : { status: result.status, reason: result.reason }).toBe('ok');
  });
});
