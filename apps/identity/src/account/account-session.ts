import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import type Provider from 'oidc-provider';
import { contactOf } from '../accounts.js';
import type { Contact } from '../accounts.js';

/** The app of the account pages: it signs people in through the pages that every app uses, so that nothing is asked for less here. */
const CLIENT = 'quadhelix-account';

/** Makes the client of the account pages, or sets its address right. */
export async function registerAccountClient(pool: Pool, issuer: string): Promise<void> {
  await pool.query(
    `insert into identity.clients (id, name, redirect_uris, grant_types, scopes, first_party, created_at)
     values ($1, 'Quadhelix', array[$2], '{authorization_code}', '{openid}', true, now())
     on conflict (id) do update set redirect_uris = excluded.redirect_uris where identity.clients.redirect_uris <> excluded.redirect_uris`,
    [CLIENT, `${issuer}/account`],
  );
}

/** Where a browser without a session is sent. The code that comes back is never exchanged: nobody keeps its verifier, and the session is all that is wanted. */
export function signInAddress(issuer: string): string {
  const query = new URLSearchParams({
    client_id: CLIENT, redirect_uri: `${issuer}/account`, response_type: 'code', scope: 'openid', code_challenge: randomBytes(32).toString('base64url'), code_challenge_method: 'S256',
  });
  return `/authorize?${query.toString()}`;
}

/** Somebody who is signed in, on a page of his account. */
export interface AccountSession {
  readonly uid: string;
  readonly account: Contact;
  /** What forms of this session carry, so that no other page can send them. */
  readonly formToken: string;
}

/** The session of a request, or undefined where there is none, it was ended, or its account is disabled. */
export async function accountSession(provider: Provider, pool: Pool, key: Buffer, request: IncomingMessage, response: ServerResponse): Promise<AccountSession | undefined> {
  const session = await provider.Session.get(provider.createContext(request, response) as Parameters<typeof provider.Session.get>[0]);
  const account = session.accountId === undefined ? undefined : await contactOf(pool, session.accountId);
  return account && { uid: session.uid, account, formToken: createHmac('sha256', key).update(session.uid).digest('base64url') };
}

export function formTokenFits({ formToken }: AccountSession, sent: string | null): boolean {
  const [expected, actual] = [Buffer.from(formToken), Buffer.from(sent ?? '')];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
