import { twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';

const CONSENT = (clientId: string): string => `appConsentGrant(input: { clientId: "${clientId}", scopes: ["stakeholders:read"] }) { appConsent { clientId } }`;

describe('one request is one operation', () => {
  let world: World;
  let all: TwoAlliances;
  let headers: Record<string, string>;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    await world.apps(['alias-1', 'alias-2', 'fragment-1', 'fragment-2', 'inline-1', 'inline-2', 'skip-1', 'typename-1', 'named-1', 'named-2', 'by-get', 'batch']);
    headers = { authorization: `Bearer ${await world.token('admin')}`, 'quadhelix-alliance': 'alliance-a', 'content-type': 'application/json' };
  });
  afterAll(() => world.stop());

  const post = async (payload: unknown) => world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload: payload as object });
  const consents = async (): Promise<string[]> => {
    const data = await (await world.as('admin', 'alliance-a')).data<{ appConsents: { nodes: { clientId: string }[] } }>('{ appConsents(first: 100) { nodes { clientId } } }');
    return data.appConsents.nodes.map(({ clientId }) => clientId);
  };

  it.each([
    ['two by aliases', `mutation { a: ${CONSENT('alias-1')} b: ${CONSENT('alias-2')} }`],
    ['two by a fragment', `mutation { a: ${CONSENT('fragment-1')} ...More } fragment More on Mutation { b: ${CONSENT('fragment-2')} }`],
    ['two by an inline fragment', `mutation { ... on Mutation { a: ${CONSENT('inline-1')} ... { b: ${CONSENT('inline-2')} } } }`],
    ['one beside a skipped one', `mutation { a: ${CONSENT('skip-1')} ...More @skip(if: true) } fragment More on Mutation { b: ${CONSENT('skip-2')} }`],
    ['one beside a question about its type', `mutation { __typename a: ${CONSENT('typename-1')} }`],
  ])('refuses a mutation with %s, and does nothing', async (_name, query) => {
    const before = await consents();
    expect((await post({ query })).json()).toMatchObject({ errors: [{ extensions: { code: 'ONE_ROOT_FIELD' } }] });
    expect(await consents()).toEqual(before);
  });

  it('runs the operation that is named, and no other of its document', async () => {
    const query = `mutation One { ${CONSENT('named-1')} } mutation Two { ${CONSENT('named-2')} }`;
    expect((await post({ query, operationName: 'Two' })).json()).toMatchObject({ data: { appConsentGrant: { appConsent: { clientId: 'named-2' } } } });
    expect((await post({ query })).json()).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
    expect(await consents()).toEqual(['named-2']);
  });

  it('takes no mutation by GET, and no batch', async () => {
    const got = await world.api.app.inject({ method: 'GET', url: '/graphql', headers, query: { query: `mutation { ${CONSENT('by-get')} }` } });
    expect(got.statusCode).toBe(405);
    expect((await post([{ query: `mutation { ${CONSENT('batch')} }` }])).statusCode).toBe(400);
    expect(await consents()).toEqual(['named-2']);
  });

  it('gives a row to a query for reading only: no resolver of a query writes', async () => {
    const scope = await world.api.database.begin({ tokenHash: null, alliance: null, organizationId: null, readOnly: true, requestId: null }).catch((error: { code: string }) => error.code);
    expect(scope).toBe('UNAUTHENTICATED');
    await expect(world.api.database.system(all.a.id, 'test', (system) => system.sql('create temporary table t (id int)'), { readOnly: true })).rejects.toThrow('read-only');
  });

  it.each([
    ['a NUL character', { legalName: 'a\u0000b' }, 'legalName'],
    ['half a character', { legalName: 'a\ud800b' }, 'legalName'],
    ['half a character in a code', { uscc: '\udc00' }, 'uscc'],
  ])('INPUT_INVALID for %s', async (_name, part, field) => {
    const query = 'mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { id } } }';
    expect(await (await world.as('admin', 'alliance-a')).refusal(query, { input: { sector: 'INDUSTRY', legalName: 'x', regionCode: '3201', ...part } })).toEqual({ code: 'INPUT_INVALID', field });
  });

  it.each([
    ['in a literal', '{ directory(first: 1, nameStartsWith: "a\\u0000") { nodes { id } } }', {}],
    ['in a variable', 'query($name: String) { directory(first: 1, nameStartsWith: $name) { nodes { id } } }', { name: '\u0000' }],
  ])('INPUT_INVALID for what no text column holds, %s', async (_name, query, variables) => {
    expect((await (await world.as('admin', 'alliance-a')).refusal(query, variables)).code).toBe('INPUT_INVALID');
  });

  it.each(['0000-01-01', '0001-01-01', '9999-12-31', '2026-02-30', '26-01-01'])('the date %s is refused before any statement sees it', async (validFrom) => {
    const query = 'mutation($from: LocalDate!) { seatAssign(input: { organizationId: "x", personId: "x", role: GUARDIAN, validFrom: $from }) { seat { id } } }';
    const { code } = await (await world.as('admin', 'alliance-a')).refusal(query, { from: validFrom });
    expect(['BAD_USER_INPUT', 'INPUT_INVALID']).toContain(code);
  });

  it('puts no prototype under an input', async () => {
    const body = `{"query":"mutation($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { id } } }","variables":{"input":{"__proto__":{"legalName":"x"}}}}`;
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers: { ...headers, accept: 'application/graphql-response+json' }, payload: body });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toMatch(/stack|node_modules/);
    expect(({} as { legalName?: string }).legalName).toBeUndefined();
  });

  it('leaves an entry in the audit trail for each record that somebody brought, without personal values', async () => {
    const query = 'mutation($input: PersonRegisterInput!) { personRegister(input: $input) { person { id } } }';
    const input = { organizationId: Buffer.from(`Organization:${all.college}`).toString('base64url'), memberNumber: 'N-1', name: 'Personal name', kind: 'STAFF', title: 'Dean', validFrom: '2026-01-01' };
    const school = await world.as('school', 'alliance-a');
    for (let times = 0; times < 2; times += 1) await school.data(query, { input });
    await (await world.as('admin', 'alliance-a')).data('mutation { membershipInvite(input: { sector: INDUSTRY, legalName: "Brought", regionCode: "3201" }) { membership { id } } }');
    const entries = await world.api.database.system(all.a.id, 'test', (scope) => scope.sql<{ subject_type: string; changes: object }>(
      `select subject_type, changes from audit_entries where (action = 'person.register' and actor_kind = 'PERSON') or (action = 'membership.invite' and actor_kind = 'PERSON') order by subject_type`));
    expect(entries.map((each) => each.subject_type)).toEqual(['Affiliation', 'Membership', 'Organization', 'Participant', 'Person']);
    expect(JSON.stringify(entries)).not.toMatch(/Personal name|N-1|Dean/);
  });
});
