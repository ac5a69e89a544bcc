import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A block of code in a text for people. */
export interface CodeBlock {
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** What stands in the block after it, where nothing but a blank line is between: what it prints. */
  readonly after: string | null;
}

/** A document that somebody is shown, and by whom in which alliance it is asked, where that is said. */
export interface WrittenDocument {
  readonly place: string;
  readonly text: string;
  readonly as: string | null;
  readonly alliance: string | null;
  readonly organization: string | null;
  /** What it is said to print, in the same block or the next. */
  readonly printed: string | null;
}

/** Texts for people, by their paths. */
export const textsForPeople = (): string[] => ['README.md', 'demo/story.md', ...filesBelow('docs', /\.md$/), ...filesBelow('examples', /\.md$/)].sort();
/** Programs that are shown to people. */
export const examplePrograms = (): string[] => filesBelow('examples', /\.(mjs|ts)$/).filter((file) => !file.includes('/gql/')).sort();

function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path, name) : name.test(entry.name) ? [path] : [];
  });
}

export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The blocks of a text, in their order. */
export function codeBlocks(file: string, content = readText(file)): CodeBlock[] {
  const found = [...content.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  return found.map(({ 1: language = '', 2: text = '', index, 0: whole }, at) => {
    const next = found[at + 1];
    const follows = next && /^\s*$/.test(content.slice(index + whole.length, next.index));
    return { place: `${file}:${String(content.slice(0, index).split('\n').length)}`, language, text, after: follows ? next[2] ?? null : null };
  });
}

/** Every document of a block: itself, what `npm run query` is given, and the bodies of curl. */
export function documentsOf({ place, language, text, after }: CodeBlock): WrittenDocument[] {
  const nobody = { place, as: null, alliance: null, organization: null, printed: after };
  if (language === 'graphql') return [{ ...nobody, text }];
  const commands = [...text.matchAll(/npm run (?:-s )?query -- ((?:--\w+ \S+ *)+)'([^']+)'/g)];
  const asked = commands.map(({ 1: options = '', 2: document = '', index, 0: whole }, at): WrittenDocument => {
    const option = (name: string): string | null => new RegExp(`--${name} (\\S+)`).exec(options)?.[1] ?? null;
    const rest = text.slice(index + whole.length, commands[at + 1]?.index).trim();
    return { place, text: document, as: option('as'), alliance: option('alliance'), organization: option('organization'), printed: rest.startsWith('{') ? rest : commands.length === 1 ? after : null };
  });
  const bodies = [...text.matchAll(/"query":\s*("(?:[^"\\]|\\.)*")/g)].map(({ 1: quoted = '""' }) => ({ ...nobody, text: JSON.parse(quoted) as string, printed: null }));
  return [...asked, ...bodies];
}

/** Every document in a program: the strings that begin like one. */
export function documentsInProgram(file: string): WrittenDocument[] {
  const strings = [...readText(file).matchAll(/(`|')\s*((?:query\b|mutation\b|subscription\b|\{\s*\w)[\s\S]*?)\1/g)].map(({ 2: text = '' }) => text).filter((text) => !text.includes('${'));
  return strings.map((text) => ({ place: file, text, as: null, alliance: null, organization: null, printed: null }));
}
