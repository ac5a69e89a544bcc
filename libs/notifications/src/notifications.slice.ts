import { defineSlice } from '@quadhelix/service';
import { ContactPoint } from './contact/contact-point.entity.js';
import { ContactResolver } from './contact/contact.resolver.js';
import { ContactService } from './contact/contact.service.js';
import { Delivery } from './delivery/delivery.entity.js';
import { deliveriesDue, deliveryJob, DeliveryWaker } from './delivery/delivery.jobs.js';
import { DeliveryPreparation } from './delivery/delivery.preparation.js';
import { DeliveryQueue } from './delivery/delivery.queue.js';
import { DeliveryResolver } from './delivery/delivery.resolver.js';
import { DeliverySender } from './delivery/delivery.sender.js';
import { DeliveryService } from './delivery/delivery.service.js';
import { deliveryStates } from './delivery/delivery.states.js';
import { OutgoingChannels } from './delivery/outgoing-channels.js';
import { InboxEntry } from './notification/inbox-entry.entity.js';
import { Notification } from './notification/notification.entity.js';
import { InboxResolver, NotificationResolver } from './notification/notification.resolver.js';
import { NotificationService } from './notification/notification.service.js';
import { notificationStates } from './notification/notification.states.js';
import { contactPointAccess, deliveryAccess, notificationAccess, notificationPreferenceAccess } from './notifications.access.js';
import { notificationErrors } from './notifications.errors.js';
import { notificationPersonalData } from './notifications.personal-data.js';
import { PreferenceResolver } from './preference/preference.resolver.js';
import { PreferenceService } from './preference/preference.service.js';
import { noticeHandlers } from './telling/notice.handlers.js';
import { Teller } from './telling/teller.js';

/** Telling people: inboxes, messages by their channels, preferences and contact points. */
export const notificationsSlice = defineSlice({
  name: 'notifications',
  entities: [Notification, InboxEntry, Delivery, ContactPoint],
  providers: [OutgoingChannels, Teller, DeliveryQueue, DeliveryPreparation, DeliverySender, DeliveryWaker, DeliveryService, NotificationService, PreferenceService, ContactService],
  resolvers: [NotificationResolver, InboxResolver, PreferenceResolver, ContactResolver, DeliveryResolver],
  nodes: [
    { type: 'Notification', entity: Notification, read: notificationAccess.read, unfollowed: 'a person reads his inbox over all alliances' },
    { type: 'Delivery', entity: Delivery, read: deliveryAccess.read, unfollowed: 'a delivery tells of itself while it is sent' },
    { type: 'ContactPoint', entity: ContactPoint, read: contactPointAccess.read, unfollowed: 'it is a person\'s own, outside every alliance', subject: (_scope, found) => Promise.resolve({ parties: () => ({ self: (found as ContactPoint).personId }) }) },
  ],
  access: [notificationAccess, notificationPreferenceAccess, deliveryAccess, contactPointAccess],
  states: [notificationStates, deliveryStates],
  errors: [notificationErrors.catalogue()],
  handlers: [noticeHandlers],
  dueKinds: [deliveriesDue],
  jobs: [deliveryJob],
  personalData: notificationPersonalData,
});
