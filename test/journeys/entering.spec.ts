import { globalId, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';

const VIEWER = '{ viewer { roles sector organization { id legalName } alliances { slug } } }';
const MEMBERS = '{ memberships(first: 10) { nodes { id state organization { legalName } } } }';

describe('entering an alliance', () => {
  let world: World;
  let all: TwoAlliances;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
  });
  afterAll(() => world.stop());

  it('tells a person who he is, for whom he acts, and which alliances are open to him', async () => {
    const data = await (await world.as('liaison', 'alliance-a')).data(VIEWER);
    expect(data).toEqual({ viewer: { roles: ['GOVERNMENT_LIAISON'], sector: 'GOVERNMENT', organization: { id: globalId('Organization', all.bureau), legalName: 'Bureau' }, alliances: [{ slug: 'alliance-a' }] } });
  });

  it('lists the members of his alliance and of no other', async () => {
    const data = await (await world.as('schoolB', 'alliance-b')).data<{ memberships: { nodes: { organization: { legalName: string } }[] } }>(MEMBERS);
    expect(data.memberships.nodes.map((each) => each.organization.legalName)).toEqual(['Factory', 'College B']);
  });

  it.each([
    ['no token', null, 'alliance-a', 'UNAUTHENTICATED', 401],
    ['a token that nobody issued', 'x'.repeat(43), 'alliance-a', 'UNAUTHENTICATED', 401],
  ])('refuses %s', async (_name, token, alliance, code, status) => {
    const answer = await world.withToken(token, alliance).request(VIEWER);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
  });

  it('answers the same for an alliance that does not exist and one that is not open', async () => {
    const token = await world.token('liaison');
    const absent = await world.withToken(token, 'nowhere').request(VIEWER);
    const hidden = await world.withToken(token, 'alliance-b').request(VIEWER);
    const plain = (answer: typeof absent) => ({ ...answer, errors: answer.errors.map(({ message, extensions }) => ({ message, code: extensions.code })) });
    expect(plain(hidden)).toEqual(plain(absent));
    expect(absent.errors[0]?.extensions.code).toBe('ALLIANCE_NOT_FOUND');
  });
});
