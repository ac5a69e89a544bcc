import { ROLES, type Action } from '@quadhelix/access';
import type { Slice } from '@quadhelix/service';

const SHORT: Record<string, string> = { alliance: 'all' };

/** The role × action table as people read it: a row per action, a column per role, in each cell through which relation; empty means may not. */
export function goldenTable(slices: readonly Slice[]): string {
  const lines = [
    '# Who may do what',
    '',
    'Made from the access tables of all slices by `QUADHELIX_WRITE_CONTRACT=1 npm test -- test/access`. `all`: any subject in the alliance; any other word: only',
    'where the acting organization or the person stands in that relation to the subject. An empty cell means: may not. Besides the role,',
    'the token needs the scope of the action. A suspended membership may only read (`read…`), leave, shut out its own apps, and see to what is a person\'s own.',
    '',
  ];
  for (const slice of slices.filter(({ access }) => access.length > 0)) {
    lines.push(`## ${slice.name}`, '', `| action | scope | ${ROLES.join(' | ')} |`, `|---|---|${'---|'.repeat(ROLES.length)}`);
    for (const action of slice.access.flatMap((table) => Object.values(table))) lines.push(row(action));
    lines.push('');
  }
  return lines.join('\n');
}

function row(action: Action): string {
  const cells = ROLES.map((role) => (action.grants[role] ?? []).map((relation) => SHORT[relation] ?? relation).join(', '));
  return `| ${action.name}${action.whileInvited ? ' (also while invited)' : ''}${action.writes && action.whileSuspended ? ' (also while suspended)' : ''}${action.acrossAlliances ? ' (also over all alliances of the organization)' : ''} | ${action.scope} | ${cells.join(' | ')} |`;
}
