import type { Scope } from '@quadhelix/database';
import type { CommitmentOutcome, CommitmentState } from '../commitment/commitment.states.js';
import type { CommitmentRecordParameters } from './commitment-record.document.js';

/** A line of the record. */
export interface RecordLine extends Record<string, unknown> {
  id: string;
  number: string;
  title: string;
  owner: string | null;
  verifier: string | null;
  due_on: string;
  weight_bp: number;
  target: number;
  verified_value: number | null;
  unit: string;
  state: CommitmentState;
  outcome: CommitmentOutcome | null;
  late: boolean;
}

const PAGE = 500;

/** All commitments of the record by due day, a page at a time: one statement for each 500. */
export async function* recordRows(scope: Scope, { organizationId, dueFrom, dueUntil }: CommitmentRecordParameters): AsyncGenerator<RecordLine> {
  const optional: [string, string | null][] = [['c.owner_organization_id = ?::uuid', organizationId], ['c.due_on >= ?::date', dueFrom], ['c.due_on <= ?::date', dueUntil]];
  const given = optional.filter((each): each is [string, string] => each[1] !== null);
  const terms = given.map(([term], at) => term.replace('?', `$${String(at + 4)}`));
  for (let last: RecordLine | undefined, more = true; more;) {
    const page = await scope.sql<RecordLine>(
      `select c.id, c.number, c.title, o.legal_name as owner, v.legal_name as verifier, c.due_on, c.weight_bp, c.target, c.verified_value, c.unit, c.state, c.outcome, c.late
       from commitments c left join organizations o on o.id = c.owner_organization_id left join organizations v on v.id = c.verifier_organization_id
       where ${['c.tenant_id = $1', '(c.due_on, c.id) > ($2::date, $3::uuid)', ...terms].join(' and ')} order by c.due_on, c.id limit ${String(PAGE)}`,
      [scope.tenantId, last?.due_on ?? '0001-01-01', last?.id ?? '00000000-0000-0000-0000-000000000000', ...given.map(([, value]) => value)],
    );
    yield* page;
    last = page.at(-1);
    more = page.length === PAGE;
  }
}
