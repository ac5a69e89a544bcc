import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { Notice, NoticeKind, Recipients } from '@quadhelix/mail';
import { liaisonOffices, SPOKESPEOPLE, WORKERS } from '../accountability.people.js';
import { Commitment } from './commitment.entity.js';

interface Told {
  readonly fact: string;
  readonly title: BilingualText;
  readonly by?: NoticeKind['by'];
  readonly to: (scope: Scope, commitment: Commitment, payload: Readonly<Record<string, unknown>>) => readonly Recipients[] | Promise<readonly Recipients[]>;
  readonly says: (commitment: Commitment, payload: Readonly<Record<string, unknown>>) => BilingualText;
}

const owner = ({ ownerOrganizationId }: Commitment): Recipients => ({ organizationId: ownerOrganizationId, roles: SPOKESPEOPLE });
const ownersStaff = ({ ownerOrganizationId }: Commitment): Recipients => ({ organizationId: ownerOrganizationId, roles: WORKERS });
const verifier = ({ verifierOrganizationId }: Commitment): Recipients => ({ organizationId: verifierOrganizationId, roles: SPOKESPEOPLE });
const liaisons = async (scope: Scope): Promise<Recipients[]> => (await liaisonOffices(scope)).map((organizationId) => ({ organizationId, roles: ['GOVERNMENT_LIAISON'] }));

function noticeKind({ fact, title, by = 'AT_ONCE', to, says }: Told): NoticeKind {
  return {
    name: `commitment.${fact}`, title, event: `commitment.${fact}`, by,
    async notices(scope, { subjectId, payload }): Promise<readonly Notice[]> {
      const [commitment] = await scope.find(Commitment, { id: subjectId });
      if (!commitment) return [];
      const { number } = commitment;
      const text = says(commitment, payload);
      return [{
        to: await to(scope, commitment, payload), title: { en: `${title.en}: ${number}`, 'zh-CN': `${title['zh-CN']}：${number}` },
        text: { en: `${number} ${commitment.title}. ${text.en}`, 'zh-CN': `${number} ${commitment.title}。${text['zh-CN']}` }, subjectType: 'Commitment', subjectId,
      }];
    },
  };
}

/** Days from the due day as somebody would say it. */
function whenDue({ dueOn }: Commitment, { offsetDays }: Readonly<Record<string, unknown>>): BilingualText {
  const days = Number(offsetDays);
  return days < 0
    ? { en: `It is due on ${dueOn}, in ${String(-days)} days. Hand in evidence by the end of that day.`, 'zh-CN': `${dueOn} 到期，还有 ${String(-days)} 天。请于当日结束前提交佐证材料。` }
    : { en: `It was due on ${dueOn}, ${String(days)} days ago, and nothing was handed in. Late evidence counts, as late.`, 'zh-CN': `已于 ${dueOn} 到期，逾期 ${String(days)} 天，尚未提交佐证材料。仍可补交，按逾期计。` };
}

/** What people are told of promises. From the due day on the liaisons learn of the reminders too: it never ends at the owner's own organization. */
export const commitmentNotices: readonly NoticeKind[] = [
  noticeKind({
    fact: 'proposed', title: { en: 'A promise is proposed to you', 'zh-CN': '有承诺提议待答复' }, to: (_scope, commitment) => [owner(commitment)],
    says: ({ dueOn }) => ({ en: `It would be due on ${dueOn}. It binds nobody until you accept it.`, 'zh-CN': `到期日为 ${dueOn}。接受之前不具约束力。` }),
  }),
  noticeKind({
    fact: 'accepted', title: { en: 'A promise was accepted', 'zh-CN': '承诺已被接受' }, by: 'DIGEST', to: async (scope, commitment) => [verifier(commitment), ...(await liaisons(scope))],
    says: ({ dueOn }) => ({ en: `It is due on ${dueOn}.`, 'zh-CN': `到期日为 ${dueOn}。` }),
  }),
  noticeKind({
    fact: 'evidenceSubmitted', title: { en: 'Evidence waits for your verdict', 'zh-CN': '佐证材料待核验' }, to: (_scope, commitment) => [verifier(commitment)],
    says: ({ late }) => (late ? { en: 'It came after the due day.', 'zh-CN': '逾期提交。' } : { en: 'It came in time.', 'zh-CN': '按期提交。' }),
  }),
  noticeKind({
    fact: 'verified', title: { en: 'A promise was judged', 'zh-CN': '承诺已核验' }, to: (_scope, commitment) => [ownersStaff(commitment)],
    says: ({ outcome }) => ({
      en: { FULFILLED: 'The verifier found it kept.', PARTIAL: 'The verifier found it kept in part.', NOT_MET: 'The verifier found it not kept.' }[outcome ?? 'NOT_MET'],
      'zh-CN': { FULFILLED: '核验结果：已履行。', PARTIAL: '核验结果：部分履行。', NOT_MET: '核验结果：未履行。' }[outcome ?? 'NOT_MET'],
    }),
  }),
  noticeKind({
    fact: 'overdue', title: { en: 'A promise is overdue', 'zh-CN': '承诺已逾期' }, to: async (scope, commitment) => [ownersStaff(commitment), ...(await liaisons(scope))],
    says: ({ dueOn }) => ({ en: `Its day, ${dueOn}, is over and nothing was handed in.`, 'zh-CN': `到期日 ${dueOn} 已过，尚未提交佐证材料。` }),
  }),
  noticeKind({
    fact: 'reminder', title: { en: 'Reminder of a promise', 'zh-CN': '承诺到期提醒' },
    to: async (scope, commitment, { offsetDays }) => [ownersStaff(commitment), ...(Number(offsetDays) > 0 ? await liaisons(scope) : [])], says: whenDue,
  }),
];
