import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message that came, as far as its signature was right. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly type: string };
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Says = number | 'SILENT' | 'CUT' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Somebody's receiver on loopback: verifies each message with the `standardwebhooks` package at the time of the test's clock, and answers what it is told to. */
export class Receiver {
  readonly taken: Received[] = [];
  readonly wrong: string[] = [];
  calls = 0;
  /** What it answers; 204 unless told. */
  says: (message: Received, call: number) => Says = () => 204;
  secrets: string[] = [];
  private readonly server: Server;

  private constructor(private readonly now: () => Date) {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const message = this.verified(request, Buffer.concat(parts).toString());
        const said = message ? this.says(message, (this.calls += 1)) : 401;
        if (said === 'SILENT') return;
        if (said === 'CUT') { response.destroy(); return; }
        const { status, headers = {}, body = '' } = typeof said === 'number' ? { status: said } : said;
        if (message && status >= 200 && status < 300) this.taken.push(message);
        response.writeHead(status, headers).end(body);
      });
    });
  }

  static async start(now: () => Date): Promise<Receiver> {
    const receiver = new Receiver(now);
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/in`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private verified(request: IncomingMessage, body: string): Received | null {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { now } = Date;
    Date.now = () => this.now().getTime();
    try {
      const payloads = this.secrets.map((secret) => new Webhook(secret).verify(body, headers) as Pick<Received, 'type' | 'timestamp' | 'data'>);
      const [payload] = payloads;
      return payload ? { ...payload, id: headers['webhook-id'] ?? '', headers, body } : null;
    } catch (error) {
      this.wrong.push(String(error));
      return null;
    } finally {
      Date.now = now;
    }
  }
}
