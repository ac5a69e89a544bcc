import { createHmac } from 'node:crypto';

/** What is sent: its body and the headers that prove it (Standard Webhooks 1.0.0). */
export interface SignedMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs a body at an instant with each secret (`whsec_…`): a receiver accepts it if it knows one of them. */
export function signed(id: string, body: string, at: Date, secrets: readonly string[]): SignedMessage {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8', 'user-agent': 'Quadhelix-Webhooks/1',
      'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' '),
    },
  };
}
