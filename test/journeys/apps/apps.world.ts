import { leavingSlice } from '../../contract/leaving.slice.js';
import { makeAlliance, makeMember, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

export const REDIRECT = 'http://localhost:9/callback';
const APP = 'app { clientId name description kind actsForPeople actsAlone scopes state ownerName version }';
export const REGISTER = `mutation($input: AppRegisterInput!) { appRegister(input: $input) { clientSecret ${APP} } }`;
export const UPDATE = `mutation($input: AppUpdateInput!) { appUpdate(input: $input) { ${APP} } }`;
export const ROTATE = `mutation($input: AppSecretRotateInput!) { appSecretRotate(input: $input) { clientSecret ${APP} } }`;
export const DISABLE = `mutation($input: AppDisableInput!) { appDisable(input: $input) { ${APP} } }`;
export const GRANT = 'mutation($input: AppConsentGrantInput!) { appConsentGrant(input: $input) { appConsent { id state scopes } } }';
export const WITHDRAW = 'mutation($input: AppConsentWithdrawInput!) { appConsentWithdraw(input: $input) { appConsent { state withdrawnReason withdrawnBy { name } } } }';

/** An app as its owner was answered it. */
export interface Registered {
  clientId: string;
  clientSecret: string | null;
  version: number;
}

/** An app for a server that reads, as a test asks for it. */
export const SERVER = { name: 'Placement board', description: 'Shows a city how many apprentices are placed.', kind: 'CONFIDENTIAL', scopes: [{ domain: 'STAKEHOLDERS' }, { domain: 'APPRENTICESHIPS' }] };
/** An app on a phone that acts for who signs in. */
export const PHONE = { name: 'Promise book', description: 'Promises on a phone.', kind: 'PUBLIC', redirectUris: [REDIRECT], scopes: [{ domain: 'STAKEHOLDERS' }, { domain: 'ACCOUNTABILITY', verb: 'READ_AND_WRITE' }] };

/** Alliances A and B with the cast of `twoAlliances`, and C with an administrator `adminC`. */
export async function threeAlliances(): Promise<{ world: World; all: TwoAlliances }> {
  const world = await World.start({ moreSlices: [leavingSlice] });
  const all = await twoAlliances(world);
  const c = await makeAlliance(world, 'alliance-c');
  const collegeC = await makeMember(world, c, { sector: 'SCHOOL', legalName: 'College C' });
  await makePerson(world, c, collegeC, { name: 'adminC', login: 'adminC', roles: ['ALLIANCE_ADMIN'] });
  return { world, all };
}

/** Registers an app of the organization that a client acts for. */
export async function registered(owner: GraphqlClient, input: object): Promise<Registered> {
  const { appRegister } = await owner.data<{ appRegister: { clientSecret: string | null; app: { clientId: string; version: number } } }>(REGISTER, { input });
  return { ...appRegister.app, clientSecret: appRegister.clientSecret };
}

/** Lets an app in; answers the id of the consent. */
export async function consented(admin: GraphqlClient, clientId: string, scopes: readonly string[]): Promise<string> {
  const { appConsentGrant } = await admin.data<{ appConsentGrant: { appConsent: { id: string } } }>(GRANT, { input: { clientId, scopes } });
  return appConsentGrant.appConsent.id;
}
