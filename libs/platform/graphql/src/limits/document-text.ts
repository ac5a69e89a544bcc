import { Lexer, Source, TokenKind } from 'graphql';
import { limitErrors } from './limit.errors.js';
import { LIMITS } from './limits.js';

const OPENING = new Set<string>([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const CLOSING = new Set<string>([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

/** Reads a document word by word, before anything that calls itself does. Throws where it is too long, too nested or full of directives. */
export function demandBoundedText(text: string): void {
  const tooLarge = (): Error => limitErrors.DOCUMENT_TOO_LARGE({ params: { characters: LIMITS.characters, tokens: LIMITS.tokens } });
  if (text.length > LIMITS.characters) throw tooLarge();
  let [tokens, nesting, directives] = [0, 0, 0];
  for (const kind of kindsOf(text)) {
    tokens += 1;
    if (OPENING.has(kind)) nesting += 1;
    else if (CLOSING.has(kind)) nesting -= 1;
    else if (kind === TokenKind.AT) directives += 1;
    if (tokens > LIMITS.tokens) throw tooLarge();
    if (nesting > LIMITS.nesting) throw limitErrors.QUERY_TOO_DEEP({ params: { max: LIMITS.depth } });
    if (directives > LIMITS.directives) throw limitErrors.QUERY_TOO_MANY_DIRECTIVES({ params: { max: LIMITS.directives } });
  }
}

/** Ends at the first word that is none; the parser says what is wrong with it. */
function* kindsOf(text: string): Generator<string> {
  const lexer = new Lexer(new Source(text));
  for (;;) {
    let kind: string;
    try {
      kind = lexer.advance().kind;
    } catch {
      return;
    }
    if (kind === (TokenKind.EOF as string)) return;
    yield kind;
  }
}
