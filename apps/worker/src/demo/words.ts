import type { Cast } from './act-file.js';

/** Where the product answers and how to get in. */
export interface DemoAccess {
  readonly issuer: string;
  readonly apiUrl: string;
  readonly password: string;
  readonly app: { readonly id: string; readonly secret: string; readonly scopes: readonly string[] };
}

interface Scene {
  readonly title: string;
  readonly as: string;
  readonly alliance: string;
  readonly query: string;
}

const scenes: readonly Scene[] = [
  {
    title: '1. 李薇, 17, worked nine hours until 22:30: stored, flagged, not approvable', as: 'liwei', alliance: 'yunhe',
    query: '{ timesheets(first: 1, filter: { weekFrom: "2026-09-14", weekUntil: "2026-09-14" }) { nodes { state minutes lawful violations { rule onDate minutes limitMinutes } } } }',
  },
  {
    title: '2. Of 18 promises due: 11 kept, 3 late, 1 partial, 1 missed …', as: 'zhoulan', alliance: 'yunhe',
    query: '{ scorecard(asOf: "2026-11-22") { due kept late partial awaiting missed waived score } commitments(first: 3, filter: { overdue: true }) { nodes { number title dueOn owner { legalName } } } }',
  },
  {
    title: '3. 恒驰机电 in two alliances: here nine apprentices …', as: 'xuheng', alliance: 'yunhe',
    query: '{ placements(first: 20) { nodes { state school { legalName } position { title } } } }',
  },
  {
    title: '   … and there a plan, nothing of the other', as: 'xuheng', alliance: 'chuanbei-jidian',
    query: '{ placements(first: 20) { nodes { state startsOn school { legalName } position { title } } } }',
  },
];

/** Two columns, where a Chinese character is two wide. */
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(1, width - [...text].reduce((sum, character) => sum + (character > '\u2E80' ? 2 : 1), 0)));

/** What a person needs to look at the demo; every line can be pasted. */
export function demoWords(cast: Cast, { issuer, apiUrl, password, app }: DemoAccess): string {
  return [
    `Demo: ${cast.alliances.map(({ slug, name }) => `${name} = ${slug}`).join(', ')}. Its story and numbers: demo/story.md`,
    '',
    `Accounts, all with the password ${password}`,
    ...cast.logins.map(({ login, name, title, organization }) => `  ${padded(login, 10)}${padded(name, 8)}${padded(organization, 34)}${title}`),
    '',
    'Scenes',
    ...scenes.flatMap(({ title, as, alliance, query }) => [`  ${title}`, `    npm run query -- --as ${as} --alliance ${alliance} '${query}'`]),
    '  4. An app of somebody else, with the consent of both alliances',
    `    CLIENT_ID=${app.id} CLIENT_SECRET=${app.secret} IDENTITY_URL=${issuer} API_URL=${apiUrl} node examples/third-party-app/main.mjs`,
    '    or by hand:',
    `    TOKEN=$(curl -s -u ${app.id}:${app.secret} -d grant_type=client_credentials -d 'scope=${app.scopes.join(' ')}' ${issuer}/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `    curl -s ${apiUrl} -H "Authorization: Bearer $TOKEN" -H 'Quadhelix-Alliance: yunhe' -H 'Content-Type: application/json' -d '{"query":"{ commitmentsByState { state count } }"}'`,
    '',
  ].join('\n');
}
