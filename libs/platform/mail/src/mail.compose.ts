import { createTransport } from 'nodemailer';
import { demandSafeId, type Message } from './message.js';

/** From whom mail comes. */
export interface Sender {
  /** As in `Quadhelix <no-reply@example.org>`. */
  readonly from: string;
}

/** Domain part of the sender: right side of the Message-ID. */
export const domainOf = (from: string): string => /@([\w.-]+)/.exec(from)?.[1] ?? 'quadhelix.invalid';

const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** A message as RFC 5322 text: the same bytes for the same message, with a Message-ID made of its id. */
export async function composeMail(message: Message, { from }: Sender): Promise<Buffer> {
  demandSafeId(message.id);
  const { message: bytes } = await writer.sendMail({
    from, to: { name: '', address: message.to }, subject: message.subject, text: message.text, date: message.at, messageId: `<${message.id}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.language }, textEncoding: 'base64', disableFileAccess: true, disableUrlAccess: true,
  });
  return bytes as Buffer;
}
