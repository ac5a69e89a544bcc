import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3StandIn } from '@quadhelix/testing/s3-stand-in';
import { S3Store } from './s3.store.js';

const KEY = { bucket: 'quadhelix-files', region: 'cn-test-1', accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret of the bucket' };
const FILE = { tenantId: '0194e000-0000-7000-8000-00000000000a', id: '0194e000-0000-7000-8000-000000000001' };
const BYTES = Buffer.from('signed list');
const digest = (bytes: Buffer, form: 'hex' | 'base64' = 'hex'): string => createHash('sha256').update(bytes).digest(form);

describe('files in a bucket', () => {
  let s3: S3StandIn;
  let store: S3Store;
  let now = new Date('2026-03-02T01:00:00Z');
  const order = (more: object = {}) => ({ ...FILE, contentType: 'application/pdf', byteSize: BYTES.length, sha256: digest(BYTES), now, until: new Date(now.getTime() + 60_000), ...more });
  beforeAll(async () => {
    s3 = await S3StandIn.start({ ...KEY, now: () => now });
    store = new S3Store({ ...KEY, endpoint: s3.url });
  });
  afterAll(() => s3.stop());
  beforeEach(() => {
    s3.objects.clear();
    now = new Date('2026-03-02T01:00:00Z');
  });

  const put = async (change: { url?: (url: URL) => void; headers?: Record<string, string | null>; method?: string; bytes?: Buffer } = {}): Promise<string> => {
    const signed = await store.signUpload(order());
    const url = new URL(signed.url);
    change.url?.(url);
    const headers = { ...Object.fromEntries(signed.headers.map(({ name, value }) => [name, value])), ...change.headers };
    const answer = await fetch(url, {
      method: change.method ?? 'PUT', headers: Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
      ...(change.method === 'GET' ? {} : { body: change.bytes ?? BYTES }),
    });
    return `${String(answer.status)} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`.trim();
  };

  it('are sent by the client itself, kept apart until they are good, and read from where nobody can write', async () => {
    expect(await put()).toBe('200');
    expect([...s3.objects.keys()]).toEqual([`incoming/${FILE.tenantId}/${FILE.id}`]);
    const stored = await store.read(FILE);
    expect((await buffer(stored?.bytes as Readable)).equals(BYTES)).toBe(true);
    await stored?.keep();
    expect([...s3.objects.keys()]).toEqual([`kept/${FILE.tenantId}/${FILE.id}`]);
    const again = await store.read(FILE);
    expect((await buffer(again?.bytes as Readable)).equals(BYTES)).toBe(true);
    await again?.keep();
    await store.remove(FILE);
    expect([...s3.objects.keys()]).toEqual([]);
    expect(await store.read(FILE)).toBeNull();
  });

  it.each<[string, string, Parameters<typeof put>[0]]>([
    ['other bytes', '400 BadDigest', { bytes: Buffer.from('signed lisT') }],
    ['more bytes', '403 SignatureDoesNotMatch', { bytes: Buffer.from('signed list!') }],
    ['fewer bytes', '403 SignatureDoesNotMatch', { bytes: Buffer.from('signed') }],
    ['another checksum', '403 SignatureDoesNotMatch', { headers: { 'x-amz-checksum-sha256': digest(Buffer.from('x'), 'base64') } }],
    ['no checksum', '403 SignatureDoesNotMatch', { headers: { 'x-amz-checksum-sha256': null } }],
    ['another type', '403 SignatureDoesNotMatch', { headers: { 'Content-Type': 'text/html' } }],
    ['leave to overwrite', '403 SignatureDoesNotMatch', { headers: { 'If-None-Match': null } }],
    ['a header that makes it public', '403 AccessDenied', { headers: { 'x-amz-acl': 'public-read' } }],
    ['another file', '403 SignatureDoesNotMatch', { url: (url) => { url.pathname = url.pathname.replace(/1$/, '2'); } }],
    ['the place of kept files', '403 SignatureDoesNotMatch', { url: (url) => { url.pathname = url.pathname.replace('incoming', 'kept'); } }],
    ['another alliance', '403 SignatureDoesNotMatch', { url: (url) => { url.pathname = url.pathname.replace(/a\//, 'b/'); } }],
    ['a longer life', '403 SignatureDoesNotMatch', { url: (url) => { url.searchParams.set('X-Amz-Expires', '600'); } }],
    ['another signature', '403 SignatureDoesNotMatch', { url: (url) => { url.searchParams.set('X-Amz-Signature', '0'.repeat(64)); } }],
    ['no signature', '403 AccessDenied', { url: (url) => { url.search = ''; } }],
    ['another method', '403 SignatureDoesNotMatch', { method: 'GET' }],
  ])('are not sent with %s', async (_why, answer, change) => {
    expect(await put(change)).toBe(answer);
    expect(s3.objects.size).toBe(0);
  });

  it('are sent once, within their minute', async () => {
    const signed = await store.signUpload(order());
    const send = async (): Promise<number> => (await fetch(signed.url, { method: 'PUT', headers: Object.fromEntries(signed.headers.map(({ name, value }) => [name, value])), body: BYTES })).status;
    now = new Date('2026-03-02T01:01:00Z');
    expect(await send()).toBe(403);
    now = new Date('2026-03-02T01:00:59Z');
    expect(await send()).toBe(200);
    expect(await send()).toBe(412);
    expect(s3.log.slice(-3).map((line) => line.replace(/\S+\/\S+ /, ''))).toEqual(['PUT 403', 'PUT 200', 'PUT 412']);
  });

  it('are kept only as they were when they were read', async () => {
    await put();
    const stored = await store.read(FILE);
    await buffer(stored?.bytes as Readable);
    s3.objects.set(`incoming/${FILE.tenantId}/${FILE.id}`, { bytes: Buffer.from('<html>'), contentType: 'text/html', tag: '"other"' });
    await expect(stored?.keep()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect([...s3.objects.keys()]).toEqual([`incoming/${FILE.tenantId}/${FILE.id}`]);
  });

  it('come as something to save, under their name, for a minute, and nothing else', async () => {
    await put();
    await (await store.read(FILE))?.keep();
    const url = await store.signDownload({ ...order(), name: '考勤"表".pdf' });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('content-type'), answer.headers.get('cache-control'), await answer.text()]).toEqual([
      200, `attachment; filename="_____.pdf"; filename*=UTF-8''%E8%80%83%E5%8B%A4%22%E8%A1%A8%22.pdf`, 'application/pdf', 'no-store', 'signed list',
    ]);
    expect((await fetch(url.replace('attachment', 'inline'))).status).toBe(403);
    expect((await fetch(url.replace(FILE.id, FILE.id.replace(/1$/, '2')))).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    now = new Date('2026-03-02T01:01:00Z');
    expect((await fetch(url)).status).toBe(403);
  });

  it('are read by nobody with another secret', async () => {
    await put();
    await expect(new S3Store({ ...KEY, secretAccessKey: 'guessed', endpoint: s3.url }).read(FILE)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
