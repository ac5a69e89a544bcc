import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from '@quadhelix/database';

const VALID_SECONDS = 600;

/** The public address at which a code is checked. */
export const addressOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>, code: string): string => `${publicUrl}/verify/${code}`;

/** What a link leads to: rows of one table, told apart by a purpose. */
export interface LinkedPlace {
  readonly tenantId: string;
  readonly id: string;
}

const SEAL = 24;
const sealOf = (secret: string, purpose: string, body: Buffer): Buffer => createHmac('sha256', secret).update(`${purpose} link`).update(body).digest().subarray(0, SEAL);
const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The last step of a link that anybody who has it can follow for ten minutes. Who may have it was decided when it was made. */
export function sealLink({ secret }: Pick<Settings, 'secret'>, purpose: string, { tenantId, id }: LinkedPlace, now: Date): string {
  const until = Buffer.alloc(4);
  until.writeUInt32BE(Math.floor(now.getTime() / 1000) + VALID_SECONDS);
  const body = Buffer.concat([bytesOf(tenantId), bytesOf(id), until]);
  return Buffer.concat([body, sealOf(secret, purpose, body)]).toString('base64url');
}

/** What a link of that purpose leads to; null where it is not ours or too old. */
export function openLink({ secret }: Pick<Settings, 'secret'>, purpose: string, link: string, now: Date): LinkedPlace | null {
  const bytes = Buffer.from(link, 'base64url');
  const body = bytes.subarray(0, 36);
  const seal = bytes.subarray(36);
  // Only the one way to write it, so that a link is what was given out.
  if (seal.length !== SEAL || bytes.toString('base64url') !== link || !timingSafeEqual(seal, sealOf(secret, purpose, body))) return null;
  return body.readUInt32BE(32) * 1000 > now.getTime() ? { tenantId: idOf(body.subarray(0, 16)), id: idOf(body.subarray(16, 32)) } : null;
}

const DOCUMENT = 'document';

export const downloadUrl = (settings: Settings, document: LinkedPlace, now: Date): string => `${settings.publicUrl}/documents/${sealLink(settings, DOCUMENT, document, now)}`;

export const openDocumentLink = (settings: Settings, link: string, now: Date): LinkedPlace | null => openLink(settings, DOCUMENT, link, now);
