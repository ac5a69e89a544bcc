import type { BilingualText } from '@quadhelix/access';
import type { NoticeKind } from '@quadhelix/mail';
import { WebhookEndpoint } from './endpoint/endpoint.entity.js';
import type { DisabledReason } from './endpoint/endpoint.states.js';
import { SPOKESPEOPLE } from './webhooks.access.js';

const WHY: Readonly<Record<Exclude<DisabledReason, 'OWNER'>, BilingualText>> = {
  ALLIANCE: { en: 'The alliance switched it off. Ask its administrators.', 'zh-CN': '联合体已将其停用,请联系联合体管理员。' },
  GONE: { en: 'It answered 410 Gone. Give it a new address or delete it.', 'zh-CN': '该地址返回 410 Gone。请更换地址或将其删除。' },
  FAILING: { en: 'It took nothing for five days. Mend the receiver, enable the endpoint again, and replay what it missed.', 'zh-CN': '该地址已连续五天未成功接收。请修复接收端,重新启用并重放遗漏的事件。' },
};

/**
 * The owner of an app is told when an endpoint of it was switched off by anybody but himself; where he has nobody in the alliance, those are who look after it.
 */
export const endpointDisabled: NoticeKind = {
  name: 'webhookEndpoint.disabled', event: 'webhookEndpoint.disabled', by: 'AT_ONCE',
  title: { en: 'A webhook endpoint was switched off', 'zh-CN': 'Webhook 接收地址已停用' },
  async notices(scope, { subjectId }) {
    const [endpoint] = await scope.find(WebhookEndpoint, { id: subjectId });
    if (!endpoint?.disabledReason || endpoint.disabledReason === 'OWNER') return [];
    const { clientId, organizationId, disabledReason } = endpoint;
    const [member] = organizationId === null ? [] : await scope.sql(`select 1 from memberships where tenant_id = $1 and organization_id = $2 and state in ('ACTIVE', 'SUSPENDED')`, [scope.tenantId, organizationId]);
    return [{
      to: [member && organizationId !== null ? { organizationId, roles: SPOKESPEOPLE } : { roles: ['ALLIANCE_ADMIN'] }], subjectType: 'WebhookEndpoint', subjectId,
      title: { en: `Nothing is sent to an endpoint of the app ${clientId} any more`, 'zh-CN': `应用 ${clientId} 的一个接收地址已停止发送` }, text: WHY[disabledReason],
    }];
  },
};
