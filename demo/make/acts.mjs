import { alliances, LI_WEI, members, organizationOf, people, positions, programmes, spokespersonOf } from './cast.mjs';
import { AS_OF, FIRST_MONDAY, mondayOf, plusDays, WEEKS } from './calendar.mjs';
import { promises } from './promises.mjs';
import { mentorLooked, teacherLooked } from './weeks.mjs';

const SCHOOLS = { yunhe: ['zy', 'zz'], 'chuanbei-jidian': ['cb'] };
/** Each programme of a school hands in its weeks by itself. */
export const weekFile = (school, programme, week) => `weeks/${school}-${programme}-week-${String(week).padStart(2, '0')}.csv`;
export const programmesOf = (school) => programmes.filter((each) => each.school === school).map(({ code }) => code);
export const APP_SCOPES = ['stakeholders:read', 'apprenticeships:read', 'accountability:read'];

/** Everything that is done, in order: when (local time), where, by whom, which act, on what, with which values. */
export function makeActs(apprentices, weeks) {
  const acts = alliances.flatMap(({ slug }) => [...beginning(slug), ...placing(slug, apprentices), ...promising(slug), ...logging(slug, apprentices, weeks)]);
  return acts.map((each, index) => ({ ...each, index })).sort((a, b) => (a.at === b.at ? a.index - b.index : a.at < b.at ? -1 : 1));
}

const act = (alliance, at, actor, name, subject = '', values = {}) => ({ alliance, at, actor, act: name, subject, values });
const administratorOf = (slug) => people.find((each) => each.seats.some(({ alliance, roles }) => alliance === slug && roles.includes('ALLIANCE_ADMIN'))).login;

function beginning(slug) {
  const { name, kind, regionCode } = alliances.find((each) => each.slug === slug);
  return [
    act(slug, '2026-08-17T09:00', 'operator', 'foundAlliance', slug, { name, kind, regionCode }),
    act(slug, '2026-08-17T09:10', 'operator', 'import', `organizations-${slug}.csv`, { kind: 'organizations' }),
    act(slug, '2026-08-17T09:20', 'operator', 'import', `staff-${slug}.csv`, { kind: 'people' }),
    ...members[slug].map((key) => act(slug, '2026-08-18T09:00', spokespersonOf(key), 'acceptMembership')),
    act(slug, '2026-08-19T09:00', administratorOf(slug), 'consentToApp', 'demo-app', { scopes: APP_SCOPES.join(' ') }),
  ];
}

function placing(slug, apprentices) {
  const coordinators = SCHOOLS[slug].map((school) => [school, spokespersonOf(school)]);
  const mine = apprentices.filter((each) => each.alliance === slug);
  return [
    ...coordinators.map(([school, login]) => act(slug, '2026-08-20T09:00', login, 'import', `students-${school}.${school === 'zz' ? 'xlsx' : 'csv'}`, { kind: 'people' })),
    ...programmes.filter(({ alliance }) => alliance === slug).map(({ school, code, name }) => act(slug, '2026-08-20T10:00', spokespersonOf(school), 'createProgramme', code, { name })),
    ...positions.filter(({ alliance }) => alliance === slug).map(({ host, code, title, places }) => act(slug, '2026-08-20T10:00', spokespersonOf(host), 'publishPosition', code, { title, places })),
    ...coordinators.map(([school, login]) => act(slug, '2026-08-24T09:00', login, 'import', `placements-${school}.csv`, { kind: 'placements' })),
    ...coordinators.map(([, login]) => act(slug, '2026-08-28T10:00', login, 'startPlacements', FIRST_MONDAY)),
    ...mine.filter(({ end }) => end !== undefined).map((each) => ending(slug, each)),
  ];
}

function ending(slug, { number, school, end: { verb, at, reason } }) {
  const login = spokespersonOf(school);
  if (verb === 'complete') return act(slug, `${plusDays(at, 1)}T09:00`, login, 'completePlacement', number, { lastDay: at });
  return act(slug, `${at}T09:00`, login, verb === 'stop' ? 'stopPlacement' : 'pausePlacement', number, reason === undefined ? { on: at } : { on: at, reason });
}

function promising(slug) {
  const mine = promises.filter(({ alliance }) => alliance === slug);
  return [
    act(slug, '2026-08-24T15:00', administratorOf(slug), 'import', `commitments-${slug}.csv`, { kind: 'commitments' }),
    ...mine.flatMap((promise) => promise.steps.map((step) => promiseStep(slug, promise, step))),
  ];
}

function promiseStep(slug, { number, owner, verifier }, { verb, day, by, ...values }) {
  if (verb === 'accept') return act(slug, `${day}T10:00`, spokespersonOf(owner), 'acceptCommitment', number);
  if (verb === 'evidence') return act(slug, `${day}T14:00`, spokespersonOf(owner), 'submitEvidence', number, values);
  if (verb === 'verify') return act(slug, `${day}T11:00`, spokespersonOf(verifier), 'verifyCommitment', number, values);
  return act(slug, `${day}T16:00`, by, 'waiveCommitment', number, values);
}

const unique = (list) => [...new Set(list)];

function logging(slug, apprentices, weeks) {
  const mine = weeks.filter(({ apprentice }) => apprentice.alliance === slug);
  return WEEKS.flatMap((week) => {
    const ofWeek = mine.filter((each) => each.week === week);
    return [...handingIn(slug, week, ofWeek), ...deciding(slug, week, ofWeek.filter(mentorLooked), 'mentor', 1), ...deciding(slug, week, ofWeek.filter(teacherLooked), 'teacher', 3)];
  });
}

function handingIn(slug, week, ofWeek) {
  const monday = mondayOf(week);
  const sunday = plusDays(monday, 6);
  const own = ofWeek.find(({ ownHand }) => ownHand);
  return [
    ...(own ? [
      act(slug, `${sunday}T18:00`, LI_WEI.login, 'saveOwnWeek', monday, { entries: own.entries.map(({ day, from, until, unit }) => `${day} ${from}-${until} ${unit}`).join('; ') }),
      act(slug, `${sunday}T18:10`, LI_WEI.login, 'submitOwnWeek', monday),
    ] : []),
    ...SCHOOLS[slug].flatMap((school) => programmesOf(school).map((programme) =>
      act(slug, `${sunday}T19:00`, spokespersonOf(school), 'import', weekFile(school, programme, week), { kind: 'timesheets' }))),
  ];
}

/** Mentors decide on Tuesday after the week, teachers on Thursday: first what goes back, then all others at once. */
function deciding(slug, week, looked, side, daysLater) {
  const monday = mondayOf(week);
  const day = plusDays(monday, 7 + daysLater);
  if (day > AS_OF) return [];
  const decided = looked.filter(({ state }) => state !== 'MISSING' && state !== 'DRAFT');
  const returned = decided.filter(({ returnedBy }) => returnedBy === side);
  const refused = (login) => (side === 'mentor' ? decided.filter(({ apprentice, fate, returnedBy }) => apprentice.mentor === login && fate === 'EXCESS' && returnedBy === undefined).length : 0);
  const deciders = unique(looked.map(({ apprentice }) => apprentice[side])).sort();
  return [
    ...returned.map(({ apprentice, reason }) => act(slug, `${day}T16:00`, apprentice[side], 'returnWeek', `${apprentice.number}@${monday}`, { reason })),
    ...deciders.map((login) => act(slug, `${day}T17:00`, login, side === 'mentor' ? 'approveWeeksForHost' : 'approveWeeksForSchool', monday, refused(login) > 0 ? { refused: refused(login) } : {})),
  ];
}

/** Who signs in: the actors of the acts. */
export const actorsOf = (acts) => unique(acts.map(({ actor }) => actor)).filter((login) => login !== 'operator');
export const organizationName = (key) => organizationOf(key).legalName;
