import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { composeMail } from './mail.compose.js';
import { demandSafeId, refusedForNow, sent, type ChannelKind, type Message, type MessageChannel, type SendOutcome } from './message.js';

/**
 * Writes messages into a folder instead of sending them: the default, for a first look and for tests. Mail as `.eml`, others as `.json`, named by
 * the message's id, so that one written twice is one.
 */
export class FolderChannel implements MessageChannel {
  readonly repeatable = true;

  constructor(readonly kind: ChannelKind, private readonly folder: string, readonly from: string) {}

  async send(message: Message): Promise<SendOutcome> {
    demandSafeId(message.id);
    const name = `${message.id}.${this.kind === 'MAIL' ? 'eml' : 'json'}`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.write(name, this.kind === 'MAIL' ? await composeMail(message, this) : JSON.stringify(message, null, 2));
      return sent(name);
    } catch (error) {
      return refusedForNow((error as NodeJS.ErrnoException).code ?? 'FOLDER');
    }
  }

  /** Whole or not at all: a reader never finds half a file. */
  private async write(name: string, content: Buffer | string): Promise<void> {
    const unfinished = join(this.folder, `.${name}.${String(process.pid)}`);
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(this.folder, name));
  }
}
