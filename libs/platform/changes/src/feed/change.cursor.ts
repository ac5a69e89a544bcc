import { createHash } from 'node:crypto';
import { platformErrors, type Actor } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** A place in the change feed of an alliance. */
export interface FeedPlace {
  /** Of the last entry that was looked at; 0 before the first. */
  readonly position: number;
  /** Instant of that entry, in milliseconds. */
  readonly at: number;
  /** Rights and types under which it was read: where they are others now, what was read does not fit what would be. */
  readonly rights: string;
}

const RIGHTS = 8;
const BODY = RIGHTS + 6 + 6;
const SEAL = 16;

/** What decides which changes somebody sees: who he is, for whom he acts, what he may do, and the types he asked for; 16 hexadecimal digits. */
export function rightsOf(actor: Actor, types: readonly string[]): string {
  const { kind, personId, clientId, organizationId, membershipState, roles, scopes } = actor;
  const told = JSON.stringify([kind, personId, clientId, organizationId, membershipState, [...roles].sort(), [...scopes].sort(), [...types].sort()]);
  return createHash('sha256').update(told).digest('hex').slice(0, RIGHTS * 2);
}

const sealOf = (scope: Scope, body: Buffer): Buffer => Buffer.from(scope.signature(`change cursor ${scope.tenantId} ${body.toString('hex')}`), 'base64url').subarray(0, SEAL);

/** XORs with a stream that depends on the seal. */
function veiled(scope: Scope, seal: Buffer, bytes: Buffer): Buffer {
  const stream = Buffer.from(scope.signature(`change cursor veil ${scope.tenantId} ${seal.toString('hex')}`), 'base64url');
  return Buffer.from(bytes.map((byte, index) => byte ^ (stream[index] ?? 0)));
}

/**
 * A cursor that is signed and cannot be read: the number of a position would tell how much happens in the alliance that its holder may not see. The seal, an HMAC of
 * the content, is also what the content is veiled with (as in SIV, RFC 5297), so equal places have equal cursors.
 */
export function sealPlace(scope: Scope, { position, at, rights }: FeedPlace): string {
  const body = Buffer.alloc(BODY);
  body.write(rights, 0, 'hex');
  body.writeUIntBE(position, RIGHTS, 6);
  body.writeUIntBE(Math.max(0, at), RIGHTS + 6, 6);
  const seal = sealOf(scope, body);
  return Buffer.concat([seal, veiled(scope, seal, body)]).toString('base64url');
}

/** Throws CURSOR_INVALID for one that was not made in this alliance. */
export function openPlace(scope: Scope, cursor: string): FeedPlace {
  const bytes = Buffer.from(cursor, 'base64url');
  const seal = bytes.subarray(0, SEAL);
  const body = veiled(scope, seal, bytes.subarray(SEAL));
  if (body.length !== BODY || bytes.toString('base64url') !== cursor || !sealOf(scope, body).equals(seal)) throw platformErrors.CURSOR_INVALID({ field: 'after' });
  return { rights: body.toString('hex', 0, RIGHTS), position: body.readUIntBE(RIGHTS, 6), at: body.readUIntBE(RIGHTS + 6, 6) };
}
