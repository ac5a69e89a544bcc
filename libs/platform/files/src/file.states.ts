import { defineStates } from '@quadhelix/access';

export const FILE_STATES = ['AWAITING_UPLOAD', 'CHECKING', 'READY', 'REJECTED', 'QUARANTINED', 'EXPIRED'] as const;
export type FileState = (typeof FILE_STATES)[number];

/** Why a file was rejected. */
export const FILE_REJECTIONS = ['NOT_UPLOADED', 'SIZE_DIFFERS', 'HASH_DIFFERS', 'TYPE_DIFFERS', 'DAMAGED', 'UNSAFE'] as const;
export type FileRejection = (typeof FILE_REJECTIONS)[number];

/** States of a file. Only READY is ever given out; nothing leads back from where it ended. */
export const fileStates = defineStates('file', FILE_STATES, {
  complete: { from: ['AWAITING_UPLOAD'], to: 'CHECKING' },
  pass: { from: ['CHECKING'], to: 'READY' },
  reject: { from: ['CHECKING'], to: 'REJECTED' },
  quarantine: { from: ['CHECKING'], to: 'QUARANTINED' },
  expire: { from: ['AWAITING_UPLOAD'], to: 'EXPIRED' },
  // Its uploader's data are erased, and nothing rests on it.
  discard: { from: ['AWAITING_UPLOAD', 'READY'], to: 'EXPIRED' },
});
