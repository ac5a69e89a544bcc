import { fold } from './fold.js';
import { beginsWords, isWordStart } from './grams.js';

/** A part of a text, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly length: number;
}

/** A word that stands there again and again is shown so often. */
const MAX_RANGES = 20;

/** Where the terms stand in a text as it is written: from left to right, none overlapping another. */
export function rangesOf(text: string, terms: readonly string[]): TextRange[] {
  const folded = fold(text);
  const found = terms.flatMap((term) => placesOf(folded.text, term).map((at) => ({ start: folded.starts[at] ?? 0, end: folded.ends[at + term.length - 1] ?? 0 })));
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of found.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged.slice(0, MAX_RANGES).map(({ start, end }) => ({ start, length: end - start }));
}

function placesOf(folded: string, term: string): number[] {
  const places: number[] = [];
  for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
    if (!beginsWords(term) || isWordStart(folded, at)) places.push(at);
  }
  return places;
}
