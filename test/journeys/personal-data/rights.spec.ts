import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import JSZip from 'jszip';
import { extractText, getDocumentProxy } from 'unpdf';
import { parseId } from '@quadhelix/graphql';
import { PersonalDataKinds, Purge } from '@quadhelix/personal-data';
import { inAlliance, makePerson, PASSWORD, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { asked, done, REQUEST, type PersonalRequest } from './requests.js';

const EXPORT = 'mutation ($input: PersonalDataExportInput!) { personalDataExport(input: $input) { request { id } } }';
const CORRECT = 'mutation ($input: PersonalDataCorrectInput!) { personalDataCorrect(input: $input) { request { id } } }';
const GRANT = 'mutation ($input: PersonalDataRequestGrantInput!) { personalDataRequestGrant(input: $input) { request { id } } }';
const LIST = '{ personalDataRequests(first: 50) { nodes { id } } }';

interface Manifest { files: { file: string; records?: number; bytes: number; sha256: string }[] }

describe('the rights of people over their data', () => {
  let world: World;
  let all: TwoAlliances;
  let teacher: GraphqlClient;
  let school: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.college, { name: '龘老师', birthDate: '1980-02-29', roles: ['SCHOOL_TEACHER'], login: 'long', memberNumber: 'T-77' });
    teacher = await world.as('long', 'alliance-a');
    school = await world.as('school', 'alliance-a');
  });
  afterAll(() => world.stop());

  const get = (url: string | null) => world.api.app.inject({ method: 'GET', url: (url ?? '').replace('http://localhost:4000', '') });
  const archiveOf = async (request: PersonalRequest) => {
    const { rawPayload, statusCode } = await get(request.downloadUrl);
    expect([statusCode, createHash('sha256').update(rawPayload).digest('hex')]).toEqual([200, request.sha256]);
    return JSZip.loadAsync(rawPayload);
  };
  const listed = async (client: GraphqlClient): Promise<string[]> => (await client.data<{ personalDataRequests: { nodes: { id: string }[] } }>(LIST)).personalDataRequests.nodes.map(({ id }) => id);

  it('everybody is given all that is held about him, with hashes and for reading', async () => {
    const request = await done(teacher, await asked(teacher, EXPORT, {}));
    const zip = await archiveOf(request);
    const manifest = JSON.parse((await zip.file('manifest.json')?.async('string')) ?? '') as Manifest;
    for (const { file, bytes, sha256 } of manifest.files) {
      const content = (await zip.file(file)?.async('nodebuffer')) ?? Buffer.alloc(0);
      expect([file, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([file, bytes, sha256]);
    }
    const names = world.api.get(PersonalDataKinds).all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(manifest.files.map(({ file }) => file)).toEqual([...names.map((name) => `${name}.json`), 'summary.pdf', 'summary.xlsx']);
    const part = async (name: string) => (JSON.parse((await zip.file(`${name}.json`)?.async('string')) ?? '') as { records: Record<string, unknown>[] }).records;
    expect(await part('person')).toMatchObject([{ name: '龘老师', birthDate: '1980-02-29', identityNumber: null }]);
    expect(await part('affiliations')).toMatchObject([{ organization: 'College', memberNumber: 'T-77' }]);
    expect(await part('accounts')).toMatchObject([{ login: 'long' }]);
    expect((await part('auditTrail')).map(({ value }) => value)).toContain('龘老师');
    const { text } = await extractText(await getDocumentProxy(new Uint8Array((await zip.file('summary.pdf')?.async('nodebuffer')) ?? [])), { mergePages: true });
    for (const words of ['龘老师', 'T-77', '1980-02-29']) expect(text).toContain(words);
    expect(Object.fromEntries(request.results.map(({ kind, records }) => [kind, records]))).toMatchObject({ person: 1, affiliations: 1, accounts: 1 });
  });

  it('nothing of somebody else is in it', async () => {
    const zip = await archiveOf(await done(teacher, await asked(teacher, EXPORT, {})));
    for (const file of Object.keys(zip.files).filter((name) => name.endsWith('.json'))) {
      const text = (await zip.file(file)?.async('string')) ?? '';
      for (const other of ['mentorB', 'coordinator', 'assessor', 'Association']) expect(`${file} ${text}`).not.toContain(other);
    }
  });

  it('nobody else gets an export: not the coordinator, not the administrator, not another alliance', async () => {
    const request = await done(teacher, await asked(teacher, EXPORT, {}));
    for (const login of ['school', 'admin']) {
      const { node } = await (await world.as(login, 'alliance-a')).data<{ node: PersonalRequest }>(REQUEST, { id: request.id });
      expect(node).toMatchObject({ kind: 'EXPORT', downloadUrl: null, sha256: null });
    }
    for (const [login, alliance] of [['teacher', 'alliance-a'], ['coordinator', 'alliance-a'], ['liaison', 'alliance-a'], ['adminB', 'alliance-b'], ['schoolB', 'alliance-b']] as const) {
      const client = await world.as(login, alliance);
      expect(await client.refusal(REQUEST, { id: request.id })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await listed(client)).not.toContain(request.id);
    }
    const link = (request.downloadUrl ?? '').split('/').at(-1) ?? '';
    for (const forged of [`${link.slice(0, -2)}xx`, 'x', `../documents/${link}`]) expect((await get(`/personal-data/${forged}`)).statusCode).toBe(404);
    // A link to an export opens no document, and the other way round.
    expect((await get(`/documents/${link}`)).statusCode).toBe(404);
  });

  it('a correction is asked for by the person, put in by the holder, and the old value stays in the audit trail', async () => {
    expect(await teacher.refusal(CORRECT, { input: { field: 'shoeSize', value: '43' } })).toMatchObject({ code: 'CORRECTION_UNKNOWN' });
    expect(await teacher.refusal(CORRECT, { input: { field: 'birthDate', value: '1981-02-29' } })).toMatchObject({ code: 'CORRECTION_VALUE_INVALID' });
    const id = await asked(teacher, CORRECT, { field: 'birthDate', value: '1981-02-28', statement: 'a slip' });
    const waiting = () => inAlliance(world, all.a, (scope) => scope.sql(`select organization_id, roles from waiting_work where tenant_id = $1 and subject_id = $2`, [all.a.id, parseId(id)?.id]));
    let waits = await waiting();
    for (let tries = 0; tries < 200 && waits.length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      waits = await waiting();
    }
    expect(waits).toEqual(expect.arrayContaining([expect.objectContaining({ organization_id: all.college }) as never, { organization_id: null, roles: ['ALLIANCE_ADMIN'] }]));
    const coordinator = await world.as('coordinator', 'alliance-a');
    expect(await coordinator.refusal(GRANT, { input: { id } })).toMatchObject({ code: 'NOT_FOUND' });
    await asked(school, GRANT, { id });
    expect(await done(teacher, id)).toMatchObject({ state: 'DONE', results: [{ kind: 'birthDate', records: 1 }] });
    const rows = await inAlliance(world, all.a, (scope) => scope.sql(`select v.side, v.value from audit_personal_values v where v.tenant_id = $1 and v.field = 'birthDate' and v.value in ('1980-02-29', '1981-02-28') order by v.created_at, v.side`, [all.a.id]));
    expect(rows).toEqual(expect.arrayContaining([{ side: 'BEFORE', value: '1980-02-29' }, { side: 'AFTER', value: '1981-02-28' }]));
    expect(await inAlliance(world, all.a, (scope) => scope.sql(`select birth_date from people where name = '龘老师'`))).toEqual([{ birth_date: '1981-02-28' }]);
  });

  it('a request is taken back as long as it is not decided; nobody decides on his own', async () => {
    const cancel = 'mutation ($input: PersonalDataRequestCancelInput!) { personalDataRequestCancel(input: $input) { request { state } } }';
    const mine = await asked(school, CORRECT, { field: 'title', value: 'Dean' });
    expect(await school.refusal(GRANT, { input: { id: mine } })).toEqual({ code: 'OWN_REQUEST', field: 'id' });
    expect(await teacher.refusal(cancel, { input: { id: mine } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await school.data(cancel, { input: { id: mine } })).toEqual({ personalDataRequestCancel: { request: { state: 'CANCELLED' } } });
    expect(await school.refusal(cancel, { input: { id: mine } })).toMatchObject({ code: 'STATE_FORBIDS' });
  });

  it('consent that is withdrawn ends what apps of others may do for him, at once; his own sign-in goes on, and so does everybody else\'s', async () => {
    const scopes = ['stakeholders:read'];
    await world.identity.registerClient({ id: 'helpful-app', name: 'Helpful', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', ...scopes], redirectUris: ['http://localhost:9/callback'], firstParty: false });
    await (await world.as('admin', 'alliance-a')).data('mutation { appConsentGrant(input: { clientId: "helpful-app", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    const [his, hers] = await Promise.all(['long', 'school'].map(async (login) => world.withToken(await signIn(world.identity.url, 'helpful-app', 'http://localhost:9/callback', login, PASSWORD, ['openid', ...scopes]), 'alliance-a')));
    const look = '{ viewer { roles } }';
    for (const app of [his, hers]) await app?.data(look);
    const withdrawn = await asked(teacher, 'mutation ($input: PersonalDataWithdrawConsentInput!) { personalDataWithdrawConsent(input: $input) { request { id } } }', {});
    expect((await teacher.data<{ node: PersonalRequest }>(REQUEST, { id: withdrawn })).node).toMatchObject({ state: 'DONE', results: [{ kind: 'appsForYou', records: 1 }] });
    expect((await his?.refusal(look))?.code).toBe('UNAUTHENTICATED');
    await hers?.data(look);
    await teacher.data(look);
  });

  it('consent is withdrawn at once, and what is due and not answered is said to be overdue', async () => {
    const withdrawn = await asked(teacher, 'mutation ($input: PersonalDataWithdrawConsentInput!) { personalDataWithdrawConsent(input: $input) { request { id } } }', {});
    expect((await teacher.data<{ node: PersonalRequest }>(REQUEST, { id: withdrawn })).node).toMatchObject({ state: 'DONE' });
    const open = await asked(teacher, CORRECT, { field: 'title', value: 'Dr.' });
    expect((await teacher.data<{ node: PersonalRequest }>(REQUEST, { id: open })).node.dueOn).toBe('2026-03-23');
    const overdue = () => inAlliance(world, all.a, (scope) => scope.sql(`select subject_id from events where tenant_id = $1 and type = 'personalDataRequest.overdue'`, [all.a.id]));
    world.clock.set('2026-03-23T15:59:59Z');
    await world.worker?.tick();
    expect(await overdue()).toHaveLength(0);
    world.clock.set('2026-03-23T16:00:00Z');
    await world.worker?.tick();
    await world.worker?.tick();
    expect(await overdue()).toHaveLength(1);
  });

  it('people are told what is held, why, and how long', async () => {
    const { personalDataKinds, retentions } = await teacher.data<{ personalDataKinds: { name: string; purpose: string }[]; retentions: { table: string; days: number; reason: string }[] }>(
      '{ personalDataKinds { name title purpose corrections } retentions { table days reason } }');
    expect(personalDataKinds.map(({ name }) => name)).toEqual(expect.arrayContaining(['person', 'affiliations', 'seats', 'accounts', 'auditTrail', 'securityLog', 'imports', 'documents', 'personalDataRequests']));
    expect(retentions).toEqual(expect.arrayContaining([expect.objectContaining({ table: 'audit_entries', days: 3653 }) as never, expect.objectContaining({ table: 'personal_data_requests' }) as never]));
  });

  it('each day what is past its retention goes, and nothing else; archives go after seven days', async () => {
    const purge = world.worker?.get(Purge);
    const request = await done(teacher, await asked(teacher, EXPORT, {}));
    const folder = join(world.stateFolder, 'documents', all.a.id);
    const count = (table: string) => inAlliance(world, all.a, async (scope) => (await scope.sql<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0);
    const before = [await count('personal_data_requests'), await count('audit_personal_values')];
    await purge?.run(world.clock.now());
    expect([await count('personal_data_requests'), await count('audit_personal_values')]).toEqual(before);
    expect((await get(request.downloadUrl)).statusCode).toBe(200);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    world.clock.advance({ days: 8 });
    await purge?.run(world.clock.now());
    expect(readdirSync(folder)).toEqual([]);
    expect((await teacher.data<{ node: PersonalRequest }>(REQUEST, { id: request.id })).node).toMatchObject({ state: 'DONE', downloadUrl: null });
    world.clock.advance({ days: 3 * 366 });
    await purge?.run(world.clock.now());
    expect(await inAlliance(world, all.a, (scope) => scope.sql(`select distinct state from personal_data_requests order by 1`))).toEqual([{ state: 'REQUESTED' }]);
    expect(await count('audit_personal_values')).toBe(before[1] ?? 0);
    world.clock.advance({ days: 7 * 366 });
    await purge?.run(world.clock.now());
    expect(await count('audit_personal_values')).toBe(0);
  });

  it('the daily work runs once on a day, whichever worker comes first', async () => {
    const runs = () => inAlliance(world, all.a, (scope) => scope.sql<{ n: number }>(`select count(*)::int as n from daily_runs where name = 'purge'`));
    const [before] = await runs();
    await Promise.all([world.worker?.tick(), world.worker?.tick()]);
    const [after] = await runs();
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(1);
  });
});
