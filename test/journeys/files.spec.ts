import pg from 'pg';
import { AppConsentService, PersonService, Seat, SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { announced, COMPLETE, Door, FILE, pdf, seen, sha256, START } from './uploading.js';

const SUBMIT = `mutation($input: CommitmentSubmitEvidenceInput!) { commitmentSubmitEvidence(input: $input) {
  evidence { id sha256 alsoUsedBy file { id name state downloadUrl } } commitment { id state } } }`;
const VERIFY = 'mutation($input: CommitmentVerifyInput!) { commitmentVerify(input: $input) { commitment { state } } }';
const LIST = 'query($states: [FileState!]) { files(first: 50, states: $states) { nodes { id name } } }';
const EVIDENCE = 'query($id: ID!) { node(id: $id) { ... on Commitment { evidence { sha256 file { name downloadUrl } } } } }';
const rowOf = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
const ABSENT = globalId('File', 'ffffffff-ffff-7fff-8fff-ffffffffffff');

interface Submitted { commitmentSubmitEvidence: { evidence: { id: string; sha256: string | null; alsoUsedBy: number; file: { id: string; downloadUrl: string | null } | null }; commitment: { id: string } } }

describe('a file that shows how a promise was kept', () => {
  let world: World;
  let all: TwoAlliances;
  let door: Door;
  const client = new Map<string, GraphqlClient>();
  const as = (login: string): GraphqlClient => client.get(login) as GraphqlClient;
  let numbers = 0;

  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    door = new Door(await world.api.listen(0));
    await makePerson(world, all.a, all.college, { name: 'apprentice', login: 'apprentice', roles: ['APPRENTICE'], kind: 'STUDENT' });
    await makePerson(world, all.a, all.bureau, { name: 'auditor', login: 'auditor', roles: ['GOVERNMENT_AUDITOR'] });
    for (const login of ['liaison', 'coordinator', 'mentor', 'admin', 'school', 'teacher', 'assessor', 'apprentice', 'auditor']) client.set(login, await world.as(login, 'alliance-a'));
    for (const login of ['adminB', 'schoolB', 'mentorB']) client.set(login, await world.as(login, 'alliance-b'));
  });
  afterAll(() => world.stop());

  const promised = async (): Promise<string> => {
    const input = {
      number: `F-${String((numbers += 1))}`, ownerOrganizationId: globalId('Organization', all.factory), verifierOrganizationId: globalId('Organization', all.association),
      title: '接收学徒 20 名', metric: 'apprentices', unit: '人', baseline: 0, target: 20, direction: 'INCREASE', dueOn: '2026-03-31', weightBp: 1000, requiredEvidence: 'signed list',
    };
    const { commitmentPropose: { commitment } } = await as('liaison').data<{ commitmentPropose: { commitment: { id: string } } }>(
      'mutation($input: CommitmentProposeInput!) { commitmentPropose(input: $input) { commitment { id } } }', { input });
    await as('coordinator').data('mutation($input: CommitmentAcceptInput!) { commitmentAccept(input: $input) { commitment { id } } }', { input: { id: commitment.id } });
    return commitment.id;
  };
  const shown = async (login: string, input: Record<string, unknown>): Promise<Submitted['commitmentSubmitEvidence']> => (await as(login).data<Submitted>(SUBMIT, { input: { description: 'signed list', ...input } })).commitmentSubmitEvidence;
  const fetched = async (url: string | null): Promise<string> => (await fetch(door.here(url ?? ''))).text();

  it('is its organization\'s alone, until it shows something: then whoever reads that fetches it, the verifier first', async () => {
    const bytes = pdf('the list');
    const file = await door.upload(as('coordinator'), bytes, { name: '学徒名单.pdf' });
    expect(file).toMatchObject({ state: 'READY', detectedType: 'application/pdf', organization: { legalName: 'Factory' } });
    expect(await fetched((await seen(as('mentor'), file.id))?.downloadUrl ?? null)).toBe(bytes.toString());
    for (const login of ['liaison', 'admin', 'school', 'assessor', 'apprentice', 'auditor', 'schoolB', 'mentorB']) {
      expect(await as(login).refusal(FILE, { id: file.id })).toEqual(await as(login).refusal(FILE, { id: ABSENT }));
    }
    expect(await as('mentor').data(LIST, { states: ['READY'] })).toEqual({ files: { nodes: [{ id: file.id, name: '学徒名单.pdf' }] } });
    for (const login of ['school', 'apprentice', 'auditor', 'schoolB', 'mentorB']) expect(await as(login).data(LIST)).toEqual({ files: { nodes: [] } });

    const id = await promised();
    const { evidence } = await shown('mentor', { id, fileId: file.id });
    expect(evidence).toMatchObject({ sha256: sha256(bytes), alsoUsedBy: 0, file: { id: file.id, name: '学徒名单.pdf' } });
    for (const login of ['liaison', 'admin', 'school', 'assessor', 'apprentice', 'auditor']) {
      const { node } = await as(login).data<{ node: { evidence: { file: { downloadUrl: string } }[] } }>(EVIDENCE, { id });
      expect(await fetched(node.evidence[0]?.file.downloadUrl ?? null)).toBe(bytes.toString());
      expect((await seen(as(login), file.id))?.state).toBe('READY');
    }
    for (const login of ['schoolB', 'mentorB']) expect(await as(login).refusal(FILE, { id: file.id })).toEqual(await as(login).refusal(FILE, { id: ABSENT }));
    expect(await as('school').data(LIST)).toEqual({ files: { nodes: [] } });
    expect(await as('assessor').data(VERIFY, { input: { id, outcome: 'FULFILLED', remark: 'read the list' } })).toEqual({ commitmentVerify: { commitment: { state: 'VERIFIED' } } });
  });

  it('warns where another promise shows it too, also where its owner keeps one of the two', async () => {
    const bytes = pdf('twice');
    const file = await door.upload(as('coordinator'), bytes);
    await shown('mentor', { id: await promised(), fileId: file.id });
    expect((await shown('mentor', { id: await promised(), fileId: file.id })).evidence.alsoUsedBy).toBe(1);
    const again = await door.upload(as('mentor'), bytes, { name: 'renamed.pdf' });
    expect((await shown('mentor', { id: await promised(), fileId: again.id, sha256: sha256(bytes).toUpperCase() })).evidence.alsoUsedBy).toBe(2);
    const { evidence } = await shown('mentor', { id: await promised(), sha256: sha256(bytes) });
    expect(evidence).toMatchObject({ alsoUsedBy: 3, sha256: sha256(bytes), file: null });
  });

  it('is refused in one way, whether it is somebody else\'s, not ready, for something else or not there', async () => {
    const id = await promised();
    const waiting = await door.start(as('coordinator'), announced(pdf('waiting')));
    const rejected = await door.upload(as('coordinator'), Buffer.from('<html>'), { name: 'a.txt', contentType: 'text/plain' });
    expect(rejected.state).toBe('REJECTED');
    const files = [
      waiting.id, rejected.id, (await door.upload(as('school'), pdf('of the school'))).id, (await door.upload(as('schoolB'), pdf('of the neighbour'))).id,
      (await door.upload(as('mentorB'), pdf('of the factory, in the other alliance'))).id, (await door.upload(as('coordinator'), pdf('a paper'), { purpose: 'DOCUMENT' })).id, ABSENT,
    ];
    const answers = await Promise.all(files.map(async (fileId) => {
      const { status, data, errors } = await as('coordinator').request(SUBMIT, { input: { id, description: 'x', fileId } });
      return { status, data, errors: errors.map(({ message, extensions: { requestId: _requestId, ...told } }) => ({ message, told })) };
    }));
    expect(answers[0]).toMatchObject({ data: null, errors: [{ told: { code: 'FILE_NOT_USABLE', field: 'fileId' } }] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const own = await door.upload(as('coordinator'), pdf('own'));
    expect(await as('coordinator').refusal(SUBMIT, { input: { id, description: 'x', fileId: own.id, sha256: 'a'.repeat(64) } })).toEqual({ code: 'EVIDENCE_HASH_OF_OTHER_FILE', field: 'sha256' });
  });

  it('keeps its uploader from judging it, also when somebody else handed it in', async () => {
    const facts = { name: 'clerk', kind: 'STAFF' as const, validFrom: '2020-01-01', shareBp: 5000, idNumberHmac: Buffer.alloc(32, 7), memberNumber: 'clerk' };
    const clerk = await inAlliance(world, all.a, async (scope) => {
      let personId = '';
      for (const [organizationId, role] of [[all.factory, 'INDUSTRY_MENTOR'], [all.association, 'SOCIETY_ASSESSOR']] as const) {
        personId = await world.api.get(PersonService).register(scope, { ...facts, organizationId });
        await world.api.get(SeatService).assign(scope, { organizationId, personId, role, validFrom: '2020-01-01' });
      }
      return personId;
    });
    await world.account('clerk', clerk);
    const file = await door.upload(await world.as('clerk', 'alliance-a', { organization: globalId('Organization', all.factory) }), pdf('by the clerk'));
    const id = await promised();
    await shown('mentor', { id, fileId: file.id });
    const forAssociation = await world.as('clerk', 'alliance-a', { organization: globalId('Organization', all.association) });
    expect(await forAssociation.refusal(VERIFY, { input: { id, outcome: 'FULFILLED', remark: 'mine' } })).toEqual({ code: 'VERIFIER_UPLOADED_EVIDENCE', field: 'id' });
  });

  it('is fetched by nobody from whom the right was taken, and by an app as far as its consent goes', async () => {
    const file = await door.upload(as('coordinator'), pdf('for a while'));
    const leaver = await makePerson(world, all.a, all.factory, { name: 'leaver', login: 'leaver', roles: ['INDUSTRY_MENTOR'] });
    const asLeaver = await world.as('leaver', 'alliance-a');
    expect((await seen(asLeaver, file.id))?.downloadUrl).toContain('/files/');
    await inAlliance(world, all.a, async (scope) => {
      const [seat] = await scope.find(Seat, { personId: leaver });
      await world.api.get(SeatService).end(scope, seat?.id ?? '', '2026-03-01');
    });
    expect(await seen(asLeaver, file.id)).toBeNull();

    const id = await promised();
    await shown('mentor', { id, fileId: file.id });
    const scopes = ['files:read', 'accountability:read'];
    const { secret } = await world.identity.registerClient({ id: 'reader', name: 'Reader', type: 'confidential', grantTypes: ['client_credentials'], scopes });
    const response = await fetch(`${world.identity.url}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`reader:${secret ?? ''}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    const app = world.withToken(access_token, 'alliance-a');
    const url = async (): Promise<string | null> => {
      // Without its name: people write names of people there.
      const { data } = await app.request<{ node: { evidence: { file: { downloadUrl: string | null } | null }[] } | null }>(EVIDENCE.replace('name ', ''), { id });
      return data?.node?.evidence[0]?.file?.downloadUrl ?? null;
    };
    const consented = (granted: string[]) => inAlliance(world, all.a, (scope) => world.api.get(AppConsentService).grant(scope, 'reader', granted));
    expect(await url()).toBeNull();
    await consented(scopes);
    expect(await fetched(await url())).toBe(pdf('for a while').toString());
    expect((await app.request(EVIDENCE, { id })).errors.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toEqual([['name', 'FORBIDDEN']]);
    expect(await app.data(LIST)).toEqual({ files: { nodes: [] } });
    const other = await door.upload(as('coordinator'), pdf('shows nothing'));
    expect(await seen(app, other.id)).toBeNull();
    await consented(['accountability:read']);
    expect(await url()).toBeNull();
    await consented(['files:read']);
    expect(await seen(app, file.id)).toBeNull();
  });

  it('is not fetched by who only sees its name: where it was not attached, the address is not given', async () => {
    const file = await door.upload(as('coordinator'), pdf('never attached'));
    const id = await promised();
    const { evidence } = await shown('mentor', { id, sha256: 'b'.repeat(64) });
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await superuser.query('update evidence set file_id = $1 where id = $2', [rowOf(file.id), rowOf(evidence.id)]);
    await superuser.end();
    for (const [login, given] of [['school', false], ['assessor', false], ['mentor', true]] as const) {
      const { node } = await as(login).data<{ node: { evidence: { file: { downloadUrl: string | null } }[] } }>(EVIDENCE, { id });
      expect([login, node.evidence[0]?.file.downloadUrl != null]).toEqual([login, given]);
    }
  });

  it('costs no more statements however many there are', async () => {
    const [one, six] = [await promised(), await promised()];
    const ids = await Promise.all(Array.from({ length: 7 }, (_, index) => door.upload(as('coordinator'), pdf(`piece ${String(index)}`))));
    for (const [index, { id: fileId }] of ids.entries()) await shown('mentor', { id: index === 0 ? one : six, fileId });
    const counted = async (id: string): Promise<[number, number]> => {
      const before = world.api.database.statements;
      const { node } = await as('school').data<{ node: { evidence: { file: { downloadUrl: string } }[] } }>(EVIDENCE, { id });
      expect(node.evidence.every(({ file }) => file.downloadUrl.includes('/files/'))).toBe(true);
      return [node.evidence.length, world.api.database.statements - before];
    };
    const [few, many] = [await counted(one), await counted(six)];
    expect([few[0], many[0]]).toEqual([1, 6]);
    expect(many[1]).toBe(few[1]);
  });

  it('is uploaded by an apprentice for himself alone, by observers and apps not at all', async () => {
    const file = await door.upload(as('apprentice'), pdf('my own'));
    expect((await seen(as('apprentice'), file.id))?.downloadUrl).toContain('/files/');
    expect(await as('apprentice').data(LIST)).toEqual({ files: { nodes: [{ id: file.id, name: 'list.pdf' }] } });
    const ofSchool = await door.upload(as('teacher'), pdf('of the staff'));
    expect(await seen(as('apprentice'), ofSchool.id)).toBeNull();
    expect(await as('auditor').refusal(START, { input: announced(pdf('x')) })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await as('apprentice').refusal(COMPLETE, { input: { id: ofSchool.id } })).toEqual({ code: 'NOT_FOUND', field: 'id' });
  });
});
