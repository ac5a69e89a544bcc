import type { ChannelKind } from '@quadhelix/mail';
import { notificationErrors } from '../notifications.errors.js';

const MAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?=.{1,190}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const WECOM = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** An address in the form in which it is kept. Throws CONTACT_ADDRESS_INVALID. */
export function readAddress(channel: ChannelKind, given: string): string {
  const text = given.trim();
  const read = channel === 'MAIL' ? mail(text) : channel === 'SMS' ? phone(text) : WECOM.test(text) ? text : null;
  if (read === null) throw notificationErrors.CONTACT_ADDRESS_INVALID({ field: 'address', params: { channel } });
  return read;
}

/** The part before the @ is the receiver's business and stays as it is. */
function mail(text: string): string | null {
  if (!MAIL.test(text)) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  return local.startsWith('.') || local.endsWith('.') || local.includes('..') ? null : local + text.slice(at).toLowerCase();
}

/** Mainland mobile numbers get their country code; others have to bring it. */
function phone(text: string): string | null {
  const digits = text.replace(/[\s()-]/g, '').replace(/^00/, '+');
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  if (digits.startsWith('+86')) return /^\+861[3-9]\d{9}$/.test(digits) ? digits : null;
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}
