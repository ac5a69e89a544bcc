export { notificationsSlice } from './notifications.slice.js';
export { DeliverySender } from './delivery/delivery.sender.js';
export { OutgoingChannels } from './delivery/outgoing-channels.js';
export { notificationErrors } from './notifications.errors.js';
