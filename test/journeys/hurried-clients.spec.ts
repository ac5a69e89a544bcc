import { twoAlliances, World } from '@quadhelix/testing';

describe('clients that go away in the middle', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ poolSize: 2 });
    await twoAlliances(world);
    await world.apps(['later', ...Array.from({ length: 60 }, (_, index) => `hurried-${String(index)}`)]);
  });
  afterAll(() => world.stop());

  it('leave no connection behind, and the next client is served', async () => {
    const url = `${await world.api.listen(0)}/graphql`;
    const headers = { authorization: `Bearer ${await world.token('admin')}`, 'quadhelix-alliance': 'alliance-a', 'content-type': 'application/json' };
    const ask = (signal: AbortSignal | null, id: string) => fetch(url, {
      method: 'POST', headers, signal,
      body: JSON.stringify({ query: id ? `mutation { appConsentGrant(input: { clientId: "${id}", scopes: ["stakeholders:read"] }) { appConsent { id } } }` : '{ seats(first: 100) { nodes { person { affiliations { kind } } } } }' }),
    });
    const hurried = Array.from({ length: 60 }, (_, index) => {
      const controller = new AbortController();
      setTimeout(() => { controller.abort(); }, index);
      return ask(controller.signal, index % 2 === 0 ? `hurried-${String(index)}` : '').then((response) => response.text(), () => 'aborted');
    });
    expect(await Promise.all(hurried)).toContain('aborted');
    const later = await Promise.all([ask(AbortSignal.timeout(5_000), ''), ask(AbortSignal.timeout(5_000), 'later'), ask(AbortSignal.timeout(5_000), '')]);
    expect(later.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [open] = await world.api.database.system(null, 'test', (scope) => scope.sql<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`));
    expect(open?.n).toBe(0);
  });
});
