import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { fileErrors } from '../file.errors.js';

/** How long a signed address lives, in milliseconds. */
export const URL_LIFE = 60_000;

/** What an address is bound to. */
export interface UrlClaims {
  readonly method: 'PUT' | 'GET';
  readonly tenantId: string;
  readonly id: string;
  readonly byteSize: number;
  readonly sha256: string;
  readonly expiresAt: Date;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ALGORITHM = 'hs256';

/** Addresses of the local store: whoever holds one may do exactly what it says, until it expires. HMAC-SHA-256 with a key of its own, derived from the product's secret. */
export class SignedUrls {
  private readonly key: Buffer;

  constructor(secret: string, private readonly publicUrl: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'quadhelix file addresses', 32));
  }

  sign(claims: UrlClaims): string {
    const query = new URLSearchParams({
      size: String(claims.byteSize), sha256: claims.sha256, expires: String(claims.expiresAt.getTime()), signature: `${ALGORITHM}-${this.signature(claims).toString('base64url')}`,
    });
    return `${this.publicUrl}/files/${claims.tenantId}/${claims.id}?${query.toString()}`;
  }

  /** The claims of an address that was called. Throws FILE_URL_INVALID, FILE_URL_EXPIRED. */
  open(method: UrlClaims['method'], params: Readonly<Record<string, string>>, query: Readonly<Record<string, string>>, now: Date): UrlClaims {
    const { alliance: tenantId = '', id = '' } = params;
    const { size = '', sha256 = '', expires = '', signature = '' } = query;
    const formed = UUID.test(tenantId) && UUID.test(id) && /^[1-9]\d{0,9}$/.test(size) && /^[0-9a-f]{64}$/.test(sha256) && /^[1-9]\d{0,14}$/.test(expires);
    if (!formed) throw fileErrors.FILE_URL_INVALID();
    const claims: UrlClaims = { method, tenantId, id, byteSize: Number(size), sha256, expiresAt: new Date(Number(expires)) };
    const given = Buffer.from(signature.startsWith(`${ALGORITHM}-`) ? signature.slice(ALGORITHM.length + 1) : '', 'base64url');
    const own = this.signature(claims);
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw fileErrors.FILE_URL_INVALID();
    if (claims.expiresAt <= now) throw fileErrors.FILE_URL_EXPIRED();
    return claims;
  }

  private signature({ method, tenantId, id, byteSize, sha256, expiresAt }: UrlClaims): Buffer {
    return createHmac('sha256', this.key).update(JSON.stringify([method, tenantId, id, byteSize, sha256, expiresAt.getTime()])).digest();
  }
}
