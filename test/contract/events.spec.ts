import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slices } from '@quadhelix/slices';
import { eventCatalogue } from './event-catalogue.js';

const FILE = new URL('../../docs/api/webhook-events.md', import.meta.url);
const LIBS = fileURLToPath(new URL('../../libs/', import.meta.url));
const kinds = slices.flatMap(({ events }) => events);
const nodes = new Set(slices.flatMap((slice) => slice.nodes.map(({ type }) => type)));
const domains = new Set(slices.flatMap(({ access }) => access.flatMap((table) => Object.values(table).map(({ scope }) => scope.split(':')[0]))));

/** Nouns and whole types of the events that sources record: `type: 'seat.ended', subjectType` and ``type: `seat.${verb}` ``. */
function recordedIn(text: string): { types: string[]; nouns: string[] } {
  const found = [...text.matchAll(/type: ['`](\w+)\.(\w+|\$\{\w+\})['`],\s*subjectType/g)];
  return { nouns: found.map(([, noun]) => noun ?? ''), types: found.filter(([, , fact]) => !fact?.startsWith('$')).map(([, noun, fact]) => `${noun ?? ''}.${fact ?? ''}`) };
}

const sources = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !/(^|\/)(node_modules|dist|testing)\/|\.(spec|long)\.ts$|testing\./.test(path)).map((path) => recordedIn(readFileSync(`${LIBS}${path}`, 'utf8')));

describe('the catalogue of events', () => {
  it('is as the docs say', () => {
    const page = eventCatalogue(slices);
    if (process.env.QUADHELIX_WRITE_CONTRACT === '1') writeFileSync(FILE, page);
    expect(readFileSync(FILE, 'utf8')).toBe(page);
  });

  it('names each type once, about an object that has an id, under a domain that has a scope, in both languages', () => {
    expect(new Set(kinds.map(({ type }) => type)).size).toBe(kinds.length);
    for (const { type, subjectType, domain, description } of kinds) {
      expect([type, nodes.has(subjectType), domains.has(domain), /\p{Script=Han}/u.test(description['zh-CN'])]).toEqual([type, true, true, true]);
    }
  });

  it('holds the type, or else the noun, of every event that a source records', () => {
    const types = new Set(kinds.map(({ type }) => type));
    const nouns = new Set(kinds.map(({ type }) => type.split('.')[0]));
    expect(sources.flatMap((source) => source.types).length).toBeGreaterThan(8);
    expect(sources.flatMap((source) => source.types).filter((type) => !types.has(type))).toEqual([]);
    expect(sources.flatMap((source) => source.nouns).filter((noun) => !nouns.has(noun))).toEqual([]);
  });

  it('sees a type that stands nowhere', () => {
    expect(recordedIn("scope.record({ type: 'thing.done', subjectType: 'Thing' }); ({ type: `other.${verb}`, subjectType: 'Other' })")).toEqual({ types: ['thing.done'], nouns: ['thing', 'other'] });
  });
});
