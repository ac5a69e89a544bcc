import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BilingualText } from '@quadhelix/access';
import { Database } from '@quadhelix/database';
import { Pace } from '@quadhelix/graphql';
import { documentErrors } from '../issue/document.errors.js';
import type { DocumentFormat } from '../content/content.js';
import { readCode } from './code.js';

/** What anybody is told of a document. */
export interface CheckedDocument {
  readonly kind: string;
  readonly title: BilingualText;
  readonly format: DocumentFormat;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly state: 'VALID' | 'REVOKED' | 'SUPERSEDED';
  /** Of the bytes that were issued, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A file that somebody holds against a document. */
export const MOST_BYTES = 64 * 1024 * 1024;

interface Found extends Record<string, unknown> {
  kind: string;
  title: BilingualText;
  format: DocumentFormat;
  issuer_name: string;
  issued_at: Date;
  state: 'ISSUED' | 'REVOKED' | 'SUPERSEDED';
  sha256: string;
}

/** Answers whether documents are genuine, to anybody. */
@Injectable()
export class CheckService {
  private readonly pace = new Pace({ each: 120, all: 1200 });

  constructor(private readonly database: Database) {}

  /** The issued document with this code; null where there is none, or what was typed is no code. Throws CHECKS_TOO_FREQUENT. */
  async check(typed: string, address: string): Promise<CheckedDocument | null> {
    const seconds = this.pace.wait(address, this.database.now());
    if (seconds > 0) throw documentErrors.CHECKS_TOO_FREQUENT({ params: { seconds } });
    const code = readCode(typed);
    if (code === null) return null;
    const [found] = await this.database.system(null, 'check of a document', (scope) => scope.sql<Found>('select * from check_document($1)', [code]), { readOnly: true });
    if (!found) return null;
    const { kind, title, format, issuer_name: issuer, issued_at: issuedAt, state, sha256 } = found;
    return { kind, title, format, issuer, issuedAt, state: state === 'ISSUED' ? 'VALID' : state, sha256 };
  }
}

/** SHA-256 of a file as it comes, in hexadecimal. Throws CHECKED_FILE_TOO_LARGE. */
export async function hashOf(body: Readable): Promise<string> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw documentErrors.CHECKED_FILE_TOO_LARGE({ params: { limit: MOST_BYTES / 1024 / 1024 } });
    hash.update(chunk);
  }
  return hash.digest('hex');
}
