import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { twoAlliances, World } from '@quadhelix/testing';
import { nappingSlice } from './napping.slice.js';

const ENV = { API_OPERATION_MS: '3000', API_BODY_MS: '800', API_HEADER_MS: '800', API_WAITING: '3', API_PATIENCE_MS: '400' };
const NAP = (seconds: number): string => `{ nap(seconds: ${String(seconds)}) }`;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Answer { status: number; retryAfter: string | null; body: { data?: { nap?: number } | null; errors?: { message: string; extensions: { code: string } }[] } }

describe('clients that are slow, go away, or send what nobody can read', () => {
  let world: World;
  let superuser: pg.Client;
  let url: string;
  let headers: Record<string, string>;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    world = await World.start({ poolSize: 2, moreSlices: [nappingSlice], env: ENV });
    await twoAlliances(world);
    url = await world.api.listen(0);
    headers = { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a', 'content-type': 'application/json' };
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
  }, 90_000);
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await superuser.end();
    await world.stop();
  });

  const post = async (query: string, signal: AbortSignal | null = null, more: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify({ query }), signal });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as Answer['body'] };
  };
  const codeOf = ({ body }: Answer): string | undefined => body.errors?.[0]?.extensions.code;
  const sleepers = async (): Promise<number> =>
    (await superuser.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`)).rows[0]?.n ?? 0;
  const alive = async (pid: number | undefined): Promise<boolean> => (await superuser.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 1;
  const until = async (holds: () => Promise<boolean>, milliseconds: number): Promise<boolean> => {
    for (const end = performance.now() + milliseconds; performance.now() < end; await pause(20)) if (await holds()) return true;
    return false;
  };

  /** Opens a socket and sends some of a request; answers what came back until the other side closed, or `milliseconds` passed. */
  async function speak(parts: readonly (string | Buffer)[], milliseconds: number, every = 0): Promise<{ text: string; closed: boolean; after: number }> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    sockets.add(socket);
    const begun = performance.now();
    let text = '';
    let closed = false;
    socket.on('data', (chunk) => { text += chunk.toString('latin1'); });
    socket.on('close', () => { closed = true; });
    socket.on('error', () => { closed = true; });
    for (const part of parts) {
      if (!closed) socket.write(part);
      if (every > 0) await pause(every);
    }
    await until(async () => closed, milliseconds);
    socket.destroy();
    return { text, closed, after: performance.now() - begun };
  }
  const head = (length: number | string, more = ''): string => `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${String(length)}\r\n${more}\r\n`;

  it('stop a statement in the database when the client goes away in its middle, and its connection is not used again', async () => {
    const pids = new Set((await Promise.all([post(NAP(0.1)), post(NAP(0.1))])).map(({ body }) => body.data?.nap));
    const gone = new AbortController();
    const asked = post(NAP(2.8), gone.signal).catch(() => 'gone');
    expect(await until(async () => (await sleepers()) === 1, 2000)).toBe(true);
    gone.abort();
    expect(await asked).toBe('gone');
    expect(await until(async () => (await sleepers()) === 0, 600)).toBe(true);
    const left = await Promise.all([...pids].map(alive));
    expect(left.filter(Boolean)).toHaveLength(1);
    expect((await Promise.all([post(NAP(0)), post(NAP(0))])).map(({ status }) => status)).toEqual([200, 200]);
  });

  it.each([['one statement', NAP(8)], ['many short ones', '{ naps(seconds: 8) }']])('DEADLINE_EXCEEDED for an operation of %s, and its connection is not used again', async (_name, query) => {
    const before = await post(NAP(0));
    const answer = await post(query);
    expect([answer.status, codeOf(answer), answer.body.data]).toEqual([503, 'DEADLINE_EXCEEDED', null]);
    expect(await sleepers()).toBe(0);
    expect(before.status).toBe(200);
    const later = await Promise.all([post(NAP(0.05)), post(NAP(0.05))]);
    expect(later.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('OVERLOADED where all places are taken and too many wait, told at once; /livez answers meanwhile', async () => {
    const begun = performance.now();
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => post(NAP(2)).then((answer) => ({ ...answer, after: performance.now() - begun }))),
      pause(100).then(() => fetch(`${url}/livez`)).then((live) => ({ status: live.status, after: performance.now() - begun, live: true })),
    ]);
    const live = answers.find((answer) => 'live' in answer);
    expect(live?.status).toBe(200);
    const operations = answers.filter((answer): answer is Answer & { after: number } => !('live' in answer));
    expect(operations.filter(({ status }) => status === 200)).toHaveLength(2);
    const refused = operations.filter(({ status }) => status === 503);
    expect(refused.map((answer) => [codeOf(answer), answer.retryAfter])).toEqual(Array.from({ length: 8 }, () => ['OVERLOADED', '1']));
    expect(Math.max(...refused.map(({ after }) => after))).toBeLessThan(1900);
    expect((await post(NAP(0))).status).toBe(200);
  });

  it('give their place in the queue back when they go away', async () => {
    const running = [post(NAP(0.5)), post(NAP(0.5))];
    await until(async () => (await sleepers()) === 2, 1000);
    const gone = new AbortController();
    const impatient = Array.from({ length: 3 }, () => post(NAP(0), gone.signal).catch(() => 'gone'));
    await pause(50);
    gone.abort();
    expect(await Promise.all(impatient)).toEqual(['gone', 'gone', 'gone']);
    await pause(50);
    const patient = await Promise.all(Array.from({ length: 3 }, () => post(NAP(0))));
    expect(patient.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('a slow body is answered 408 and cut', async () => {
    const { text, closed, after } = await speak([head(200), ...Array.from({ length: 12 }, () => '{')], 2000, 100);
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain('"code":"BODY_REFUSED"');
    expect(closed).toBe(true);
    expect(after).toBeLessThan(3000);
  });

  it.each<[string, string[]]>([['a socket that says nothing', []], ['headers that never end', ['POST /graphql HTTP/1.1\r\nhost: x\r\n', ...Array.from({ length: 10 }, (_, index) => `x-${String(index)}: 1\r\n`)]]])('%s is cut', async (_name, parts) => {
    const { closed, after } = await speak(parts, 3000, parts.length > 0 ? 100 : 0);
    expect(closed).toBe(true);
    expect(after).toBeLessThan(3000);
  });

  it('a bomb of compressed JSON is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024, '['));
    const memory = process.memoryUsage().rss;
    for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip', 'x-unknown']) {
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, 'content-encoding': encoding }, body: bomb });
      const [error] = ((await answer.json()) as Answer['body']).errors ?? [];
      expect([answer.status, error?.extensions.code, error?.message]).toEqual([415, 'BODY_REFUSED', expect.stringContaining('it is compressed')]);
    }
    expect(process.memoryUsage().rss - memory).toBeLessThan(30 * 1024 * 1024);
  });

  const NAME = 'mutation { membershipInvite(input: { sector: INDUSTRY, legalName: "苏州", regionCode: "3205" }) { membership { id } } }';
  const body = JSON.stringify({ query: NAME });
  it.each<[string, string, Buffer]>([
    ['UTF-16 that says so', 'application/json; charset=utf-16le', Buffer.from(body, 'utf16le')],
    ['GB18030 that says so', 'application/json; charset=GB18030', Buffer.from(body.replace('苏州', '\u00cb\u00d5'), 'latin1')],
    ['Latin-1 that says so', 'application/json; charset="iso-8859-1"', Buffer.from(body, 'latin1')],
    ['GB18030 that says nothing', 'application/json', Buffer.concat([Buffer.from('{"query":"# '), Buffer.from([0xcb, 0xd5, 0xd6, 0xdd]), Buffer.from('\\n{ __typename }"}')])],
    ['half a character', 'application/json; charset=utf-8', Buffer.from([0x22, 0xe8, 0x8b, 0x22])],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from('query={__typename}')],
    ['text', 'text/plain', Buffer.from(body)],
  ])('text that is no UTF-8 JSON is refused, not guessed: %s', async (_name, type, bytes) => {
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, 'content-type': type }, body: new Uint8Array(bytes) });
    expect([answer.status, ((await answer.json()) as Answer['body']).errors?.[0]?.extensions.code]).toEqual([415, 'BODY_REFUSED']);
  });

  it('UTF-8 in all its spellings is read', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"']) {
      expect((await post('{ viewer { roles } } # 苏州', null, { 'content-type': type })).status).toBe(200);
    }
  });

  it('huge headers are answered 431, a body that is too long 413, no JSON 400', async () => {
    expect((await speak([`POST /graphql HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(100_000)}\r\n\r\n`], 1000)).text).toMatch(/^HTTP\/1.1 431 /);
    expect((await speak([head(1_000_000_000_000)], 500)).text).toMatch(/^HTTP\/1.1 (413|503) /);
    expect((await speak([head(13 * 1024 * 1024)], 500)).text).toMatch(/^HTTP\/1.1 413 /);
    expect((await speak([head(3, 'connection: close\r\n'), '{{{'], 500)).text).toMatch(/^HTTP\/1.1 400 [\s\S]*BODY_REFUSED/);
  });

  it('bodies that are announced and not sent fill no memory: above 256 MB together, the next one is told to come again', async () => {
    const open = Array.from({ length: 24 }, () => speak([head(11 * 1024 * 1024)], 600));
    const answers = await Promise.all(open);
    expect(answers.filter(({ text }) => text.startsWith('HTTP/1.1 503 ')).length).toBeGreaterThan(0);
    expect(answers.filter(({ text }) => text.startsWith('HTTP/1.1 503 ')).length).toBeLessThan(5);
    expect((await post(NAP(0))).status).toBe(200);
  });
});
