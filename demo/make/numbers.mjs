import { ageOn, AS_OF, FIRST_MONDAY, mondayOf, WEEK_COUNT, WEEKS } from './calendar.mjs';
import { alliances, LI_WEI, members, organizationOf } from './cast.mjs';
import { promises } from './promises.mjs';

const counted = (list, key) => Object.fromEntries(Object.entries(Object.groupBy(list, key)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, group.length]));
const sum = (list, value) => list.reduce((total, each) => total + value(each), 0);
const PLACEMENT_STATES = { complete: 'COMPLETED', stop: 'STOPPED', pause: 'PAUSED' };

/** Every number of the story, counted from what the files and acts say, not from what the product computes. */
export function makeNumbers(apprentices, weeks) {
  return {
    asOf: AS_OF, firstMonday: FIRST_MONDAY, lastMonday: mondayOf(WEEK_COUNT),
    alliances: Object.fromEntries(alliances.map(({ slug }) => [slug, {
      ...placesIn(slug, apprentices.filter(({ alliance }) => alliance === slug)),
      ...hoursIn(weeks.filter(({ apprentice }) => apprentice.alliance === slug)),
      ...promisesIn(promises.filter(({ alliance }) => alliance === slug)),
    }])),
    liWei: liWei(weeks),
  };
}

function placesIn(slug, apprentices) {
  const name = (key) => organizationOf(key).legalName;
  return {
    members: counted(members[slug].map(organizationOf), ({ sector }) => sector),
    apprentices: Object.fromEntries(Object.entries(Object.groupBy(apprentices, ({ school }) => name(school))).map(([school, group]) => [school, counted(group, ({ host }) => name(host))])),
    minors: apprentices.filter(({ birthDate }) => ageOn(birthDate, AS_OF) < 18).length,
    placements: counted(apprentices, ({ planned, end }) => (planned ? 'PLANNED' : (PLACEMENT_STATES[end?.verb] ?? 'ACTIVE'))),
  };
}

function hoursIn(weeks) {
  const written = weeks.filter(({ state }) => state !== 'MISSING');
  const unlawful = written.filter(({ violations }) => violations.length > 0);
  return {
    weeks: counted(weeks, ({ state }) => state),
    unlawful: { ...counted(unlawful, ({ state }) => state), all: unlawful.length },
    violations: counted(written.flatMap(({ violations }) => violations), ({ rule }) => rule),
    violationsByHost: counted(written.flatMap(({ apprentice, violations }) => violations.map(() => organizationOf(apprentice.host).legalName)), (name) => name),
    hoursByWeek: WEEKS.map((week) => {
      const ofWeek = written.filter((each) => each.week === week);
      const minutes = (...states) => sum(ofWeek.filter(({ state }) => states.includes(state)), (each) => each.minutes);
      return { weekStartsOn: mondayOf(week), sheets: ofWeek.length, approvedMinutes: minutes('TEACHER_APPROVED'), submittedMinutes: minutes('SUBMITTED', 'MENTOR_APPROVED') };
    }),
  };
}

function stateOf({ steps }) {
  const verbs = steps.map(({ verb }) => verb);
  if (verbs.includes('waive')) return 'WAIVED';
  if (verbs.includes('verify')) return 'VERIFIED';
  if (verbs.includes('evidence')) return 'EVIDENCE_SUBMITTED';
  return verbs.includes('accept') ? 'ACCEPTED' : 'PROPOSED';
}

/** What became of a promise that is due. */
function endOf(promise) {
  const step = (verb) => promise.steps.find((each) => each.verb === verb);
  const late = step('evidence')?.day > promise.dueOn;
  if (step('waive')) return 'waived';
  if (!step('evidence')) return 'missed';
  if (!step('verify')) return 'awaiting';
  if (step('verify').outcome === 'FULFILLED') return late ? 'late' : 'kept';
  return step('verify').outcome === 'PARTIAL' ? (late ? 'partialLate' : 'partial') : 'missed';
}

const WORTH = { kept: 1, late: 0.8, partial: 0.5, partialLate: 0.4, missed: 0 };

function promisesIn(mine) {
  const due = mine.filter(({ dueOn }) => dueOn <= AS_OF);
  const ends = counted(due, endOf);
  const judged = due.map(endOf).filter((end) => end in WORTH);
  const score = sum(judged, (end) => WORTH[end]) / judged.length;
  return {
    commitments: counted(mine, stateOf), due: { all: due.length, ...ends }, judged: judged.length, score: Math.round(score * 100_000) / 100_000,
    overdue: mine.filter((each) => each.dueOn <= AS_OF && stateOf(each) === 'ACCEPTED').map(({ number }) => number),
  };
}

function liWei(weeks) {
  const found = weeks.find(({ apprentice, ownHand }) => ownHand && apprentice.number === LI_WEI.number);
  const long = found.entries.find(({ minutes }) => minutes > 480);
  return {
    login: LI_WEI.login, age: ageOn(LI_WEI.birthDate, AS_OF), weekStartsOn: mondayOf(found.week), day: long.day, from: long.from, until: long.until,
    minutesThatDay: long.minutes, minutes: found.minutes, nightMinutes: long.night, state: found.state, lawful: false, violations: found.violations,
  };
}
