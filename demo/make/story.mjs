import { alliances } from './cast.mjs';

const rows = (header, body) => [`| ${header.join(' | ')} |`, `|${header.map(() => '---').join('|')}|`, ...body.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
const number = (value) => (value === undefined ? '0' : value.toLocaleString('en-US', { maximumFractionDigits: 5 }));

/** Puts the numbers between the marks of the story; the words around them are written by hand. */
export function withNumbers(story, numbers) {
  const blocks = blocksOf(numbers);
  return story.replaceAll(/<!-- (\S+) -->[\s\S]*?<!-- end -->/g, (_, name) => {
    if (!(name in blocks)) throw new Error(`The story asks for numbers that nobody counts: ${name}`);
    return `<!-- ${name} -->\n${blocks[name]}\n<!-- end -->`;
  });
}

function blocksOf({ alliances: byAlliance, liWei }) {
  const slugs = alliances.map(({ slug }) => slug);
  const each = (name, keys, pick) => rows([name, ...slugs], keys.map((key) => [key, ...slugs.map((slug) => number(pick(byAlliance[slug])[key]))]));
  const keysOf = (pick) => [...new Set(slugs.flatMap((slug) => Object.keys(pick(byAlliance[slug]))))];
  const all = (name, pick, keys = keysOf(pick)) => each(name, keys, pick);
  return {
    apprentices: slugs.map((slug) => placesOf(byAlliance[slug].apprentices)).join('\n\n'),
    placements: all('placements', (of) => ({ ...of.placements, 'apprentices under 18': of.minors })),
    weeks: all('weeks', (of) => of.weeks, ['TEACHER_APPROVED', 'MENTOR_APPROVED', 'SUBMITTED', 'RETURNED', 'DRAFT', 'MISSING']),
    hours: rows(['week from', ...slugs.flatMap((slug) => [`${slug}: sheets`, 'minutes approved', 'minutes waiting'])], byAlliance.yunhe.hoursByWeek.map(({ weekStartsOn }, index) =>
      [weekStartsOn, ...slugs.flatMap((slug) => { const { sheets, approvedMinutes, submittedMinutes } = byAlliance[slug].hoursByWeek[index]; return [sheets, approvedMinutes, submittedMinutes].map(number); })])),
    violations: `${all('violations', (of) => of.violations)}\n\n${all('violations at', (of) => of.violationsByHost)}\n\n${all('weeks with violations', (of) => of.unlawful)}`,
    commitments: all('commitments', (of) => of.commitments, ['PROPOSED', 'ACCEPTED', 'EVIDENCE_SUBMITTED', 'VERIFIED', 'WAIVED']),
    scorecard: all('due by the as-of day', (of) => ({ ...of.due, 'in the denominator': of.judged, score: of.score }), ['all', 'kept', 'late', 'partial', 'awaiting', 'missed', 'waived', 'in the denominator', 'score']),
    'li-wei': rows(['day', 'from', 'until', 'minutes that day', 'night minutes', 'minutes of the week', 'state', 'violations'],
      [[liWei.day, liWei.from, liWei.until, liWei.minutesThatDay, liWei.nightMinutes, liWei.minutes, liWei.state, liWei.violations.map(({ rule }) => rule).join(', ')]]),
  };
}

function placesOf(apprentices) {
  const hosts = [...new Set(Object.values(apprentices).flatMap(Object.keys))];
  const total = (list) => list.reduce((a, b) => a + b, 0);
  const body = Object.entries(apprentices).map(([school, byHost]) => [school, ...hosts.map((host) => byHost[host] ?? 0), total(Object.values(byHost))]);
  return rows(['apprentices', ...hosts, 'all'], [...body, ['all', ...[...hosts, ''].map((_, index) => total(body.map((cells) => cells[index + 1])))]]);
}
