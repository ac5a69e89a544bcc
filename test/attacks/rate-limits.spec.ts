import { createHash } from 'node:crypto';
import { isObjectType } from 'graphql';
import type { Api } from '@quadhelix/api';
import { PASSWORD, signIn, twoAlliances, World } from '@quadhelix/testing';
import { ask, codeOf, statementsOf, type RawAnswer } from './raw-request.js';

const REDIRECT = 'http://localhost:9/callback';
const LIMITS = { API_POINTS: '1000', API_POINTS_PER_SECOND: '10', API_UNPAID_PER_MINUTE: '60' };
const PAGE = '{ memberships(first: 99) { nodes { id } } }';
const CHARGE = /charge_points/;

describe('points, by client and alliance', () => {
  let world: World;
  let other: Api;
  let school: string;
  let app: string;
  let resolved = 0;
  beforeAll(async () => {
    world = await World.start({ env: LIMITS });
    await twoAlliances(world);
    other = await world.beside(LIMITS);
    school = await world.token('school');
    await world.identity.registerClient({ id: 'third-party', name: 'Third party', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'stakeholders:read'], redirectUris: [REDIRECT], firstParty: false });
    app = await signIn(world.identity.url, 'third-party', REDIRECT, 'school', PASSWORD, ['openid', 'stakeholders:read']);
    for (const api of [world.api, other]) {
      for (const type of Object.values(api.schema.getTypeMap())) {
        if (!isObjectType(type) || type.name.startsWith('__')) continue;
        for (const field of Object.values(type.getFields())) {
          const { resolve } = field;
          if (resolve) field.resolve = (...given) => { resolved += 1; return resolve(...given) as unknown; };
        }
      }
    }
  }, 90_000);
  afterAll(() => world.stop());
  // What earlier tests did not use has come back, and every bucket is full again.
  beforeEach(async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    world.clock.advance({ hours: 1 });
  });

  const asked = (api: Api, query: string, token = school, alliance: string | null = 'alliance-a'): Promise<RawAnswer> => ask(api, { token, alliance, query });
  const available = ({ body }: RawAnswer): unknown => (body.extensions?.cost.throttleStatus as { currentlyAvailable: number } | undefined)?.currentlyAvailable;

  it('are charged before an operation runs, and what it did not use comes back', async () => {
    const answer = await asked(world.api, PAGE);
    const rows = (answer.body.data?.['memberships'] as { nodes: object[] }).nodes.length;
    expect(answer.body.extensions?.cost).toEqual({ requested: 100, actual: 1 + rows, throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 999 - rows, restoreRate: 10 } });
    expect(answer.headers).toMatchObject({ 'ratelimit-policy': '"points";q=1000;w=100', ratelimit: `"points";r=${String(999 - rows)};t=1` });
    expect(available(await asked(world.api, PAGE))).toBe(998 - 2 * rows);
  });

  it('tell where they stand, by field and by header', async () => {
    const answer = await asked(world.api, '{ rateLimit { limit cost remaining resetAt restoreRate } }');
    expect(answer.body.data).toEqual({ rateLimit: { limit: 1000, cost: 1, remaining: 999, resetAt: new Date(world.clock.now().getTime() + 1000).toISOString(), restoreRate: 10 } });
  });

  it('cost no statement but one beside the operation', async () => {
    await asked(world.api, PAGE);
    const paid = await statementsOf(() => asked(world.api, PAGE));
    expect(paid.filter((text) => CHARGE.test(text))).toHaveLength(1);
    expect(paid.filter((text) => !CHARGE.test(text) && !text.includes('refund_points'))).toHaveLength(4);
  });

  /** Uses points up until the first refusal; answers it. */
  async function drain(apis: readonly Api[], token = school, alliance: string | null = 'alliance-a'): Promise<{ paid: number; refused: RawAnswer }> {
    for (let paid = 0; ; paid += 1) {
      const answer = await asked(apis[paid % apis.length] as Api, `{ ${Array.from({ length: 25 }, (_, index) => `a${String(index)}: viewer { roles }`).join(' ')} }`, token, alliance);
      if (answer.status !== 200) return { paid, refused: answer };
    }
  }

  it('are shared by two processes: 1,000 points are 40 operations of 25, wherever they arrive', async () => {
    const { paid, refused } = await drain([world.api, other]);
    expect(paid).toBe(40);
    expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([429, 'RATE_LIMITED', '3']);
    expect(refused.body.errors?.[0]?.message).toContain('Wait 3 seconds');
    expect(codeOf(await asked(other, PAGE))).toBe('RATE_LIMITED');
  });

  it('hold when 60 requests come at once to both', async () => {
    await Promise.all([world.api, other].map((api) => asked(api, '{ viewer { roles } }')));
    world.clock.advance({ hours: 1 });
    const query = `{ ${Array.from({ length: 50 }, (_, index) => `a${String(index)}: viewer { roles }`).join(' ')} }`.replace(/a(3\d|4\d): viewer { roles }/g, '');
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => asked(index % 2 === 0 ? world.api : other, query)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(33);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  });

  it('refuse a flood before any resolver and any statement but the bucket\'s', async () => {
    await drain([world.api]);
    const before = resolved;
    const heard = await statementsOf(async () => {
      for (let times = 0; times < 20; times += 1) expect((await asked(world.api, PAGE)).status).toBe(429);
    });
    expect(resolved).toBe(before);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((text) => !CHARGE.test(text) && !text.includes('refund_points'))).toEqual([]);
  });

  it('ask the database nothing once a flood goes on', async () => {
    await drain([world.api]);
    for (let times = 0; times < 60; times += 1) await asked(world.api, PAGE);
    const heard = await statementsOf(async () => {
      const answer = await asked(world.api, PAGE);
      expect([answer.status, codeOf(answer)]).toEqual([429, 'TOO_MANY_UNPAID']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    });
    expect(heard).toEqual([]);
  });

  it('come back with time', async () => {
    await drain([world.api]);
    world.clock.advance({ seconds: 3 });
    expect(codeOf(await asked(world.api, `{ ${Array.from({ length: 25 }, (_, index) => `a${String(index)}: viewer { roles }`).join(' ')} }`))).toBeUndefined();
    world.clock.advance({ hours: 30 });
    expect(available(await asked(world.api, '{ viewer { roles } }'))).toBe(999);
  });

  it('are one bucket for a person by the console, and another for an app that acts for him', async () => {
    await (await world.as('admin', 'alliance-a')).data('mutation { appConsentGrant(input: { clientId: "third-party", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    await drain([world.api]);
    expect((await asked(world.api, '{ viewer { roles } }', await world.token('admin'))).status).toBe(200);
    expect(available(await asked(world.api, '{ viewer { roles } }', app))).toBe(999);
  });

  it('are not made more by naming other alliances: what is not open to the caller is one bucket together', async () => {
    await drain([world.api], school, null);
    for (const alliance of ['nowhere', 'alliance-b', null]) expect(codeOf(await asked(world.api, PAGE, school, alliance))).toBe('RATE_LIMITED');
    expect((await asked(world.api, '{ viewer { roles } }')).status).toBe(200);
  });

  it('are given back where the operation was refused for another reason', async () => {
    const wrong = await asked(world.api, PAGE, school, 'nowhere');
    expect([codeOf(wrong), wrong.body.extensions?.cost.actual]).toEqual(['ALLIANCE_NOT_FOUND', 1]);
  });

  it('are kept as far as was read where an error takes the answer away', async () => {
    const rows = ((await asked(world.api, PAGE)).body.data?.['memberships'] as { nodes: object[] }).nodes.length;
    const refused = await asked(world.api, '{ memberships(first: 99) { nodes { id } } appConsents(first: 1) { nodes { id } } }');
    expect([refused.body.data, codeOf(refused)]).toEqual([null, 'FORBIDDEN']);
    expect(refused.body.extensions?.cost.actual).toBeGreaterThanOrEqual(rows);
  });

  it('never are more than a full bucket', async () => {
    await asked(world.api, '{ viewer { roles } }');
    const account = (await world.api.database.buckets.charge(createHash('sha256').update(school).digest(), 'alliance-a', 1, { maximum: 1000, perSecond: 10 }, world.clock.now()))?.bucket ?? '';
    await world.api.database.buckets.refund(new Map([[account, 5000]]), 1000);
    expect(available(await asked(world.api, '{ viewer { roles } }'))).toBe(999);
  });
});

describe('requests that nobody pays for', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: LIMITS });
    await twoAlliances(world);
  });
  afterAll(() => world.stop());
  beforeEach(() => { world.clock.advance({ hours: 1 }); });

  const VIEWER = '{ viewer { alliances { slug } } }';

  it('without a token ask the database nothing', async () => {
    const heard = await statementsOf(async () => {
      expect(codeOf(await ask(world.api, { query: VIEWER }))).toBe('UNAUTHENTICATED');
    });
    expect(heard).toEqual([]);
  });

  it('with a bad token cost one statement and a line in the security log, and none after 60 a minute', async () => {
    const bad = (index: number) => ask(world.api, { query: VIEWER, token: `a-bad-token-${String(index)}`, address: '203.0.113.5' });
    const first = await statementsOf(async () => { expect((await bad(0)).status).toBe(401); });
    expect(first).toEqual([expect.stringMatching(CHARGE), expect.stringContaining('insert into security_log')]);
    for (let index = 1; index < 60; index += 1) expect((await bad(index)).status).toBe(401);
    const later = await statementsOf(async () => { for (let index = 60; index < 80; index += 1) expect((await bad(index)).status).toBe(429); });
    expect(later).toEqual([]);
  });

  it('leave alone who comes from another address, and who is known', async () => {
    const school = await world.token('school');
    expect((await ask(world.api, { query: VIEWER, token: school, address: '203.0.113.6' })).status).toBe(200);
    for (let index = 0; index < 70; index += 1) await ask(world.api, { query: '{', address: '203.0.113.6' });
    expect((await ask(world.api, { query: VIEWER, address: '203.0.113.6' })).status).toBe(429);
    expect((await ask(world.api, { query: VIEWER, address: '203.0.113.7' })).status).toBe(401);
    expect((await ask(world.api, { query: VIEWER, token: school, address: '203.0.113.6' })).status).toBe(200);
  });

  it('are counted also where they do not parse, are too large, or only ask for the schema', async () => {
    const some = ['{', '{ nothing }', `{ ${'a '.repeat(6000)} }`, '{ __typename }'];
    for (let index = 0; index < 60; index += 1) await ask(world.api, { query: some[index % some.length] ?? '', address: '203.0.113.8' });
    const answer = await ask(world.api, { query: '{ __typename }', address: '203.0.113.8' });
    expect([answer.status, codeOf(answer)]).toEqual([429, 'TOO_MANY_UNPAID']);
  });

  it('are not those that are paid for', async () => {
    const school = await world.token('school');
    const statuses = [];
    for (let index = 0; index < 70; index += 1) statuses.push((await ask(world.api, { query: VIEWER, token: school, address: '203.0.113.11' })).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('do not get around it by a header that anybody can write', async () => {
    for (let index = 0; index < 61; index += 1) await ask(world.api, { query: '{', address: '203.0.113.9', headers: { 'x-forwarded-for': `198.51.100.${String(index)}` } });
    expect((await ask(world.api, { query: '{', address: '203.0.113.9', headers: { 'x-forwarded-for': '198.51.100.200' } })).status).toBe(429);
  });

  it('come from one caller where they come from one network of IPv6', async () => {
    for (let index = 0; index < 60; index += 1) await ask(world.api, { query: '{', address: `2001:db8:1:2::${index.toString(16)}` });
    expect((await ask(world.api, { query: '{', address: '2001:db8:1:2:ffff::1' })).status).toBe(429);
    expect((await ask(world.api, { query: '{', address: '2001:db8:1:3::1' })).status).toBe(200);
  });

  it('always find /livez', async () => {
    for (let index = 0; index < 100; index += 1) await ask(world.api, { query: '{', address: '203.0.113.10' });
    expect((await world.api.app.inject({ url: '/livez', remoteAddress: '203.0.113.10' })).statusCode).toBe(200);
  });

  it('are told by the address that a trusted proxy names', async () => {
    const behind = await world.beside({ ...LIMITS, API_TRUSTED_PROXIES: '192.0.2.1' });
    const by = (client: string, proxy = '192.0.2.1') => ask(behind, { query: '{', address: proxy, headers: { 'x-forwarded-for': client } });
    for (let index = 0; index < 60; index += 1) await by('198.51.100.1');
    expect((await by('198.51.100.1')).status).toBe(429);
    expect((await by('198.51.100.2')).status).toBe(200);
  });
});
