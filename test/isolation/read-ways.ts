import JSZip from 'jszip';
import { DocumentStore } from '@quadhelix/documents';
import { MandateService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, type Answer, type GraphqlClient, type TwoAlliances, type World } from '@quadhelix/testing';
import { changed, type TrialWork } from '../journeys/trial-work.js';
import { asked, done } from '../journeys/personal-data/requests.js';
import { pdf, uploadedInto } from '../journeys/uploading.js';

/** What is planted in alliance B, of its college only, and must be read by nobody of A: a text, and a number. */
export const CANARY = 'canary-of-b';
export const CANARY_NUMBER = 42_424_242;
/** Row id of nothing. */
export const ABSENT = '00000000-0000-4000-8000-00000000dead';

/** Two alliances, and what ways need to plant in B. */
export interface Ground {
  readonly world: World;
  readonly all: TwoAlliances;
  readonly work: TrialWork;
  /** An authority of B, whose liaison is `liaisonB`, with a mandate over the region of both. */
  readonly bureauB: string;
}

/** Somebody who asks, from where he stands: signed in, in some alliance or none, for some organization or none. */
export interface Reader {
  readonly name: string;
  readonly client: GraphqlClient;
  readonly token: string;
  readonly alliance: string | null;
}

/**
 * A way on which something of an alliance can be read. A library that opens a new one adds it to {@link readWays}: the matrix then asks everybody of A by it, before and
 * after its canary lies in B, and somebody of B, who has to see it.
 */
export interface ReadWay {
  readonly name: string;
  /** Puts the canary into B. Answers what it is asked by, where that is an id or address. */
  plant(ground: Ground): Promise<string>;
  /** All that a reader is answered; `asked` is what was planted, before that what is asked by of nothing. */
  read(reader: Reader, ground: Ground, asked: string): Promise<unknown>;
  /** What stands for `asked` before anything is planted. */
  readonly nothing: string;
  /** Who of B sees it: login, and whether he reads outside alliances for his organization. */
  readonly witness: { readonly login: string; readonly across?: (ground: Ground) => string };
}

/** What a client can tell: everything but the number of the request. */
export const seen = (answer: Answer<unknown>): unknown => ({
  status: answer.status, data: answer.data, errors: answer.errors.map(({ message, path, extensions: { requestId: _requestId, ...extensions } }) => ({ message, path, extensions })),
});

const ask = (document: string): ReadWay['read'] => async ({ client }, _ground, asked) => seen(await client.request(document, document.includes('$id') ? { id: asked } : {}));
const inB = <T>({ world, all }: Ground, text: string, values: unknown[]): Promise<T[]> => inAlliance(world, all.b, (scope) => scope.sql<T & Record<string, unknown>>(text, values));

/** The number of the canary as a figure of the college of B. */
async function plantFigure(ground: Ground): Promise<void> {
  await inAlliance(ground.world, ground.all.b, (scope) => scope.sql('select put_organization_figures($1, $2, $3, $4, $5)', [
    'memberships.active', [ground.all.collegeB], JSON.stringify([{ organization_id: ground.all.collegeB, value: CANARY_NUMBER, people: CANARY_NUMBER }]), scope.today, scope.now,
  ]));
}

/** A mandate of the authority of B; answers its global id. */
async function plantMandate({ world, bureauB }: Ground, more: { legalBasis: string; regions: string[]; level: 'AGGREGATE' | 'CASE' }): Promise<string> {
  const facts = { authority: bureauB, validFrom: '2026-01-01', validUntil: '2026-12-31', ...more };
  return globalId('Mandate', await world.api.database.system(null, 'test', (scope) => world.api.get(MandateService).register(scope, facts, { reason: 'test', doneBy: 'test' })));
}

/** A row of an alliance table as its slice would write it. */
const plantRow = (ground: Ground, table: string, row: Record<string, unknown>): Promise<unknown> =>
  inB(ground, `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify([{ tenant_id: ground.all.b.id, ...row }])]);
const personOf = async (ground: Ground, name: string): Promise<string> => (await inB<{ id: string }>(ground, 'select id from people where name = $1', [name]))[0]?.id ?? '';
const PLANTED = { notification: '00000000-0000-4000-8000-0000000000c1', document: '00000000-0000-4000-8000-0000000000c2', exported: '00000000-0000-4000-8000-0000000000c3' };
const AT = '2026-03-02T01:00:00Z';

/** Something of which the coordinator of the college of B is told. */
async function plantNotification(ground: Ground, id: string): Promise<void> {
  const text = { en: CANARY, 'zh-CN': CANARY };
  await plantRow(ground, 'notifications', {
    id, person_id: await personOf(ground, 'schoolB'), organization_id: ground.all.collegeB, roles: ['SCHOOL_COORDINATOR'], notice_id: id, kind: 'trial.told', mandatory: false,
    subject_type: 'Organization', subject_id: ground.all.collegeB, title: text, text, state: 'UNREAD', read_at: null, created_at: AT, version: 1,
  });
}

/** Announces a file of the college of B, named by the canary, and sends its bytes. */
async function plantFile(ground: Ground): Promise<string> {
  return uploadedInto(ground.world, await ground.world.as('schoolB', 'alliance-b'), pdf(CANARY), { name: `${CANARY}.pdf` });
}

interface Linked { node: { downloadUrl?: string | null } | null }

/** What lies behind a link that was given; null where none was. */
async function behind(world: World, data: Linked | null): Promise<Buffer | null> {
  const url = data?.node?.downloadUrl ?? null;
  if (url === null) return null;
  const { pathname, search } = new URL(url);
  return (await world.api.app.inject({ method: 'GET', url: pathname + search })).rawPayload;
}

/** An answer without the link in it, which is another one each time. */
const withoutLink = (data: Linked | null): unknown => (data?.node ? { ...data, node: { ...data.node, downloadUrl: typeof data.node.downloadUrl } } : data);

export const readWays: readonly ReadWay[] = [
  {
    name: 'change feed', nothing: globalId('Membership', ABSENT), witness: { login: 'adminB' },
    async plant(ground) {
      const { membershipInvite } = await (await ground.world.as('adminB', 'alliance-b')).data<{ membershipInvite: { membership: { id: string } } }>(
        `mutation { membershipInvite(input: { sector: INDUSTRY, legalName: "Followed ${CANARY}", regionCode: "3205" }) { membership { id } } }`);
      return membershipInvite.membership.id;
    },
    read: ask(`query($id: ID!) { changes(types: ["Membership", "Organization"], first: 100) { changes { operation type id node { ... on Organization { legalName } ... on Membership { state organization { legalName } } } } hasMore }
      node(id: $id) { ... on Membership { state } } }`),
  },
  {
    name: 'passport', nothing: globalId('Organization', ABSENT), witness: { login: 'schoolB', across: ({ all }) => all.collegeB },
    plant: async (ground) => { await plantFigure(ground); return globalId('Organization', ground.all.collegeB); },
    read: ask('query($id: ID!) { passport(organizationId: $id) { on reach organization { legalName } figures { total shares { value alliance { slug } } history(from: "2026-03-01", until: "2026-03-02") { value } } } }'),
  },
  {
    name: 'passport of whom one acts for', nothing: '', witness: { login: 'schoolB', across: ({ all }) => all.collegeB },
    plant: async (ground) => { await plantFigure(ground); return ''; },
    read: ask('{ passport { organization { legalName } figures { total shares { value alliance { slug } } } } }'),
  },
  {
    name: 'mandated figures', nothing: globalId('Mandate', ABSENT), witness: { login: 'liaisonB', across: ({ bureauB }) => bureauB },
    plant: async (ground) => { await plantFigure(ground); return plantMandate(ground, { legalBasis: 'Basis of B', regions: ['32'], level: 'CASE' }); },
    read: ask(`query($id: ID!) { mandatedFigures(mandateId: $id, rows: ALLIANCE, figures: ["memberships.active"], first: 100) { nodes { value alliance { slug } } }
      mandatedOrganizations(mandateId: $id, figure: "memberships.active", first: 100) { nodes { legalName value } } }`),
  },
  {
    name: 'mandates', nothing: globalId('Mandate', ABSENT), witness: { login: 'liaisonB', across: ({ bureauB }) => bureauB },
    plant: (ground) => plantMandate(ground, { legalBasis: CANARY, regions: ['3205'], level: 'CASE' }),
    read: ask('query($id: ID!) { mandates(first: 100) { nodes { id legalBasis } } node(id: $id) { ... on Mandate { legalBasis } } }'),
  },
  {
    name: 'records of mandated reads', nothing: globalId('MandateRead', ABSENT), witness: { login: 'adminB' },
    async plant(ground) {
      const liaison = await ground.world.as('liaisonB', null, { organization: globalId('Organization', ground.bureauB) });
      const id = await plantMandate(ground, { legalBasis: CANARY, regions: ['3205'], level: 'AGGREGATE' });
      await liaison.data('query($id: ID!) { mandatedFigures(mandateId: $id, rows: TOTAL, first: 1) { nodes { value } } }', { id });
      const [read] = await inB<{ id: string }>(ground, 'select id from mandate_reads where legal_basis = $1', [CANARY]);
      return globalId('MandateRead', read?.id ?? '');
    },
    read: ask('query($id: ID!) { mandateReads(first: 100) { nodes { id legalBasis filters } } node(id: $id) { ... on MandateRead { legalBasis } } }'),
  },
  {
    name: 'work list', nothing: '', witness: { login: 'schoolB' },
    async plant({ world, all, work }) {
      await changed(world, all.b, [work.wait(all.b.id, { title: CANARY, organizationId: all.collegeB, roles: ['SCHOOL_COORDINATOR'] })]);
      await world.settled();
      return '';
    },
    read: ask('{ workList(first: 100) { nodes { kind title about { id } alliance { slug } } } workCounts { kind count } }'),
  },
  {
    name: 'members', nothing: globalId('Membership', ABSENT), witness: { login: 'adminB' },
    async plant(ground) {
      const { membershipInvite } = await (await ground.world.as('adminB', 'alliance-b')).data<{ membershipInvite: { membership: { id: string } } }>(
        `mutation { membershipInvite(input: { sector: INDUSTRY, legalName: "${CANARY}", regionCode: "3205" }) { membership { id } } }`);
      return membershipInvite.membership.id;
    },
    read: ask('query($id: ID!) { memberships(first: 100) { nodes { id organization { legalName } } } node(id: $id) { ... on Membership { state organization { legalName } } } directory(first: 100, nameStartsWith: "canary") { nodes { legalName } } }'),
  },
  {
    name: 'imports', nothing: globalId('Import', ABSENT), witness: { login: 'adminB' },
    async plant(ground) {
      const admin = await ground.world.as('adminB', 'alliance-b');
      const input = { kind: 'organizations', fileName: `${CANARY}.csv`, content: Buffer.from('sector\n').toString('base64'), mode: 'STRICT', dryRun: true };
      const { importStart } = await admin.data<{ importStart: { import: { id: string } } }>('mutation($input: ImportStartInput!) { importStart(input: $input) { import { id } } }', { input });
      await ground.world.settled();
      return importStart.import.id;
    },
    read: ask('query($id: ID!) { imports(first: 100) { nodes { id fileName problems { message } } } node(id: $id) { ... on Import { fileName } } }'),
  },
  {
    name: 'search', nothing: '', witness: { login: 'adminB' },
    async plant(ground) {
      await (await ground.world.as('adminB', 'alliance-b')).data(`mutation { membershipInvite(input: { sector: INDUSTRY, legalName: "Works ${CANARY}", regionCode: "3205" }) { membership { id } } }`);
      await ground.world.settled();
      return '';
    },
    read: ask('{ search(text: "canary", first: 100) { nodes { kind title } counts { kind count } incomplete } }'),
  },
  {
    name: 'notifications and inbox', nothing: globalId('Notification', ABSENT), witness: { login: 'schoolB' },
    async plant(ground) {
      await plantNotification(ground, PLANTED.notification);
      return globalId('Notification', PLANTED.notification);
    },
    read: ask('query($id: ID!) { notifications(first: 100) { nodes { id title text } } notificationsUnread inbox(first: 100) { nodes { title } } node(id: $id) { __typename } }'),
  },
  {
    name: 'files', nothing: globalId('File', ABSENT), witness: { login: 'schoolB' },
    plant: plantFile,
    read: ask('query($id: ID!) { files(first: 100) { nodes { name } } node(id: $id) { ... on File { name state byteSize } } }'),
  },
  {
    // Its address is a secret of a minute: nobody of A is given it, and without its signature it leads nowhere.
    name: 'file URLs', nothing: globalId('File', ABSENT), witness: { login: 'schoolB' },
    plant: plantFile,
    async read({ client, token }, { world, all }, asked) {
      const { data } = await client.request<Linked>('query($id: ID!) { node(id: $id) { ... on File { downloadUrl } } }', { id: asked });
      const row = Buffer.from(asked, 'base64url').toString().split(':')[1] ?? '';
      const guessed = await Promise.all([`/files/${all.b.id}/${row}`, `/files/${all.b.id}/${row}?signature=x`, `/files/${all.a.id}/${row}`, `/documents/${row}`].map((path) => world.api.app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${token}` } })));
      return { given: (await behind(world, data))?.toString() ?? null, guessed: guessed.map(({ statusCode, body }) => [statusCode, body.includes(CANARY)]) };
    },
  },
  {
    name: 'documents that were issued', nothing: globalId('Document', ABSENT), witness: { login: 'schoolB' },
    async plant(ground) {
      const personId = await personOf(ground, 'schoolB');
      const place = { tenantId: ground.all.b.id, id: PLANTED.document, attempts: 1 };
      await ground.world.api.get(DocumentStore).put(place, async (sink) => { await new Promise((resolve) => sink.end(CANARY, () => { resolve(undefined); })); });
      await plantRow(ground, 'document_issues', {
        id: PLANTED.document, kind: 'trial.list', title: { en: CANARY, 'zh-CN': CANARY }, parameters: {}, language: 'en', format: 'CSV', state: 'ISSUED', code: 'CANARYCANARYCANARY', sha256: 'a'.repeat(64), byte_size: CANARY.length, issued_at: AT, organization_id: ground.all.collegeB, issuer_name: 'College B',
        account_id: personId, person_id: personId, client_id: 'console', scopes: [], done: 0, attempts: 1, problem: null, missing: [], created_at: AT, version: 1,
      });
      return globalId('Document', PLANTED.document);
    },
    async read(reader, { world }, asked) {
      const answer = await reader.client.request<Linked>('query($id: ID!) { documents(first: 100) { nodes { id title } } node(id: $id) { ... on Document { title downloadUrl code } } }', { id: asked });
      return { answer: seen({ ...answer, data: withoutLink(answer.data) }), given: (await behind(world, answer.data))?.toString() ?? null };
    },
  },
  {
    // A person's own: not even his college reads it, and its link opens for whoever was given it, for ten minutes.
    name: 'exports of personal data', nothing: globalId('PersonalDataRequest', ABSENT), witness: { login: 'schoolB' },
    async plant(ground) {
      await plantNotification(ground, PLANTED.exported);
      const school = await ground.world.as('schoolB', 'alliance-b');
      const id = await asked(school, 'mutation ($input: PersonalDataExportInput!) { personalDataExport(input: $input) { request { id } } }', {});
      await done(school, id);
      return id;
    },
    async read(reader, { world, all }, id) {
      const answer = await reader.client.request<Linked>('query($id: ID!) { personalDataRequests(first: 100) { nodes { id kind } } node(id: $id) { ... on PersonalDataRequest { kind downloadUrl } } }', { id });
      const archive = await behind(world, answer.data);
      const parts = archive === null ? [] : await Promise.all(Object.values((await JSZip.loadAsync(archive)).files).map((part) => part.async('string')));
      const row = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
      const guessed = await Promise.all([row, `${all.b.id}.${row}`].map((link) => world.api.app.inject({ method: 'GET', url: `/personal-data/${link}`, headers: { authorization: `Bearer ${reader.token}` } })));
      return { answer: seen({ ...answer, data: withoutLink(answer.data) }), carried: parts.filter((part) => part.includes(CANARY)).length > 0 ? CANARY : null, guessed: guessed.map(({ statusCode }) => statusCode) };
    },
  },
];
