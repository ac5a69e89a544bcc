import type { GraphqlClient, World } from '@quadhelix/testing';
import { BROKEN, idsOf, runRandomly } from '../contract/random-run.js';
import { recordedNames, replay, tryWritten, unpaired } from '../contract/recorded-operations.js';
import { codeBlocks, documentsOf, textsForPeople } from '../contract/written-documents.js';
import { allianceOf, counted, everything, expected, load, makeAnew, runApp, startWorld } from './demo.world.js';
import { complaints, generateTypes, runTypedClient } from './typed-client.js';

const SCOPES = ['stakeholders:read', 'apprenticeships:read', 'accountability:read'];

interface Place { id: string; state: string; startsOn: string; endedOn: string | null; pausedOn: string | null; school: { legalName: string }; host: { legalName: string } }
interface Week { id: string; state: string; lawful: boolean; minutes: number }

describe('the demo', () => {
  let world: World;
  const administrators = { yunhe: 'zhoulan', 'chuanbei-jidian': 'luchuan' } as const;
  const slugs = ['yunhe', 'chuanbei-jidian'] as const;
  const admin = (slug: (typeof slugs)[number]): Promise<GraphqlClient> => world.as(administrators[slug], slug);
  let address: Promise<string> | null = null;
  const listening = (): Promise<string> => (address ??= world.api.listen(0));

  beforeAll(async () => {
    world = await startWorld();
    await expect(load(world, 'baiyang')).rejects.toThrow('the power fails');
    await load(world);
  }, 240_000);
  afterAll(() => world.stop());

  it('is loaded once: an interrupted load is completed, a complete one changes nothing', async () => {
    const count = async (): Promise<number> => (await everything(await admin('yunhe'), 'timesheets', 'id version')).length;
    const before = await count();
    const { steps, complete } = await load(world);
    expect({ steps: steps > 200, complete, sheets: await count() }).toEqual({ steps: true, complete: true, sheets: before });
  });

  describe.each(slugs)('of %s', (slug) => {
    const story = expected.alliances[slug];

    it('has the members of the story, all of them by their own consent', async () => {
      const members = await everything<{ state: string; organization: { sector: string; legalName: string } }>(await admin(slug), 'memberships', 'state organization { sector legalName }');
      expect(counted(members, ({ organization }) => organization.sector)).toEqual(story.members);
      expect(counted(members, ({ state }) => state)).toEqual({ ACTIVE: members.length });
      expect(members.filter(({ organization }) => !organization.legalName.endsWith('(示例)'))).toEqual([]);
    });

    it('has the apprentices of the story at each school and host', async () => {
      const placements = await everything<Place>(await admin(slug), 'placements', 'id state school { legalName } host { legalName }');
      const bySchool = [...Map.groupBy(placements, ({ school }) => school.legalName)].map(([school, group]) => [school, counted(group, ({ host }) => host.legalName)]);
      expect(Object.fromEntries(bySchool)).toEqual(story.apprentices);
      expect(counted(placements, ({ state }) => state)).toEqual(story.placements);
    });

    it('names no apprentice in what waits for somebody, nor in what is found beside his own entry', async () => {
      await makeAnew(world, slug);
      const { id } = await allianceOf(world, slug);
      const named = await world.api.database.system(id, 'test', (scope) => scope.sql<{ waiting: number; entries: number; named: number }>(
        `with students as (select distinct p.name from people p join affiliations f on f.person_id = p.id where f.kind = 'STUDENT'),
           said as (select title_en || title_zh as title from waiting_work union all select title || folded from search_entries where subject_type <> 'Person')
         select (select count(*)::int from waiting_work) as waiting, (select count(*)::int from search_entries) as entries,
           (select count(*)::int from said join students s on strpos(said.title, s.name) > 0) as named`));
      expect(named).toEqual([{ waiting: expect.any(Number) as number, entries: expect.any(Number) as number, named: 0 }]);
      expect(Math.min(named[0]?.waiting ?? 0, named[0]?.entries ?? 0)).toBeGreaterThan(0);
    });

    it('has as many minors', async () => {
      const schools = slug === 'yunhe' ? ['chenmo', 'yuting'] : ['luchuan'];
      const born = (await Promise.all(schools.map(async (login) =>
        everything<{ apprentice: { birthDate: string } }>(await world.as(login, slug), 'placements', 'apprentice { birthDate }')))).flat().map(({ apprentice }) => apprentice.birthDate);
      const adultSince = `${String(Number(expected.asOf.slice(0, 4)) - 18)}${expected.asOf.slice(4)}`;
      expect(born.filter((date) => date > adultSince)).toHaveLength(story.minors);
    });

    it('has weeks in the states of the story, and misses as many', async () => {
      const client = await admin(slug);
      const weeks = await everything<Week>(client, 'timesheets', 'id state lawful minutes');
      const placements = await everything<Place>(client, 'placements', 'id state startsOn endedOn pausedOn');
      const { MISSING: missing = 0, ...states } = story.weeks;
      expect(counted(weeks, ({ state }) => state)).toEqual(states);
      const due = placements.reduce((sum, each) => sum + mondaysWithin(each), 0);
      expect(due - weeks.length).toBe(missing);
      const unlawful = weeks.filter(({ lawful }) => !lawful);
      expect({ ...counted(unlawful, ({ state }) => state), all: unlawful.length }).toEqual(story.unlawful);
    });

    it('approved the minutes of the story in each week', async () => {
      const { hoursByWeek } = await (await admin(slug)).data(
        `{ hoursByWeek(from: "${expected.firstMonday}", to: "${expected.lastMonday}") { weekStartsOn sheets approvedMinutes submittedMinutes } }`);
      expect(hoursByWeek).toEqual(story.hoursByWeek);
    });

    it('has the violations of the story', async () => {
      const violations = await everything<{ rule: string; host: { legalName: string } }>(await admin(slug), 'timesheetViolations', 'rule host { legalName }');
      expect(counted(violations, ({ rule }) => rule)).toEqual(story.violations);
      expect(counted(violations, ({ host }) => host.legalName)).toEqual(story.violationsByHost);
    });

    it('kept its promises as the story says', async () => {
      const answer = await (await admin(slug)).data<{ commitmentsByState: { state: string; count: number }[]; scorecard: Record<string, number>; commitments: { nodes: { number: string }[] } }>(`{
        commitmentsByState { state count }
        scorecard(asOf: "${expected.asOf}") { due kept late partial partialLate awaiting missed notMet waived score }
        commitments(first: 10, filter: { overdue: true }) { nodes { number } }
      }`);
      expect(Object.fromEntries(answer.commitmentsByState.filter(({ count }) => count > 0).map(({ state, count }) => [state, count]))).toEqual(story.commitments);
      const { all, ...ends } = story.due;
      const { due, score, ...counts } = answer.scorecard;
      expect(due).toBe(all);
      expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))).toEqual(ends);
      expect(score).toBeCloseTo(story.score, 5);
      expect(answer.commitments.nodes.map(({ number }) => number)).toEqual(story.overdue);
    });
  });

  it('stores and flags the nine hours of 李薇, and refuses her mentor', async () => {
    const { liWei } = expected;
    const filter = `filter: { weekFrom: "${liWei.weekStartsOn}", weekUntil: "${liWei.weekStartsOn}" }`;
    const own = await (await world.as('liwei', 'yunhe')).data<{ timesheets: { nodes: (Week & { version: number; violations: object[]; entries: { startsAt: string; endsAt: string }[] })[] } }>(
      `{ timesheets(first: 5, ${filter}) { nodes { id version state lawful minutes nightMinutes violations { rule onDate minutes } entries { startsAt endsAt } } } }`);
    expect(own.timesheets.nodes).toHaveLength(1);
    const [week] = own.timesheets.nodes;
    expect(week).toMatchObject({ state: liWei.state, lawful: false, minutes: liWei.minutes, nightMinutes: liWei.nightMinutes, violations: liWei.violations });
    const instant = (time: string): string => new Date(`${liWei.day}T${time}:00+08:00`).toISOString();
    expect(week?.entries).toContainEqual({ startsAt: instant(liWei.from), endsAt: instant(liWei.until) });
    const mentor = await world.as('guoliang', 'yunhe');
    const refusal = await mentor.refusal('mutation($id: ID!, $version: Int!) { timesheetMentorApprove(input: { id: $id, version: $version }) { timesheet { state } } }', { id: week?.id, version: week?.version });
    expect(refusal.code).toBe('TIMESHEET_NOT_LAWFUL');
  });

  it('keeps the finance bureau waiting for no verdict: nothing was ever handed in for the 600,000 yuan', async () => {
    const { commitments } = await (await admin('yunhe')).data<{ commitments: { nodes: object[] } }>(
      '{ commitments(first: 5, filter: { overdue: true }) { nodes { number unit target evidenceCount state overdue owner { legalName } } } }');
    expect(commitments.nodes).toEqual([{ number: 'YH-2026-17', unit: '元', target: 600_000, evidenceCount: 0, state: 'ACCEPTED', overdue: true, owner: { legalName: '云河市财政局(示例)' } }]);
  });

  it.each([['yunhe', 'chuanbei-jidian'], ['chuanbei-jidian', 'yunhe']] as const)('shows nothing of %s in %s, neither to its administrator nor to who acts in both', async (there, here) => {
    const ids = (await Promise.all(['placements', 'timesheets', 'commitments', 'memberships', 'seats', 'participants', 'positions', 'programmes', 'timesheetViolations', 'evidence'].map(async (list) =>
      (list === 'evidence' ? (await everything<{ evidence: { id: string }[] }>(await admin(there), 'commitments', 'evidence { id }')).flatMap(({ evidence }) => evidence)
        : await everything<{ id: string }>(await admin(there), list, 'id')).slice(0, 100).map(({ id }) => id)))).filter((each) => each.length > 0);
    for (const client of [await admin(here), await world.as('xuheng', here)]) {
      for (const some of ids) {
        const { nodes } = await client.data<{ nodes: unknown[] }>('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: some });
        expect(nodes).toEqual(some.map(() => null));
      }
    }
    expect((await (await world.as(administrators[here], there)).refusal('{ commitmentsByState { count } }')).code).toBe('ALLIANCE_NOT_FOUND');
  });

  it('lets an app of somebody else read what both alliances allow, until its client is disabled', async () => {
    const url = await listening();
    const { secret = '' } = await world.identity.registerClient({ id: 'fresh-app', name: 'Fresh', type: 'confidential', grantTypes: ['client_credentials'], scopes: SCOPES });
    const settings = { CLIENT_ID: 'fresh-app', CLIENT_SECRET: secret, IDENTITY_URL: world.identity.url, API_URL: `${url}/graphql` };
    expect((await runApp(settings)).printed).toContain('No alliance has consented');
    for (const slug of slugs) await (await admin(slug)).data('mutation($scopes: [String!]!) { appConsentGrant(input: { clientId: "fresh-app", scopes: $scopes }) { appConsent { id } } }', { scopes: SCOPES });
    const { code, printed } = await runApp(settings);
    expect(code).toBe(0);
    for (const slug of slugs) {
      const section = printed.slice(printed.indexOf(`(${slug})`)).split('\n\n')[0] ?? '';
      for (const { weekStartsOn, approvedMinutes } of expected.alliances[slug].hoursByWeek) expect(section).toMatch(new RegExp(`${weekStartsOn} +${(approvedMinutes / 60).toFixed(1)}\\n`));
      for (const [state, count] of Object.entries(expected.alliances[slug].commitments)) expect(section).toMatch(new RegExp(`${state} +${String(count)}(\\n|$)`));
    }
    const token = await tokenOf(world, secret);
    expect((await runApp({ ...settings, ACCESS_TOKEN: token })).code).toBe(0);
    await world.identity.disableClient('fresh-app');
    expect(await runApp({ ...settings, ACCESS_TOKEN: token })).toMatchObject({ code: 1, complained: expect.stringContaining('The token is refused') as string });
    expect(await runApp(settings)).toMatchObject({ code: 1, complained: expect.stringContaining('No token for fresh-app') as string });
  });

  it('answers old clients as it always did', async () => {
    expect(unpaired()).toEqual([]);
    expect(recordedNames().length).toBeGreaterThanOrEqual(10);
    for (const name of recordedNames()) expect([name, await replay(world, name)]).toEqual([name, []]);
  });

  it('answers what people are shown as they are told', async () => {
    const asked = textsForPeople().flatMap((file) => codeBlocks(file)).flatMap(documentsOf).filter(({ as }) => as !== null);
    expect(asked.length).toBeGreaterThanOrEqual(15);
    const other: string[] = [];
    for (const each of asked) other.push(...(await tryWritten(world, each)).map((what) => `${each.place}: ${what}`));
    expect(other).toEqual([]);
  });

  it('answers whatever is asked: 100 random operations, none of which fails', async () => {
    const tokens = await Promise.all(['zhoulan', 'chenmo', 'guoliang', 'liwei'].map((login) => world.token(login)));
    const { outcomes } = await runRandomly(world, { count: 100, seed: 7, alliance: 'yunhe', tokens, ids: await idsOf(world, await admin('yunhe')), texts: ['恒驰', '2026', 'x'] });
    expect(outcomes.filter(({ status, codes }) => status >= 500 || codes.some((code) => BROKEN.has(code))).map(({ operation, codes }) => ({ codes, ...operation }))).toEqual([]);
    expect(outcomes.filter(({ requested, actual }) => actual > Math.max(1, requested))).toEqual([]);
    expect(outcomes.filter(({ codes }) => codes.length === 0).length).toBeGreaterThan(30);
  });

  it('gives a client in TypeScript the types of its answers', async () => {
    await generateTypes();
    const wrong = `import { Overdue } from './documents.ts'; import { ask } from './ask.ts';
      const { commitments } = await ask('yunhe', Overdue, { before: 'x' });
      console.log(commitments.nodes[0]?.nothing, commitments.nodes.map(({ owner }) => owner.legalName));`;
    const { example, more } = complaints(wrong);
    expect(example).toEqual([]);
    expect(more).toEqual([expect.stringContaining(`'before' does not exist`) as string, expect.stringContaining(`Property 'nothing' does not exist`) as string, `'owner' is possibly 'null'.`]);
    expect(await runTypedClient({ ACCESS_TOKEN: await world.token('zhoulan'), API_URL: `${await listening()}/graphql` })).toMatch(/^云河市新能源装备产教联合体\(示例\) \(yunhe\)\n {2}YH-2026-17 {2}2026-\d\d-\d\d {2}.*云河市财政局\(示例\)\n$/);
  });
});

/** Mondays on which a placement had begun, by the as-of day, but those after it ended or while it pauses. */
function mondaysWithin({ startsOn, endedOn, pausedOn }: Place): number {
  const week = 7 * 86_400_000;
  const end = [endedOn, pausedOn].filter((day) => day !== null).sort()[0] ?? '9999-12-31';
  let mondays = 0;
  for (let monday = Date.parse(expected.firstMonday); monday <= Date.parse(expected.lastMonday); monday += week) {
    const day = new Date(monday).toISOString().slice(0, 10);
    if (day >= startsOn && day < end) mondays += 1;
  }
  return mondays;
}

async function tokenOf(world: World, secret: string): Promise<string> {
  const answer = await fetch(`${world.identity.url}/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from(`fresh-app:${secret}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES.join(' ') }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
