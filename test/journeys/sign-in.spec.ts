import { Secret, TOTP } from 'otpauth';
import type { ChannelKind, Message, MessageChannel } from '@quadhelix/mail';
import { encodeId } from '@quadhelix/graphql';
import { makeAlliance, makeMember, makePerson, PASSWORD, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { CookieBrowser, signIn } from '@quadhelix/testing/sign-in';

interface Issued { activationCodeIssue: { className: string; codes: { person: { id: string } | null; outcome: string; code: string | null; expiresAt: string | null }[] } }

const ISSUE = 'mutation ($input: ActivationCodeIssueInput!) { activationCodeIssue(input: $input) { className codes { person { id } outcome code expiresAt } } }';
const INVITE = 'mutation ($input: InvitationRequestInput!) { invitationRequest(input: $input) { person { id } } }';
const REDIRECT = 'http://localhost:9/callback';
const NEW = 'a password of my own';

const letters: Message[] = [];
const mail: MessageChannel = { kind: 'MAIL', repeatable: true, send: (message) => { letters.push(message); return Promise.resolve({ outcome: 'SENT', reference: null }); } };

describe('people without an account', () => {
  let world: World;
  let all: TwoAlliances;
  let school: GraphqlClient;
  const students: string[] = [];

  beforeAll(async () => {
    world = await World.start({ identity: { channels: new Map<ChannelKind, MessageChannel>([['MAIL', mail]]), secondFactorRoles: ['SOCIETY_ASSESSOR'] } });
    all = await twoAlliances(world);
    school = await world.as('school', 'alliance-a');
    for (const number of ['S1', 'S2', 'S3']) {
      students.push(await makePerson(world, all.a, all.college, { name: `学生${number}`, kind: 'STUDENT', roles: ['APPRENTICE'], birthDate: '2008-05-06', memberNumber: number }));
    }
  });
  afterAll(() => world.stop());

  const input = (personIds: readonly string[]) => ({ input: { className: '机电2401班', personIds: personIds.map((id) => encodeId('Person', id)) } });
  const issue = async (personIds: readonly string[], client = school) => (await client.data<Issued>(ISSUE, input(personIds))).activationCodeIssue.codes;
  const codeFor = async (personId: string): Promise<string> => (await issue([personId]))[0]?.code ?? '';
  const activate = async (form: Record<string, string>): Promise<{ status: number; text: string }> => {
    const { page } = await new CookieBrowser(world.identity.url).follow('/activate', { born: '2008-05-06', password: NEW, again: NEW, ...form });
    return { status: page?.status ?? 0, text: (await page?.text()) ?? '' };
  };
  const token = (login: string, password = NEW): Promise<string> => signIn(world.identity.url, 'console', REDIRECT, login, password, ['openid', 'stakeholders:read']);
  const rows = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: world.copy.url('postgres') });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    } finally {
      await client.end();
    }
  };

  it('of a class get codes from their school, activate and come in as themselves', async () => {
    const codes = await issue(students);
    expect(codes.map(({ outcome, code }) => [outcome, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/.test(code ?? '')])).toEqual([['ISSUED', true], ['ISSUED', true], ['ISSUED', true]]);
    expect(codes.map(({ person }) => person?.id)).toEqual(students.map((id) => encodeId('Person', id)));
    const { status, text } = await activate({ code: (codes[0]?.code ?? '').toLowerCase(), number: 'S1', login: '小明.2401' });
    expect([status, text.includes('小明.2401')]).toEqual([200, true]);
    const client = world.withToken(await token('小明.2401'), 'alliance-a');
    const { viewer } = await client.data<{ viewer: { person: { id: string } } }>('{ viewer { person { id } } }');
    expect(viewer.person.id).toBe(encodeId('Person', students[0] ?? ''));
  });

  it('are told nothing of what was wrong: code, number or date of birth', async () => {
    const code = await codeFor(students[1] ?? '');
    const wrong: Record<string, string>[] = [{ code: 'AAAA-AAAA-AAAA-AAAA', number: 'S2' }, { code, number: 'S3' }, { code, number: 'S2', born: '2008-05-07' }, { code, number: 'S2', born: 'x' }];
    const answers = await Promise.all(wrong.map((form) => activate({ login: 'xiaohong', ...form })));
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it('have five tries with a code, also all at once; then it is over', async () => {
    const code = await codeFor(students[1] ?? '');
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map((day) => activate({ code, number: 'S2', born: `2008-01-0${String(day)}`, login: 'xiaohong' })));
    expect((await activate({ code, number: 'S2', login: 'xiaohong' })).status).toBe(401);
  });

  it('cannot use a code twice, nor one that was replaced, nor one that is too old', async () => {
    const replaced = await codeFor(students[1] ?? '');
    const code = await codeFor(students[1] ?? '');
    expect((await activate({ code: replaced, number: 'S2', login: 'xiaohong' })).status).toBe(401);
    expect((await activate({ code, number: 'S2', login: '小明.2401' })).status).toBe(409);
    expect((await activate({ code, number: 'S2', login: 'xiaohong' })).status).toBe(200);
    expect((await activate({ code, number: 'S2', login: 'xiaohong' })).status).toBe(401);
    const old = await codeFor(students[2] ?? '');
    await rows(`update identity.activation_codes set created_at = now() - interval '14 days 1 hour', expires_at = now() - interval '1 hour'`);
    expect((await activate({ code: old, number: 'S3', login: 'xiaogang' })).status).toBe(401);
  });

  it('who forgot a password get a new code, which ends what was open', async () => {
    const access = await token('xiaohong');
    const code = await codeFor(students[1] ?? '');
    expect((await activate({ code, number: 'S2', login: 'ignored.name', password: 'yet another one', again: 'yet another one' })).text).toContain('xiaohong');
    expect((await world.withToken(access, 'alliance-a').refusal('{ viewer { person { id } } }')).code).toBe('UNAUTHENTICATED');
    await expect(token('xiaohong')).rejects.toThrow('HTTP 401');
    await token('xiaohong', 'yet another one');
  });

  it('are never let in as somebody whom others trust with more: staff, other schools, accounts of their own', async () => {
    const teacher = await makePerson(world, all.a, all.college, { name: '老师', kind: 'STUDENT', roles: ['SCHOOL_TEACHER'], birthDate: '1980-01-01' });
    const elsewhere = await makePerson(world, all.a, all.factory, { name: '工人', birthDate: '1990-01-01' });
    const mailed = await makePerson(world, all.a, all.college, { name: '学生九', kind: 'STUDENT', login: 'nine@example.org', birthDate: '2008-01-01' });
    const young = await makePerson(world, all.a, all.college, { name: '学生十', kind: 'STUDENT' });
    const [stranger = ''] = (await rows('select id from people where id not in (select person_id from participants p join alliances a on a.id = p.tenant_id where a.slug = $1) limit 1', ['alliance-a'])).map(({ id }) => String(id));
    const codes = await issue([teacher, elsewhere, mailed, young, stranger]);
    expect(codes.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['NOT_POSSIBLE', null], ['NOT_YOUR_STUDENT', null], ['NOT_POSSIBLE', null], ['BIRTH_DATE_MISSING', null], ['NOT_YOUR_STUDENT', null],
    ]);
    expect(codes.at(-1)?.person).toBeNull();
  });

  it('get no code from a teacher, an enterprise, or an app that is no part of the product', async () => {
    for (const login of ['teacher', 'coordinator', 'admin']) expect((await (await world.as(login, 'alliance-a')).refusal(ISSUE, input(students))).code).toBe('FORBIDDEN');
    await world.identity.registerClient({ id: 'other-app', name: 'Other', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'stakeholders:write'], redirectUris: [REDIRECT] });
    await rows(`insert into app_consents (tenant_id, id, client_id, scopes, granted_at, created_at) values ($1, gen_random_uuid(), 'other-app', '{stakeholders:write}', now(), now())`, [all.a.id]);
    const app = world.withToken(await signIn(world.identity.url, 'other-app', REDIRECT, 'school', PASSWORD, ['openid', 'stakeholders:write']), 'alliance-a');
    expect((await app.refusal(ISSUE, input(students))).code).toBe('SIGN_IN_NOT_BY_APPS');
    expect((await app.refusal(INVITE, { input: { personId: encodeId('Person', students[2] ?? ''), email: 'x@example.org' } })).code).toBe('SIGN_IN_NOT_BY_APPS');
  });

  it('leave no code behind: not in the database, the audit trail, or the answer kept for a retry', async () => {
    const authorization = `Bearer ${await world.token('school')}`;
    const retried = async () => (await world.api.app.inject({
      method: 'POST', url: '/graphql', headers: { authorization, 'quadhelix-alliance': 'alliance-a', 'idempotency-key': 'class-2401-first' }, payload: { query: ISSUE, variables: input([students[2] ?? '']) },
    })).json<{ data: Issued }>().data.activationCodeIssue.codes[0];
    const code = (await retried())?.code ?? '';
    expect(code).toMatch(/^[0-9A-Z-]{19}$/);
    expect(await retried()).toMatchObject({ outcome: 'ISSUED', code: null });
    const [kept] = await rows(`select (select string_agg(a::text, ' ') from idempotency_answers a) || (select string_agg(e::text, ' ') from audit_entries e)
      || (select string_agg(v::text, ' ') from audit_personal_values v) || (select string_agg(c::text, ' ') from identity.activation_codes c) as all`);
    for (const value of [code, code.replaceAll('-', '')]) expect(String(kept?.['all'])).not.toContain(value);
    expect((await activate({ code, number: 'S3', login: 'xiaogang' })).status).toBe(200);
  });

  it('who work for a member are invited by mail, set a password once and sign in with their address', async () => {
    const mentor = await makePerson(world, all.a, all.factory, { name: '新师傅', roles: ['INDUSTRY_MENTOR'] });
    const factory = await world.as('coordinator', 'alliance-a');
    const invitation = { input: { personId: encodeId('Person', mentor), email: 'New.Mentor@example.org' } };
    await factory.data(INVITE, invitation);
    expect(await world.identity.sendInvitations()).toBe(1);
    expect(await world.identity.sendInvitations()).toBe(0);
    const path = /\/set-password\/[\w-]+/.exec(letters.at(-1)?.text ?? '')?.[0] ?? '';
    const browser = new CookieBrowser(world.identity.url);
    const set = (): ReturnType<CookieBrowser['follow']> => browser.follow('/set-password', { token: path.split('/').at(-1) ?? '', password: NEW, again: NEW });
    expect((await browser.follow(path)).page?.status).toBe(200);
    expect([(await set()).page?.status, (await set()).page?.status]).toEqual([200, 410]);
    expect(await token('new.mentor@example.org')).toBeDefined();
    // Asked for again, at once and once he has a password: nothing goes out, and the answer is the same.
    await factory.data(INVITE, invitation);
    await factory.data(INVITE, { input: { ...invitation.input, email: 'nine@example.org' } });
    expect(await world.identity.sendInvitations()).toBe(0);
  });

  it('are not invited to an address of a school that names them too late: who belongs to two is let in by neither', async () => {
    const shared = await makePerson(world, all.a, all.factory, { name: '双聘', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    const c = await makeAlliance(world, 'alliance-c');
    const plant = await makeMember(world, c, { sector: 'INDUSTRY', legalName: 'Plant' });
    await rows(`insert into affiliations (id, person_id, organization_id, kind, member_number, valid_from, created_at) values (gen_random_uuid(), $1, $2, 'STAFF', 'b', '2020-01-01', now())`, [shared, plant]);
    await (await world.as('coordinator', 'alliance-a')).data(INVITE, { input: { personId: encodeId('Person', shared), email: 'thief@example.org' } });
    expect(await world.identity.sendInvitations()).toBe(0);
    expect(await rows("select id from identity.accounts where email = 'thief@example.org'")).toEqual([]);
  });

  it('of a role that needs a second factor set one up before they come in', async () => {
    const browser = new CookieBrowser(world.identity.url);
    const query = { client_id: 'console', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    let text = await (await browser.follow(`/authorize?${new URLSearchParams(query).toString()}`)).page?.text();
    const step = async (end: string, form: Record<string, string>): Promise<string | undefined> => {
      const action = new RegExp(`action="([^"]+/${end})"`).exec(text ?? '')?.[1] ?? '';
      const hidden = Object.fromEntries([...(text ?? '').matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
      const { page, left } = await browser.follow(action, { ...hidden, ...form });
      text = await page?.text();
      return left;
    };
    expect(await step('sign-in', { login: 'assessor', password: PASSWORD })).toBeUndefined();
    const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(text ?? '')?.[1] ?? '').replaceAll(' ', '');
    expect(await step('enrol', { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() })).toBeUndefined();
    expect(text?.match(/<li>[0-9A-Z-]{19}<\/li>/g)).toHaveLength(10);
    expect(new URL((await step('continue', {})) ?? '').searchParams.get('code')).not.toBeNull();
    await expect(token('assessor', PASSWORD)).rejects.toThrow('HTTP 200');
  });
});
