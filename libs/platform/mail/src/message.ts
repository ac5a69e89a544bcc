import type { Language } from '@quadhelix/access';

export const CHANNEL_KINDS = ['MAIL', 'SMS', 'WECOM'] as const;
/** Ways in which a message reaches a person outside the product. */
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One message to one address. */
export interface Message {
  /** Stable: the same message sent again bears the same id. Letters, digits, `-` and `_`; at most 64. */
  readonly id: string;
  /** An e-mail address; a phone number as `+8613800000000`; a user id of WeCom. */
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  /** Which template a short message fills in, and with what: providers in China send no free text. */
  readonly short: { readonly template: 'NOTICE' | 'CODE'; readonly value: string };
  /** When it was written. */
  readonly at: Date;
}

/**
 * What became of an attempt. `REFUSED`: certainly not sent; `again` where a later attempt may succeed, not before `waitSeconds`.
 * `UNCERTAIN`: it may have been sent, nobody can tell (the connection broke after the message had left).
 */
export type SendOutcome =
  | { readonly outcome: 'SENT'; readonly reference: string | null }
  | { readonly outcome: 'REFUSED'; readonly code: string; readonly again: boolean; readonly waitSeconds?: number }
  | { readonly outcome: 'UNCERTAIN'; readonly code: string };

/** Sends messages by one way. */
export interface MessageChannel {
  readonly kind: ChannelKind;
  /** Is the same message sent twice one message for its reader? Then an attempt of which nobody knows the end is made again. */
  readonly repeatable: boolean;
  /** Never throws. Ends soon after `signal` is raised, with what is certain then. */
  send(message: Message, signal: AbortSignal): Promise<SendOutcome>;
}

export const sent = (reference: string | null): SendOutcome => ({ outcome: 'SENT', reference });
export const refused = (code: string, waitSeconds?: number): SendOutcome => ({ outcome: 'REFUSED', code, again: false, ...(waitSeconds === undefined ? {} : { waitSeconds }) });
export const refusedForNow = (code: string, waitSeconds?: number): SendOutcome => ({ outcome: 'REFUSED', code, again: true, ...(waitSeconds === undefined ? {} : { waitSeconds }) });
export const uncertain = (code: string): SendOutcome => ({ outcome: 'UNCERTAIN', code });

/** Refuses ids that could leave a folder or a header. */
export function demandSafeId(id: string): void {
  if (!/^[\w-]{1,64}$/.test(id)) throw new RangeError('The id of a message has 1 to 64 letters, digits, - or _');
}
