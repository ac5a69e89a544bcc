export { webhooksSlice } from './webhooks.slice.js';
export { WebhookSender } from './delivery/delivery.sender.js';
export { webhookErrors } from './webhooks.errors.js';
