import { requestAccess } from '@quadhelix/personal-data';
import { inAlliance, makePerson, twoAlliances, World, type GraphqlClient } from '@quadhelix/testing';
import { background, lettersIn, trialSlices } from './mailbox.js';

const ADD = 'mutation($address: String!) { contactPointAdd(input: { channel: MAIL, address: $address }) { contactPoint { id address verifiedAt } } }';
const VERIFY = 'mutation($id: ID!, $code: String!) { contactPointVerify(input: { id: $id, code: $code }) { confirmed attemptsLeft contactPoint { verifiedAt } } }';
const AGAIN = 'mutation($id: ID!) { contactPointSendCode(input: { id: $id }) { contactPoint { id } } }';

describe('a contact point', () => {
  let world: World;
  let reader: GraphqlClient;
  let readerId: string;

  beforeAll(async () => {
    world = await World.start({ slices: trialSlices });
    const all = await twoAlliances(world);
    readerId = await makePerson(world, all.a, all.factory, { name: 'reader', login: 'reader', roles: ['INDUSTRY_MENTOR'] });
    reader = await world.as('reader', 'alliance-a');
    tenant = all.a;
  }, 120_000);
  afterAll(() => world.stop());
  let tenant: { id: string; slug: string };

  const add = async (address: string): Promise<string> => (await reader.data<{ contactPointAdd: { contactPoint: { id: string } } }>(ADD, { address })).contactPointAdd.contactPoint.id;
  const codes = (address: string): string[] => lettersIn(world.stateFolder).filter(({ to, subject }) => to.includes(address) && /\d{6}/.test(subject)).map(({ subject }) => /\d{6}/.exec(subject)?.[0] ?? '');
  const verify = (id: string, code: string) => reader.request<{ contactPointVerify: { confirmed: boolean; attemptsLeft: number } }>(VERIFY, { id, code });

  it('counts once its owner gave the code back; no table holds the code or tells the address to the audit trail', async () => {
    const id = await add('Own@Example.org');
    await background(world);
    const [code = ''] = codes('Own@example.org');
    expect(code).toMatch(/^\d{6}$/);
    expect((await verify(id, code === '000000' ? '111111' : '000000')).data?.contactPointVerify).toMatchObject({ confirmed: false, attemptsLeft: 4 });
    expect((await verify(id, code)).data?.contactPointVerify).toMatchObject({ confirmed: true });
    const held = await inAlliance(world, tenant, (scope) => scope.sql<{ text: string }>(
      `select coalesce(string_agg(t, ' '), '') as text from (select to_jsonb(e)::text as t from audit_entries e union all select to_jsonb(e)::text from events e union all select to_jsonb(d)::text from deliveries d) all_rows`));
    expect(held[0]?.text).not.toContain(code);
    expect(held[0]?.text).not.toContain('example.org');
  });

  it('takes five wrong codes and then none, not even the right one', async () => {
    const id = await add('guess@example.org');
    await background(world);
    const [code = ''] = codes('guess@example.org');
    const wrong = code === '999999' ? '000000' : '999999';
    for (let left = 4; left >= 0; left -= 1) expect((await verify(id, wrong)).data?.contactPointVerify.attemptsLeft).toBe(left);
    expect((await verify(id, code)).errors[0]?.extensions.code).toBe('CODE_ENDED');
    expect((await reader.refusal(AGAIN, { id })).code).toBe('CODE_TOO_SOON');
    world.clock.advance({ minutes: 1 });
    await reader.data(AGAIN, { id });
    await background(world);
    const fresh = codes('guess@example.org').find((each) => each !== code) ?? '';
    expect((await verify(id, fresh)).data?.contactPointVerify.confirmed).toBe(true);
  });

  it('counts guesses made at the same time one after the other', async () => {
    const id = await add('race@example.org');
    await background(world);
    const [code = ''] = codes('race@example.org');
    const wrong = code === '999999' ? '000000' : '999999';
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify(id, wrong)));
    expect(answers.filter(({ data }) => data !== null)).toHaveLength(5);
  });

  it('takes no code after 15 minutes, and sends none that is over', async () => {
    const id = await add('late@example.org');
    world.clock.advance({ minutes: 15 });
    await background(world);
    expect(codes('late@example.org')).toEqual([]);
    expect((await verify(id, '000000')).errors[0]?.extensions.code).toBe('CODE_ENDED');
  });

  it('floods nobody: six codes a day, six addresses', async () => {
    world.clock.advance({ days: 2 });
    const id = (await reader.data<{ contactPoints: { id: string; address: string }[] }>('{ contactPoints { id address } }')).contactPoints.find(({ address }) => address === 'late@example.org')?.id ?? '';
    for (let sent = 0; sent < 6; sent += 1) {
      world.clock.advance({ minutes: 2 });
      await reader.data(AGAIN, { id });
    }
    world.clock.advance({ minutes: 2 });
    expect((await reader.refusal(AGAIN, { id })).code).toBe('CODE_TOO_SOON');
    world.clock.advance({ days: 1 });
    for (const address of ['five@example.org', 'six@example.org']) await add(address);
    expect(await reader.refusal(ADD, { address: 'seven@example.org' })).toEqual({ code: 'CONTACT_POINTS_FULL', field: 'address' });
    await reader.data('mutation($id: ID!) { contactPointRemove(input: { id: $id }) { removed } }', { id });
    await add('seven@example.org');
  });

  it('is erased with the person, with settings, inbox and deliveries, and given to him before', async () => {
    await reader.data('mutation { notificationSettingsSet(input: { language: EN }) { settings { language } } }');
    await reader.data('mutation { notificationPreferenceSet(input: { kind: "trial.calm", channel: MAIL, frequency: OFF }) { preference { kind } } }');
    await background(world);
    const kinds = trialSlices.flatMap(({ personalData }) => personalData).filter(({ name }) => ['notifications', 'deliveries', 'contactPoints'].includes(name));
    expect(kinds).toHaveLength(3);
    const exported = async (): Promise<Record<string, number>> => inAlliance(world, tenant, async (scope) => {
      const found: Record<string, number> = {};
      for (const kind of kinds) for await (const row of kind.export(scope, readerId)) if (Object.keys(row).length > 0) found[kind.name] = (found[kind.name] ?? 0) + 1;
      return found;
    });
    const before = await exported();
    expect(before).toMatchObject({ notifications: 1, contactPoints: 8 });
    expect(before.deliveries).toBeGreaterThan(5);
    // As when a request of his was granted; nobody else knows him, so that his addresses go too.
    await inAlliance(world, tenant, async (scope) => {
      await scope.sql(
        `insert into personal_data_requests (tenant_id, id, person_id, asked_by_person_id, organization_id, kind, state, pseudonym, language, due_on, created_at)
         select $1, gen_random_uuid(), $2, $2, organization_id, 'ERASURE', 'GRANTED', 'someone', 'en', '2026-12-31', $3 from participants where tenant_id = $1 and person_id = $2`, [tenant.id, readerId, scope.now]);
      scope.authorize(requestAccess.carryOut);
      for (const kind of kinds) await kind.erase(scope, readerId, 'someone');
    });
    expect(await exported()).toEqual({});
    expect(await reader.data('{ contactPoints { id } notifications(first: 5) { nodes { id } } deliveries(first: 5) { nodes { id } } notificationSettings { language } inbox(first: 5) { nodes { title } } }')).toEqual(
      { contactPoints: [], notifications: { nodes: [] }, deliveries: { nodes: [] }, notificationSettings: { language: 'ZH_CN' }, inbox: { nodes: [] } });
  });
});
