import type { BilingualText, Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { Notice, NoticeKind } from '@quadhelix/mail';
import { Alliance } from './alliance/alliance.entity.js';
import { roleWords } from './importing/words.js';
import { Membership } from './membership/membership.entity.js';
import { Organization } from './organization/organization.entity.js';
import { Seat } from './seat/seat.entity.js';
import { SPOKESPEOPLE } from './stakeholders.access.js';

type Facts = Readonly<Record<string, string | BilingualText>>;

/** Fills `{name}` in both languages. */
function told(texts: BilingualText, facts: Facts): BilingualText {
  const fill = (language: keyof BilingualText): string => texts[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    return fact === undefined ? whole : typeof fact === 'string' ? fact : fact[language];
  });
  return { 'en': fill('en'), 'zh-CN': fill('zh-CN') };
}

interface MembershipTexts {
  readonly title: BilingualText;
  readonly text: BilingualText;
}

type Side = 'organization' | 'admins';

/** A kind about a step of a membership. `holds`: only as long as it is in that state. */
const membershipKind = (kind: Pick<NoticeKind, 'name' | 'title' | 'event' | 'by' | 'mandatory'>, sides: readonly Side[], texts: MembershipTexts, holds?: Membership['state']): NoticeKind => ({
  ...kind,
  async notices(scope, { subjectId }) {
    const [membership] = await scope.find(Membership, { id: subjectId });
    if (!membership || (holds !== undefined && membership.state !== holds)) return [];
    const facts = await namesOf(scope, membership.organizationId);
    const to: Notice['to'] = sides.map((side) => (side === 'admins' ? { roles: ['ALLIANCE_ADMIN'] } : { organizationId: membership.organizationId, roles: SPOKESPEOPLE }));
    return [{ to, title: told(texts.title, facts), text: told(texts.text, facts), subjectType: 'Membership', subjectId }];
  },
});

async function namesOf(scope: Scope, organizationId: string): Promise<Facts> {
  const [alliance, organization] = [await scope.byId(Alliance, scope.tenantId), await scope.byId(Organization, organizationId)];
  return { alliance: alliance?.name ?? '', organization: organization?.legalName ?? '' };
}

/** A kind about a seat. It is told for security, so that nobody holds or loses rights without hearing of it. */
const seatKind = (name: 'seat.assigned' | 'seat.ended', title: BilingualText, texts: MembershipTexts): NoticeKind => ({
  name, title, event: name, by: 'AT_ONCE', mandatory: true,
  async notices(scope, { subjectId }) {
    const [seat] = await scope.find(Seat, { id: subjectId });
    if (!seat) return [];
    const role: BilingualText = roleWords[seat.role as Exclude<Role, 'API_CLIENT'>];
    const facts: Facts = { ...(await namesOf(scope, seat.organizationId)), role, from: seat.validFrom, until: seat.validUntil ?? '' };
    return [{ to: [{ personId: seat.personId }], title: told(texts.title, facts), text: told(texts.text, facts), subjectType: 'Seat', subjectId }];
  },
});

/** What people are told about memberships and seats. */
export const stakeholderNotices: readonly NoticeKind[] = [
  membershipKind({ name: 'membership.invited', event: 'membership.invited', by: 'AT_ONCE', title: { 'en': 'Your organization is invited to an alliance', 'zh-CN': '贵单位受邀加入联合体' } }, ['organization'], {
    title: { 'en': '{alliance} invites {organization}', 'zh-CN': '{alliance}邀请{organization}加入' },
    text: { 'en': 'Whoever speaks for {organization} can accept or decline the invitation. Until then the alliance sees nothing of you.', 'zh-CN': '{organization}的联络员可以接受或谢绝邀请。在此之前,联合体看不到贵单位的任何信息。' },
  }, 'INVITED'),
  membershipKind({ name: 'membership.active', event: 'membership.active', by: 'DIGEST', title: { 'en': 'An organization has joined, or its suspension was lifted', 'zh-CN': '单位加入联合体或恢复成员资格' } }, ['admins', 'organization'], {
    title: { 'en': '{organization} is a member of {alliance}', 'zh-CN': '{organization}已是{alliance}成员' },
    text: { 'en': 'Both sides have consented. Its people can work in the alliance.', 'zh-CN': '双方均已同意,该单位人员可以在联合体内开展工作。' },
  }),
  membershipKind({ name: 'membership.suspended', event: 'membership.suspended', by: 'AT_ONCE', mandatory: true, title: { 'en': 'Your organization was suspended', 'zh-CN': '贵单位的成员资格被中止' } }, ['organization'], {
    title: { 'en': '{alliance} suspended {organization}', 'zh-CN': '{alliance}中止了{organization}的成员资格' },
    text: { 'en': 'Your people can read, but change nothing, and you may leave. The reason stands with the membership.', 'zh-CN': '贵单位人员可以查看但不能更改,也可以退出。原因见成员资格。' },
  }),
  membershipKind({ name: 'membership.withdrawn', event: 'membership.withdrawn', by: 'AT_ONCE', title: { 'en': 'An organization has left or declined', 'zh-CN': '单位退出或谢绝邀请' } }, ['admins'], {
    title: { 'en': '{organization} is not a member of {alliance} any more', 'zh-CN': '{organization}不再是{alliance}成员' },
    text: { 'en': 'It has left, or declined the invitation. The reason stands with the membership.', 'zh-CN': '该单位已退出或谢绝邀请,原因见成员资格。' },
  }),
  membershipKind({ name: 'membership.expelled', event: 'membership.expelled', by: 'AT_ONCE', mandatory: true, title: { 'en': 'The membership of your organization was ended', 'zh-CN': '贵单位的成员资格被终止' } }, ['organization'], {
    title: { 'en': '{alliance} ended the membership of {organization}', 'zh-CN': '{alliance}终止了{organization}的成员资格' },
    text: { 'en': 'Your people cannot enter the alliance any more. What was agreed and done stays on record; ask the alliance for the reason.', 'zh-CN': '贵单位人员不能再进入该联合体。既有约定和记录予以保留;原因请向联合体询问。' },
  }),
  seatKind('seat.assigned', { 'en': 'You were given a role', 'zh-CN': '您被赋予角色' }, {
    title: { 'en': 'You are {role} for {organization}', 'zh-CN': '您已成为{organization}的{role}' },
    text: { 'en': 'From {from} on you act for {organization} as {role} in {alliance}. If that is a mistake, tell whoever speaks for your organization.', 'zh-CN': '自 {from} 起,您在{alliance}代表{organization}担任{role}。如有误,请联系贵单位联络员。' },
  }),
  seatKind('seat.ended', { 'en': 'A role of yours ends', 'zh-CN': '您的角色终止' }, {
    title: { 'en': 'You are {role} for {organization} until {until}', 'zh-CN': '您担任{organization}的{role}至 {until}' },
    text: { 'en': 'After {until} you do not act for {organization} as {role} in {alliance} any more.', 'zh-CN': '{until} 之后,您不再在{alliance}代表{organization}担任{role}。' },
  }),
];
