import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
import type { Membership } from './membership/membership.entity.js';
import type { Seat } from './seat/seat.entity.js';

/** A membership came into a state. Type `membership.<verb>`. */
export const membershipChanged = (verb: string, membership: Membership): DomainEvent => ({
  type: `membership.${verb}`, subjectType: 'Membership', subjectId: membership.id, payload: { organizationId: membership.organizationId, state: membership.state },
});

/** A seat was given or ended. Type `seat.assigned` or `seat.ended`. */
export const seatChanged = (verb: 'assigned' | 'ended', seat: Seat): DomainEvent => ({
  type: `seat.${verb}`, subjectType: 'Seat', subjectId: seat.id, payload: { organizationId: seat.organizationId, personId: seat.personId, role: seat.role },
});

/** Events about alliances, organizations, memberships, seats and consents. */
export const stakeholderEvents: readonly EventKind[] = [
  ...defineEvents('stakeholders', 'Membership', {
    invited: { en: 'An organization was invited, for the first time or again.', 'zh-CN': '单位受邀加入,或再次受邀。' },
    active: { en: 'An organization has joined, or its suspension was lifted.', 'zh-CN': '单位加入联合体,或恢复成员资格。' },
    suspended: { en: 'The membership of an organization was suspended.', 'zh-CN': '单位的成员资格被中止。' },
    withdrawn: { en: 'An organization has left, or declined its invitation.', 'zh-CN': '单位退出,或谢绝邀请。' },
    expelled: { en: 'The membership of an organization was ended by the alliance.', 'zh-CN': '单位的成员资格被联合体终止。' },
  }),
  ...defineEvents('stakeholders', 'Seat', {
    assigned: { en: 'Somebody was given a role for an organization.', 'zh-CN': '人员被赋予某单位的角色。' },
    ended: { en: 'A role of somebody ends.', 'zh-CN': '人员的角色终止。' },
  }),
  ...defineEvents('stakeholders', 'Organization', {
    updated: { en: 'An organization changed its own facts.', 'zh-CN': '单位更新了自身信息。' },
  }),
  ...defineEvents('stakeholders', 'AppConsent', {
    granted: { en: 'The alliance let an app in, or changed what it may do.', 'zh-CN': '联合体同意应用接入,或更改其权限。' },
    withdrawn: { en: 'The alliance withdrew its consent to an app.', 'zh-CN': '联合体撤回对应用的同意。' },
  }, { offered: false }),
  {
    type: 'app.usesLeaving', domain: 'stakeholders', subjectType: 'Organization', offered: false,
    description: { en: 'An app of the organization uses what leaves the API.', 'zh-CN': '单位的应用使用了即将移除的接口成员。' },
  },
];
