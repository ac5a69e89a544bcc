import { createHash, createHmac } from 'node:crypto';

/** What of a request is signed. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  /** Name → value, not yet encoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; `host`, `content-type` and all `x-acs-…` are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986, as the signature wants it. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

export const queryText = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');

/** The Authorization header of Alibaba Cloud's signature version 3 (ACS3-HMAC-SHA256). */
export function signatureOf({ method, path, query, headers, body }: SignedParts, keyId: string, secret: string): string {
  const names = Object.keys(headers).filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-')).sort();
  const canonical = [method, path, queryText(query), ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`), '', names.join(';'), sha256(body)].join('\n');
  const signature = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest('hex');
  return `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
}
