import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slices } from '@quadhelix/slices';
import { errorCatalogue } from './error-catalogue.js';

const FILE = new URL('../../docs/errors.md', import.meta.url);
const ROOT = new URL('../../', import.meta.url);
const catalogues = slices.flatMap(({ errors }) => errors);
const known = new Set(catalogues.flatMap((catalogue) => Object.keys(catalogue)));

function sources(folder: string, ending: RegExp): string[] {
  const root = fileURLToPath(new URL(folder, ROOT));
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => ending.test(path) && !/(^|\/)(node_modules|dist|testing)\/|\.spec\.ts$/.test(path)).map((path) => readFileSync(`${root}${path}`, 'utf8'));
}

/** Codes that the sources throw: by a factory of a catalogue, by hand, or from a function of the database. */
const THROWN = [/\b\w+Errors\.([A-Z][A-Z_]+)\b/g, /new DomainError\(\s*'([A-Z_]+)'/g];
const codesIn = (texts: readonly string[], patterns: readonly RegExp[]): string[] =>
  [...new Set(texts.flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code ?? ''))))].sort();

describe('the catalogue of error codes', () => {
  it('is as the docs say', () => {
    const table = errorCatalogue(slices);
    if (process.env.QUADHELIX_WRITE_CONTRACT === '1') writeFileSync(FILE, table);
    expect(readFileSync(FILE, 'utf8')).toBe(table);
  });

  it('holds every code that the sources throw', () => {
    const thrown = codesIn([...sources('libs/', /\.ts$/), ...sources('apps/', /\.ts$/)], THROWN);
    expect(thrown.length).toBeGreaterThan(60);
    expect(thrown.filter((code) => !known.has(code))).toEqual([]);
  });

  it('holds every code that a function of the database answers', () => {
    const answered = codesIn(sources('libs/platform/database/migrations/', /\.sql$/), [/jsonb_build_object\('error', '([A-Z_]+)'/g]);
    expect(answered.length).toBeGreaterThan(3);
    expect(answered.filter((code) => !known.has(code))).toEqual([]);
  });

  it('names each code once', () => {
    const codes = catalogues.flatMap((catalogue) => Object.keys(catalogue));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('says each in both languages, with the same values to fill in', () => {
    const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    for (const catalogue of catalogues) {
      for (const [code, text] of Object.entries(catalogue)) {
        expect([code, text['zh-CN'], holes(text['zh-CN'])]).toEqual([code, expect.stringMatching(/\p{Script=Han}/u), holes(text.en)]);
      }
    }
  });

  it('sees a code that stands in no catalogue', () => {
    expect(codesIn(['throw someErrors.NOT_KEPT({}); throw new DomainError(\n \'BY_HAND\', text)'], THROWN).filter((code) => !known.has(code))).toEqual(['BY_HAND', 'NOT_KEPT']);
  });
});
