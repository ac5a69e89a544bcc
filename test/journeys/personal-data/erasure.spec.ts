import { commitTo } from '@quadhelix/database';
import { DocumentStore } from '@quadhelix/documents';
import { encodeId } from '@quadhelix/graphql';
import { inAlliance, makePerson, PASSWORD, twoAlliances, World, type GraphqlClient, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';
import { APPRENTICE_CANARIES, apprenticeLeavesTraces } from './apprentice.js';
import { places, type Canaries } from './canaries.js';
import { asked, done, REQUEST, type PersonalRequest } from './requests.js';

const NAME = '㐂卡纳丽';
const NUMBER = 'KNL-7734-Q';
const BORN = '1907-11-23';
const TITLE = 'Kanarienvogelwart';
const LOGIN = 'kanari@canary.example';
const NOTE = 'das Lied des Kanarienvogels';
const FILE = `Akte ${NAME}.csv`;
const IDENTITY_NUMBER = '320100190711237718';
const LETTER = 'ein Brief über den Kanari';

describe('erasing a person', () => {
  let world: World;
  let all: TwoAlliances;
  let admin: GraphqlClient;
  let adminB: GraphqlClient;
  let canaries: Canaries;
  let personId: string;
  let kanari: GraphqlClient;
  let kept: { salt: string; value: string; changes: Record<string, [unknown, { sha256: string } | null]>; entry: string }[];

  const file = `organization,memberNumber,name,birthDate,kind,title,validFrom,roles,idNumber\nCollege,${NUMBER},${NAME},${BORN},STAFF,${TITLE},2020-01-01,SCHOOL_TEACHER,${IDENTITY_NUMBER}\nCollege,K2,${NAME}二,1907-02-30,STAFF,,2020-01-01,,`;
  const sql = <T extends Record<string, unknown>>(alliance: TestAlliance, text: string, values: unknown[] = []): Promise<T[]> => inAlliance(world, alliance, (scope) => scope.sql<T>(text, values));

  async function imported(client: GraphqlClient, content: string, mode = 'LENIENT'): Promise<void> {
    const { importStart } = await client.data<{ importStart: { import: { id: string } } }>('mutation ($input: ImportStartInput!) { importStart(input: $input) { import { id } } }', {
      input: { kind: 'people', fileName: FILE, content: Buffer.from(content).toString('base64'), mode } });
    for (let tries = 0; tries < 400; tries += 1) {
      const { node } = await client.data<{ node: { state: string } }>('query ($id: ID!) { node(id: $id) { ... on Import { state } } }', { id: importStart.import.id });
      if (!['QUEUED', 'RUNNING'].includes(node.state)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The import did not end');
  }

  beforeAll(async () => {
    world = await World.start({ worker: true, env: { SMS_DRIVER: 'folder' } });
    all = await twoAlliances(world);
    admin = await world.as('admin', 'alliance-a');
    adminB = await world.as('adminB', 'alliance-b');
    await imported(admin, file);
    const [row] = await sql<{ person_id: string }>(all.a, 'select person_id from affiliations where member_number = $1', [NUMBER]);
    personId = row?.person_id ?? '';
    await world.identity.createAccount({ login: LOGIN, email: LOGIN, password: PASSWORD, personId });
    kanari = await world.as(LOGIN, 'alliance-a');
    // What he does leaves traces: a refused attempt, requests in his own words, an archive, a document about him.
    await kanari.refusal('mutation ($input: AppConsentGrantInput!) { appConsentGrant(input: $input) { appConsent { id } } }', { input: { clientId: 'x-y-z', scopes: ['stakeholders:read'] } });
    await asked(kanari, 'mutation ($input: PersonalDataCorrectInput!) { personalDataCorrect(input: $input) { request { id } } }', { field: 'title', value: `${TITLE} II`, statement: NOTE });
    await done(kanari, await asked(kanari, 'mutation ($input: PersonalDataExportInput!) { personalDataExport(input: $input) { request { id } } }', {}));
    await letter();
    const [person] = await sql<{ id_number_hmac: Buffer }>(all.a, 'select id_number_hmac from people where id = $1', [personId]);
    canaries = { name: NAME, identity: IDENTITY_NUMBER, number: NUMBER, born: BORN, title: TITLE, login: LOGIN, note: NOTE, file: FILE, letter: LETTER, ...(person?.id_number_hmac ? { hmac: person.id_number_hmac } : {}) };
    kept = await sql(all.a, `select v.salt, v.value, e.changes, e.id as entry from audit_personal_values v join audit_entries e on e.tenant_id = v.tenant_id and e.id = v.entry_id where e.subject_id = $1`, [personId]);
  });
  afterAll(() => world.stop());

  /** A document that names him, as a slice would have it made. */
  async function letter(): Promise<void> {
    const store = world.api.get(DocumentStore);
    const [row] = await sql<{ id: string }>(all.a,
      `insert into document_issues (tenant_id, id, kind, title, parameters, language, format, state, code, organization_id, issuer_name, account_id, person_id, client_id, scopes, attempts, sha256, byte_size, issued_at, created_at)
       values ($1, gen_random_uuid(), 'letter', '{"en": "Letter", "zh-CN": "信函"}', '{}', 'en', 'CSV', 'ISSUED', '23456789ABCDEFGHJK', $2, 'College', $3, $3, 'console', '{}', 1, repeat('a', 64), 10, '2026-03-02', '2026-03-02') returning id`, [all.a.id, all.college, personId]);
    await sql(all.a, `insert into document_people (tenant_id, document_id, person_id, created_at) values ($1, $2, $3, '2026-03-02')`, [all.a.id, row?.id, personId]);
    await store.put({ tenantId: all.a.id, id: row?.id ?? '', attempts: 1 }, async (sink) => { await new Promise((resolve) => sink.end(LETTER, () => { resolve(undefined); })); });
  }

  it('each canary stands somewhere before, so that the search is able to find it', async () => {
    const found = new Set((await places(world, canaries)).map((place) => place.split(':')[0]));
    // The identity number itself is stored nowhere at any time.
    expect([...found].sort()).toEqual(Object.keys(canaries).filter((each) => each !== 'identity').sort());
    expect(kept.length).toBeGreaterThan(1);
  });

  it('is decided by somebody else, who may refuse by naming a law', async () => {
    const id = await asked(kanari, 'mutation ($input: PersonalDataEraseInput!) { personalDataErase(input: $input) { request { id } } }', { statement: NOTE });
    expect(await kanari.refusal('mutation ($input: PersonalDataEraseInput!) { personalDataErase(input: $input) { request { id } } }', { input: {} })).toMatchObject({ code: 'REQUEST_ALREADY_OPEN' });
    expect(await kanari.refusal(`mutation ($input: PersonalDataRequestGrantInput!) { personalDataRequestGrant(input: $input) { request { id } } }`, { input: { id } })).toMatchObject({ code: 'FORBIDDEN' });
    const refuse = 'mutation ($input: PersonalDataRequestRefuseInput!) { personalDataRequestRefuse(input: $input) { request { id } } }';
    expect(await admin.refusal(refuse, { input: { id, reason: 'kept for audits', law: '' } })).toMatchObject({ code: 'INPUT_INVALID', field: 'law' });
    await asked(admin, refuse, { id, reason: 'the training record is kept for claims', law: '职业学校学生实习管理规定 第三十三条' });
    const { node } = await kanari.data<{ node: PersonalRequest }>(REQUEST, { id });
    expect(node).toMatchObject({ state: 'REFUSED', law: '职业学校学生实习管理规定 第三十三条' });
    expect((await places(world, canaries)).some((place) => place.startsWith('name: public.people'))).toBe(true);
  });

  it('leaves no canary in any table or file, and the account is closed', async () => {
    const id = await asked(kanari, 'mutation ($input: PersonalDataEraseInput!) { personalDataErase(input: $input) { request { id } } }', { statement: NOTE });
    await asked(admin, 'mutation ($input: PersonalDataRequestGrantInput!) { personalDataRequestGrant(input: $input) { request { id } } }', { id });
    const request = await done(admin, id);
    expect(request).toMatchObject({ state: 'DONE', statement: null });
    expect(await places(world, canaries)).toEqual([]);
    expect((await kanari.refusal('{ viewer { roles } }')).code).toBe('UNAUTHENTICATED');
    await expect(world.token(LOGIN, ['stakeholders:read'])).rejects.toThrow(/Sign-in|HTTP/);
    const { participants } = await admin.data<{ participants: { nodes: { person: { id: string } | null }[] } }>('{ participants(first: 100) { nodes { person { id } } } }');
    expect(participants.nodes.map(({ person: each }) => each?.id)).not.toContain(encodeId('Person', personId));
  });

  it('leaves the audit entries as they were; they still match whoever can show value and salt', async () => {
    const entries = await sql<{ id: string; changes: object }>(all.a, 'select id, changes from audit_entries where id = any($1)', [kept.map(({ entry }) => entry)]);
    expect(entries).toHaveLength(new Set(kept.map(({ entry }) => entry)).size);
    for (const { salt, value, changes, entry } of kept) {
      expect(entries.find((each) => each.id === entry)?.changes).toEqual(changes);
      expect(Object.values(changes).flat().filter((each) => each !== null)).toContainEqual(commitTo(salt, value));
    }
    expect(await sql(all.a, 'select v.id from audit_personal_values v where v.entry_id = any($1)', [kept.map(({ entry }) => entry)])).toEqual([]);
  });

  it('in one of two alliances leaves him to the other, and goes entirely with the second', async () => {
    const both = '双联㐂人';
    const id = await makePerson(world, all.a, all.factory, { name: both, memberNumber: 'BOTH-1', roles: ['INDUSTRY_MENTOR'] });
    expect(await makePerson(world, all.b, all.factory, { name: both, memberNumber: 'BOTH-1', roles: ['INDUSTRY_MENTOR'] })).toBe(id);
    await world.account('both-login', id);
    await (await world.as('both-login', 'alliance-a')).data('mutation { contactPointAdd(input: { channel: MAIL, address: "both@canary.example" }) { contactPoint { id } } }');
    const erase = async (slug: string, decider: GraphqlClient): Promise<void> => {
      const request = await asked(await world.as('both-login', slug), 'mutation ($input: PersonalDataEraseInput!) { personalDataErase(input: $input) { request { id } } }', {});
      await asked(decider, 'mutation ($input: PersonalDataRequestGrantInput!) { personalDataRequestGrant(input: $input) { request { id } } }', { id: request });
      expect(await done(decider, request)).toMatchObject({ state: 'DONE' });
    };
    await erase('alliance-a', admin);
    expect(await sql(all.a, 'select name from people where id = $1', [id])).toEqual([]);
    expect(await sql(all.b, 'select name from people where id = $1', [id])).toEqual([{ name: both }]);
    expect(await sql(all.b, 'select member_number from affiliations where person_id = $1', [id])).toEqual([{ member_number: 'BOTH-1' }]);
    expect((await (await world.as('both-login', 'alliance-a')).refusal('{ viewer { roles } }')).code).toBe('AFFILIATION_EXPIRED');
    // His address is his own, for all his alliances: it goes with the last.
    expect(await places(world, { address: 'both@canary.example' })).toEqual(['address: public.contact_points.address']);
    await erase('alliance-b', adminB);
    expect(await places(world, { both, number: 'BOTH-1', login: 'both-login', address: 'both@canary.example' })).toEqual([]);
  });

  it('leaves nothing of an apprentice either: addresses, uploads, what was said about his weeks, what he was told', async () => {
    const { client, personId: apprentice } = await apprenticeLeavesTraces(world, all);
    const before = new Set((await places(world, APPRENTICE_CANARIES)).map((place) => place.split(':')[0]));
    expect([...before].sort()).toEqual(Object.keys(APPRENTICE_CANARIES).sort());
    const request = await asked(client, 'mutation ($input: PersonalDataEraseInput!) { personalDataErase(input: $input) { request { id } } }', {});
    await asked(admin, 'mutation ($input: PersonalDataRequestGrantInput!) { personalDataRequestGrant(input: $input) { request { id } } }', { id: request });
    expect(await done(admin, request)).toMatchObject({ state: 'DONE' });
    // An upload's bytes go with the worker's next look at due times.
    await world.worker?.tick();
    await world.settled();
    expect(await places(world, APPRENTICE_CANARIES)).toEqual([]);
    // His hours were worked, whoever he was: that stays, and names nobody.
    expect(await sql(all.a, 'select minutes, return_reason from timesheets where apprentice_person_id = $1', [apprentice])).toEqual([{ minutes: 480, return_reason: null }]);
  });

  it('needs a granted request: no function of the database does it without', async () => {
    await expect(sql(all.a, `select forget_person($1, 'P-X', now())`, [all.college])).rejects.toMatchObject({ code: '42501' });
    const [other] = await sql<{ id: string }>(all.a, `select id from people where name = 'teacher'`);
    await expect(sql(all.a, `select forget_person($1, 'P-X', now())`, [other?.id])).rejects.toMatchObject({ code: '42501' });
    await expect(sql(all.a, 'select known_elsewhere($1)', [other?.id])).rejects.toMatchObject({ code: '42501' });
    await expect(sql(all.a, `select correct_person($1, $2, 'name', 'x')`, [other?.id, all.college])).rejects.toMatchObject({ code: '42501' });
    expect(await sql(all.a, 'select * from security_lines_of($1)', [other?.id])).toEqual([]);
    expect(await sql(all.a, 'select * from accounts_of($1)', [other?.id])).toEqual([]);
  });
});
