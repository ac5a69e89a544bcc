import { PASSWORD, signIn, twoAlliances, makePerson, World, type TwoAlliances } from '@quadhelix/testing';

const OPEN = '{ viewer { alliances { slug actingOrganizations { roles organization { id legalName regionCode uscc staffCount version } } } } }';
const REDIRECT = 'http://localhost:9/callback';

interface Open { viewer: { alliances: { slug: string; actingOrganizations: { roles: string[]; organization: { legalName: string; regionCode: string } }[] }[] } }

describe('what an app sees of alliances that it names or finds', () => {
  let world: World;
  let all: TwoAlliances;
  let token: string;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.factory, { name: 'Both', login: 'both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    await makePerson(world, all.b, all.factory, { name: 'Both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    await world.identity.registerClient({ id: 'third-party', name: 'Third party', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'stakeholders:read'], redirectUris: [REDIRECT], firstParty: false });
    token = await signIn(world.identity.url, 'third-party', REDIRECT, 'both', PASSWORD, ['openid', 'stakeholders:read']);
  });
  afterAll(() => world.stop());

  it('shows a person, by the console, all alliances open to him and whole organizations he may act for', async () => {
    const data = await (await world.as('both', null)).data<Open>(OPEN);
    expect(data.viewer.alliances).toMatchObject(['alliance-a', 'alliance-b'].map((slug) => ({ slug, actingOrganizations: [{ roles: ['INDUSTRY_MENTOR'], organization: { legalName: 'Factory', regionCode: '320000' } }] })));
  });

  it('shows an app that acts for him only alliances that consented to it', async () => {
    expect((await world.withToken(token, null).data<Open>(OPEN)).viewer.alliances).toEqual([]);
    await (await world.as('adminB', 'alliance-b')).data('mutation { appConsentGrant(input: { clientId: "third-party", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    expect((await world.withToken(token, null).data<Open>(OPEN)).viewer.alliances.map(({ slug }) => slug)).toEqual(['alliance-b']);
    expect((await world.withToken(token, 'alliance-a').refusal('{ viewer { roles } }')).code).toBe('ALLIANCE_NOT_FOUND');
  });
});
