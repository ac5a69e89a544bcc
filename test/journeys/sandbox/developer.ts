import { PASSWORD, type GraphqlClient, type World } from '@quadhelix/testing';

export interface SandboxAnswer {
  id: string;
  slug: string;
  name: string;
  state: string;
  now: string;
  problem: string | null;
  removedAfter: string;
  advance: { from: string; to: string; done: number; failed: number } | null;
}

export const SANDBOX = 'id slug name state now problem removedAfter advance { from to done failed }';

/** Makes an account that is nobody's, as whoever signs up has it. */
export async function signUp(world: World, login: string): Promise<GraphqlClient> {
  await world.identity.createAccount({ login, password: PASSWORD });
  return world.as(login, null);
}

export const mine = async (developer: GraphqlClient): Promise<SandboxAnswer[]> => (await developer.data<{ sandboxes: SandboxAnswer[] }>(`{ sandboxes { ${SANDBOX} } }`)).sandboxes;

/** Waits for the worker; throws where the sandbox did not come to that state within a minute. */
export async function until(developer: GraphqlClient, id: string, state = 'READY'): Promise<SandboxAnswer> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = (await mine(developer)).find((each) => each.id === id);
    if (found?.state === state) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The sandbox did not come to ${state}: ${JSON.stringify(await mine(developer))}`);
}

/** Makes a sandbox and waits until it is filled. */
export async function makeSandbox(developer: GraphqlClient, name = 'Trial'): Promise<SandboxAnswer> {
  const { sandboxCreate } = await developer.data<{ sandboxCreate: { sandbox: SandboxAnswer } }>(`mutation($input: SandboxCreateInput!) { sandboxCreate(input: $input) { sandbox { ${SANDBOX} } } }`, { input: { name } });
  return until(developer, sandboxCreate.sandbox.id);
}

/** Moves the clock and waits until it is there. */
export async function advance(developer: GraphqlClient, id: string, to: string): Promise<SandboxAnswer> {
  await developer.data(`mutation($input: SandboxClockAdvanceInput!) { sandboxClockAdvance(input: $input) { sandbox { state } } }`, { input: { id, to } });
  return until(developer, id);
}

/** Global ids of the organizations of a sandbox, by sector; of industry the first. */
export async function organizationsOf(world: World, login: string, slug: string): Promise<Record<string, string>> {
  const outside = await world.as(login, null);
  const { viewer } = await outside.data<{ viewer: { alliances: { slug: string; sandbox: boolean; actingOrganizations: { organization: { id: string; sector: string; legalName: string }; roles: string[] }[] }[] } }>(
    '{ viewer { alliances { slug sandbox actingOrganizations { organization { id sector legalName } roles } } } }');
  const acting = viewer.alliances.find((each) => each.slug === slug)?.actingOrganizations ?? [];
  return Object.fromEntries([...acting].sort((a, b) => (a.organization.legalName < b.organization.legalName ? 1 : -1)).map(({ organization }) => [organization.sector, organization.id]));
}
