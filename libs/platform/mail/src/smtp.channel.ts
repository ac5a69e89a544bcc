import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { composeMail } from './mail.compose.js';
import { refused, refusedForNow, sent, uncertain, type Message, type MessageChannel, type SendOutcome } from './message.js';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** `tls`: encrypted from the first byte (465). `starttls`: the server must switch to it (587). `none`: only for a server on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Certificates (PEM) to trust beside those of the system. */
  readonly ca?: string | undefined;
  readonly from: string;
}

/** Longest wait for an answer of the server, in milliseconds. */
const PATIENCE = 30_000;
/** Codes of nodemailer that no later attempt mends. */
const HOPELESS = ['EENVELOPE', 'EMESSAGE'];

interface SmtpError {
  code?: string;
  responseCode?: number;
}

/**
 * Sends by a mail server. SMTP has no way to ask whether a message was taken: one whose last byte had left when the connection broke is UNCERTAIN.
 * What broke before the message itself was begun is REFUSED, and so is everything that the server said no to.
 */
export class SmtpChannel implements MessageChannel {
  readonly kind = 'MAIL';
  readonly repeatable = false;

  constructor(private readonly options: SmtpOptions) {}

  async send(message: Message, signal: AbortSignal): Promise<SendOutcome> {
    const bytes = await composeMail(message, this.options);
    // Read by the connection only after the server has answered DATA: from then on nobody but the server knows.
    let begun = false;
    const body = new Readable({ read() { begun = true; this.push(bytes); this.push(null); } });
    const connection = this.connection();
    const sending = this.converse(connection, message.to, body).then(sent, (error: unknown) => this.failed(error as SmtpError, begun));
    const late = new Promise<SendOutcome>((resolve) => {
      const stop = (): void => { resolve(begun ? uncertain('DEADLINE') : refusedForNow('DEADLINE')); };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([late, sending]);
    } finally {
      // Also keeps what was reported as refused from being sent after all.
      connection.close();
      body.destroy();
    }
  }

  /** Sends over a connection of its own; answers what the server said. */
  private async converse(connection: SMTPConnection, to: string, body: Readable): Promise<string> {
    const { from, user, password } = this.options;
    const broken = new Promise<never>((_resolve, reject) => { connection.on('error', reject); connection.once('end', () => { reject(new Error('ended')); }); });
    const step = <T>(start: (done: (error?: Error | null, answer?: T) => void) => void): Promise<T | undefined> =>
      Promise.race([broken, new Promise<T | undefined>((resolve, reject) => { start((error, answer) => { if (error) reject(error); else resolve(answer); }); })]);
    await step((done) => { connection.connect((error?: Error | null) => { done(error); }); });
    if (user !== undefined) await step((done) => { connection.login({ user, pass: password ?? '' }, (error?: Error | null) => { done(error); }); });
    const answer = await step<{ response: string }>((done) => { connection.send({ from: addressOf(from), to: [to] }, body, done as never); });
    return answer?.response ?? '';
  }

  private connection(): SMTPConnection {
    const { host, port, security, ca } = this.options;
    return new SMTPConnection({
      host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
      tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
      connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE,
    });
  }

  private failed({ code = 'SMTP', responseCode }: SmtpError, begun: boolean): SendOutcome {
    if (responseCode !== undefined) return responseCode >= 500 && code !== 'EAUTH' ? refused(`SMTP_${String(responseCode)}`) : refusedForNow(`SMTP_${String(responseCode)}`);
    if (begun) return uncertain(code);
    return HOPELESS.includes(code) ? refused(code) : refusedForNow(code);
  }
}

const addressOf = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from;
