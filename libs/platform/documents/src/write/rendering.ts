import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Table, TableRow } from '../content/content.js';
import type { Reader } from '../content/value.text.js';

/** Where everybody can check that a document is genuine. */
export interface CheckMark {
  readonly code: string;
  readonly address: string;
}

/** How and for whom a document is written. The same content and rendering give the same bytes. */
export interface Rendering extends Reader {
  /** Instant that the file says it was made at. */
  readonly at: Date;
  /** Legal name of the organization that issues it. */
  readonly issuer: string;
  readonly check?: CheckMark;
  /** Told every few rows. */
  readonly onProgress?: (rows: number) => Promise<void>;
  /** Raised where the worker stops. */
  readonly signal?: AbortSignal;
}

/** A character that the font does not have, and how often it was replaced. */
export interface MissingGlyph {
  /** `U+20BB7` */
  readonly codePoint: string;
  readonly times: number;
}

/** What was written. */
export interface Written {
  readonly rows: number;
  readonly missing: readonly MissingGlyph[];
}

const TELL_EVERY = 250;

/** Reads the rows of all tables of a document once, counts them and tells how far it is. */
export class RowReader {
  count = 0;

  constructor(private readonly rendering: Rendering) {}

  async *rows(table: Table): AsyncGenerator<TableRow> {
    for await (const row of table.rows) {
      this.rendering.signal?.throwIfAborted();
      this.count += 1;
      if (this.count % TELL_EVERY === 0) await this.rendering.onProgress?.(this.count);
      yield row;
    }
  }
}

/** Writes, and waits where the receiver is slower. */
export async function put(sink: Writable, chunk: string | Buffer): Promise<void> {
  if (!sink.write(chunk)) await once(sink, 'drain');
}

/** Ends the stream and waits until everything is through. */
export async function finish(sink: Writable): Promise<void> {
  const finished = once(sink, 'finish');
  sink.end();
  await finished;
}
