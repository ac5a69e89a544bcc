import pg from 'pg';
import { inAlliance, makePerson, PASSWORD, signIn, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { rebuild } from '@quadhelix/worker';
import { changed, handedOut, LIST, listed, TrialWork } from '../journeys/trial-work.js';

const REDIRECT = 'http://localhost:9/callback';

describe('waiting work, seen by others', () => {
  let world: World;
  let all: TwoAlliances;
  let app: pg.Client;
  let both: string;
  const trial = new TrialWork();
  beforeAll(async () => {
    world = await World.start({ worker: true, moreSlices: [{ name: 'trial', work: [trial] }] });
    all = await twoAlliances(world);
    both = await makePerson(world, all.a, all.factory, { name: 'both', login: 'both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    await makePerson(world, all.b, all.factory, { name: 'both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    for (const [alliance, title] of [[all.a, 'work of A'], [all.b, 'work of B']] as const) await changed(world, alliance, [trial.wait(alliance.id, { title, personId: both })]);
    await changed(world, all.a, [trial.wait(all.a.id, { title: 'of mentors', organizationId: all.factory, roles: ['INDUSTRY_MENTOR'] })]);
    await world.settled();
    app = new pg.Client({ connectionString: world.copy.url('quadhelix_app') });
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await world.stop();
  });

  /** Runs one statement as the app role, with these settings, as a request has them. */
  const asRole = async (settings: Record<string, string>, statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
    await app.query('begin');
    try {
      for (const [name, value] of Object.entries(settings)) await app.query('select set_config($1, $2, true)', [`app.${name}`, value]);
      return (await app.query<Record<string, unknown>>(statement, values)).rows;
    } finally {
      await app.query('rollback');
    }
  };
  const seen = async (settings: Record<string, string>): Promise<unknown[]> => (await asRole(settings, 'select title_en as title from work_items order by 1')).map(({ title }) => title);
  const console = { client_id: 'console', first_party: 'yes' };

  it('is shown by the database to its person alone, in an alliance only what belongs to it', async () => {
    const mentor = (await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = 'mentor'`)))[0]?.id ?? '';
    expect(await seen({ ...console })).toEqual([]);
    expect(await seen({ ...console, tenant_id: all.a.id })).toEqual([]);
    expect(await seen({ ...console, person_id: both })).toEqual(['of mentors', 'work of A', 'work of B']);
    expect(await seen({ ...console, person_id: both, tenant_id: all.b.id })).toEqual(['work of B']);
    expect(await seen({ ...console, person_id: mentor })).toEqual(['of mentors']);
    expect(await seen({ person_id: both, client_id: 'stranger', first_party: '' })).toEqual([]);
  });

  it.each([
    ['adds some', `insert into work_items select * from work_items`],
    ['changes some', `update work_items set title_en = 'x'`],
    ['removes some', 'delete from work_items'],
  ])('is refused when the app role %s', async (_name, statement) => {
    await expect(asRole({ ...console, person_id: both }, statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('is handed out for the alliance of the setting alone, whatever is named', async () => {
    const before = await handedOut(world);
    await app.query('begin');
    await app.query(`select set_config('app.tenant_id', $1, true)`, [all.b.id]);
    await app.query('select hand_out_work((select array_agg(id) from waiting_work), $1, $2)', [[all.factory, all.college], '2026-03-02']);
    const ids = await inAlliance(world, all.a, (scope) => scope.sql<{ ids: string[] }>('select array_agg(id) as ids from waiting_work'));
    await app.query('select hand_out_work($1, $2, $3)', [ids[0]?.ids, [all.factory], '2026-03-02']);
    await app.query('commit');
    expect(await handedOut(world)).toEqual(before);
  });

  it('tells a request nothing of other alliances', async () => {
    const changes = JSON.stringify({ Organization: [all.factory] });
    expect(await asRole({ tenant_id: all.a.id }, 'select tenant_id from alliances_concerned($1)', [changes])).toEqual([{ tenant_id: all.b.id }]);
    expect(await asRole({ ...console, tenant_id: all.a.id }, 'select tenant_id from alliances_concerned($1)', [changes])).toEqual([]);
    expect(await asRole({ ...console }, 'select * from all_alliances()')).toEqual([]);
  });

  it('is shown to an app of somebody else as far as each alliance lets it read work', async () => {
    const scopes = ['openid', 'stakeholders:read', 'readers:read'];
    await world.identity.registerClient({ id: 'helper-app', name: 'App', type: 'public', grantTypes: ['authorization_code'], scopes, redirectUris: [REDIRECT], firstParty: false });
    const client = world.withToken(await signIn(world.identity.url, 'helper-app', REDIRECT, 'both', PASSWORD, scopes), null);
    const shown = async (): Promise<string[]> => (await listed(client)).map(({ title }) => title).sort();
    const consent = async (login: string, alliance: string, allowed: string): Promise<void> => {
      await (await world.as(login, alliance)).data(`mutation { appConsentGrant(input: { clientId: "helper-app", scopes: [${allowed}] }) { appConsent { id } } }`);
    };
    expect(await shown()).toEqual([]);
    await consent('adminB', 'alliance-b', '"stakeholders:read"');
    expect(await shown()).toEqual([]);
    await consent('adminB', 'alliance-b', '"stakeholders:read", "readers:read"');
    expect(await shown()).toEqual(['work of B']);
    await consent('admin', 'alliance-a', '"readers:read"');
    expect(await shown()).toEqual(['of mentors', 'work of A', 'work of B']);
    const narrow = world.withToken(await signIn(world.identity.url, 'helper-app', REDIRECT, 'both', PASSWORD, ['openid', 'stakeholders:read']), null);
    expect((await narrow.refusal(LIST, { first: 10 })).code).toBe('SCOPE_MISSING');
  });

  it('is nothing for an app without a person', async () => {
    const scopes = ['readers:read', 'stakeholders:read'];
    const { secret = '' } = await world.identity.registerClient({ id: 'machine', name: 'Machine', type: 'confidential', grantTypes: ['client_credentials'], scopes });
    const answer = await fetch(`${world.identity.url}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`machine:${secret}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect((await world.withToken(token, null).refusal(LIST, { first: 10 })).code).toBe('FORBIDDEN');
  });

  it('is the same after everything was made anew, with what was lost, and without what has no cause', async () => {
    const before = await handedOut(world);
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await superuser.query(`delete from work_items where title_en = 'of mentors'`);
    await superuser.query(`delete from waiting_work where title_en = 'work of A'`);
    await superuser.query(`insert into waiting_work select tenant_id, gen_random_uuid(), kind, gen_random_uuid(), subject_type, subject_id, person_id, organization_id, roles, 'orphan', 'orphan', since, due_on, created_at from waiting_work`);
    await superuser.query(`insert into work_items select w.person_id, w.tenant_id, w.id, w.kind, w.subject_type, w.subject_id, null, w.title_en, w.title_zh, w.since, w.due_on, 'x' from waiting_work w where title_en = 'orphan' and person_id is not null`);
    await superuser.end();
    expect((await handedOut(world)).map(({ title }) => title)).toContain('orphan');
    await rebuild({ database: world.api.database, projections: world.worker?.projections ?? [] }, { only: 'work' });
    expect(await handedOut(world)).toEqual(before);
  });

  it('reaches whoever got his seat while it was being handed out', async () => {
    await app.query('begin');
    await app.query(`select set_config('app.tenant_id', $1, true)`, [all.a.id]);
    await app.query(`insert into waiting_work (tenant_id, id, kind, cause_id, subject_type, subject_id, organization_id, roles, title_en, title_zh, since, created_at)
      select $1, i, 'slow.do', i, 'Trial', i, $2, '{SCHOOL_TEACHER}', 'slow', 'slow', now(), now() from gen_random_uuid() i`, [all.a.id, all.college]);
    await app.query(`select hand_out_work((select array_agg(id) from waiting_work where kind = 'slow.do'), '{}', '2026-03-02')`);
    // The seat is there and its projection runs, before the work is committed.
    await makePerson(world, all.a, all.college, { name: 'late teacher', roles: ['SCHOOL_TEACHER'] });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await app.query('commit');
    await world.settled();
    expect((await handedOut(world)).filter(({ title }) => title === 'slow').map(({ person }) => person)).toEqual(['late teacher', 'teacher']);
  });

  it('is found by an index', async () => {
    await app.query('begin');
    for (const [name, value] of Object.entries({ ...console, person_id: both })) await app.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    await app.query('set local enable_seqscan = off');
    const { rows } = await app.query<{ 'QUERY PLAN': string }>(
      `explain select id from work_items where person_id = $1 and tenant_id = any($2) and (place, id) > ('2026', $3::uuid) order by place, id limit 21`, [both, [all.a.id, all.b.id], all.a.id]);
    await app.query('rollback');
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/work_items_list/);
    expect(plan).toMatch(/Index Cond: .*place.*/);
    expect(plan).not.toMatch(/Sort/);
  });
});
