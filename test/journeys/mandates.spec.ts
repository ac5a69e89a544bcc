import pg from 'pg';
import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { MandateService, type MandateFacts } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makeAlliance, makeMember, makePerson, PASSWORD, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { Trials } from './figures.world.js';

const FIGURES = `query($id: ID!, $rows: MandatedRows!, $bySector: Boolean, $regionCode: String, $sector: Sector, $on: LocalDate, $figures: [String!]) {
  mandatedFigures(mandateId: $id, rows: $rows, bySector: $bySector, regionCode: $regionCode, sector: $sector, on: $on, figures: $figures, first: 100) {
    nodes { kind { name } regionCode alliance { slug } sector suppressed value people organizations unknown } pageInfo { hasNextPage } } }`;
const NAMED = `query($id: ID!, $figure: String!) { mandatedOrganizations(mandateId: $id, figure: $figure, first: 100) {
  nodes { legalName sector alliance { slug } suppressed value people subjectIds } } }`;
const READS = '{ mandateReads(first: 100) { nodes { authorityName level legalBasis field filters } } }';
const WHY = { reason: 'Decree 7', doneBy: 'test' };
const NONE = { code: 'NOT_FOUND', field: 'mandateId' };

interface Cell { kind: { name: string }; regionCode: string | null; alliance: { slug: string } | null; sector: string | null; suppressed: boolean; value: number | null; people: number | null; organizations: number | null; unknown: number | null }

describe('a mandate to look over alliances', () => {
  const trials = new Trials();
  let world: World;
  let all: TwoAlliances;
  let authority: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ slices: trials.slices, clock: new TestClock('2026-03-02T01:00:00Z') });
    all = await twoAlliances(world);
    authority = await world.as('liaison', null, { organization: globalId('Organization', all.bureau) });
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await superuser.query(`update alliances set region_code = case slug when 'alliance-a' then '320100' else '320500' end`);
    await superuser.end();
    const far = await makeAlliance(world, 'alliance-far');
    const farFactory = await makeMember(world, far, { sector: 'INDUSTRY', legalName: 'Far works', regionCode: '330000' });
    await inAlliance(world, far, async () => undefined);
    const raise = new pg.Client({ connectionString: world.copy.url('postgres') });
    await raise.connect();
    await raise.query(`update alliances set region_code = '330100' where slug = 'alliance-far'`);
    await raise.end();
    const interns: [typeof all.a, string, number][] = [[all.a, all.factory, 30], [all.a, all.college, 20], [all.a, all.association, 3], [all.b, all.factory, 12], [all.b, all.collegeB, 40], [far, farFactory, 500]];
    for (const [alliance, organization, people] of interns) {
      await trials.state(world, alliance, organization, 'trial.interns', { value: people, people, subjectIds: [`00000000-0000-7000-8000-0000000000${String(people).padStart(3, '0').slice(-2)}`] });
    }
    await trials.state(world, all.a, all.factory, 'trial.promises', { value: 4, people: null });
    await trials.state(world, all.b, all.factory, 'trial.promises', { value: null, people: null });
    await trials.state(world, all.b, all.collegeB, 'trial.promises', { value: 2, people: null });
  });
  afterAll(() => world.stop());

  const facts = (more: Partial<MandateFacts> = {}): MandateFacts => ({ authority: all.bureau, regions: ['32'], level: 'AGGREGATE', legalBasis: 'Vocational Education Law, article 8', validFrom: '2026-01-01', validUntil: '2026-12-31', ...more });
  const service = () => world.api.get(MandateService);
  const operate = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => world.api.database.system(null, 'test', work);
  const register = async (more: Partial<MandateFacts> = {}): Promise<string> => globalId('Mandate', await operate((scope) => service().register(scope, facts(more), WHY)));
  const step = (id: string, verb: 'suspend' | 'reinstate' | 'revoke') => operate((scope) => service().step(scope, Buffer.from(id, 'base64url').toString().split(':')[1] ?? '', verb, WHY));
  const cells = async (id: string, more: Record<string, unknown> = {}, client = authority): Promise<Cell[]> =>
    (await client.data<{ mandatedFigures: { nodes: Cell[] } }>(FIGURES, { id, rows: 'ALLIANCE', figures: ['trial.interns'], ...more })).mandatedFigures.nodes;
  const short = (list: Cell[]) => list.map(({ regionCode, alliance, sector, suppressed, value }) => [alliance?.slug ?? regionCode ?? 'all', sector ?? 'all', suppressed ? 'suppressed' : value]);

  describe('of sums', () => {
    let id: string;
    beforeAll(async () => { id = await register(); });

    it('adds up what its regions have, by alliance, region and in all, and nothing of other regions', async () => {
      expect(short(await cells(id))).toEqual([['alliance-a', 'all', 53], ['alliance-b', 'all', 52]]);
      expect(short(await cells(id, { rows: 'REGION' }))).toEqual([['320000', 'all', 105], ['320100', 'all', 53], ['320500', 'all', 52]]);
      expect(short(await cells(id, { rows: 'TOTAL' }))).toEqual([['all', 'all', 105]]);
      expect(short(await cells(id, { rows: 'TOTAL', regionCode: '3205' }))).toEqual([['320500', 'all', 52]]);
      expect(short(await cells(id, { regionCode: '320500' }))).toEqual([['alliance-b', 'all', 52]]);
    });

    it('withholds few people, and what would give them back, whatever is asked', async () => {
      const wanted = [
        ['alliance-a', 'INDUSTRY', 'suppressed'], ['alliance-a', 'SCHOOL', 20], ['alliance-a', 'SOCIETY', 'suppressed'], ['alliance-b', 'INDUSTRY', 12], ['alliance-b', 'SCHOOL', 40],
      ];
      expect(short(await cells(id, { bySector: true }))).toEqual(wanted);
      expect(short(await cells(id, { sector: 'SOCIETY' }))).toEqual([['alliance-a', 'SOCIETY', 'suppressed']]);
      expect(short(await cells(id, { rows: 'TOTAL', bySector: true }))).toEqual([['all', 'INDUSTRY', 'suppressed'], ['all', 'SCHOOL', 60], ['all', 'SOCIETY', 'suppressed']]);
      expect(short(await cells(id, { rows: 'REGION', bySector: true, regionCode: '3201' }))).toEqual([['320100', 'INDUSTRY', 'suppressed'], ['320100', 'SCHOOL', 20], ['320100', 'SOCIETY', 'suppressed']]);
      const [, , hidden] = await cells(id, { bySector: true });
      expect(hidden).toMatchObject({ suppressed: true, value: null, people: null, organizations: null, unknown: null });
    });

    it('leaves out nothing of nobody, and withholds nothing for it', async () => {
      await trials.state(world, all.a, all.bureau, 'trial.interns', { value: 0, people: 0 });
      expect(short(await cells(id, { bySector: true }))).toHaveLength(5);
      expect(short(await cells(id, { rows: 'TOTAL' }))).toEqual([['all', 'all', 105]]);
      await trials.state(world, all.a, all.bureau, 'trial.interns', { value: 7, people: 0 });
      expect((await cells(id, { sector: 'GOVERNMENT' }))[0]).toMatchObject({ suppressed: true });
      await trials.state(world, all.a, all.bureau, 'trial.interns', null);
    });

    it('says what is not known, and makes no zero of it', async () => {
      expect(await cells(id, { figures: ['trial.promises'] })).toMatchObject([{ value: 4, organizations: 1, unknown: 0 }, { value: null, organizations: 2, unknown: 1 }]);
    });

    it('names no organization', async () => {
      const answer = await authority.request(NAMED, { id, figure: 'trial.promises' });
      expect(answer.errors[0]?.extensions).toMatchObject(NONE);
      expect(JSON.stringify(await authority.request(FIGURES, { id, rows: 'ALLIANCE', bySector: true }))).not.toMatch(/Factory|College/);
    });

    it('answers a past day as it was', async () => {
      expect(await cells(id, { on: '2026-03-01' })).toEqual([]);
    });

    it('adds up no score, and knows no other figure', async () => {
      for (const name of ['trial.score', 'nothing.such']) expect(await authority.refusal(FIGURES, { id, rows: 'TOTAL', figures: [name] })).toEqual({ code: 'FIGURE_UNKNOWN', field: 'figures' });
    });

    it('goes page by page', async () => {
      const page = (after: string | null) => authority.data<{ mandatedFigures: { nodes: { alliance: { slug: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
        'query($id: ID!, $after: String) { mandatedFigures(mandateId: $id, rows: ALLIANCE, figures: ["trial.interns"], first: 1, after: $after) { nodes { alliance { slug } } pageInfo { endCursor hasNextPage } } }', { id, after });
      const first = await page(null);
      const second = await page(first.mandatedFigures.pageInfo.endCursor);
      expect([first, second].map(({ mandatedFigures }) => [mandatedFigures.nodes[0]?.alliance.slug, mandatedFigures.pageInfo.hasNextPage])).toEqual([['alliance-a', true], ['alliance-b', false]]);
      expect(await authority.refusal(FIGURES.replace('first: 100', `first: 1, after: "${first.mandatedFigures.pageInfo.endCursor}"`), { id, rows: 'REGION' })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
    });

    it('takes one statement more than entering, however much there is', async () => {
      const before = world.api.database.statements;
      await cells(id, { rows: 'REGION', bySector: true });
      expect(world.api.database.statements - before).toBe(3);
    });
  });

  describe('of promises and of cases', () => {
    it('names at COMMITMENT what organizations promised, and nothing else of them', async () => {
      const id = await register({ level: 'COMMITMENT' });
      const { mandatedOrganizations: { nodes } } = await authority.data<{ mandatedOrganizations: { nodes: object[] } }>(NAMED, { id, figure: 'trial.promises' });
      expect(nodes).toMatchObject([
        { legalName: 'College B', alliance: { slug: 'alliance-b' }, value: 2 }, { legalName: 'Factory', alliance: { slug: 'alliance-a' }, value: 4 },
        { legalName: 'Factory', alliance: { slug: 'alliance-b' }, value: null, suppressed: false },
      ]);
      expect(await authority.refusal(NAMED, { id, figure: 'trial.interns' })).toEqual(NONE);
    });

    it('names at CASE every figure and the cases behind it', async () => {
      const id = await register({ level: 'CASE', regions: ['320100'] });
      const { mandatedOrganizations: { nodes } } = await authority.data<{ mandatedOrganizations: { nodes: object[] } }>(NAMED, { id, figure: 'trial.interns' });
      expect(nodes).toMatchObject([
        { legalName: 'Association', value: 3, people: 3, subjectIds: [globalId('Placement', '00000000-0000-7000-8000-000000000003')] }, { legalName: 'College', value: 20 }, { legalName: 'Factory', value: 30 },
      ]);
    });
  });

  describe('that does not hold', () => {
    const absent = globalId('Mandate', '00000000-0000-7000-8000-000000000000');
    const seen = async (client: GraphqlClient, id: string, more: Record<string, unknown> = {}) => {
      const answer = await client.request(FIGURES, { id, rows: 'TOTAL', ...more });
      return { ...answer, errors: answer.errors.map(({ message, path, extensions: { requestId: _id, ...extensions } }) => ({ message, path, extensions })) };
    };

    it.each<[string, () => Promise<string>, Record<string, unknown>]>([
      ['has ended', () => register({ validUntil: '2026-03-01' }), {}],
      ['has not begun', () => register({ validFrom: '2026-03-03' }), {}],
      ['is revoked', async () => { const id = await register(); await step(id, 'revoke'); return id; }, {}],
      ['is suspended', async () => { const id = await register(); await step(id, 'suspend'); return id; }, {}],
      ['covers other regions', () => register({ regions: ['3201'] }), { regionCode: '320500' }],
      ['covers a smaller region', () => register({ regions: ['3201'] }), { regionCode: '320000' }],
    ])('%s: answers as if there were none, and leaves no record', async (_name, make, more) => {
      const id = await make();
      const before = await inAlliance(world, all.a, (scope) => scope.sql('select id from mandate_reads'));
      expect(await seen(authority, id, more)).toEqual(await seen(authority, absent, more));
      expect(await inAlliance(world, all.a, (scope) => scope.sql('select id from mandate_reads'))).toHaveLength(before.length);
    });

    it.each<[string, () => Promise<GraphqlClient>]>([
      ['the authority inside an alliance', () => world.as('liaison', 'alliance-a')],
      ['an app of its own, which acts for the liaison', async () => {
        const scopes = ['openid', 'readers:read'];
        await world.identity.registerClient({ id: 'authority-app', name: 'App', type: 'public', grantTypes: ['authorization_code'], scopes, redirectUris: ['http://localhost:9/callback'], firstParty: false });
        await (await world.as('admin', 'alliance-a')).data('mutation { appConsentGrant(input: { clientId: "authority-app", scopes: ["readers:read"] }) { appConsent { id } } }');
        return world.withToken(await signIn(world.identity.url, 'authority-app', 'http://localhost:9/callback', 'liaison', PASSWORD, scopes), null, globalId('Organization', all.bureau));
      }],
    ])('is asked by %s: answers as if there were none', async (_name, make) => {
      const client = await make();
      const id = await register();
      expect(await seen(client, id)).toEqual(await seen(client, absent));
      expect((await seen(client, id)).errors[0]?.extensions).toMatchObject(NONE);
    });

    it('is not open to another authority, nor to other sectors', async () => {
      const id = await register();
      const other = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Other bureau' });
      await makePerson(world, all.a, other, { name: 'other', login: 'other', roles: ['GOVERNMENT_LIAISON'] });
      const client = await world.as('other', null, { organization: globalId('Organization', other) });
      expect(await seen(client, id)).toEqual(await seen(client, absent));
      expect(await client.data('{ mandates(first: 10) { nodes { id } } }')).toEqual({ mandates: { nodes: [] } });
      expect((await (await world.as('coordinator', null, { organization: globalId('Organization', all.factory) })).refusal(FIGURES, { id, rows: 'TOTAL' })).code).toBe('FORBIDDEN');
    });

    it('is seen by its authority in the list, with its state', async () => {
      const { mandates } = await authority.data<{ mandates: { nodes: { holds: boolean; state: string; id: string }[] } }>('{ mandates(first: 100) { nodes { id holds state level regions legalBasis validFrom validUntil } } }');
      expect(mandates.nodes.map(({ holds, state }) => `${state} ${String(holds)}`)).toEqual(expect.arrayContaining(['ACTIVE true', 'ACTIVE false', 'REVOKED false', 'SUSPENDED false']));
      expect(await authority.data('query($id: ID!) { node(id: $id) { ... on Mandate { holds } } }', { id: mandates.nodes.find(({ holds }) => holds)?.id })).toMatchObject({ node: { holds: true } });
    });
  });

  describe('leaves a record of each read', () => {
    const reads = async (login: string, alliance: string) => (await (await world.as(login, alliance)).data<{ mandateReads: { nodes: { legalBasis: string; filters: string }[] } }>(READS)).mandateReads.nodes;

    it('that the alliances concerned see, and no other', async () => {
      const id = await register({ legalBasis: 'Basis of this read' });
      const before = (await reads('adminB', 'alliance-b')).map(({ filters }) => filters);
      await cells(id, { regionCode: '320100', sector: 'SCHOOL' });
      const read = (await reads('admin', 'alliance-a')).find(({ legalBasis }) => legalBasis === 'Basis of this read');
      expect(read).toEqual({
        authorityName: 'Bureau', level: 'AGGREGATE', legalBasis: 'Basis of this read', field: 'mandatedFigures', filters: expect.any(String) as string,
      });
      expect(JSON.parse(read?.filters ?? '')).toEqual({ on: '2026-03-02', region: '320100', sector: 'SCHOOL', figures: ['trial.interns'], rows: 'ALLIANCE', bySector: false });
      expect((await reads('adminB', 'alliance-b')).map(({ filters }) => filters)).toEqual(before);
      expect((await (await world.as('school', 'alliance-a')).refusal(READS)).code).toBe('FORBIDDEN');
    });

    it('with who it was', async () => {
      const id = await register({ legalBasis: 'Who' });
      await cells(id);
      const [row] = await inAlliance(world, all.b, (scope) => scope.sql<{ name: string; client_id: string; request_id: string }>(
        `select p.name, r.client_id, r.request_id from mandate_reads r left join people p on p.id = r.person_id where r.legal_basis = 'Who'`));
      // His name is not open to an alliance that he has no part in; the record holds who he is.
      expect(row).toMatchObject({ name: null, client_id: 'console', request_id: expect.any(String) as string });
    });

    it('before the answer goes out: without the record there is no answer', async () => {
      const id = await register();
      const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
      await superuser.connect();
      try {
        await superuser.query('create function stop() returns trigger language plpgsql as $$ begin raise exception \'no\'; end $$');
        await superuser.query('create constraint trigger stop after insert on mandate_reads_2026_03 deferrable initially deferred for each row execute function stop()');
        const answer = await authority.request(FIGURES, { id, rows: 'TOTAL' });
        expect(answer.data).toBeNull();
        expect(answer.errors[0]?.extensions.category).toBe('UNAVAILABLE');
      } finally {
        await superuser.query('drop trigger stop on mandate_reads_2026_03; drop function stop()');
        await superuser.end();
      }
    });

    it.each([
      ['alone', '{ mandatedFigures(mandateId: $id, rows: TOTAL, first: 1) { nodes { value } } }', ''],
      ['in a fragment', '{ ...Sums }', 'fragment Sums on Query { viewer { roles } mandatedFigures(mandateId: $id, rows: TOTAL, first: 1) { nodes { value } } }'],
      ['beside others and under another name', '{ viewer { roles } sums: mandatedFigures(mandateId: $id, rows: TOTAL, first: 1) { nodes { value } } }', ''],
    ])('wherever it is selected: %s', async (_name, selection, fragment) => {
      const id = await register({ legalBasis: `Selected ${_name}` });
      await authority.data(`query($id: ID!) ${selection} ${fragment}`, { id });
      expect(await inAlliance(world, all.a, (scope) => scope.sql('select id from mandate_reads where legal_basis = $1', [`Selected ${_name}`]))).toHaveLength(1);
    });

    it('while all other queries stay read-only', async () => {
      const modes: string[] = [];
      const { begin } = world.api.database;
      world.api.database.begin = (request) => { modes.push(request.readOnly ? 'read only' : 'read write'); return begin.call(world.api.database, request); };
      const id = await register();
      await authority.data('{ viewer { roles } mandates(first: 1) { nodes { id } } }');
      await cells(id);
      await authority.request('query Other($id: ID!) { mandatedFigures(mandateId: $id, rows: TOTAL, first: 1) { nodes { value } } } query This { viewer { roles } }');
      world.api.database.begin = begin;
      expect(modes).toEqual(['read only', 'read write']);
    });

    it.each(['update mandate_reads set level = level', 'delete from mandate_reads', `insert into mandate_reads select * from mandate_reads`, 'update oversight_mandates set level = level', 'select * from oversight_mandate_steps'])('that nobody changes: %s', async (statement) => {
      const app = new pg.Client({ connectionString: world.copy.url('quadhelix_app') });
      await app.connect();
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
      await app.end();
    });
  });
});
