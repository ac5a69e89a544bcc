import { DateTime } from 'luxon';
import { importKind, type ImportKind } from '@quadhelix/importing';
import { authorizeNamed, knownOrganization } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import { accountabilityErrors } from '../accountability.errors.js';
import { Commitment } from '../commitment/commitment.entity.js';
import type { CommitmentFacts, CommitmentService } from '../commitment/commitment.service.js';

const directionChoices = [
  { value: 'INCREASE', label: { en: 'Increase', 'zh-CN': '提高' } },
  { value: 'REDUCE', label: { en: 'Reduce', 'zh-CN': '降低' } },
] as const;

/** Commitments, known by their number. One that is there with other terms is refused: what was promised is not changed by a file. */
export const commitmentsImport = (commitments: CommitmentService): ImportKind =>
  importKind({
    name: 'commitments',
    title: { en: 'Commitments', 'zh-CN': '承诺' },
    action: commitmentAccess.propose,
    fields: { ownerOrganizationId: 'owner', verifierOrganizationId: 'verifier', weightBp: 'weight' },
    unique: ['number'],
    columns: [
      { key: 'number', type: 'text', required: true, maxLength: 60, header: { en: 'Number', 'zh-CN': '承诺编号' }, description: { en: 'One per alliance', 'zh-CN': '在联合体内唯一' }, example: 'C-2026-01' },
      { key: 'owner', type: 'text', required: true, header: { en: 'Owner', 'zh-CN': '责任方' }, description: { en: 'Who promises: credit code, ministry code or exact name', 'zh-CN': '作出承诺的单位：信用代码、标识码或全称' }, example: '云河市财政局（示例）' },
      { key: 'verifier', type: 'text', required: true, header: { en: 'Verifier', 'zh-CN': '核验方' }, description: { en: 'Who judges: another organization', 'zh-CN': '负责核验的另一单位' }, example: '云河市电池行业协会（示例）' },
      { key: 'title', type: 'text', required: true, maxLength: 300, header: { en: 'Title', 'zh-CN': '承诺内容' }, description: { en: 'What is promised', 'zh-CN': '承诺的内容' }, example: '拨付实训设备补贴' },
      { key: 'metric', type: 'text', required: true, maxLength: 300, header: { en: 'Metric', 'zh-CN': '衡量指标' }, description: { en: 'What is measured', 'zh-CN': '衡量的指标' }, example: '已拨付金额' },
      { key: 'unit', type: 'text', required: true, maxLength: 40, header: { en: 'Unit', 'zh-CN': '计量单位' }, description: { en: 'Unit of the values', 'zh-CN': '数值的单位' }, example: { en: 'yuan', 'zh-CN': '元' } },
      { key: 'baseline', type: 'decimal', required: true, header: { en: 'Baseline', 'zh-CN': '基线值' }, description: { en: 'Where it stood', 'zh-CN': '起始数值' }, example: '0' },
      { key: 'target', type: 'decimal', required: true, header: { en: 'Target', 'zh-CN': '目标值' }, description: { en: 'Where it is to stand', 'zh-CN': '承诺达到的数值' }, example: '600000' },
      { key: 'direction', type: 'choice', required: true, header: { en: 'Direction', 'zh-CN': '方向' }, description: { en: 'Is more better, or less?', 'zh-CN': '提高还是降低' }, example: 'INCREASE', choices: directionChoices },
      { key: 'dueOn', type: 'date', required: true, header: { en: 'Due on', 'zh-CN': '到期日' }, description: { en: 'Due at the end of this day', 'zh-CN': '当日结束时到期' }, example: '2026-06-30' },
      { key: 'weight', type: 'percent', required: true, min: 1, max: 10_000, header: { en: 'Weight', 'zh-CN': '权重' }, description: { en: 'Weight in the scorecard', 'zh-CN': '在履约评分中的权重' }, example: '5%' },
      { key: 'requiredEvidence', type: 'text', maxLength: 1_000, header: { en: 'Required evidence', 'zh-CN': '所需佐证' }, description: { en: 'What evidence has to show', 'zh-CN': '佐证材料须证明的内容' }, example: '银行回单' },
      { key: 'accepted', type: 'boolean', header: { en: 'Accepted', 'zh-CN': '是否已接受' }, description: { en: 'Has the owner taken it on? Only the owner may say so for himself; blank is no', 'zh-CN': '责任方是否已接受，仅责任方可填“是”，留空为否' }, example: { en: 'no', 'zh-CN': '否' } },
      { key: 'acceptedOn', type: 'date', header: { en: 'Accepted on', 'zh-CN': '接受日期' }, description: { en: 'Day in the past on which it was proposed and accepted; the operator only', 'zh-CN': '过去提出并接受的日期，仅运维人员可填' }, example: '' },
    ],
    async apply(scope, [row], { timeZone }) {
      if (!row) return 'UNCHANGED';
      const owner = await knownOrganization(scope, row.owner, 'owner');
      const verifier = await knownOrganization(scope, row.verifier, 'verifier');
      authorizeNamed(scope, commitmentAccess.propose, { parties: () => ({ owner: owner.id }) });
      const { number, title, metric, unit, baseline, target, direction, dueOn, weight: weightBp } = row;
      const facts: CommitmentFacts = {
        number, title, metric, unit, baseline, target, direction, dueOn, weightBp, requiredEvidence: row.requiredEvidence ?? '', ownerOrganizationId: owner.id, verifierOrganizationId: verifier.id,
      };
      if (row.acceptedOn !== undefined && scope.actor.kind !== 'SYSTEM') throw accountabilityErrors.BACKDATING_FORBIDDEN({ field: 'acceptedOn' });
      const origin = row.acceptedOn === undefined ? {} : { at: DateTime.fromISO(row.acceptedOn, { zone: timeZone }).toJSDate() };
      const [known] = await scope.find(Commitment, { number });
      if (known && !isSame(known, facts)) throw accountabilityErrors.COMMITMENT_NUMBER_TAKEN({ field: 'number', params: { number } });
      const commitment = known ?? (await commitments.propose(scope, facts, origin));
      const accepts = commitment.state === 'PROPOSED' && (row.accepted === true || row.acceptedOn !== undefined);
      if (accepts) await commitments.accept(scope, commitment.id, origin);
      if (!known) return 'ADDED';
      return accepts ? 'UPDATED' : 'UNCHANGED';
    },
  });

const isSame = (known: Commitment, facts: CommitmentFacts): boolean => (Object.keys(facts) as (keyof CommitmentFacts)[]).every((term) => known[term] === facts[term]);
