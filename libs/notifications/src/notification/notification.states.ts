import { defineStates } from '@quadhelix/access';

export const NOTIFICATION_STATES = ['UNREAD', 'READ', 'ARCHIVED'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** A step taken twice is taken once. */
export const notificationStates = defineStates('notification', NOTIFICATION_STATES, {
  markRead: { from: ['UNREAD', 'READ'], to: 'READ' },
  archive: { from: ['UNREAD', 'READ', 'ARCHIVED'], to: 'ARCHIVED' },
});
