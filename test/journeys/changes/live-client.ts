import { WebSocket } from 'ws';
import { CHANGE_FIELDS, type ToldChange } from './sync-client.js';

interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

export interface Closed {
  code: number;
  reason: string;
  /** Milliseconds since the client was made. */
  after: number;
}

export interface Introduction {
  readonly token: string | null;
  readonly alliance: string | null;
  readonly organization?: string;
}

const until = async <T>(look: () => T | undefined, milliseconds: number, what: string): Promise<T> => {
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Did not happen within ${String(milliseconds)} ms: ${what}`);
};

/** Speaks graphql-transport-ws, message by message. */
export class LiveClient {
  readonly messages: Message[] = [];
  closed: Closed | undefined;
  readonly socket: WebSocket;
  private readonly began = performance.now();

  constructor(url: string, protocol = 'graphql-transport-ws') {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol);
    this.socket.on('message', (data: Buffer) => { this.messages.push(JSON.parse(data.toString('utf8')) as Message); });
    this.socket.on('error', () => undefined);
    this.socket.once('close', (code, reason) => { this.closed ??= { code, reason: reason.toString(), after: performance.now() - this.began }; });
  }

  static async connect(url: string, who: Introduction): Promise<LiveClient> {
    const client = new LiveClient(url);
    await client.opened();
    client.introduce(who);
    await until(() => client.messages.find(({ type }) => type === 'connection_ack') ?? client.closed, 5_000, 'an answer to connection_init');
    return client;
  }

  async opened(): Promise<void> {
    await until(() => (this.socket.readyState === WebSocket.OPEN ? true : this.closed), 5_000, 'an open socket');
  }

  introduce({ token, alliance, organization }: Introduction): void {
    this.send({ type: 'connection_init', payload: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...(alliance === null ? {} : { 'Quadhelix-Alliance': alliance }), ...(organization === undefined ? {} : { 'Quadhelix-Organization': organization }),
    } });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, after: string | null, types: string[] | null = ['Note'], fields = CHANGE_FIELDS): void {
    this.send({ type: 'subscribe', id, payload: { query: `subscription($after: String, $types: [String!]) { changes(after: $after, types: $types) { ${fields} } }`, variables: { after, types } } });
  }

  ask(id: string, query: string): void {
    this.send({ type: 'subscribe', id, payload: { query } });
  }

  of(id: string): ToldChange[] {
    return this.messages.filter((message) => message.type === 'next' && message.id === id).map(({ payload }) => (payload as { data: { changes: ToldChange } }).data.changes);
  }

  told(id: string, count: number, milliseconds = 10_000): Promise<ToldChange[]> {
    return until(() => (this.of(id).length >= count ? this.of(id) : undefined), milliseconds, `${String(count)} changes; there are ${String(this.of(id).length)}, closed: ${JSON.stringify(this.closed)}`);
  }

  async refused(id: string): Promise<string> {
    const { payload } = await until(() => this.messages.find((message) => message.type === 'error' && message.id === id), 5_000, 'an error');
    return (payload as { extensions: { code: string } }[])[0]?.extensions.code ?? '';
  }

  ends(milliseconds = 6_000): Promise<Closed> {
    return until(() => this.closed, milliseconds, 'the end of the connection');
  }

  close(): void {
    this.socket.close();
  }
}
