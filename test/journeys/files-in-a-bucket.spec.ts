import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachFile, File, FileChecker } from '@quadhelix/files';
import { NoticeKinds } from '@quadhelix/mail';
import { schedule } from '@quadhelix/outbox';
import { PersonalDataKinds } from '@quadhelix/personal-data';
import { SearchKinds } from '@quadhelix/search';
import { TestClock } from '@quadhelix/service';
import { organizationAccess } from '@quadhelix/stakeholders';
import { inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { S3StandIn } from '@quadhelix/testing/s3-stand-in';
import { announced, COMPLETE, decided, Door, pdf, seen, sha256, type Upload } from './uploading.js';

/** As clamscan answers: 0 nothing, 1 found and told, 2 could not look. "AWAY" is not looked at before a file of that name lies beside the program; "SLOW" takes its time. */
const SCANNER = `
import { existsSync, readFileSync } from 'node:fs';
const path = process.argv.at(-1);
const text = readFileSync(path, 'latin1');
while (text.includes('SLOW') && !existsSync(new URL('slow', import.meta.url))) await new Promise((resolve) => { setTimeout(resolve, 100); });
readFileSync(path);
if (text.includes('AWAY') && !existsSync(new URL('away', import.meta.url))) process.exit(2);
if (text.includes('EICAR')) { console.log(path + ': Eicar-Test-Signature FOUND'); process.exit(1); }
`;
const NOW = '2026-03-02T01:00:00Z';
const rowOf = (id: string): string => Buffer.from(id, 'base64url').toString().replace('File:', '');

describe('a file in a bucket, looked at by a scanner', () => {
  const clock = new TestClock(NOW);
  const folder = mkdtempSync(join(tmpdir(), 'quadhelix-scanner-'));
  const door = new Door(null);
  let s3: S3StandIn;
  let world: World;
  let all: TwoAlliances;
  let coordinator: GraphqlClient;
  beforeAll(async () => {
    writeFileSync(join(folder, 'scan.mjs'), SCANNER);
    s3 = await S3StandIn.start({ bucket: 'quadhelix-files', region: 'cn-test-1', accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret of the bucket', now: () => clock.now() });
    world = await World.start({ clock, worker: true, env: { ...s3.env, FILES_SCAN_COMMAND: `${process.execPath} ${join(folder, 'scan.mjs')}` } });
    all = await twoAlliances(world);
    coordinator = await world.as('coordinator', 'alliance-a');
  });
  afterAll(async () => {
    await world.stop();
    await s3.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => { clock.set(NOW); });

  const keyOf = (place: string, id: string): string => `${place}/${all.a.id}/${rowOf(id)}`;
  const placesOf = (id: string): string[] => ['incoming', 'kept'].filter((place) => s3.objects.has(keyOf(place, id)));
  const sent = async (bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<Upload> => {
    const upload = await door.start(coordinator, announced(bytes, more));
    expect((await door.send(upload, bytes)).status).toBe(200);
    return upload;
  };
  const completed = (id: string): Promise<unknown> => coordinator.data(COMPLETE, { input: { id } });
  const check = (id: string, signal?: AbortSignal): Promise<void> => (world.worker as NonNullable<World['worker']>).get(FileChecker).run({ tenantId: all.a.id, fileId: rowOf(id) }, signal);
  const rows = <T extends Record<string, unknown>>(text: string, values: unknown[]): Promise<T[]> => inAlliance(world, all.a, (scope) => scope.sql<T>(text, values));
  const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
    for (const end = performance.now() + 15_000; !(await what()) && performance.now() < end; ) await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(await what()).toBe(true);
  };
  const checking = async (id: string): Promise<void> => {
    await rows(`update files set state = 'CHECKING', completed_at = $2 where id = $1`, [rowOf(id), clock.now()]);
  };

  it('goes to the service and comes from it; the api has no door for it', async () => {
    const bytes = pdf('in the bucket');
    const file = await door.upload(coordinator, bytes, { name: '名单.pdf' });
    expect(file).toMatchObject({ state: 'READY', detectedType: 'application/pdf' });
    expect(placesOf(file.id)).toEqual(['kept']);
    expect(file.downloadUrl?.startsWith(s3.url)).toBe(true);
    const answer = await fetch(file.downloadUrl ?? '');
    expect([answer.status, answer.headers.get('content-disposition'), await answer.text()]).toEqual([200, `attachment; filename="__.pdf"; filename*=UTF-8''%E5%90%8D%E5%8D%95.pdf`, bytes.toString()]);
    for (const method of ['PUT', 'GET'] as const) expect((await world.api.app.inject({ method, url: `/files/${all.a.id}/${rowOf(file.id)}` })).statusCode).toBe(404);
    expect(await rows(`select type, payload from events where subject_id = $1`, [rowOf(file.id)])).toEqual([
      { type: 'file.ready', payload: { organizationId: all.factory, personId: expect.any(String) as string, purpose: 'EVIDENCE', rejection: null, sha256: sha256(bytes), byteSize: bytes.length } },
    ]);
  });

  it('is what its bytes are, whatever the service let through', async () => {
    const right = pdf('right');
    const wrong: [string, Buffer | null, string][] = [['other bytes', pdf('wrong'), 'HASH_DIFFERS'], ['more bytes', pdf('right and more'), 'SIZE_DIFFERS'], ['fewer', right.subarray(1), 'SIZE_DIFFERS'], ['nothing', null, 'NOT_UPLOADED']];
    for (const [, bytes, rejection] of wrong) {
      const upload = await door.start(coordinator, announced(right));
      if (bytes) s3.objects.set(keyOf('incoming', upload.id), { bytes, contentType: 'application/pdf', tag: '"forged"' });
      await completed(upload.id);
      expect(await decided(coordinator, upload.id)).toMatchObject({ state: 'REJECTED', rejection, downloadUrl: null });
      await until(() => placesOf(upload.id).length === 0);
    }
  });

  it('in which the scanner finds something is never given out, and goes with its row after 30 days', async () => {
    const upload = await sent(pdf('EICAR'));
    await completed(upload.id);
    expect(await decided(coordinator, upload.id)).toMatchObject({ state: 'QUARANTINED', rejection: null, downloadUrl: null });
    expect(await rows('select threat from files where id = $1', [rowOf(upload.id)])).toEqual([{ threat: 'Eicar-Test-Signature' }]);
    expect(placesOf(upload.id)).toEqual(['incoming']);
    clock.set('2026-04-01T00:59:59Z');
    await world.worker?.tick();
    expect(placesOf(upload.id)).toEqual(['incoming']);
    clock.set('2026-04-01T01:00:00Z');
    await world.worker?.tick();
    expect(await rows('select id from files where id = $1', [rowOf(upload.id)])).toEqual([]);
    await until(() => placesOf(upload.id).length === 0);
  });

  it('waits while the scanner is away, and is ready when it has come back', async () => {
    const upload = await sent(pdf('AWAY'));
    await completed(upload.id);
    await expect(check(upload.id)).rejects.toThrow('The scanner ended with 2');
    expect(await seen(coordinator, upload.id)).toMatchObject({ state: 'CHECKING', downloadUrl: null });
    writeFileSync(join(folder, 'away'), '');
    expect((await decided(coordinator, upload.id)).state).toBe('READY');
  });

  it('that is checked twice at once, once in vain, is not taken for dangerous', async () => {
    const upload = await sent(pdf('SLOW and well'));
    await checking(upload.id);
    const stop = new AbortController();
    const [stopped, other] = [check(upload.id, stop.signal), check(upload.id)];
    setTimeout(() => { stop.abort(); }, 300);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    writeFileSync(join(folder, 'slow'), '');
    await other;
    rmSync(join(folder, 'slow'));
    expect((await seen(coordinator, upload.id))?.state).toBe('READY');
  });

  it('whose check was stopped in the middle is checked again', async () => {
    const upload = await sent(pdf('SLOW'));
    await checking(upload.id);
    const stop = new AbortController();
    const stopped = check(upload.id, stop.signal);
    setTimeout(() => { stop.abort(); }, 500);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect((await seen(coordinator, upload.id))?.state).toBe('CHECKING');
    writeFileSync(join(folder, 'slow'), '');
    await check(upload.id);
    expect((await seen(coordinator, upload.id))?.state).toBe('READY');
  });

  it('whose worker died between keeping the bytes and saying so is ready by the next one, and ready once by two at a time', async () => {
    const upload = await sent(pdf('kept and not told'));
    const object = s3.objects.get(keyOf('incoming', upload.id));
    s3.objects.delete(keyOf('incoming', upload.id));
    if (object) s3.objects.set(keyOf('kept', upload.id), object);
    await checking(upload.id);
    await check(upload.id);
    expect((await seen(coordinator, upload.id))?.state).toBe('READY');

    const twice = await sent(pdf('twice'));
    await checking(twice.id);
    await Promise.allSettled([check(twice.id), check(twice.id)]);
    expect((await seen(coordinator, twice.id))?.state).toBe('READY');
    expect(placesOf(twice.id)).toEqual(['kept']);
    expect(await rows('select type from events where subject_id = $1', [rowOf(twice.id)])).toEqual([{ type: 'file.ready' }]);
  });

  it('whose check was lost is asked for again after half an hour', async () => {
    const upload = await sent(pdf('lost'));
    await checking(upload.id);
    await inAlliance(world, all.a, (scope) => schedule(scope, 'file.unchecked', rowOf(upload.id), new Date('2026-03-02T01:30:00Z')));
    clock.set('2026-03-02T01:30:00Z');
    await world.worker?.tick();
    expect((await decided(coordinator, upload.id)).state).toBe('READY');
  });

  it('that nobody completed expires after an hour: its bytes go at once, its row after 30 days, its name from the audit trail too', async () => {
    const upload = await sent(pdf('abandoned'), { name: 'canary-abandoned.pdf' });
    clock.set('2026-03-02T01:59:59Z');
    await world.worker?.tick();
    expect((await seen(coordinator, upload.id))?.state).toBe('AWAITING_UPLOAD');
    clock.set('2026-03-02T02:00:00Z');
    await world.worker?.tick();
    expect((await seen(coordinator, upload.id))?.state).toBe('EXPIRED');
    await until(() => placesOf(upload.id).length === 0);
    expect(await coordinator.refusal(COMPLETE, { input: { id: upload.id } })).toEqual({ code: 'STATE_FORBIDS', field: 'id' });
    const kept = () => rows(`select value from audit_personal_values where value = 'canary-abandoned.pdf'`, []);
    expect(await kept()).toHaveLength(1);
    clock.set('2026-04-01T02:00:00Z');
    await world.worker?.tick();
    expect(await seen(coordinator, upload.id)).toBeNull();
    expect(await kept()).toEqual([]);
    expect(await rows(`select keep::text as keep from retentions where table_name = 'files'`, [])).toEqual([{ keep: '30 days' }]);
  });

  it('is among what a person is told of, and leaves no name behind when he is erased; what something rests on stays without it', async () => {
    const [loose, used] = [await door.upload(coordinator, pdf('loose'), { name: 'canary-loose.pdf' }), await door.upload(coordinator, pdf('used'), { name: 'canary-used.pdf' })];
    const [{ person_id: personId } = { person_id: '' }] = await rows<{ person_id: string }>('select person_id from files where id = $1', [rowOf(used.id)]);
    const kind = world.api.get(PersonalDataKinds).all.find(({ name }) => name === 'files');
    await inAlliance(world, all.a, async (scope) => {
      scope.authorize(organizationAccess.update);
      const [file] = await scope.find(File, { id: rowOf(used.id) });
      if (file) await attachFile(scope, file, { type: 'Organization', id: all.college });
      const told: unknown[] = [];
      for await (const record of kind?.export(scope, personId) ?? []) told.push(record.name);
      expect(told).toEqual(expect.arrayContaining(['canary-loose.pdf', 'canary-used.pdf']));
    });
    await inAlliance(world, all.a, async (scope) => {
      scope.authorize(organizationAccess.update);
      expect(await kind?.erase(scope, personId, 'P-7')).toBeGreaterThanOrEqual(2);
    });
    await world.worker?.tick();
    expect(await seen(coordinator, loose.id)).toBeNull();
    expect(await seen(coordinator, used.id)).toMatchObject({ name: 'P-7.pdf', state: 'READY' });
    expect(await rows(`select id from files where name like '%canary%' union all select id from audit_personal_values where value like '%canary%'`, [])).toEqual([]);
    await until(() => placesOf(loose.id).length === 0);
    expect(placesOf(used.id)).toEqual(['kept']);
  });

  it('is found by its name while it is ready, and its uploader is told when it is not', async () => {
    const ready = await door.upload(coordinator, pdf('found'), { name: '三月名单.pdf' });
    const rejected = await door.upload(coordinator, pdf('not found'), { name: 'a.png', contentType: 'image/png' });
    const search = world.api.get(SearchKinds).all.find(({ type }) => type === 'File');
    const notices = world.api.get(NoticeKinds).all.filter(({ event }) => event.startsWith('file.'));
    await inAlliance(world, all.a, async (scope) => {
      const ids = await search?.touched(scope, { File: [rowOf(ready.id), rowOf(rejected.id)], Seat: [all.a.id] });
      expect(await search?.entries(scope, ids ?? [])).toEqual([
        { subjectId: rowOf(ready.id), title: '三月名单.pdf', text: '三月名单.pdf', parties: { owner: all.factory, uploader: expect.any(String) as string }, personId: expect.any(String) as string },
      ]);
      expect(await search?.after(scope, null, 1_000)).toEqual(expect.arrayContaining([rowOf(ready.id), rowOf(rejected.id)]));
      const [event] = await scope.sql<{ id: string; payload: Record<string, unknown>; at: Date }>('select id, payload, at from events where subject_id = $1', [rowOf(rejected.id)]);
      const told = notices.find((kind) => kind.event === 'file.rejected');
      expect(await told?.notices(scope, { id: event?.id ?? '', subjectId: rowOf(rejected.id), payload: event?.payload ?? {}, at: event?.at ?? clock.now() })).toMatchObject([
        { to: [{ personId: event?.payload.personId }], subjectType: 'File', subjectId: rowOf(rejected.id), text: { en: expect.stringContaining('another type') as string, 'zh-CN': expect.stringContaining('类型') as string } },
      ]);
    });
    expect(notices.map(({ event }) => event).sort()).toEqual(['file.quarantined', 'file.rejected']);
  });
});
