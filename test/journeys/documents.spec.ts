import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { commitmentRecord, CommitmentService } from '@quadhelix/accountability';
import { DocumentRunner, newCode } from '@quadhelix/documents';
import { parseId } from '@quadhelix/graphql';
import { inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

interface Document { id: string; state: string; code: string | null; verifyUrl: string | null; downloadUrl: string | null; sha256: string | null; byteSize: number; title: string; done: number; problem: { code: string } | null; missing: unknown[] }

const FIELDS = 'id state code verifyUrl downloadUrl sha256 byteSize title done problem { code } missing { codePoint }';
const ISSUE = `mutation ($input: CommitmentRecordIssueInput!) { commitmentRecordIssue(input: $input) { document { ${FIELDS} } } }`;
const WATCH = `query ($id: ID!) { node(id: $id) { ... on Document { ${FIELDS} } } }`;
const REVOKE = `mutation ($input: DocumentRevokeInput!) { documentRevoke(input: $input) { document { state } } }`;
const LIST = `query { documents(first: 50) { nodes { id } } }`;

describe('documents', () => {
  let world: World;
  let all: TwoAlliances;
  let school: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    school = await world.as('school', 'alliance-a');
    await inAlliance(world, all.a, async (scope) => {
      const facts = { metric: 'Places', unit: '个', baseline: 0, target: 12, direction: 'INCREASE' as const, weightBp: 500, requiredEvidence: '', ownerOrganizationId: all.factory, verifierOrganizationId: all.association };
      const commitments = world.api.get(CommitmentService);
      for (const [number, title, dueOn] of [['C-1', '提供㐂龘实习岗位', '2026-02-01'], ['C-2', 'Machines', '2026-06-30']] as const) {
        const { id } = await commitments.propose(scope, { ...facts, number, title, dueOn });
        await commitments.accept(scope, id);
      }
    });
  });
  afterAll(() => world.stop());

  async function issued(input: Record<string, unknown> = {}, client = school): Promise<Document> {
    const { commitmentRecordIssue: { document } } = await client.data<{ commitmentRecordIssue: { document: Document } }>(ISSUE, { input: { format: 'PDF', language: 'ZH_CN', ...input } });
    expect(document).toMatchObject({ state: 'QUEUED', code: null, downloadUrl: null });
    for (let tries = 0; tries < 200; tries += 1) {
      const { node } = await client.data<{ node: Document }>(WATCH, { id: document.id });
      if (!['QUEUED', 'RUNNING'].includes(node.state)) return node;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The document did not end');
  }

  const call = (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: Buffer) =>
    world.api.app.inject({ method, url: url.replace('http://localhost:4000', ''), headers, ...(payload ? { payload } : {}) });
  const bytesOf = async ({ downloadUrl }: Document): Promise<Buffer> => (await call('GET', downloadUrl ?? '')).rawPayload;
  const check = async (code: string | null) => (await call('GET', `/verify/${code ?? ''}`, { accept: 'application/json' })).json<Record<string, unknown>>();

  it('a coordinator has a record made; the bytes are those that were hashed; names come out right', async () => {
    const document = await issued();
    expect(document).toMatchObject({ state: 'ISSUED', done: 2, missing: [], problem: null });
    const answer = await call('GET', document.downloadUrl ?? '');
    expect([answer.statusCode, answer.headers['content-type'], answer.rawPayload.length]).toEqual([200, 'application/pdf', document.byteSize]);
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(document.sha256);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(answer.rawPayload)), { mergePages: true });
    for (const words of ['承诺履约记录', 'C-1', '提供㐂龘实习岗位', 'Factory', '逾期未交', '2026年6月30日', document.code ?? '?', document.verifyUrl ?? '?']) expect(text).toContain(words);
  });

  it.each(['XLSX', 'DOCX', 'CSV'])('also as %s', async (format) => {
    const document = await issued({ format, language: 'EN', dueFrom: '2026-03-01' });
    expect(document).toMatchObject({ state: 'ISSUED', done: 1 });
    expect((await bytesOf(document)).length).toBe(document.byteSize);
  });

  it('anybody checks it without signing in, by page or as data, however the code is typed; no personal data is told', async () => {
    const { code, sha256 } = await issued();
    expect(await check(code)).toEqual({
      kind: 'commitment-record', title: { en: 'Record of commitments kept', 'zh-CN': '承诺履约记录' }, format: 'PDF', issuer: 'College', issuedAt: '2026-03-02T01:00:00.000Z', state: 'VALID', sha256,
    });
    expect(await check(` ${(code ?? '').toLowerCase().replaceAll('-', '')}`.trim())).toMatchObject({ state: 'VALID' });
    const page = await call('GET', `/verify/${code ?? ''}`, { accept: 'text/html,*/*', 'accept-language': 'zh-CN' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const words of ['此文件真实有效', 'College', '2026年3月2日', sha256 ?? '?']) expect(page.body).toContain(words);
    expect((await call('GET', `/verify/${code ?? ''}`, { accept: 'text/html', 'accept-language': 'en' })).body).toContain('genuine and valid');
  });

  it('a file can be held against it', async () => {
    const document = await issued();
    const bytes = await bytesOf(document);
    const compare = async (file: Buffer) => (await call('POST', `/verify/${document.code ?? ''}`, { 'content-type': 'application/pdf' }, file)).json<{ sameFile: boolean }>().sameFile;
    expect(await compare(bytes)).toBe(true);
    bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
    expect(await compare(bytes)).toBe(false);
  });

  it('an unknown code, a malformed one and one not yet issued answer the same', async () => {
    const [queued] = await inAlliance(world, all.a, (scope) => scope.sql<{ code: string }>(
      `insert into document_issues select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'code', $1::text, 'state', 'QUEUED', 'sha256', null, 'byte_size', null, 'issued_at', null, 'created_at', '2026-01-01T00:00:00Z'))).*
       from document_issues d where d.state = 'ISSUED' limit 1 returning code`, [newCode()]));
    const answers = await Promise.all([newCode(), 'nonsense', queued?.code ?? '', '%00%ff', '2'.repeat(5000)].flatMap((code) => [
      call('GET', `/verify/${code}`, { accept: 'application/json' }), call('GET', `/verify/${code}`, { accept: 'text/html' }), call('POST', `/verify/${code}`, { 'content-type': 'text/plain' }, Buffer.from('x')),
    ]));
    const shown = answers.map(({ statusCode, body }) => `${String(statusCode)} ${body}`);
    // A path that is no text at all is refused by the server before any route.
    for (let kind = 0; kind < 3; kind += 1) expect(new Set([0, 1, 2].map((code) => shown[code * 3 + kind])).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
  });

  it('the issuer revokes one, and whoever checks it is told; nobody else can', async () => {
    const document = await issued();
    const input = { id: document.id, reason: 'a figure was wrong' };
    const others = [await world.as('coordinator', 'alliance-a'), await world.as('admin', 'alliance-a'), await world.as('teacher', 'alliance-a'), await world.as('schoolB', 'alliance-b')];
    for (const other of others) expect(['NOT_FOUND', 'FORBIDDEN']).toContain((await other.refusal(REVOKE, { input })).code);
    expect(await check(document.code)).toMatchObject({ state: 'VALID' });
    expect(await school.data(REVOKE, { input })).toEqual({ documentRevoke: { document: { state: 'REVOKED' } } });
    const told = await call('GET', `/verify/${document.code ?? ''}`, { accept: 'application/json' });
    expect(told.json()).toMatchObject({ state: 'REVOKED' });
    expect(told.body).not.toContain('figure');
    expect(await school.refusal(REVOKE, { input })).toMatchObject({ code: 'STATE_FORBIDS' });
  });

  it('a newer one takes the place of an older one of the same kind and organization, once it is issued', async () => {
    const old = await issued();
    const newer = await issued({ replaces: old.id });
    expect([await check(old.code), await check(newer.code)]).toMatchObject([{ state: 'SUPERSEDED' }, { state: 'VALID' }]);
    expect(await school.refusal(ISSUE, { input: { format: 'CSV', language: 'EN', replaces: old.id } })).toEqual({ code: 'DOCUMENT_REPLACES_ANOTHER', field: 'replaces' });
    const coordinator = await world.as('coordinator', 'alliance-a');
    expect(await coordinator.refusal(ISSUE, { input: { format: 'CSV', language: 'EN', replaces: newer.id } })).toEqual({ code: 'NOT_FOUND', field: 'replaces' });
  });

  it('only who asked and who speaks for the issuer see it', async () => {
    const document = await issued();
    for (const [login, alliance] of [['coordinator', 'alliance-a'], ['teacher', 'alliance-a'], ['liaison', 'alliance-a'], ['schoolB', 'alliance-b']] as const) {
      const client = await world.as(login, alliance);
      expect(await client.refusal(WATCH, { id: document.id })).toMatchObject({ code: 'NOT_FOUND' });
      const { documents } = await client.data<{ documents: { nodes: { id: string }[] } }>(LIST);
      expect(documents.nodes.map(({ id }) => id)).not.toContain(document.id);
    }
    expect((await school.data<{ documents: { nodes: { id: string }[] } }>(LIST)).documents.nodes[0]?.id).toBe(document.id);
    expect(await (await world.as('teacher', 'alliance-a')).refusal(ISSUE, { input: { format: 'PDF', language: 'EN' } })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('a link is good for ten minutes, for its document, and for nothing else', async () => {
    const document = await issued();
    const link = (document.downloadUrl ?? '').replace('http://localhost:4000', '');
    expect((await call('GET', link)).statusCode).toBe(200);
    const sealed = Buffer.from(link.split('/').at(-1) ?? '', 'base64url');
    const other = Buffer.from((await issued()).downloadUrl?.split('/').at(-1) ?? '', 'base64url');
    const patched = (at: number, from: Buffer): string => Buffer.concat([sealed.subarray(0, at), from, sealed.subarray(at + from.length)]).toString('base64url');
    const forgeries = [patched(16, other.subarray(16, 32)), patched(32, Buffer.from([0xff])), patched(0, Buffer.from(all.b.id.replaceAll('-', ''), 'hex')), patched(59, Buffer.from([(sealed[59] ?? 0) ^ 1])), sealed.subarray(0, 36).toString('base64url'), `${sealed.toString('base64url')}=`, 'x'];
    for (const forged of forgeries) {
      const answer = await call('GET', `/documents/${forged}`);
      expect([answer.statusCode, answer.json<{ errors: [{ extensions: { code: string } }] }>().errors[0].extensions.code]).toEqual([404, 'DOCUMENT_LINK_INVALID']);
    }
    world.clock.advance({ minutes: 10 });
    expect((await call('GET', link)).statusCode).toBe(404);
    world.clock.advance({ minutes: -10 });
  });

  it('who has lost his seat by the time it is made gets none, and no bytes are left', async () => {
    const { id: kept } = await issued();
    const asked = await inAlliance(world, all.a, async (scope) => (await scope.sql<{ id: string; person_id: string }>(
      `insert into document_issues select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'code', $1::text, 'state', 'QUEUED', 'sha256', null, 'byte_size', null, 'issued_at', null, 'organization_id', $2::uuid))).*
       from document_issues d where d.id = $3 returning id`, [newCode(), all.factory, parseId(kept)?.id]))[0]?.id ?? '');
    await world.worker?.get(DocumentRunner).run(commitmentRecord as never, { tenantId: all.a.id, documentId: asked });
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql('select state, problem from document_issues where id = $1', [asked]));
    expect(row).toMatchObject({ state: 'FAILED', problem: { code: 'ACTING_ORGANIZATION_INVALID' } });
    expect(readdirSync(join(world.stateFolder, 'documents', all.a.id)).filter((name) => name.startsWith(asked))).toEqual([]);
    // Once more does nothing: it has its end.
    await world.worker?.get(DocumentRunner).run(commitmentRecord as never, { tenantId: all.a.id, documentId: asked });
  });

  it('a worker that died again and again is not asked for ever; its late twin writes nothing', async () => {
    const { id } = await issued();
    await inAlliance(world, all.a, (scope) => scope.sql(`update document_issues set state = 'RUNNING', attempts = 4, sha256 = null, byte_size = null, issued_at = null where id = $1`, [parseId(id)?.id]));
    await world.worker?.get(DocumentRunner).run(commitmentRecord as never, { tenantId: all.a.id, documentId: parseId(id)?.id ?? '' });
    expect(await school.data(WATCH, { id })).toMatchObject({ node: { state: 'FAILED', problem: { code: 'DOCUMENT_STOPPED' } } });
  });

  it('too many checks in a minute are told to wait', async () => {
    world.clock.advance({ minutes: 1 });
    const statuses = [];
    for (let count = 0; count < 125; count += 1) statuses.push((await call('GET', '/verify/nonsense', { accept: 'application/json' })).statusCode);
    expect([statuses.filter((each) => each === 404).length, statuses.filter((each) => each === 429).length]).toEqual([120, 5]);
    world.clock.advance({ minutes: 1 });
    expect((await call('GET', '/verify/nonsense', { accept: 'application/json' })).statusCode).toBe(404);
  });

  it('no file of the store is readable by others', () => {
    const folder = join(world.stateFolder, 'documents', all.a.id);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });
});
