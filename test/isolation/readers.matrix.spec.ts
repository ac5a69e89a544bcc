import pg from 'pg';
import { globalId, makeMember, makePerson, twoAlliances, World } from '@quadhelix/testing';
import { MandateService } from '@quadhelix/stakeholders';
import { TrialWork } from '../journeys/trial-work.js';
import { holdEveryRole } from './every-role.js';
import { CANARY, CANARY_NUMBER, readWays, type Ground, type Reader, type ReadWay } from './read-ways.js';

const REGIONS = { 'alliance-a': '320100', 'alliance-b': '320500' };
const READING = ['openid', 'stakeholders:read', 'readers:read', 'importing:read', 'files:read', 'documents:read', 'notifications:read', 'apprenticeships:read', 'accountability:read', 'standards:read'];

/** Alliances A and B in neighbouring cities; `strong` holds every role that a seat can give in A. */
async function lay(): Promise<Ground> {
  const work = new TrialWork();
  const world = await World.start({ worker: true, moreSlices: [{ name: 'trial', work: [work] }] });
  const all = await twoAlliances(world);
  const bureauB = await makeMember(world, all.b, { sector: 'GOVERNMENT', legalName: 'Bureau B' });
  await makePerson(world, all.b, bureauB, { name: 'liaisonB', login: 'liaisonB', roles: ['GOVERNMENT_LIAISON'] });
  await makePerson(world, all.a, all.college, { name: 'strong', login: 'strong', roles: ['ALLIANCE_ADMIN'] });
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  for (const [slug, region] of Object.entries(REGIONS)) await superuser.query('update alliances set region_code = $2 where slug = $1', [slug, region]);
  await holdEveryRole(superuser, 'strong');
  await superuser.end();
  await world.settled();
  return { world, all, work, bureauB };
}

/** Everybody of A: from inside A, from outside any alliance with and without an organization, and from the door of B. */
async function everybody({ world, all }: Ground): Promise<Reader[]> {
  const people: [string, string | null][] = [['strong', all.college], ['coordinator', all.factory], ['school', all.college], ['teacher', null], ['liaison', all.bureau]];
  const places = people.flatMap(([login, organization]): [string, string | null, string | null][] => [
    [login, 'alliance-a', null], [login, null, null], [login, 'alliance-b', null], ...(organization === null ? [] : [[login, null, organization] as [string, null, string], [login, null, all.collegeB] as [string, null, string]]),
  ]);
  await world.identity.registerClient({ id: 'matrix-app', name: 'App', type: 'confidential', grantTypes: ['client_credentials'], scopes: READING.filter((scope) => scope !== 'openid'), redirectUris: [], firstParty: false, secret: 'a secret of the app, long enough' });
  await (await world.as('admin', 'alliance-a')).data('mutation($scopes: [String!]!) { appConsentGrant(input: { clientId: "matrix-app", scopes: $scopes }) { appConsent { id } } }', { scopes: READING.filter((scope) => scope !== 'openid') });
  const answer = await fetch(`${world.identity.url}/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from('matrix-app:a secret of the app, long enough').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: READING.filter((scope) => scope !== 'openid').join(' ') }),
  });
  const { access_token: app = '' } = (await answer.json()) as { access_token?: string };
  if (app === '') throw new Error(`No token for the app: ${String(answer.status)}`);
  const reader = async (name: string, token: string, alliance: string | null, organization: string | null): Promise<Reader> => {
    const header = organization === null ? null : globalId('Organization', organization);
    return { name: `${name} ${alliance ?? 'outside'}${organization === null ? '' : ' for an organization'}`, token, alliance, client: world.withToken(token, alliance, header) };
  };
  return Promise.all([
    ...places.map(async ([login, alliance, organization]) => reader(login, await world.token(login), alliance, organization)),
    ...[null, 'alliance-a', 'alliance-b'].map((alliance) => reader('an app with the consent of A', app, alliance, null)),
  ]);
}

describe('what lies in alliance B is read by nobody of A', () => {
  let ground: Ground;
  let readers: Reader[];
  beforeAll(async () => {
    ground = await lay();
    readers = await everybody(ground);
    // An authority of A may look over its own city, and not over B.
    const { world, all } = ground;
    const facts = { authority: all.bureau, regions: [REGIONS['alliance-a']], level: 'CASE' as const, legalBasis: 'Own city', validFrom: '2026-01-01', validUntil: '2026-12-31' };
    await world.api.database.system(null, 'test', (scope) => world.api.get(MandateService).register(scope, facts, { reason: 'test', doneBy: 'test' }));
  }, 60_000);
  afterAll(() => ground.world.stop());

  const carries = (answer: unknown): boolean => [CANARY, String(CANARY_NUMBER)].some((canary) => JSON.stringify(answer).includes(canary));
  const askAll = (way: ReadWay, asked: string): Promise<[string, unknown][]> => Promise.all(readers.map(async (reader): Promise<[string, unknown]> => [reader.name, await way.read(reader, ground, asked)]));

  it.each(readWays.map((way): [string, ReadWay] => [way.name, way]))('by %s', async (_name, way) => {
    const before = await askAll(way, way.nothing);
    const asked = await way.plant(ground);
    const after = await askAll(way, asked);
    expect(after.filter(([, answer]) => carries(answer))).toEqual([]);
    expect(after).toEqual(before);
    // Who belongs to B sees it: a canary that nobody sees would prove nothing.
    const { login, across } = way.witness;
    const token = await ground.world.token(login);
    const alliance = across ? null : 'alliance-b';
    const client = ground.world.withToken(token, alliance, across ? globalId('Organization', across(ground)) : null);
    const witnessed = await way.read({ name: login, token, alliance, client }, ground, asked);
    if (!carries(witnessed)) throw new Error(`The canary is seen by nobody: ${JSON.stringify(witnessed)}`);
  });

  it('asks from everywhere', () => {
    expect(readers).toHaveLength(26);
    expect(new Set(readWays.map(({ name }) => name)).size).toBe(readWays.length);
  });
});
