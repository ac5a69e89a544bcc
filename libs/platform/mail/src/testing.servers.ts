import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { sha256, signatureOf } from './sms.signature.js';

/** A stand-in on loopback; `close` ends it. */
export interface Fake {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

async function serve(answer: (request: IncomingMessage, url: URL, body: string) => { status?: number; body: unknown } | 'CUT'): Promise<Fake> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const said = answer(request, new URL(request.url ?? '/', 'http://localhost'), Buffer.concat(parts).toString());
      if (said === 'CUT') response.destroy();
      else response.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${String(port)}`, close: async () => { server.closeAllConnections(); server.close(); await once(server, 'close'); } };
}

/** WeCom's gettoken and message/send: tokens run out, another one is refused with 42001, unknown users are named, limits answer 45009. */
export class FakeWecom {
  readonly sent: { touser: string; content: string }[] = [];
  tokens = 0;
  /** Next answers instead of the normal one. */
  readonly next: ({ errcode: number; errmsg: string } | 'CUT' | 'BAD_GATEWAY')[] = [];
  expiresIn = 7200;
  private valid = '';
  private constructor(private server: Fake | null = null) {}

  static async start(): Promise<FakeWecom> {
    const fake = new FakeWecom();
    fake.server = await serve((request, url, body) => fake.answer(request, url, body));
    return fake;
  }

  get url(): string {
    return this.server?.url ?? '';
  }

  /** Ends the token before its time. */
  revoke(): void {
    this.valid = '';
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private answer(request: IncomingMessage, url: URL, body: string): { status?: number; body: unknown } | 'CUT' {
    if (url.pathname === '/cgi-bin/gettoken') {
      if (url.searchParams.get('corpsecret') !== 'secret') return { body: { errcode: 40001, errmsg: 'invalid credential' } };
      this.valid = `token-${String((this.tokens += 1))}`;
      return { body: { errcode: 0, errmsg: 'ok', access_token: this.valid, expires_in: this.expiresIn } };
    }
    if (url.pathname !== '/cgi-bin/message/send' || request.method !== 'POST') return { status: 404, body: {} };
    if (url.searchParams.get('access_token') !== this.valid) return { body: { errcode: 42001, errmsg: 'access_token expired' } };
    const instead = this.next.shift();
    const { touser, text } = JSON.parse(body) as { touser: string; text: { content: string } };
    if (instead === 'BAD_GATEWAY') return { status: 502, body: '<html>' };
    if (instead !== undefined && instead !== 'CUT') return { body: instead };
    if (touser === 'nobody') return { body: { errcode: 0, errmsg: 'ok', invaliduser: 'nobody', msgid: 'm0' } };
    this.sent.push({ touser, content: text.content });
    return instead === 'CUT' ? 'CUT' : { body: { errcode: 0, errmsg: 'ok', invaliduser: '', msgid: `m${String(this.sent.length)}` } };
  }
}

/** SendSms with the signature checked, a nonce taken once, and throttling. */
export class FakeSms {
  readonly sent: Record<string, string>[] = [];
  readonly next: ({ status: number; Code: string } | 'CUT')[] = [];
  private readonly nonces = new Set<string>();
  private constructor(private server: Fake | null = null) {}

  static async start(): Promise<FakeSms> {
    const fake = new FakeSms();
    fake.server = await serve((request, url) => fake.answer(request, url));
    return fake;
  }

  get url(): string {
    return this.server?.url ?? '';
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private answer(request: IncomingMessage, url: URL): { status?: number; body: unknown } | 'CUT' {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const query = Object.fromEntries(url.searchParams);
    const { authorization = '', ...signed } = headers;
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    const right = signatureOf({ method: request.method ?? '', path: url.pathname, query, headers: signed, body: '' }, 'key', 'secret');
    if (authorization !== right || headers['x-acs-content-sha256'] !== sha256('')) return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: 'x', RequestId: 'r' } };
    if (this.nonces.has(nonce)) return { status: 400, body: { Code: 'SignatureNonceUsed', Message: 'x', RequestId: 'r' } };
    this.nonces.add(nonce);
    const instead = this.next.shift();
    if (instead !== undefined && instead !== 'CUT') return { status: instead.status, body: { Code: instead.Code, Message: 'x', RequestId: 'r' } };
    this.sent.push(query);
    return instead === 'CUT' ? 'CUT' : { body: { Code: 'OK', Message: 'OK', BizId: `b${String(this.sent.length)}`, RequestId: 'r' } };
  }
}

/** A mail server that keeps what it takes. */
export class FakeSmtp {
  readonly taken: { to: string[]; text: string; id: string }[] = [];
  /** How the next messages fare: refused with a code, taken and then cut off, or cut off before the message begins. */
  readonly next: (number | 'CUT_AFTER' | 'CUT_BEFORE' | 'SILENT')[] = [];
  private server: SMTPServer | null = null;
  port = 0;

  static async start(options: SMTPServerOptions = {}): Promise<FakeSmtp> {
    const fake = new FakeSmtp();
    const sockets = new Set<{ destroy(): void }>();
    const server = new SMTPServer({
      authOptional: true, disabledCommands: options.key ? [] : ['STARTTLS'], logger: false, closeTimeout: 100, ...options,
      onMailFrom(_address, session, callback) {
        const way = fake.next[0];
        if (way === 'CUT_BEFORE') { fake.next.shift(); (session as unknown as { socket?: { destroy(): void } }).socket?.destroy(); for (const socket of sockets) socket.destroy(); return; }
        callback();
      },
      onData(stream, session, callback) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const way = fake.next.shift();
          if (typeof way === 'number') return callback(Object.assign(new Error('no'), { responseCode: way }));
          const text = Buffer.concat(parts).toString();
          fake.taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), text, id: /^Message-ID: <([^@]+)@/m.exec(text)?.[1] ?? '' });
          if (way === 'SILENT') return;
          if (way === 'CUT_AFTER') for (const socket of sockets) socket.destroy();
          else callback();
        });
      },
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket) => { sockets.add(socket); socket.once('close', () => sockets.delete(socket)); });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    fake.server = server;
    fake.port = (server.server.address() as AddressInfo).port;
    return fake;
  }

  close(): Promise<void> {
    return new Promise((resolve) => { if (this.server) this.server.close(() => { resolve(); }); else resolve(); });
  }
}
