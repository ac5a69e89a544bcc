/**
 * A third party's app: gets a token for itself, asks which alliances let it in, and sends one document once to each.
 * Plain Node 20 or newer, nothing to install. Settings come from the environment, see README.md.
 */
const { CLIENT_ID, CLIENT_SECRET, IDENTITY_URL = 'http://localhost:4001', API_URL = 'http://localhost:4000/graphql' } = process.env;
const { FROM = '2026-08-31', TO = '2026-11-22' } = process.env;
const SCOPES = ['stakeholders:read', 'apprenticeships:read', 'accountability:read'];

const OPEN_ALLIANCES = '{ viewer { alliances { slug name } } }';
const REPORT = `query Report($from: LocalDate!, $to: LocalDate!) {
  hoursByWeek(from: $from, to: $to) { weekStartsOn approvedMinutes }
  commitmentsByState { state count }
}`;

/** Something that the person at the terminal can mend. */
class Refused extends Error {}

async function post(url, init) {
  try {
    return await fetch(url, { method: 'POST', signal: AbortSignal.timeout(15_000), ...init });
  } catch (error) {
    throw new Refused(`${url} does not answer (${error.cause?.code ?? error.message}). Does the product run?`);
  }
}

async function getToken() {
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Refused('Set CLIENT_ID and CLIENT_SECRET. How to get them: README.md');
  const basic = Buffer.from(`${encodeURIComponent(CLIENT_ID)}:${encodeURIComponent(CLIENT_SECRET)}`).toString('base64');
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES.join(' ') });
  const response = await post(`${IDENTITY_URL}/token`, { headers: { authorization: `Basic ${basic}` }, body });
  const answer = await response.json();
  if (!response.ok) throw new Refused(`No token for ${CLIENT_ID}: ${answer.error_description ?? answer.error}. The client is unknown, disabled, or the secret is wrong.`);
  return answer.access_token;
}

async function ask(token, alliance, query, variables = {}) {
  const response = await post(API_URL, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...(alliance ? { 'quadhelix-alliance': alliance } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const [error] = errors ?? [];
  if (error?.extensions?.code === 'UNAUTHENTICATED') throw new Refused('The token is refused: it was revoked, or the client was disabled. Get a new token, or ask the operator.');
  if (error) throw new Refused(`${alliance ?? 'The product'} answers ${error.extensions?.code}: ${error.message}`);
  return data;
}

function print({ slug, name }, { hoursByWeek, commitmentsByState }) {
  console.log(`\n${name} (${slug})`);
  console.log('  hours approved per week');
  for (const { weekStartsOn, approvedMinutes } of hoursByWeek) console.log(`    ${weekStartsOn}  ${(approvedMinutes / 60).toFixed(1).padStart(9)}`);
  console.log('  commitments by state');
  for (const { state, count } of commitmentsByState) console.log(`    ${state.padEnd(20)}${String(count).padStart(4)}`);
}

/** Prints once, or every REPEAT_SECONDS until the token is refused. */
async function main() {
  const token = process.env.ACCESS_TOKEN ?? (await getToken());
  for (;;) {
    const { viewer } = await ask(token, null, OPEN_ALLIANCES);
    if (viewer.alliances.length === 0) console.log('No alliance has consented to this app yet. How they do: README.md');
    for (const alliance of viewer.alliances) print(alliance, await ask(token, alliance.slug, REPORT, { from: FROM, to: TO }));
    if (!process.env.REPEAT_SECONDS) return;
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.REPEAT_SECONDS) * 1000));
  }
}

main().catch((error) => {
  console.error(error instanceof Refused ? error.message : error);
  process.exitCode = 1;
});
