/** A text as it is compared, and where each of its UTF-16 units comes from in the text as it was written. */
export interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Only what needs no look at its neighbours: printable ASCII and the common ideographs. */
const PLAIN = /^[\x20-\x7e\u4e00-\u9fff]*$/;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Dots between the parts of a name, which keyboards write in different ways. */
const MIDDLE_DOTS = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb]/g;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Makes differences disappear that nobody means when he looks for something: case, width (NFKC: full and half, circled, ligatures), diacritics (U+0300–U+036F),
 * variation selectors and other characters that show nothing, spaces between ideographs (张 三) unless `keepSpaces`. Other spaces become one. Simplified and
 * traditional characters stay different, and no reading (pinyin) is known.
 */
export function fold(text: string, { keepSpaces = false } = {}): Folded {
  const out = { text: '', starts: [] as number[], ends: [] as number[] };
  let space: { start: number; end: number } | null = null;
  for (const { segment, index } of PLAIN.test(text) ? unitsOf(text) : graphemes.segment(text)) {
    const folded = foldSegment(segment);
    if (folded === '') continue;
    if (folded === ' ') {
      space ??= { start: index, end: index + segment.length };
      continue;
    }
    if (space && out.text !== '' && (keepSpaces || !(endsInIdeograph(out.text) && IDEOGRAPH.test(folded)))) append(out, ' ', space.start, space.end);
    space = null;
    append(out, folded, index, index + segment.length);
  }
  return out;
}

function foldSegment(segment: string): string {
  if (/^\s+$/.test(segment)) return ' ';
  const bare = segment.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]|\p{Default_Ignorable_Code_Point}/gu, '');
  return bare.normalize('NFKC').replace(MIDDLE_DOTS, '\u00b7').replace(/\s+/g, ' ').replace(/^ (?=.)/, '');
}

function* unitsOf(text: string): Generator<{ segment: string; index: number }> {
  for (let index = 0; index < text.length; index += 1) yield { segment: text.charAt(index), index };
}

const endsInIdeograph = (text: string): boolean => IDEOGRAPH.test(String.fromCodePoint(text.codePointAt(text.length - (/[\udc00-\udfff]$/.test(text) ? 2 : 1)) ?? 0));

function append(out: { text: string; starts: number[]; ends: number[] }, folded: string, start: number, end: number): void {
  out.text += folded;
  for (let unit = 0; unit < folded.length; unit += 1) {
    out.starts.push(start);
    out.ends.push(end);
  }
}
