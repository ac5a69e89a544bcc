import type { Scope } from '@quadhelix/database';
import type { Notice, NoticeKind, Recipients } from '@quadhelix/mail';
import { Membership } from '@quadhelix/stakeholders';
import { RuleVersion } from './pack/rule-version.entity.js';
import { PilotWaiver } from './waiver/pilot-waiver.entity.js';
import { authoritiesAround } from './waiver/waiver.work.js';

const SPOKESPEOPLE = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'] as const;

/** Rules were published here: whoever speaks for a member is told. */
export const ruleVersionPublished: NoticeKind = {
  name: 'ruleVersion.published', title: { en: 'Rules were published', 'zh-CN': '规则发布' }, event: 'ruleVersion.published', by: 'DIGEST',
  async notices(scope, event) {
    const [version] = await scope.find(RuleVersion, { id: event.subjectId });
    if (!version) return [];
    const members = await scope.find(Membership, { state: 'ACTIVE' }, { id: 'ASC' });
    return [{
      to: members.map(({ organizationId }): Recipients => ({ organizationId, roles: SPOKESPEOPLE })), subjectType: 'RuleVersion', subjectId: version.id,
      title: { en: `New rules: ${version.title.en}`, 'zh-CN': `新规则:${version.title['zh-CN']}` },
      text: { en: `Version ${String(version.number)} holds from ${version.effectiveFrom} on. ${version.summary}`, 'zh-CN': `第 ${String(version.number)} 版自 ${version.effectiveFrom} 起生效。${version.summary}` },
    }];
  },
};

interface Told {
  readonly fact: string;
  readonly title: Notice['title'];
  readonly to: (scope: Scope, waiver: PilotWaiver) => Promise<readonly Recipients[]>;
}

const askers = (waiver: PilotWaiver): Recipients[] => (waiver.askedByOrganizationId === null ? [] : [{ organizationId: waiver.askedByOrganizationId, roles: ['ALLIANCE_ADMIN'] }]);
const approvers = (waiver: PilotWaiver): Recipients[] => (waiver.approverOrganizationId === null ? [] : [{ organizationId: waiver.approverOrganizationId, roles: ['GOVERNMENT_LIAISON'] }]);
const both = (_scope: Scope, waiver: PilotWaiver): Promise<Recipients[]> => Promise.resolve([...approvers(waiver), ...askers(waiver)]);

const TOLD: readonly Told[] = [
  { fact: 'asked', title: { en: 'A trial was asked for', 'zh-CN': '收到试点申请' }, to: async (scope, { region }) => (await authoritiesAround(scope, region)).map((organizationId) => ({ organizationId, roles: ['GOVERNMENT_LIAISON'] })) },
  { fact: 'approved', title: { en: 'A trial was allowed', 'zh-CN': '试点已批准' }, to: (_scope, waiver) => Promise.resolve(askers(waiver)) },
  { fact: 'refused', title: { en: 'A trial was refused', 'zh-CN': '试点未获批准' }, to: (_scope, waiver) => Promise.resolve(askers(waiver)) },
  { fact: 'reviewDue', title: { en: 'A trial is to be reviewed; silence ends it', 'zh-CN': '试点待评审,逾期自动终止' }, to: both },
  { fact: 'expired', title: { en: 'A trial has ended: nobody decided', 'zh-CN': '试点已到期终止' }, to: both },
];

/** One kind for each thing that may happen to a trial. */
export const waiverNotices: readonly NoticeKind[] = TOLD.map(({ fact, title, to }): NoticeKind => ({
  name: `pilotWaiver.${fact}`, title, event: `pilotWaiver.${fact}`, by: 'AT_ONCE',
  async notices(scope, event) {
    const [waiver] = await scope.find(PilotWaiver, { id: event.subjectId });
    if (!waiver) return [];
    return [{
      to: await to(scope, waiver), title, subjectType: 'PilotWaiver', subjectId: waiver.id,
      text: { en: `It loosens ${waiver.rule} (${waiver.parameter}) from ${waiver.startsOn} until ${waiver.expiresOn}; review on ${waiver.reviewOn}.`,
        'zh-CN': `放宽 ${waiver.rule}(${waiver.parameter}),期限 ${waiver.startsOn} 至 ${waiver.expiresOn},评审日 ${waiver.reviewOn}。` },
    }];
  },
}));
