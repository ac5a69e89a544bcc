import type { NoticeKind } from '@quadhelix/mail';
import { SPOKESPEOPLE } from '../stakeholders.access.js';
import type { LeavingUses } from './app-usage.warnings.js';

/** Who speaks for the owner of an app is told that it uses what is to leave the API. */
export const appUsesLeaving: NoticeKind = {
  name: 'app.usesLeaving', event: 'app.usesLeaving', by: 'AT_ONCE',
  title: { 'en': 'An app of your organization uses something that will leave the API', 'zh-CN': '贵单位的应用仍在使用即将移除的接口' },
  async notices(_scope, { subjectId, payload }) {
    const { clientId, name, members, more, leavesAfter } = payload as unknown as LeavingUses;
    const [list, rest] = [members.join(', '), more > 0 ? String(more) : null];
    return [{
      to: [{ organizationId: subjectId, roles: SPOKESPEOPLE }], subjectType: 'Organization', subjectId,
      title: { 'en': `${name} uses something that will leave the API after ${leavesAfter}`, 'zh-CN': `${name}使用的接口将于 ${leavesAfter} 之后移除` },
      text: {
        'en': `The app ${name} (${clientId}) still asks for ${list}${rest === null ? '' : ` and ${rest} more`}. From ${leavesAfter} on this stops working, at the earliest. The schema says what to use in its place; the query appUsage with leaving: true shows how often it is used.`,
        'zh-CN': `应用${name}(${clientId})仍在请求 ${list}${rest === null ? '' : ` 等,另有 ${rest} 项`}。最早自 ${leavesAfter} 之后停止支持。替代方式见模式(schema)中的说明;查询 appUsage(leaving: true)可了解使用情况。`,
      },
    }];
  },
};
