import { fold } from './fold.js';
import { gramsOfTerm } from './grams.js';
import { searchErrors } from './search.errors.js';

const MAX_CHARACTERS = 100;
const MAX_WORDS = 8;

/** What somebody looks for, ready to be compared. */
export interface SearchText {
  /** All of it, as titles are compared. */
  readonly whole: string;
  /** Each word of it; a thing is found where it holds all of them. */
  readonly terms: readonly string[];
  readonly grams: readonly string[];
}

/** Reads what somebody wrote. No character has a meaning of its own: %, _, * and quotes are looked for as they stand. Throws SEARCH_TEXT_EMPTY, SEARCH_TEXT_TOO_LONG. */
export function readSearchText(text: string): SearchText {
  const tooLong = searchErrors.SEARCH_TEXT_TOO_LONG({ field: 'text', params: { characters: MAX_CHARACTERS, words: MAX_WORDS } });
  if ([...text.trim()].length > MAX_CHARACTERS) throw tooLong;
  const terms = [...new Set(text.split(/\s+/).map((word) => fold(word).text).filter((word) => word !== ''))];
  if (terms.length === 0) throw searchErrors.SEARCH_TEXT_EMPTY({ field: 'text' });
  if (terms.length > MAX_WORDS) throw tooLong;
  return { whole: fold(text).text, terms, grams: [...new Set(terms.flatMap(gramsOfTerm))] };
}
