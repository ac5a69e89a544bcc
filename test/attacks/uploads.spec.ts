import { existsSync, readdirSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { TestClock } from '@quadhelix/service';
import { globalId, inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { announced, COMPLETE, decided, Door, pdf, seen, sha256, START, type FileSeen, type Upload } from '../journeys/uploading.js';
import { DISGUISES } from './disguises.js';

const BYTES = pdf('signed list');
const NOW = '2026-03-02T01:00:00Z';
const rowOf = (id: string): string => Buffer.from(id, 'base64url').toString().replace('File:', '');

describe('an upload', () => {
  let world: World;
  let all: TwoAlliances;
  let door: Door;
  let origin: string;
  const client = new Map<string, GraphqlClient>();
  const as = (login: string): GraphqlClient => client.get(login) as GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock(NOW), worker: true, env: { FILES_STALL_SECONDS: '1' } });
    all = await twoAlliances(world);
    origin = await world.api.listen(0);
    door = new Door(origin);
    for (const login of ['coordinator', 'mentor', 'teacher', 'school']) client.set(login, await world.as(login, 'alliance-a'));
    client.set('schoolB', await world.as('schoolB', 'alliance-b'));
  });
  afterAll(() => world.stop());
  beforeEach(() => { world.clock.set(NOW); });

  /** Every file on the disk, by the place where it lies. */
  const onDisk = (place: string): string[] => {
    const folder = join(world.stateFolder, 'files', place);
    return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name)) : [];
  };
  const until = async (what: () => boolean): Promise<void> => {
    for (const end = performance.now() + 10_000; !what() && performance.now() < end; ) await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(what()).toBe(true);
  };
  const begun = (bytes: Uint8Array = BYTES, more: Record<string, unknown> = {}): Promise<Upload> => door.start(as('coordinator'), announced(bytes, more));
  /** A request that is written by hand; `done` is its status and code, or `cut` where the connection ended without any. */
  const raw = (upload: Upload, headers: Record<string, string>): { outgoing: ClientRequest; done: Promise<string> } => {
    const outgoing = request(upload.url, { method: 'PUT', headers, agent: false });
    const done = new Promise<string>((resolve) => {
      outgoing.on('error', () => { resolve('cut'); });
      outgoing.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => { text += piece; }).on('end', () => { resolve(`${String(answer.statusCode)} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`); }).on('error', () => { resolve('cut'); });
      });
    });
    outgoing.flushHeaders();
    return { outgoing, done };
  };

  describe('by its name', () => {
    it.each([
      ['climbs out of its folder', '../../etc/passwd.pdf'], ['climbs out as on Windows', String.raw`..\..\boot.pdf`], ['is a path', '/etc/list.pdf'], ['is a path below', 'a/list.pdf'],
      ['is a drive', String.raw`C:\list.pdf`], ['is the folder above', '..'], ['is nothing but an end', '.'], ['begins a header', 'a\r\nSet-Cookie: a=b.pdf'], ['ends a line', 'a\nb.pdf'],
      ['rings a bell', 'a\u0007.pdf'], ['turns its direction', 'a\u202efdp.pdf'], ['hides signs', 'a\u200b.pdf'], ['separates lines', 'a\u2028.pdf'], ['begins with a blank', ' a.pdf'], ['deletes', 'a\u007f.pdf'],
    ])('that %s is refused', async (_why, name) => {
      expect(await as('coordinator').refusal(START, { input: announced(BYTES, { name }) })).toEqual({ code: 'FILE_NAME_INVALID', field: 'name' });
    });

    it.each([['a null byte', 'list.pdf\0.exe'], ['half a sign', 'a\ud800.pdf'], ['201 characters', `${'a'.repeat(197)}.pdf`], ['nothing', '']])('with %s is refused', async (_why, name) => {
      expect(await as('coordinator').refusal(START, { input: announced(BYTES, { name }) })).toEqual({ code: 'INPUT_INVALID', field: 'name' });
    });

    it.each([['list.exe'], ['list.html'], ['list.pdf.svg'], ['list'], ['list.pdf.'], ['pdf']])('%s is not taken as a PDF', async (name) => {
      expect((await as('coordinator').refusal(START, { input: announced(BYTES, { name }) })).code).toMatch(/^FILE_(EXTENSION_DIFFERS|NAME_INVALID)$/);
    });

    it.each([
      ['quotes', 'a";filename="b.exe.pdf', 'attachment; filename="a__filename=_b.exe.pdf"; filename*=UTF-8\'\'a%22%3Bfilename%3D%22b.exe.pdf'],
      ['Chinese signs', '考勤表(三月).pdf', "attachment; filename=\"___(__).pdf\"; filename*=UTF-8''%E8%80%83%E5%8B%A4%E8%A1%A8%28%E4%B8%89%E6%9C%88%29.pdf"],
      ['a percent sign and an apostrophe', "100%'.pdf", "attachment; filename=\"100_'.pdf\"; filename*=UTF-8''100%25%27.pdf"],
    ])('with %s comes back as one harmless header', async (_why, name, header) => {
      const file = await door.upload(as('coordinator'), BYTES, { name });
      const answer = await fetch(door.here(file.downloadUrl ?? ''));
      expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('x-content-type-options'), answer.headers.get('content-type')]).toEqual([200, header, 'nosniff', 'application/pdf']);
      expect(answer.headers.get('content-length')).toBe(String(BYTES.length));
      expect(Buffer.from(await answer.arrayBuffer()).equals(BYTES)).toBe(true);
    });
  });

  describe('by its type', () => {
    it.each([['text/html', 'a.html'], ['image/svg+xml', 'a.svg'], ['application/xhtml+xml', 'a.xhtml'], ['application/x-msdownload', 'a.exe'], ['text/html; charset=utf-8', 'a.png'], ['application/pdf;a\r\nb: c', 'a.pdf']])(
      '%s is taken for no purpose', async (contentType, name) => {
        for (const purpose of ['EVIDENCE', 'DOCUMENT', 'TABLE']) {
          expect((await as('coordinator').refusal(START, { input: announced(BYTES, { contentType, name, purpose }) })).code).toMatch(/^(FILE_TYPE_NOT_ALLOWED|INPUT_INVALID)$/);
        }
      });

    let sent: Promise<Map<string, FileSeen & { id: string }>> | undefined;
    const disguised = () => (sent ??= Promise.all(DISGUISES.map(async ({ why, make, name, contentType }) => [why, await door.upload(as('coordinator'), await make(), { name, contentType })] as const)).then((each) => new Map(each)));
    it.each(DISGUISES)('$why is rejected, its bytes go, and nobody fetches it', async ({ why, rejection }) => {
      const file = (await disguised()).get(why);
      expect(file).toMatchObject({ state: 'REJECTED', rejection, downloadUrl: null });
      await until(() => (['incoming', 'kept', 'checking'] as const).every((place) => onDisk(place).every((path) => !path.includes(rowOf(file?.id ?? '')))));
    });
  });

  describe('by its size', () => {
    it.each([[0, 'FILE_EMPTY'], [-1, 'FILE_EMPTY'], [32 * 1024 * 1024 + 1, 'FILE_TOO_LARGE']])('of %d bytes is not announced', async (byteSize, code) => {
      expect(await as('coordinator').refusal(START, { input: announced(BYTES, { byteSize }) })).toEqual({ code, field: 'byteSize' });
    });

    it.each([['one byte more', Buffer.concat([BYTES, Buffer.from('x')])], ['one byte less', BYTES.subarray(0, -1)], ['many bytes more', Buffer.alloc(5_000_000)]])('with %s is refused by the length it tells', async (_why, bytes) => {
      const { outgoing, done } = raw(await begun(), { 'content-length': String(bytes.length) });
      outgoing.end(bytes);
      expect(['400 FILE_SIZE_DIFFERS', 'cut']).toContain(await done);
      await until(() => onDisk('writing').length === 0);
    });

    it('that tells no length is stopped at one byte too many, while it is still sending', async () => {
      const { outgoing, done } = raw(await begun(), { 'transfer-encoding': 'chunked' });
      outgoing.write(BYTES);
      outgoing.write('x');
      expect(await done).toBe('400 FILE_SIZE_DIFFERS');
      outgoing.destroy();
      await until(() => onDisk('writing').length === 0);
    });

    it('that tells no length and ends one byte too early is refused', async () => {
      const { outgoing, done } = raw(await begun(), { 'transfer-encoding': 'chunked' });
      outgoing.end(BYTES.subarray(1));
      expect(await done).toBe('400 FILE_SIZE_DIFFERS');
    });
  });

  it('of other bytes of the same size is refused, leaves nothing, and the right ones still come', async () => {
    const upload = await begun();
    const other = Buffer.from(BYTES);
    other[20] = (other[20] ?? 0) ^ 1;
    expect(await door.send(upload, other)).toEqual({ status: 400, code: 'FILE_HASH_DIFFERS' });
    expect(onDisk('writing')).toEqual([]);
    expect(await as('coordinator').refusal(COMPLETE, { input: { id: upload.id } })).toEqual({ code: 'FILE_NOT_UPLOADED', field: 'id' });
    expect(await door.send(upload, BYTES)).toEqual({ status: 200, code: undefined });
  });

  it('uses its address once: not again, not after it was completed, not after it was rejected', async () => {
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    const upload = await begun(html, { name: 'a.png', contentType: 'image/png' });
    const used = { status: 409, code: 'FILE_URL_USED' };
    expect(await door.send(upload, html)).toEqual({ status: 200, code: undefined });
    expect(await door.send(upload, html)).toEqual(used);
    await as('coordinator').data(COMPLETE, { input: { id: upload.id } });
    expect(await door.send(upload, html)).toEqual(used);
    expect((await decided(as('coordinator'), upload.id)).state).toBe('REJECTED');
    expect(await door.send(upload, html)).toEqual(used);
    expect(await as('coordinator').refusal(COMPLETE, { input: { id: upload.id } })).toEqual({ code: 'STATE_FORBIDS', field: 'id' });
    await until(() => onDisk('incoming').every((path) => !path.includes(rowOf(upload.id))));
  });

  it('has a minute: the last millisecond is good, the next is not', async () => {
    const [late, justInTime] = [await begun(), await begun()];
    world.clock.set('2026-03-02T01:01:00Z');
    expect(await door.send(late, BYTES)).toEqual({ status: 403, code: 'FILE_URL_EXPIRED' });
    world.clock.set('2026-03-02T01:00:59.999Z');
    expect(await door.send(justInTime, BYTES)).toEqual({ status: 200, code: undefined });
  });

  it.each(['POST', 'PATCH', 'DELETE', 'OPTIONS'])('is not made by %s', async (method) => {
    const upload = await begun();
    expect((await door.send(upload, method === 'OPTIONS' ? null : BYTES, { method })).status).toBe(404);
    expect((await seen(as('coordinator'), upload.id))?.state).toBe('AWAITING_UPLOAD');
  });

  it('is no download, and a download is no upload', async () => {
    const upload = await begun();
    expect(await door.send(upload, null, { method: 'GET' })).toEqual({ status: 403, code: 'FILE_URL_INVALID' });
    const { downloadUrl } = await door.upload(as('coordinator'), BYTES);
    expect(await door.send(upload, BYTES, { url: door.here(downloadUrl ?? '') })).toEqual({ status: 403, code: 'FILE_URL_INVALID' });
  });

  describe('with a changed address', () => {
    const swap = (upload: Upload, change: (url: URL) => void): string => {
      const url = new URL(upload.url);
      change(url);
      return url.href;
    };
    const set = (name: string, value: string) => (url: URL) => { url.searchParams.set(name, value); };
    it.each<[string, (url: URL) => void]>([
      ['another alliance', (url) => { url.pathname = url.pathname.replace(all.a.id, all.b.id); }],
      ['another file', (url) => { url.pathname = url.pathname.replace(/.$/, (sign) => (sign === '0' ? '1' : '0')); }],
      ['a path instead of a file', (url) => { url.pathname = `${url.pathname.slice(0, -36)}..%2f..%2fetc%2fpasswd`; }],
      ['another size', set('size', '100')], ['no number as size', set('size', '1e2')], ['another hash', set('sha256', sha256(Buffer.from('x')))], ['a later end', set('expires', '1999999999999')],
      ['an end that never comes', set('expires', 'Infinity')], ['another signature', (url) => { url.searchParams.set('signature', `${url.searchParams.get('signature')?.slice(0, -2) ?? ''}AA`); }],
      ['an empty signature', set('signature', '')], ['no algorithm', (url) => { url.searchParams.set('signature', url.searchParams.get('signature')?.slice(6) ?? ''); }],
      ['an algorithm that signs nothing', set('signature', 'none-')], ['no signature', (url) => { url.searchParams.delete('signature'); }],
      ['another size before its own', (url) => { url.search = `?size=100&${url.search.slice(1)}`; }],
    ])('to %s is refused', async (_why, change) => {
      const upload = await begun();
      expect(await door.send(upload, BYTES, { url: swap(upload, change) })).toEqual({ status: 403, code: 'FILE_URL_INVALID' });
    });

    it('of a neighbour cannot be made out of an own one', async () => {
      const [own, other] = [await begun(), await door.start(as('schoolB'), announced(BYTES))];
      const search = new URL(own.url).search;
      expect(await door.send(other, BYTES, { url: `${other.url.split('?')[0] ?? ''}${search}` })).toEqual({ status: 403, code: 'FILE_URL_INVALID' });
    });
  });

  it('of eight senders at once is won by one', async () => {
    const upload = await begun();
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.send(upload, BYTES)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
    expect(onDisk('writing')).toEqual([]);
    await as('coordinator').data(COMPLETE, { input: { id: upload.id } });
    expect((await decided(as('coordinator'), upload.id)).state).toBe('READY');
  });

  it('of a client that stands still is ended after its second, and leaves nothing', async () => {
    const upload = await begun();
    const { outgoing, done } = raw(upload, { 'content-length': String(BYTES.length) });
    outgoing.write(BYTES.subarray(0, 10));
    await until(() => onDisk('writing').length === 1);
    const stood = performance.now();
    expect(await done).toBe('503 FILE_UPLOAD_INTERRUPTED');
    expect(performance.now() - stood).toBeLessThan(20_000);
    outgoing.destroy();
    expect(onDisk('writing')).toEqual([]);
    expect(await door.send(upload, BYTES)).toEqual({ status: 200, code: undefined });
  });

  it('of a client that goes away leaves nothing', async () => {
    const upload = await begun();
    const { outgoing, done } = raw(upload, { 'content-length': String(BYTES.length) });
    outgoing.write(BYTES.subarray(0, 10));
    await until(() => onDisk('writing').length === 1);
    outgoing.destroy();
    expect(await done).toBe('cut');
    await until(() => onDisk('writing').length === 0);
    expect((await seen(as('coordinator'), upload.id))?.state).toBe('AWAITING_UPLOAD');
  });

  it('is begun a hundred times by one organization, and not once more, while others go on', async () => {
    const one = announced(BYTES);
    const first = await door.start(as('school'), one);
    await inAlliance(world, all.a, (scope) => scope.sql(
      `insert into files select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* from files f, generate_series(1, 98) where f.tenant_id = $1 and f.id = $2`, [all.a.id, rowOf(first.id)]));
    await as('school').data(START, { input: one });
    expect((await as('teacher').refusal(START, { input: one })).code).toBe('FILE_UPLOADS_OPEN');
    await begun();
    world.clock.set('2026-03-02T02:00:01Z');
    await world.worker?.tick();
    await as('school').data(START, { input: one });
  });

  it('is completed by nobody else', async () => {
    const upload = await begun();
    await door.send(upload, BYTES);
    const hidden = { code: 'NOT_FOUND', field: 'id' };
    expect(await as('school').refusal(COMPLETE, { input: { id: upload.id } })).toEqual(hidden);
    expect(await as('schoolB').refusal(COMPLETE, { input: { id: upload.id } })).toEqual(hidden);
    expect(await as('school').refusal(COMPLETE, { input: { id: globalId('File', 'ffffffff-ffff-7fff-8fff-ffffffffffff') } })).toEqual(hidden);
  });
});
