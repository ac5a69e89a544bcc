import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
import type { WebhookEndpoint } from './endpoint/endpoint.entity.js';

type EndpointFact = 'created' | 'updated' | 'secretRotated' | 'disabled' | 'enabled' | 'deleted';

/** Something happened to an endpoint. Type `webhookEndpoint.<fact>`. No address in it: that may hold a secret of its owner. */
export const endpointChanged = (fact: EndpointFact, { id, clientId, organizationId, state, disabledReason }: WebhookEndpoint): DomainEvent => ({
  type: `webhookEndpoint.${fact}`, subjectType: 'WebhookEndpoint', subjectId: id, payload: { clientId, organizationId, state, disabledReason },
});

/** Events about endpoints. An app does not hear of those of other apps. */
export const webhookEvents: readonly EventKind[] = [
  ...defineEvents('integrations', 'WebhookEndpoint', {
    created: { en: 'A webhook endpoint was made.', 'zh-CN': '新增 Webhook 接收地址。' },
    updated: { en: 'A webhook endpoint was changed.', 'zh-CN': 'Webhook 接收地址已更改。' },
    secretRotated: { en: 'A webhook endpoint got a new secret.', 'zh-CN': 'Webhook 接收地址的密钥已轮换。' },
    disabled: { en: 'A webhook endpoint was switched off, by its owner, the alliance or because it failed.', 'zh-CN': 'Webhook 接收地址已停用(由所有者、联合体或因故障)。' },
    enabled: { en: 'A webhook endpoint was switched on again.', 'zh-CN': 'Webhook 接收地址已重新启用。' },
    deleted: { en: 'A webhook endpoint was deleted.', 'zh-CN': 'Webhook 接收地址已删除。' },
  }, { offered: false }),
];
