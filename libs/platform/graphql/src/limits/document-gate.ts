import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { DomainError } from '@quadhelix/access';
import { demandBoundedShape } from './document-shape.js';
import { demandBoundedText } from './document-text.js';
import { LIMITS } from './limits.js';

/** Characters of the documents that are kept parsed; the trees take some forty times as much. */
const KEPT = 500_000;
const REFUSED_KEPT = 1_000;
const HASH_LENGTH = 64;
/** Stands in for a document that was refused: nothing of the real one is parsed or validated again. */
const NOTHING = parse('{ __typename }');

/**
 * Stands before Apollo's parser and validator, whose work grows with the square of what an attacker writes: looks at each new document once.
 * It is also Apollo's store of documents that were found valid; a refused one is answered there by an empty stand-in, and the refusal is thrown when the operation is known.
 */
export class DocumentGate {
  private readonly valid = new Map<string, DocumentNode>();
  private readonly refused = new Set<string>();
  private kept = 0;

  /** Why a document is refused, or null. `hash` is the SHA-256 of the source in hex, as Apollo makes it. */
  refusal(source: string, hash: string): DomainError | null {
    if (this.valid.has(hash)) return null;
    try {
      demandBoundedText(source);
      demandBoundedShape(parse(source, { noLocation: true, maxTokens: LIMITS.tokens }));
      return null;
    } catch (error) {
      // What does not parse is told by Apollo's own parser.
      if (error instanceof GraphQLError) return null;
      if (!(error instanceof DomainError)) throw error;
      this.refused.add(hash);
      if (this.refused.size > REFUSED_KEPT) this.refused.delete(first(this.refused));
      return error;
    }
  }

  /** Apollo's key ends with the hash; before it stands which schema it was validated against. */
  async get(key: string): Promise<DocumentNode | undefined> {
    const hash = key.slice(-HASH_LENGTH);
    return this.refused.has(hash) ? NOTHING : this.valid.get(hash);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    const hash = key.slice(-HASH_LENGTH);
    await this.delete(hash);
    this.valid.set(hash, document);
    this.kept += size(document);
    while (this.kept > KEPT) await this.delete(first(this.valid.keys()));
  }

  async delete(key: string): Promise<void> {
    const hash = key.slice(-HASH_LENGTH);
    const document = this.valid.get(hash);
    if (document) this.kept -= size(document);
    this.valid.delete(hash);
  }
}

const first = (keys: Iterable<string>): string => [...keys][0] ?? '';
const size = (document: DocumentNode): number => document.loc?.source.body.length ?? 0;
