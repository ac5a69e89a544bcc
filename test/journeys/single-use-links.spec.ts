import { createHash } from 'node:crypto';
import pg from 'pg';
import { Timesheet, TimesheetService } from '@quadhelix/apprenticeships';
import { parseId } from '@quadhelix/graphql';
import { TestClock } from '@quadhelix/service';
import { SingleUseLink, SingleUseLinks, singleUseLinkAccess } from '@quadhelix/single-use-links';
import { Participant } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { openBrowser } from './browser.js';
import { CREATE, LIST, REVOKE, SHEET, type Made } from './link-documents.js';
import { consent, guardianConsent } from './guardian-consent.kind.js';
import { entries, Ground, personNamed, SAVE, step, SUBMIT, TEACHER, type Step } from './apprentices.js';

describe('a mentor who will not register', () => {
  let world: World;
  let all: TwoAlliances;
  let ground: Ground;
  let as: Record<'school' | 'teacher' | 'teacher2' | 'liwei' | 'mentor' | 'coordinator' | 'admin', GraphqlClient>;
  let mentorId: string;
  let superuser: pg.Client;
  let weeks = 0;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-08-31T01:00:00Z'), moreSlices: [{ name: 'test', links: [() => guardianConsent] }] });
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    all = await twoAlliances(world);
    ground = await Ground.lay(world, all.a, all.factory, all.college);
    const apprentice = await ground.apprentice('李薇', 'liwei');
    mentorId = await makePerson(world, all.a, all.factory, { name: '王师傅' });
    await makePerson(world, all.a, all.college, { name: 'teacher2', login: 'teacher2', roles: ['SCHOOL_TEACHER'] });
    await ground.started(apprentice, { mentorPersonId: mentorId, teacherPersonId: await personNamed(world, all, 'teacher'), endsBefore: '2026-10-01' });
    const logins = ['school', 'teacher', 'teacher2', 'liwei', 'mentor', 'coordinator', 'admin'] as const;
    as = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await world.as(login, 'alliance-a')]))) as typeof as;
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });
  // Each test has a minute of its own, and with it its share of the pace.
  afterEach(() => { world.clock.advance({ minutes: 1 }); });

  /** A further week that she handed in. */
  async function handedIn(hours = '08:00/16:00'): Promise<Step> {
    const [weekStartsOn, wednesday] = [0, 2].map((day) => new Date(Date.UTC(2026, 2, 2 + 7 * weeks + day)).toISOString().slice(0, 10));
    weeks += 1;
    const placement = await inAlliance(world, all.a, async (scope) => (await scope.sql<{ id: string }>('select id from placements where tenant_id = $1', [all.a.id]))[0]?.id ?? '');
    const saved = await step(as.liwei, SAVE, { placementId: globalId('Placement', placement), weekStartsOn, entries: entries(`${String(wednesday)}T${hours}`) });
    return step(as.liwei, SUBMIT, { id: saved.id, version: saved.version });
  }
  const create = async (sheet: Step, client = as.school): Promise<Made> =>
    (await client.data<{ timesheetLinkCreate: Made }>(CREATE, { input: { id: sheet.id, version: sheet.version } })).timesheetLinkCreate;
  const pathOf = ({ url }: { url: string }): string => new URL(url).pathname;
  const get = (path: string, headers: Record<string, string> = {}) => world.api.app.inject({ method: 'GET', url: path, headers: { 'accept-language': 'zh-CN', ...headers } });
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) => world.api.app.inject({
    method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en', ...headers }, payload: new URLSearchParams(form).toString(),
  });
  const sheetNow = async (id: string): Promise<Step & { returnReason: string | null; mentorApprover: { name: string } | null }> => (await as.school.data<{ node: never }>(SHEET, { id })).node;
  const rows = <T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> => inAlliance(world, all.a, (scope) => scope.sql<T>(text, values));

  it('is sent a link by the school, reads the week on his phone without signing in, and approves it; the trail names him and the link', async () => {
    const sheet = await handedIn();
    const made = await create(sheet);
    expect(made).toMatchObject({
      url: expect.stringMatching(/^http:\/\/localhost:4000\/links\/[A-Za-z0-9_-]{43}$/) as string,
      link: { kind: 'timesheet.mentorDecision', state: 'OPEN', subjectId: sheet.id, personId: globalId('Person', mentorId), expiresAt: '2026-09-02T01:00:00.000Z' },
    });
    // Whatever looks at links in messages opens it first, more than once.
    for (let look = 0; look < 3; look += 1) await get(pathOf(made));
    const page = await get(pathOf(made));
    expect(page.statusCode).toBe(200);
    for (const text of ['批准一周工时', '李薇', 'Factory', 'College', '2026-03-02', '3月4日', '08:00–16:00', '8:00', 'Cell assembly', 'name="viewport"', 'method="post"', '<html lang="zh-CN">']) expect(page.body).toContain(text);
    expect(page.body).not.toMatch(/<script|\son\w+=|style="/i);
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'x-robots-tag': 'noindex',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/) as string,
    });
    const answered = await post(pathOf(made), { choice: 'approve' });
    expect([answered.statusCode, answered.body]).toEqual([200, expect.stringContaining('Your answer was saved: <strong>Approve</strong>')]);
    expect(await sheetNow(sheet.id)).toMatchObject({ state: 'MENTOR_APPROVED', mentorApprover: { name: '王师傅' } });
    const trail = await rows(`select actor_kind, person_id, organization_id, account_id, client_id, action, subject_type, purpose from audit_entries where actor_kind = 'LINK' order by id`);
    const link = { actor_kind: 'LINK', person_id: mentorId, organization_id: all.factory, account_id: null, client_id: null, purpose: expect.stringMatching(/^single-use link [0-9a-f-]{36}$/) as string };
    expect(trail).toEqual([{ ...link, action: 'singleUseLink.use', subject_type: 'SingleUseLink' }, { ...link, action: 'timesheet.mentorApprove', subject_type: 'Timesheet' }]);
    expect((await as.school.data<{ singleUseLinks: { nodes: unknown[] } }>(LIST)).singleUseLinks.nodes).toEqual([{ id: made.link.id, state: 'USED', choice: 'approve', usedAt: '2026-08-31T01:00:00.000Z', kind: 'timesheet.mentorDecision' }]);
  });

  it('may return it with a reason; without one the link still works', async () => {
    const sheet = await handedIn();
    const path = pathOf(await create(sheet, as.teacher));
    const without = await post(path, { choice: 'return', reason: '  ' });
    expect([without.statusCode, without.body]).toEqual([400, expect.stringMatching(/Say why.*LINK_REASON_REQUIRED/)]);
    expect(without.body).toContain('<form method="post">');
    expect((await post(path, { choice: 'pay' })).body).toContain('LINK_CHOICE_INVALID');
    expect((await post(path, { choice: 'return', reason: '周三您 21:30 就走了' })).statusCode).toBe(200);
    expect(await sheetNow(sheet.id)).toMatchObject({ state: 'RETURNED', returnReason: '周三您 21:30 就走了' });
  });

  it('can’t approve by link what nobody may approve; then he may still return it', async () => {
    const sheet = await handedIn('08:00/20:00');
    const path = pathOf(await create(sheet));
    expect((await get(path, { 'accept-language': 'en' })).body).toContain('breaks a rule on hours');
    const refused = await post(path, { choice: 'approve' });
    expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('TIMESHEET_NOT_LAWFUL')]);
    expect((await sheetNow(sheet.id)).state).toBe('SUBMITTED');
    expect((await post(path, { choice: 'return', reason: '12 hours?' })).statusCode).toBe(200);
  });

  it('twice: the second use is told so, by both methods; of six at one instant one works', async () => {
    const path = pathOf(await create(await handedIn()));
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(path, { choice: 'approve' })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    for (const answer of [await post(path, { choice: 'approve' }), await get(path)]) expect([answer.statusCode, answer.body]).toEqual([409, expect.stringContaining('LINK_USED')]);
    expect((await get(path)).body).not.toContain('李薇');
  });

  it('expired: 48 hours and not a millisecond more', async () => {
    const sheet = await handedIn();
    const path = pathOf(await create(sheet));
    const began = world.clock.now();
    world.clock.set(new Date(began.getTime() + 48 * 3_600_000 - 1));
    expect((await get(path)).statusCode).toBe(200);
    world.clock.set(new Date(began.getTime() + 48 * 3_600_000));
    for (const answer of [await get(path), await post(path, { choice: 'approve' })]) expect([answer.statusCode, answer.body]).toEqual([409, expect.stringContaining('LINK_EXPIRED')]);
    world.clock.set(began);
    expect((await sheetNow(sheet.id)).state).toBe('SUBMITTED');
    // Nobody lengthens it in the table either.
    await expect(rows(`update single_use_links set expires_at = created_at + interval '49 hours' where tenant_id = $1`, [all.a.id])).rejects.toMatchObject({ code: '23514' });
  });

  it('revoked by who made it, or replaced by a newer one', async () => {
    const sheet = await handedIn();
    const older = await create(sheet);
    const newer = await create(sheet);
    expect((await post(pathOf(older), { choice: 'approve' })).body).toContain('LINK_REVOKED');
    expect((await get(pathOf(newer))).statusCode).toBe(200);
    expect(await as.coordinator.refusal(REVOKE, { input: { id: newer.link.id } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await as.teacher.data(REVOKE, { input: { id: newer.link.id } })).toEqual({ singleUseLinkRevoke: { link: { id: newer.link.id, state: 'REVOKED' } } });
    expect((await post(pathOf(newer), { choice: 'approve' })).body).toContain('LINK_REVOKED');
    expect(await as.teacher.refusal(REVOKE, { input: { id: newer.link.id } })).toMatchObject({ code: 'STATE_FORBIDS' });
    expect((await sheetNow(sheet.id)).state).toBe('SUBMITTED');
  });

  it('content changed since: what he was shown is what he decides, or nothing', async () => {
    const sheet = await handedIn();
    const path = pathOf(await create(sheet));
    await inAlliance(world, all.a, (scope) => world.api.get(TimesheetService).return(scope, sheetRow(sheet), 'test'));
    const now = await sheetNow(sheet.id);
    const { placementId, weekStartsOn } = await inAlliance(world, all.a, async (scope) => (await scope.find(Timesheet, { id: sheetRow(sheet) }))[0] as Timesheet);
    const saved = await step(as.liwei, SAVE, { placementId: globalId('Placement', placementId), weekStartsOn, entries: entries(`${weekStartsOn}T09:00/17:00`), version: now.version });
    await step(as.liwei, SUBMIT, { id: saved.id, version: saved.version });
    for (const answer of [await post(path, { choice: 'approve' }), await get(path)]) expect([answer.statusCode, answer.body]).toEqual([409, expect.stringContaining('LINK_CONTENT_CHANGED')]);
    expect((await sheetNow(sheet.id)).state).toBe('SUBMITTED');
  });

  it('another mentor named since: the link of the first one no longer decides', async () => {
    const sheet = await handedIn();
    const path = pathOf(await create(sheet));
    const mentor = await personNamed(world, all, 'mentor');
    const name = (id: string) => rows('update placements set mentor_person_id = $2 where tenant_id = $1', [all.a.id, id]);
    await name(mentor);
    expect((await post(path, { choice: 'approve' })).body).toContain('LINK_CONTENT_CHANGED');
    await name(mentorId);
    expect((await get(path)).statusCode).toBe(200);
  });

  it('who left the host since, or whose host was suspended or expelled, does not decide any more', async () => {
    const path = pathOf(await create(await handedIn()));
    await superuser.query(`update affiliations set valid_until = '2026-08-30' where person_id = $1`, [mentorId]);
    expect((await post(path, { choice: 'approve' })).body).toContain('AFFILIATION_EXPIRED');
    await superuser.query('update affiliations set valid_until = null where person_id = $1', [mentorId]);
    for (const [state, code] of [['SUSPENDED', 'MEMBERSHIP_SUSPENDED'], ['EXPELLED', 'LINK_REVOKED']] as const) {
      await superuser.query('update memberships set state = $3 where tenant_id = $1 and organization_id = $2', [all.a.id, all.factory, state]);
      expect([state, (await post(path, { choice: 'approve' })).body]).toEqual([state, expect.stringContaining(code)]);
    }
    await superuser.query(`update memberships set state = 'ACTIVE' where tenant_id = $1 and organization_id = $2`, [all.a.id, all.factory]);
    expect((await post(path, { choice: 'approve' })).statusCode).toBe(200);
  });

  it.each<[string, (token: string) => string]>([
    ['one character changed', (token) => token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + (token.at(-1) ?? '')],
    ['cut', (token) => token.slice(0, 20)],
    ['longer', (token) => `${token}A`],
    ['another letter case', (token) => token.replace(/[a-zA-Z]/g, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))],
    ['its stored hash in place of it', (token) => createHash('sha256').update(token).digest('base64url')],
    ['SQL', () => `'%20or%201=1--`],
    ['nothing known', () => 'A'.repeat(43)],
  ])('tampered with (%s) it is unknown, and says nothing else', async (_, tamper) => {
    const sheet = await handedIn();
    const token = pathOf(await create(sheet)).split('/').at(-1) ?? '';
    for (const answer of [await get(`/links/${tamper(token)}`), await post(`/links/${tamper(token)}`, { choice: 'approve' })]) {
      expect([answer.statusCode, answer.body]).toEqual([404, expect.stringContaining('LINK_UNKNOWN')]);
    }
    expect((await sheetNow(sheet.id)).state).toBe('SUBMITTED');
    // The row that a link names is as fixed as its token.
    expect((await get(`/links/${token}`)).statusCode).toBe(200);
  });

  it('admits to exactly its actions on exactly its subject, and to nothing of the API', async () => {
    const [sheet, other] = [await handedIn(), await handedIn()];
    const token = pathOf(await create(sheet)).split('/').at(-1) ?? '';
    const hash = createHash('sha256').update(token).digest();
    const service = world.api.get(TimesheetService);
    const by = <T>(work: Parameters<typeof world.api.database.enterByLink<T>>[2]) => world.api.database.enterByLink(hash, { readOnly: false, requestId: null }, work);
    await expect(by((scope) => service.approveOne(scope, { id: sheetRow(other) }, 'MENTOR'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(by((scope) => service.return(scope, sheetRow(other), 'x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(by((scope) => service.approveOne(scope, { id: sheetRow(sheet) }, 'TEACHER'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(by((scope) => service.submit(scope, sheetRow(sheet)))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(by((scope) => world.api.get(SingleUseLinks).revoke(scope, scope.actor.link?.id ?? ''))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await by((scope) => Promise.resolve({ roles: scope.actor.roles, scopes: scope.actor.scopes, alliance: scope.tenantId }))).toEqual({ roles: [], scopes: [], alliance: all.a.id });
    expect((await world.withToken(token, 'alliance-a').request('{ viewer { person { id } } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const noted = await superuser.query<{ code: string }>(`select code, action from security_log where person_id = $1 and account_id is null order by id desc limit 5`, [mentorId]);
    expect(noted.rows.map(({ code }) => code)).toContain('FORBIDDEN');
  });

  it('whoever made the link does not approve that week for the school; a colleague does', async () => {
    const sheet = await handedIn();
    await post(pathOf(await create(sheet, as.teacher)), { choice: 'approve' });
    const { version } = await sheetNow(sheet.id);
    expect(await as.teacher.refusal(TEACHER, { input: { id: sheet.id, version } })).toEqual({ code: 'LINK_MAKER_APPROVES', field: 'id' });
    expect((await step(as.teacher2, TEACHER, { id: sheet.id, version })).state).toBe('TEACHER_APPROVED');
  });

  it('is made by the school of the week only, and only while it waits for him', async () => {
    const sheet = await handedIn();
    const input = { id: sheet.id, version: sheet.version };
    for (const login of ['liwei', 'mentor', 'coordinator', 'admin'] as const) expect([login, (await as[login].refusal(CREATE, { input })).code]).toEqual([login, 'FORBIDDEN']);
    expect(await as.school.refusal(CREATE, { input: { ...input, version: 99 } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    expect((await (await world.as('schoolB', 'alliance-b')).refusal(CREATE, { input })).code).toBe('NOT_FOUND');
    await post(pathOf(await create(sheet)), { choice: 'approve' });
    expect(await as.school.refusal(CREATE, { input: { id: sheet.id, version: (await sheetNow(sheet.id)).version } })).toEqual({ code: 'LINK_NOTHING_TO_DECIDE', field: 'id' });
    expect((await as.mentor.data<{ singleUseLinks: { nodes: unknown[] } }>(LIST)).singleUseLinks.nodes).toEqual([]);
  });

  it('its token is kept nowhere: not in the row, the trail, the log, nor in the answer kept for an Idempotency-Key', async () => {
    const sheet = await handedIn();
    const answer = await world.api.app.inject({
      method: 'POST', url: '/graphql', payload: { query: CREATE, variables: { input: { id: sheet.id, version: sheet.version } } },
      headers: { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'link-for-week-1' },
    });
    const { url } = answer.json<{ data: { timesheetLinkCreate: Made } }>().data.timesheetLinkCreate;
    const token = url.split('/').at(-1) ?? '';
    expect(token).toHaveLength(43);
    const again = await world.api.app.inject({
      method: 'POST', url: '/graphql', payload: { query: CREATE, variables: { input: { id: sheet.id, version: sheet.version } } },
      headers: { authorization: `Bearer ${await world.token('school')}`, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'link-for-week-1' },
    });
    expect(again.json<{ errors: { extensions: { code: string } }[] }>().errors[0]?.extensions.code).toBe('IDEMPOTENCY_ANSWER_ERASED');
    const tables = ['single_use_links', 'audit_entries', 'audit_personal_values', 'events', 'security_log', 'idempotency_answers'];
    for (const table of tables) {
      const { rows: [found] } = await superuser.query<{ n: number }>(`select count(*)::int as n from ${table} t where t::text like '%' || $1 || '%'`, [token]);
      expect([table, found?.n]).toEqual([table, 0]);
    }
  });

  it('refuses what its page did not send, and too many from one address', async () => {
    const path = pathOf(await create(await handedIn()));
    for (const [name, value] of [['sec-fetch-site', 'cross-site'], ['content-type', 'application/json']] as const) expect((await post(path, { choice: 'approve' }, { [name]: value })).body).toContain('LINK_FORM_INVALID');
    expect((await post(path, { choice: 'return', reason: 'x'.repeat(9_000) })).body).toContain('LINK_FORM_INVALID');
    world.clock.advance({ minutes: 1 });
    const flood = await Promise.all(Array.from({ length: 61 }, () => get(`/links/${'A'.repeat(43)}`)));
    expect(flood.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1);
    const refused = await get(path);
    expect([refused.statusCode, refused.headers['retry-after'], refused.body]).toEqual([429, '60', expect.stringContaining('LINKS_TOO_FREQUENT')]);
    world.clock.advance({ minutes: 1 });
    expect((await get(path)).statusCode).toBe(200);
  });

  it('works on a phone of 360 pixels, without script: nothing runs over the edge, what is tapped is large enough', async () => {
    const sheet = await handedIn();
    const [base, path] = [await world.api.listen(0), pathOf(await create(sheet))];
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, javaScriptEnabled: false, locale: 'zh-CN' });
    await page.goto(base + path);
    const sizes = await Promise.all((await page.locator('main, dd, button, textarea').all()).map((each) => each.boundingBox()));
    expect(sizes.length).toBeGreaterThan(8);
    for (const size of sizes) expect((size?.x ?? 0) + (size?.width ?? 999)).toBeLessThanOrEqual(360);
    for (const button of await page.locator('button').all()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await page.getByRole('button', { name: '批准' }).tap();
    await page.getByText('已完成,您的决定已保存').waitFor();
    await browser.close();
    expect((await sheetNow(sheet.id)).state).toBe('MENTOR_APPROVED');
  });

  it('by the same contract a guardian without any organization consents for a child', async () => {
    const child = await ground.apprentice('Child');
    const guardian = await makePerson(world, all.a, all.college, { name: 'Guardian' });
    const { url, participantId } = await inAlliance(world, all.a, async (scope) => {
      const [participant] = await scope.find(Participant, { personId: child });
      const subject = { id: participant?.id ?? '', parties: () => ({}) };
      const made = await world.api.get(SingleUseLinks).create(scope, singleUseLinkAccess.revoke, { kind: 'test.guardianConsent', subject, personId: guardian, organizationId: null });
      return { ...made, participantId: subject.id };
    });
    expect((await get(new URL(url).pathname)).body).toContain('监护人同意');
    expect((await post(new URL(url).pathname, { choice: 'consent' })).statusCode).toBe(200);
    expect(consent.given).toEqual([{ subjectId: participantId, by: guardian }]);
    const [kept] = await inAlliance(world, all.a, (scope) => scope.find(SingleUseLink, { kind: 'test.guardianConsent' }));
    expect(kept).toMatchObject({ state: 'USED', choice: 'consent', organizationId: null, madeBy: null });
  });
});

const sheetRow = (sheet: { id: string }): string => parseId(sheet.id)?.id ?? '';
