import type { MissingGlyph } from './rendering.js';

/** Stands where the font has no glyph, as printers mark it (geta). The last page says which characters are meant. */
export const REPLACEMENT = '〓';

/** The font as far as is asked here. */
export interface GlyphSource {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const control = /[\p{Cc}\p{Cn}\p{Cs}]/u;

/**
 * Makes text that the font can show. What it has no glyph for is replaced visibly and counted, also an invisible character (a variation selector of a
 * name, say) that changes how its neighbour looks: nothing of a name disappears without a word.
 */
export class Glyphs {
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly font: GlyphSource) {}

  shown(text: string): string {
    let made = '';
    for (const character of text.normalize('NFC')) made += this.one(character);
    return made;
  }

  missing(): MissingGlyph[] {
    return [...this.counts].map(([character, times]) => ({ codePoint: name(character), times })).sort((a, b) => (a.codePoint < b.codePoint ? -1 : 1));
  }

  private one(character: string): string {
    const glyph = this.known.get(character) ?? this.look(character);
    this.known.set(character, glyph);
    if (glyph !== character && !/\s/.test(character)) this.counts.set(character, (this.counts.get(character) ?? 0) + 1);
    return glyph;
  }

  private look(character: string): string {
    if (character === '\n') return character;
    if (/\s/.test(character)) return ' ';
    if (invisible.test(character)) return '';
    if (control.test(character)) return REPLACEMENT;
    return this.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0) ? character : REPLACEMENT;
  }
}

const name = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
