import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { defineDocumentKind, type Column, type DocumentContent, type Facts, type TableRow } from '@quadhelix/documents';
import { commitmentAccess } from '../accountability.access.js';
import type { CommitmentOutcome, CommitmentState } from '../commitment/commitment.states.js';
import { scorecardOf, type Scorecard } from '../scorecard/scorecard.queries.js';
import { recordRows, type RecordLine } from './commitment-record.queries.js';

/** Which promises a record is about. */
export interface CommitmentRecordParameters {
  /** Whose; null for the whole alliance. */
  readonly organizationId: string | null;
  /** Local dates; null leaves that side open. */
  readonly dueFrom: string | null;
  readonly dueUntil: string | null;
}

const STATES: Readonly<Record<CommitmentState, BilingualText>> = {
  PROPOSED: { en: 'proposed', 'zh-CN': '待接受' }, ACCEPTED: { en: 'accepted', 'zh-CN': '已接受' }, EVIDENCE_SUBMITTED: { en: 'waits for its verdict', 'zh-CN': '待核验' },
  VERIFIED: { en: 'verified', 'zh-CN': '已核验' }, WAIVED: { en: 'released', 'zh-CN': '已豁免' },
};
const OUTCOMES: Readonly<Record<CommitmentOutcome, BilingualText>> = {
  FULFILLED: { en: 'kept', 'zh-CN': '已履行' }, PARTIAL: { en: 'kept in part', 'zh-CN': '部分履行' }, NOT_MET: { en: 'not kept', 'zh-CN': '未履行' },
};
const LATE: BilingualText = { en: 'late', 'zh-CN': '逾期' };
const OVERDUE: BilingualText = { en: 'overdue', 'zh-CN': '逾期未交' };

const COLUMNS: readonly Column[] = [
  { header: { en: 'Number', 'zh-CN': '编号' }, type: 'text', width: 1.2 },
  { header: { en: 'Promise', 'zh-CN': '承诺事项' }, type: 'text', width: 3 },
  { header: { en: 'Owner', 'zh-CN': '责任方' }, type: 'text', width: 2 },
  { header: { en: 'Verifier', 'zh-CN': '核验方' }, type: 'text', width: 2 },
  { header: { en: 'Due on', 'zh-CN': '到期日' }, type: 'date', width: 1.5 },
  { header: { en: 'Weight', 'zh-CN': '权重' }, type: 'basisPoints', width: 0.9 },
  { header: { en: 'Target', 'zh-CN': '目标值' }, type: 'number', width: 1.2 },
  { header: { en: 'Verified', 'zh-CN': '核验值' }, type: 'number', width: 1.2 },
  { header: { en: 'Unit', 'zh-CN': '单位' }, type: 'text', width: 0.8 },
  { header: { en: 'Result', 'zh-CN': '结果' }, type: 'text', width: 1.4 },
];

/** Commitments of an alliance or of one owner with their verdicts and the score (承诺履约记录), as a document that anybody can check. */
export const commitmentRecord = defineDocumentKind<CommitmentRecordParameters>({
  name: 'commitment-record',
  title: { en: 'Record of commitments kept', 'zh-CN': '承诺履约记录' },
  async describe(scope, parameters) {
    scope.authorize(commitmentAccess.issueRecord);
    return { content: await contentOf(scope, parameters) };
  },
});

async function contentOf(scope: Scope, parameters: CommitmentRecordParameters): Promise<DocumentContent> {
  const [place] = await scope.sql<{ alliance: string; owner: string | null }>(
    'select a.name as alliance, (select o.legal_name from organizations o where o.id = $2) as owner from alliances a where a.id = $1', [scope.tenantId, parameters.organizationId],
  );
  const score = await scorecardOf(scope, parameters.dueUntil ?? scope.today, parameters.organizationId);
  return {
    title: commitmentRecord.title, wide: true,
    parts: [
      factsOf(place?.alliance ?? '', place?.owner ?? null, parameters, score),
      { kind: 'table', title: { en: 'Commitments by due day', 'zh-CN': '承诺明细(按到期日)' }, columns: COLUMNS, rows: rowsOf(scope, parameters) },
    ],
  };
}

function factsOf(alliance: string, owner: string | null, { dueFrom, dueUntil }: CommitmentRecordParameters, score: Scorecard): Facts {
  return {
    kind: 'facts',
    facts: [
      { label: { en: 'Alliance', 'zh-CN': '联合体' }, type: 'text', value: alliance },
      { label: { en: 'Promised by', 'zh-CN': '责任方' }, type: 'text', value: owner ?? { en: 'all members', 'zh-CN': '全部成员' } },
      { label: { en: 'Due from', 'zh-CN': '到期日自' }, type: 'date', value: dueFrom },
      { label: { en: 'Due until', 'zh-CN': '到期日至' }, type: 'date', value: dueUntil },
      { label: { en: 'Known at', 'zh-CN': '数据截至' }, type: 'instant', value: score.knownAt },
      { label: { en: 'Score of all that was due by', 'zh-CN': '履约评分截止日' }, type: 'date', value: score.asOf },
      { label: { en: 'Score', 'zh-CN': '履约评分' }, type: 'basisPoints', value: score.scoreBp },
      { label: { en: 'Rule of the score', 'zh-CN': '评分规则' }, type: 'text', value: score.ruleVersion },
    ],
  };
}

async function* rowsOf(scope: Scope, parameters: CommitmentRecordParameters): AsyncGenerator<TableRow> {
  for await (const line of recordRows(scope, parameters)) {
    yield [line.number, line.title, line.owner, line.verifier, line.due_on, line.weight_bp, line.target, line.verified_value, line.unit, resultOf(line, scope.today)];
  }
}

/** The verdict where there is one, else where the promise stands. */
function resultOf({ state, outcome, late, due_on: dueOn }: RecordLine, today: string): BilingualText {
  if (state === 'ACCEPTED' && dueOn < today) return OVERDUE;
  const words = outcome === null ? STATES[state] : OUTCOMES[outcome];
  return late ? { en: `${words.en}, ${LATE.en}`, 'zh-CN': `${words['zh-CN']}(${LATE['zh-CN']})` } : words;
}
