import { randomUUID } from 'node:crypto';
import type { ChannelKind, Message, MessageChannel } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import type { Language } from '../language.js';

export interface Letter {
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly short: Message['short'];
}

const WAITS_MILLISECONDS = [1_000, 5_000];
const DEADLINE_MILLISECONDS = 10_000;
const MOST_AT_ONCE = 200;

/**
 * Sends messages beside the request, so that an answer neither waits for a mail server nor tells by its time whether there was something to send. What
 * is lost with the process is asked for again by its reader: all that is sent this way is short-lived.
 */
export class Courier {
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly channels: ReadonlyMap<ChannelKind, MessageChannel>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  offers(kind: ChannelKind): boolean {
    return this.channels.has(kind);
  }

  /** Does a piece of work in the background; what it throws is logged. Refused silently where too much is under way. */
  later(work: () => Promise<void>): void {
    if (this.#underWay.size >= MOST_AT_ONCE) return void this.logger.error({ event: 'messages_refused' }, 'too many messages under way');
    const task = work()
      .catch((err: unknown) => this.logger.error({ err }, 'a message could not be prepared'))
      .finally(() => this.#underWay.delete(task));
    this.#underWay.add(task);
  }

  /** Sends a message, again where that may help. Answers whether it left or may have left. */
  async send(kind: ChannelKind, letter: Letter): Promise<boolean> {
    const channel = this.channels.get(kind);
    if (!channel) return false;
    const message: Message = { id: randomUUID(), at: this.clock.now(), ...letter };
    for (let attempt = 0; ; attempt += 1) {
      const result = await channel.send(message, AbortSignal.timeout(DEADLINE_MILLISECONDS));
      if (result.outcome !== 'REFUSED') return true;
      const wait = WAITS_MILLISECONDS[attempt];
      if (!result.again || wait === undefined) {
        this.logger.error({ event: 'message_refused', channel: kind, code: result.code }, 'a message was refused');
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** When all that is under way is done. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
