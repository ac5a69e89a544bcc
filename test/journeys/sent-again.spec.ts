import pg from 'pg';
import type { Api } from '@quadhelix/api';
import { idempotencyPersonalData } from '@quadhelix/graphql';
import { inAlliance, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { ask, codeOf, statementsOf, type RawAnswer } from '../attacks/raw-request.js';
import { HAPPEN, happeningSlice } from './happening.slice.js';
import { storm } from './storm.js';

describe('a change that is sent again under its key', () => {
  let world: World;
  let all: TwoAlliances;
  let other: Api;
  let tokens: Record<string, string>;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start({ moreSlices: [happeningSlice], quiet: true });
    all = await twoAlliances(world);
    other = await world.beside();
    tokens = Object.fromEntries(await Promise.all(['school', 'admin', 'schoolB'].map(async (login) => [login, await world.token(login)])));
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
  }, 90_000);
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  interface Sending { login?: string; alliance?: string; query?: string; input?: Record<string, unknown>; key?: string | null; headers?: Record<string, string>; extensions?: Record<string, unknown> }
  const send = (name: string, more: Sending = {}, api = world.api): Promise<RawAnswer> => ask(api, {
    token: tokens[more.login ?? 'school'] ?? null, alliance: more.alliance ?? 'alliance-a', query: more.query ?? HAPPEN, variables: { input: { name, ...more.input } },
    headers: { ...(more.key === null ? {} : { 'idempotency-key': more.key ?? `key-of-${name}` }), ...more.headers }, ...(more.extensions ? { extensions: more.extensions } : {}),
  });
  const times = async (name: string): Promise<number> =>
    (await superuser.query<{ n: number }>(`select count(*)::int as n from due_times where kind = $1`, [name])).rows[0]?.n ?? -1;
  const dataOf = ({ text }: RawAnswer): string => /"data":(.*?)(,"errors"|,"extensions"|}$)/.exec(text)?.[1] ?? '';

  it('happens twice where it has no key', async () => {
    for (let count = 0; count < 2; count += 1) expect((await send('twice', { key: null })).status).toBe(200);
    expect(await times('twice')).toBe(2);
  });

  it('happens once, and is answered with the same bytes, marked as a repetition, by any process', async () => {
    const first = await send('once');
    const again = [await send('once'), await send('once', {}, other), await send('once', { headers: { 'idempotency-key': '"key-of-once"' } })];
    expect(again.map(dataOf)).toEqual([dataOf(first), dataOf(first), dataOf(first)]);
    expect([first, ...again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true', 'true', 'true']);
    expect(await times('once')).toBe(1);
  });

  it('takes the key also beside the document', async () => {
    const first = await send('beside', { key: null, extensions: { idempotencyKey: 'a-key-beside' } });
    const again = await send('beside', { key: 'a-key-beside' });
    expect([dataOf(again), await times('beside')]).toEqual([dataOf(first), 1]);
    expect(codeOf(await send('beside', { key: 'a-key-beside', extensions: { idempotencyKey: 'another-key' } }))).toBe('IDEMPOTENCY_KEY_INVALID');
  });

  it('is the same whatever the order of its variables', async () => {
    const body = (input: string) => world.api.app.inject({ method: 'POST', url: '/graphql', payload: `{"query":${JSON.stringify(HAPPEN)},"variables":{"input":${input}}}`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens['school'] ?? ''}`, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'key-of-order' } });
    await body('{"name":"order","fails":false}');
    expect((await body('{"fails":false,"name":"order"}')).headers['idempotency-replayed']).toBe('true');
    expect(await times('order')).toBe(1);
  });

  it.each<[string, Sending]>([
    ['variables', { input: { takes: 0.01 } }], ['document', { query: HAPPEN.replace('name mark', 'name') }], ['scopes', { login: 'fewer' }],
  ])('422 under the key of another request: other %s', async (what, more) => {
    tokens['fewer'] = await world.token('school', ['stakeholders:read', 'stakeholders:write']);
    const key = `key-${what}-xxxx`;
    await send(`other-${what}`, { key });
    const answer = await send(`other-${what}`, { ...more, key });
    expect([answer.status, codeOf(answer), answer.body.data]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED', null]);
    expect(await times(`other-${what}`)).toBe(1);
  });

  it.each([['another person', { login: 'admin' }], ['another alliance', { login: 'schoolB', alliance: 'alliance-b' }]])('is another change for %s, under the same key', async (_name, more) => {
    const before = await times('mine');
    await send('mine', { key: 'key-of-mine' });
    const theirs = await send('mine', { key: 'key-of-mine', ...more });
    expect([theirs.status, theirs.headers['idempotency-replayed']]).toEqual([200, undefined]);
    expect(await times('mine')).toBeGreaterThan(before);
  });

  it.each(['short', 'x'.repeat(129), 'with space', 'grüße-grüße', 'semi;colon1', ''])('IDEMPOTENCY_KEY_INVALID for the key "%s", and nothing happens', async (key) => {
    const answer = await send('badly', { key: null, extensions: { idempotencyKey: key } });
    expect([answer.status, codeOf(answer), answer.body.errors?.[0]?.extensions.field]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key']);
    expect(await times('badly')).toBe(0);
  });

  it('409 while the first is being worked on, at once; the answer later', async () => {
    const first = send('slow', { input: { takes: 2 } });
    const asleep = async (): Promise<boolean> => ((await superuser.query(`select from pg_stat_activity where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`)).rowCount ?? 0) > 0;
    while (!(await asleep())) await new Promise((resolve) => setTimeout(resolve, 20));
    const begun = performance.now();
    const early = await send('slow', { input: { takes: 2 } }, other);
    expect([early.status, codeOf(early), early.headers['retry-after']]).toEqual([409, 'IDEMPOTENCY_IN_FLIGHT', '1']);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(dataOf(await first)).toBe(dataOf(await send('slow', { input: { takes: 2 } })));
    expect(await times('slow')).toBe(1);
  });

  it('is not kept where it failed: sent again it runs again', async () => {
    for (let count = 0; count < 2; count += 1) {
      const answer = await send('failing', { input: { fails: true } });
      expect([codeOf(answer), answer.headers['idempotency-replayed']]).toEqual(['STATE_FORBIDS', undefined]);
    }
    expect(await times('failing')).toBe(0);
    expect((await superuser.query(`select from idempotency_answers where key = 'key-of-failing'`)).rowCount).toBe(0);
  });

  it('is answered with the refusals of the first answer where only a selected field was refused', async () => {
    const query = HAPPEN.replace('mark', 'mark secret');
    const first = await send('partly', { query });
    const again = await send('partly', { query });
    expect([first, again].map(({ body }) => [body.data?.['happen'], body.errors])).toEqual(Array.from({ length: 2 }, () => [first.body.data?.['happen'], first.body.errors]));
    expect([first.body.errors?.[0]?.extensions.code, await times('partly')]).toEqual(['FORBIDDEN', 1]);
  });

  it('is forgotten after two days, not after one', async () => {
    await send('old');
    world.clock.advance({ hours: 25 });
    expect((await send('old')).headers['idempotency-replayed']).toBe('true');
    world.clock.advance({ hours: 24 });
    expect((await send('old')).headers['idempotency-replayed']).toBeUndefined();
    expect(await times('old')).toBe(2);
    // Whoever uses keys ends what is old by the way.
    expect((await superuser.query(`select from idempotency_answers where tenant_id = $2 and created_at < $1`, [new Date(world.clock.now().getTime() - 48 * 3_600_000), all.a.id])).rowCount).toBe(0);
  });

  it('costs two statements more than without a key, and a query none', async () => {
    await send('warm', { key: null });
    const without = await statementsOf(() => send('counted', { key: null }));
    const first = await statementsOf(() => send('counted'));
    expect(first.filter((text) => !text.includes('refund_points')).length).toBe(without.filter((text) => !text.includes('refund_points')).length + 2);
    const query = { query: '{ viewer { roles } }' };
    const plain = await statementsOf(() => send('x', { ...query, key: null }));
    const keyed = await statementsOf(() => send('x', query));
    expect(keyed.filter((text) => !text.includes('refund_points'))).toEqual(plain.filter((text) => !text.includes('refund_points')));
  });

  it('needs an alliance', async () => {
    expect(codeOf(await ask(world.api, { token: tokens['school'] ?? null, query: HAPPEN, variables: { input: { name: 'nowhere' } }, headers: { 'idempotency-key': 'key-of-nowhere' } }))).toBe('ALLIANCE_REQUIRED');
  });

  it('is shown to the person, and its text is erased with anybody of the alliance; then it still does not happen twice', async () => {
    await send('personal');
    const [row] = (await superuser.query<{ id: string }>(`select person_id as id from idempotency_answers where key = 'key-of-personal'`)).rows;
    const shown: string[] = [];
    await inAlliance(world, all.a, async (scope) => { for await (const { key } of idempotencyPersonalData.export(scope, row?.id ?? '')) shown.push(key); });
    expect(shown).toContain('key-of-personal');
    expect(await inAlliance(world, all.a, (scope) => idempotencyPersonalData.erase(scope))).toBeGreaterThan(0);
    const answer = await send('personal');
    expect([answer.status, codeOf(answer), await times('personal')]).toEqual([409, 'IDEMPOTENCY_ANSWER_ERASED', 1]);
    expect((await superuser.query(`select from idempotency_answers where answer is not null and tenant_id = $1`, [all.a.id])).rowCount).toBe(0);
  });

  it('OUTCOME_UNKNOWN where the connection is lost while it is saved; sent again it is answered, and has happened once', async () => {
    const original = pg.Client.prototype.query;
    let cut = false;
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const answer = (original as (...given: unknown[]) => unknown).apply(this, args);
      if (args[0] !== 'commit' || cut) return answer;
      cut = true;
      // The COMMIT arrives; its answer does not.
      (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      return answer;
    } as never;
    const lost = await send('lost').finally(() => { pg.Client.prototype.query = original; });
    expect([lost.status, codeOf(lost), cut]).toEqual([503, 'OUTCOME_UNKNOWN', true]);
    let answer = await send('lost');
    for (let tries = 0; tries < 20 && codeOf(answer) === 'IDEMPOTENCY_IN_FLIGHT'; tries += 1) answer = await send('lost');
    expect(answer.status).toBe(200);
    expect(await times('lost')).toBe(1);
  });

  it('happens once through a storm: 60 changes, 16 at a time by two processes, connections killed in between', async () => {
    const { wrong, killed, requests } = await storm(world, [world.api, other], tokens['school'] ?? '', { changes: 60, parallel: 16, killEvery: 40 });
    expect(wrong).toEqual([]);
    expect(killed).toBeGreaterThan(5);
    expect(requests).toBeGreaterThan(80);
  }, 90_000);
});
