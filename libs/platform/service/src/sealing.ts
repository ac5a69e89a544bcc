import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A key of 32 bytes for one purpose, derived from the installation's secret (HKDF-SHA-256, RFC 5869). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `quadhelix/${purpose}`, 32));
}

/** Encrypts a text under a key and binds it to a name: `aes-256-gcm:nonce.tag.ciphertext`, each base64url. */
export function seal(key: Buffer, name: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `aes-256-gcm:${[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.')}`;
}

/** The text that was sealed, or undefined where the key, the name or a byte is another. */
export function unseal(key: Buffer, name: string, sealed: string): string | undefined {
  const [nonce, tag, body] = sealed.replace(/^aes-256-gcm:/, '').split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!nonce || !tag || !body || tag.length !== 16) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
