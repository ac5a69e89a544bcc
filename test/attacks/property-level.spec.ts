import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import { schemaOf } from '@quadhelix/api';
import { encodeId } from '@quadhelix/graphql';
import { PersonService } from '@quadhelix/stakeholders';
import { slices } from '@quadhelix/slices';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

const schema = await schemaOf(slices, () => ({}));

/** What somebody slips in who wants to be somebody else, or somewhere else, or further on. */
const SLIPPED: Readonly<Record<string, unknown>> = {
  tenantId: '00000000-0000-7000-8000-000000000001', tenant_id: '00000000-0000-7000-8000-000000000001', role: 'ALLIANCE_ADMIN', roles: ['ALLIANCE_ADMIN'], state: 'VERIFIED',
  createdBy: '00000000-0000-7000-8000-000000000001', createdAt: '2020-01-01T00:00:00Z', firstParty: true, constructor: 'x',
};
/** What no JSON of ours holds: the parser refuses it before anything looks at it. */
const POISON = ['"__proto__": { "isAdmin": true }', '"\\u005f_proto__": { "isAdmin": true }', '"constructor": { "prototype": { "isAdmin": true } }'];

const SCALARS: Readonly<Record<string, unknown>> = { String: 'x', Int: 1, Float: 1, Boolean: true, LocalDate: '2026-03-02', Instant: '2026-03-02T01:00:00Z', Minutes: 1, Fen: 1, BasisPoints: 1, ID: encodeId('Organization', '00000000-0000-7000-8000-000000000001') };

function valueOf(type: GraphQLInputType): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [valueOf(bare.ofType as GraphQLInputType)];
  const named = getNamedType(bare);
  if (isInputObjectType(named)) return objectOf(named);
  return isEnumType(named) ? named.getValues()[0]?.name : SCALARS[named.name];
}
const objectOf = (type: GraphQLInputObjectType): Record<string, unknown> => Object.fromEntries(Object.values(type.getFields()).filter((field) => isNonNullType(field.type)).map((field) => [field.name, valueOf(field.type)]));

interface Place { root: string; kind: 'query' | 'mutation'; type: GraphQLInputObjectType; input: (slipped: object) => Record<string, unknown>; head: string; call: string }

/** Every input object of every operation, the nested ones too: with something slipped into exactly that one. */
function places(): Place[] {
  const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const;
  return roots.flatMap(([kind, root]) => Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const needed = field.args.filter((arg) => isNonNullType(arg.type) || arg.name === 'first' || isInputObjectType(getNamedType(arg.type)));
    const plain = (): Record<string, unknown> => Object.fromEntries(needed.map((arg) => [arg.name, valueOf(arg.type)]));
    const at = (type: GraphQLInputObjectType, path: readonly string[], seen: readonly string[]): Place[] => [
      { root: field.name, kind, type, head: needed.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', '), call: needed.map((arg) => `${arg.name}: $${arg.name}`).join(', '),
        input: (slipped) => put(plain(), path, (inner) => ({ ...objectOf(type), ...(inner as object), ...slipped })) as Record<string, unknown> },
      ...Object.values(type.getFields()).flatMap((inner) => {
        const named = getNamedType(inner.type);
        return isInputObjectType(named) && !seen.includes(named.name) ? at(named, [...path, inner.name, ...(isListType(getNullableType(inner.type)) ? ['0'] : [])], [...seen, named.name]) : [];
      }),
    ];
    return needed.flatMap((arg) => { const named = getNamedType(arg.type); return isInputObjectType(named) ? at(named, [arg.name, ...(isListType(getNullableType(arg.type)) ? ['0'] : [])], [named.name]) : []; });
  }));
}

function put(target: unknown, [step, ...rest]: readonly string[], change: (inner: unknown) => unknown): unknown {
  if (step === undefined) return change(target ?? {});
  if (step === '0') return [put((target as unknown[] | undefined)?.[0], rest, change)];
  return { ...(target as object), [step]: put((target as Record<string, unknown> | undefined)?.[step], rest, change) };
}

describe('what is slipped into an input', () => {
  let world: World;
  let all: TwoAlliances;
  let mighty: GraphqlClient;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    mighty = await world.as('admin', 'alliance-a');
  });
  afterAll(() => world.stop());

  const every = places();
  it('is tried in every input object of every operation', () => {
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType).map(({ name }) => name);
    expect([...new Set(every.map(({ type }) => type.name))].sort()).toEqual(inputs.sort());
  });

  it('is refused in all of them, each field by its name, and reaches no resolver', async () => {
    const before = world.api.database.statements;
    const taken: string[] = [];
    for (const place of every) {
      const strange = Object.entries(SLIPPED).filter(([key]) => !Object.hasOwn(place.type.getFields(), key));
      const { data, errors } = await mighty.request(`${place.kind}(${place.head}) { ${place.root}(${place.call}) { __typename } }`, place.input(Object.fromEntries(strange)));
      const refused = (key: string): boolean => errors.some(({ message, extensions }) => extensions.code === 'BAD_USER_INPUT' && message.includes(`Field "${key}" is not defined`));
      taken.push(...strange.filter(([key]) => data !== null || !refused(key)).map(([key]) => `${place.root} ${place.type.name}.${key}: ${JSON.stringify(errors.map(({ message }) => message))}`));
    }
    expect(taken).toEqual([]);
    // The transaction that was opened for it, and nothing in it: begin, enter, rollback.
    expect(world.api.database.statements - before).toBeLessThanOrEqual(every.length * 3);
  });

  it.each(POISON)('is refused with the whole body where it would change what every object is: %s', async (poison) => {
    const headers = { authorization: `Bearer ${await world.token('admin')}`, 'quadhelix-alliance': 'alliance-a', 'content-type': 'application/json' };
    const payload = `{ "query": "mutation($input: AppConsentGrantInput!) { appConsentGrant(input: $input) { __typename } }", "variables": { "input": { "clientId": "x", "scopes": ["stakeholders:read"], ${poison} } } }`;
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload });
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BODY_REFUSED' } }] });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is refused in the document itself, too', async () => {
    for (const name of ['tenantId', 'state', 'createdBy', '__proto__']) {
      expect((await mighty.refusal(`mutation { appConsentGrant(input: { clientId: "x", scopes: ["stakeholders:read"], ${name}: "y" }) { __typename } }`)).code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  // Where a field of that name is meant, the rule is the access table's.
  it('makes nobody what he may not make anybody', async () => {
    const personId = await makePerson(world, all.a, all.factory, { name: 'ambitious', login: 'ambitious', roles: ['INDUSTRY_MENTOR'] });
    const SEAT = 'mutation($input: SeatAssignInput!) { seatAssign(input: $input) { seat { id } } }';
    const seat = (role: string) => ({ input: { organizationId: globalId('Organization', all.factory), personId: globalId('Person', personId), role, validFrom: '2026-03-02' } });
    expect((await (await world.as('ambitious', 'alliance-a')).refusal(SEAT, seat('INDUSTRY_COORDINATOR'))).code).toBe('FORBIDDEN');
    expect((await (await world.as('coordinator', 'alliance-a')).refusal(SEAT, seat('ALLIANCE_ADMIN'))).code).toBe('FORBIDDEN');
    expect((await mighty.refusal(SEAT, seat('INDUSTRY_COORDINATOR'))).code).toBe('NAMES_ITS_OWN_PEOPLE');
    expect((await (await world.as('coordinator', 'alliance-a')).refusal(SEAT, seat('API_CLIENT'))).code).toBe('INPUT_INVALID');
  });

  it('shows each role the fields that are his, beside the same object', async () => {
    const student = await inAlliance(world, all.a, (scope) => world.api.get(PersonService).register(scope, {
      organizationId: all.college, memberNumber: 'fields', name: 'Young', birthDate: '2009-01-01', kind: 'STUDENT', title: 'Class 3', validFrom: '2020-01-01' }));
    await world.apps(['reader']);
    await mighty.data('mutation { appConsentGrant(input: { clientId: "reader", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    const secret = await world.identity.registerClient({ id: 'alone', name: 'Alone', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read'] });
    await mighty.data('mutation { appConsentGrant(input: { clientId: "alone", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    const app = world.withToken((await world.appToken('alone', secret.secret ?? '', ['stakeholders:read'])).token, 'alliance-a');
    const readers: Record<string, GraphqlClient> = { app };
    for (const login of ['school', 'teacher', 'admin', 'liaison', 'coordinator', 'mentor', 'assessor']) readers[login] = await world.as(login, 'alliance-a');
    const shown: Record<string, unknown> = {};
    for (const [who, client] of Object.entries(readers)) {
      const { data } = await client.request<{ node: { name: string | null; birthDate: string | null; affiliations: { title: string | null }[] } | null }>(
        'query($id: ID!) { node(id: $id) { ... on Person { name birthDate affiliations { title } } } }', { id: globalId('Person', student) });
      shown[who] = data?.node ? [data.node.name !== null, data.node.birthDate !== null, data.node.affiliations[0]?.title ?? null] : null;
    }
    expect(shown).toEqual({
      app: [false, false, null], school: [true, true, 'Class 3'], teacher: [true, true, 'Class 3'], admin: [true, false, 'Class 3'], liaison: [true, false, 'Class 3'],
      // Who has nothing to do with him does not find him.
      coordinator: null, mentor: null, assessor: null,
    });
  });
});
