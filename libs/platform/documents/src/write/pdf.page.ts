import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { DocumentContent } from '../content/content.js';
import { Glyphs, type GlyphSource } from './pdf.glyphs.js';
import { linesOf } from './pdf.lines.js';
import type { Rendering } from './rendering.js';

const MARGIN = 48;
const FOOTER = 40;
const FONT = 'body';
const GREY = '#5a6775';
const INK = '#1c2733';

let fontBytes: Buffer | undefined;
/** The whole font (10 MB), read once in a process: names need its rare characters. */
const font = (): Buffer => (fontBytes ??= readFileSync(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')));

/** Paper with a pen: writes lines of text from top to bottom, begins pages, knows which characters the font has. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly glyphs: Glyphs;
  y = MARGIN;
  private pages = 0;
  private readonly widths = new Map<string, number>();

  constructor(content: DocumentContent, private readonly rendering: Rendering) {
    const { at, issuer, language } = rendering;
    this.doc = new PDFDocument({
      size: 'A4', layout: content.wide ? 'landscape' : 'portrait', autoFirstPage: false, margin: 0, lang: language, displayTitle: true, fontLayoutCache: false, font: font() as unknown as string,
      info: { Title: content.title[language], Author: issuer, Creator: 'Quadhelix', Producer: 'Quadhelix', CreationDate: at, ModDate: at },
    });
    this.doc.registerFont(FONT, font());
    this.doc.font(FONT);
    // pdfkit hands its parsed font to nobody; this is the one look at it.
    this.glyphs = new Glyphs((this.doc as unknown as { _font: { font: GlyphSource } })._font.font);
  }

  get left(): number {
    return MARGIN;
  }
  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }
  get bottom(): number {
    return this.doc.page.height - MARGIN - FOOTER / 2;
  }

  /** Begins a page. Waits first until the pages before are on their way, so that a long document needs no more memory than a short one. */
  async page(): Promise<void> {
    if (this.doc.readableLength > 1_000_000) await once(this.doc, 'data');
    this.doc.addPage();
    this.pages += 1;
    this.y = MARGIN;
    this.footer();
  }

  /** Begins a page where `height` points are not left on this one; answers whether it did. */
  async room(height: number): Promise<boolean> {
    if (this.pages > 0 && this.y + height <= this.bottom) return false;
    await this.page();
    return true;
  }

  /** Lines of a text at a size within a width, with what the font lacks replaced. */
  lines(text: string, size: number, width: number): string[] {
    return linesOf(this.glyphs.shown(text), width, (character) => this.widthOf(character) * size);
  }

  line(text: string, x: number, y: number, options: { size: number; color?: string; rightOf?: number }): void {
    if (text === '') return;
    const { size, color = INK, rightOf } = options;
    const at = rightOf === undefined ? x : x + rightOf - [...text].reduce((sum, character) => sum + this.widthOf(character) * size, 0);
    this.doc.fontSize(size).fillColor(color).text(text, at, y, { lineBreak: false });
  }

  async prose(text: string, size: number, options: { color?: string; after?: number; width?: number } = {}): Promise<void> {
    for (const line of this.lines(text, size, options.width ?? this.width)) {
      await this.room(size * 1.5);
      this.line(line, this.left, this.y, { size, ...(options.color ? { color: options.color } : {}) });
      this.y += size * 1.5;
    }
    this.y += options.after ?? size * 0.5;
  }

  rule(y: number, color = '#c9d1da'): void {
    this.doc.moveTo(this.left, y).lineTo(this.left + this.width, y).lineWidth(0.5).strokeColor(color).stroke();
  }

  private footer(): void {
    const { check, language } = this.rendering;
    const y = this.doc.page.height - FOOTER;
    const number = language === 'en' ? `Page ${String(this.pages)}` : `第 ${String(this.pages)} 页`;
    this.line(number, this.left, y, { size: 8, color: GREY, rightOf: this.width });
    if (check) this.line(`${language === 'en' ? 'Verification code' : '验证码'} ${check.code}`, this.left, y, { size: 8, color: GREY });
  }

  /** Width of a character at size 1. */
  private widthOf(character: string): number {
    const known = this.widths.get(character);
    if (known !== undefined) return known;
    const width = this.doc.fontSize(1000).widthOfString(character) / 1000;
    this.widths.set(character, width);
    return width;
  }
}
