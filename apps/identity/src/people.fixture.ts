import { createHash } from 'node:crypto';
import type { ChannelKind, Message, MessageChannel, SendOutcome } from '@quadhelix/mail';
import { PASSWORD, REDIRECT } from './identity.fixture.js';

/** Takes messages down instead of sending them. */
export class Mailbox implements MessageChannel {
  readonly repeatable = true;
  readonly messages: Message[] = [];

  constructor(readonly kind: ChannelKind) {}

  async send(message: Message): Promise<SendOutcome> {
    this.messages.push(message);
    return { outcome: 'SENT', reference: null };
  }

  /** What came to an address, newest last. */
  to(address: string): Message[] {
    return this.messages.filter((message) => message.to === address);
  }
}

export const mailboxes = () => {
  const [mail, sms] = [new Mailbox('MAIL'), new Mailbox('SMS')];
  return { mail, sms, channels: new Map<ChannelKind, MessageChannel>([['MAIL', mail], ['SMS', sms]]) };
};

const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Where the browser was sent outside of the provider. */
  readonly left: string | undefined;
}

/** As much of a browser as a person needs; specs bring the one of the testing library. */
export interface Browser {
  follow(url: string, form?: Readonly<Record<string, string>>): Promise<{ page?: Response; left?: string }>;
  request(url: string, form?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Response>;
  cookie(name: string): string | undefined;
}

/** What of a page must be the same for two people; what names the one request is left out. */
export const same = ({ page }: Person): object => ({
  ...page, headers: [...page.headers].filter(([name]) => !['date', 'set-cookie'].includes(name)), text: page.text.replaceAll(/value="[\w-]{20,}"|interaction\/[\w-]+/g, '…'),
});

/** A person at a browser: opens pages, fills in the form whose action ends so, with what the page put into it. */
export class Person {
  page: Page = { status: 0, text: '', headers: new Headers(), left: undefined };

  constructor(
    readonly issuer: string,
    readonly browser: Browser,
  ) {}

  async open(path: string): Promise<Page> {
    return this.#took(await this.browser.follow(path));
  }

  /** Asks to be signed in to the console. */
  async startSignIn(client = 'console', scope = 'openid offline_access', prompt = 'login consent'): Promise<Page> {
    const query = { client_id: client, redirect_uri: REDIRECT, response_type: 'code', scope, code_challenge: CHALLENGE, code_challenge_method: 'S256', prompt };
    return this.open(`/authorize?${new URLSearchParams(query).toString()}`);
  }

  /** Sends the form of the present page whose action ends with this. */
  async send(actionEnd: string, values: Readonly<Record<string, string>> = {}, which = 0): Promise<Page> {
    const forms = [...this.page.text.matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].filter(([, action]) => action?.endsWith(actionEnd));
    const [, action = '', inside = ''] = forms[which] ?? [];
    if (!action) throw new Error(`No form ${actionEnd} on: ${this.page.text}`);
    const hidden = Object.fromEntries([...inside.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    return this.#took(await this.browser.follow(action, { ...hidden, ...values }));
  }

  /** Signs in with login and password, up to what comes then. */
  async signIn(login: string, password = PASSWORD): Promise<Page> {
    await this.startSignIn();
    return this.send('/sign-in', { login, password });
  }

  /** Signs in and gets tokens, as an app does. */
  async tokens(login: string, password = PASSWORD): Promise<Tokens> {
    const { left } = await this.signIn(login, password);
    const code = new URL(left ?? 'about:blank').searchParams.get('code') ?? '';
    return this.#exchange({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER });
  }

  /** Uses a refresh token; undefined: refused. */
  async refresh(token: string): Promise<Tokens | undefined> {
    return this.#exchange({ grant_type: 'refresh_token', refresh_token: token }).catch(() => undefined);
  }

  async #exchange(form: Record<string, string>): Promise<Tokens> {
    const response = await fetch(`${this.issuer}/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'console', ...form }) });
    const answer = (await response.json()) as { access_token?: string; refresh_token?: string; error?: string };
    if (answer.access_token === undefined) throw new Error(answer.error);
    return { access: answer.access_token, refresh: answer.refresh_token ?? '' };
  }

  /** Opens the account page; signs in where asked. */
  async openAccount(login: string, password = PASSWORD): Promise<Page> {
    await this.open('/account');
    if (this.page.text.includes('/sign-in"')) await this.send('/sign-in', { login, password });
    return this.page;
  }

  async #took({ page, left }: { page?: Response; left?: string }): Promise<Page> {
    this.page = { status: page?.status ?? 302, text: (await page?.text()) ?? '', headers: page?.headers ?? new Headers(), left };
    return this.page;
  }
}
