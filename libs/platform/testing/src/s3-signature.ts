import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedCall {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface SigningKey {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

interface Claim {
  credential: string;
  date: string;
  signedHeaders: string[];
  signature: string;
  payload: string;
  /** Seconds; null where the signature stands in a header. */
  expires: number | null;
}

const SKEW = 15 * 60_000;
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Why a call is not signed as AWS Signature Version 4 demands, as S3 would name it; null where it is. Written from the specification, knowing nothing of the client. */
export function signatureFault(call: SignedCall, key: SigningKey, now: Date): string | null {
  const claim = call.url.searchParams.has('X-Amz-Signature') ? claimOfQuery(call.url) : claimOfHeader(call.headers);
  if (!claim) return 'AccessDenied';
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.date);
  if (!at) return 'AuthorizationQueryParametersError';
  const signedAt = Date.parse(`${String(at[1])}-${String(at[2])}-${String(at[3])}T${String(at[4])}:${String(at[5])}:${String(at[6])}Z`);
  const day = claim.date.slice(0, 8);
  if (claim.credential !== `${key.accessKeyId}/${day}/${key.region}/s3/aws4_request`) return 'InvalidAccessKeyId';
  if (claim.expires === null && Math.abs(Date.now() - signedAt) > SKEW) return 'RequestTimeTooSkewed';
  if (claim.expires !== null && (claim.expires > 604_800 || now.getTime() >= signedAt + claim.expires * 1000 || signedAt > now.getTime() + SKEW)) return 'AccessDenied';
  if (!claim.signedHeaders.includes('host')) return 'AccessDenied';
  // What steers the service must be signed, or it could be added on the way.
  if (Object.keys(call.headers).some((name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name))) return 'AccessDenied';
  if (claim.signature !== signatureOf(call, claim, key, day)) return 'SignatureDoesNotMatch';
  return /^[0-9a-f]{64}$/.test(claim.payload) && claim.payload !== sha256(call.body) ? 'XAmzContentSHA256Mismatch' : null;
}

function signatureOf({ method, url, headers }: SignedCall, claim: Claim, key: SigningKey, day: string): string {
  const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
  const path = url.pathname.split('/').map((step) => encode(decodeURIComponent(step))).join('/');
  const lines = claim.signedHeaders.map((name) => `${name}:${String(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [method, path, query, lines, claim.signedHeaders.join(';'), claim.payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', claim.date, `${day}/${key.region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secretAccessKey}`, day), key.region), 's3'), 'aws4_request');
  return hmac(signing, text).toString('hex');
}

function claimOfQuery({ searchParams }: URL): Claim | null {
  const take = (name: string): string => searchParams.get(`X-Amz-${name}`) ?? '';
  if (take('Algorithm') !== 'AWS4-HMAC-SHA256' || !/^\d{1,6}$/.test(take('Expires'))) return null;
  return {
    credential: take('Credential'), date: take('Date'), signedHeaders: take('SignedHeaders').split(';'), signature: take('Signature'),
    payload: take('Content-Sha256') || 'UNSIGNED-PAYLOAD', expires: Number(take('Expires')),
  };
}

function claimOfHeader(headers: IncomingHttpHeaders): Claim | null {
  const [, credential = '', signedHeaders = '', signature = ''] = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '') ?? [];
  if (signature === '') return null;
  return { credential, date: String(headers['x-amz-date'] ?? ''), signedHeaders: signedHeaders.split(';'), signature, payload: String(headers['x-amz-content-sha256'] ?? ''), expires: null };
}
