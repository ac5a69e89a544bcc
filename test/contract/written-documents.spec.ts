import { existsSync } from 'node:fs';
import { buildSchema, parse, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { consoleDocuments } from '@quadhelix/api-contract';
import { membersUsed } from '@quadhelix/graphql';
import { codeBlocks, documentsInProgram, documentsOf, examplePrograms, readText, textsForPeople, type CodeBlock } from './written-documents.js';

const schema = buildSchema(readText('libs/api-contract/schema.graphql'));
const scripts = Object.keys((JSON.parse(readText('package.json')) as { scripts: Record<string, string> }).scripts);
const faults = (text: string): string[] => {
  try {
    return validate(schema, parse(text)).map(({ message }) => message);
  } catch (error) {
    return [String(error)];
  }
};

/** What is wrong with a block of docs/api; every sort of block has its check. */
function wrong({ language, text }: CodeBlock): string[] {
  switch (language) {
    case 'graphql': return faults(text);
    case 'json': return parses(text);
    case 'http': {
      const [headers = '', body] = text.trim().split('\n\n');
      return [...headers.split('\n').filter((line) => !/^[A-Za-z][\w-]*: \S/.test(line)).map((line) => `no header: ${line}`), ...(body === undefined ? [] : parses(body))];
    }
    // The example of how to verify is run by test/journeys/webhooks/docs.spec.ts.
    case 'js': return text.includes("from 'standardwebhooks'") ? [] : ['a program that nothing runs'];
    case 'console': case 'sh': return [
      ...[...text.matchAll(/npm (?:run (?:-s )?)?([\w:]+)/g)].flatMap(({ 1: script = '' }) => (scripts.includes(script) ? [] : [`no script ${script}`])),
      ...(/npm |curl /.test(text) ? [] : ['no command that is known']),
    ];
    default: return [`a block of ${language === '' ? 'no language' : language} is checked by nothing`];
  }
}

function parses(text: string): string[] {
  try {
    for (const answer of text.trim().split('\n\n')) JSON.parse(answer.replaceAll('…', '').replace(/,\s*([\]}])/g, '$1'));
    return [];
  } catch (error) {
    return [String(error)];
  }
}

const exists = (path: string): boolean => existsSync(path);

function usesLeaving(within: GraphQLSchema, text: string): boolean {
  const document = parse(text);
  return document.definitions.some((each) => each.kind === 'OperationDefinition' && [...membersUsed(within, document, each as OperationDefinitionNode, {}).values()].some((day) => day !== null));
}

const blocks = textsForPeople().flatMap((file) => codeBlocks(file));
const written = [...blocks.flatMap(documentsOf), ...examplePrograms().flatMap(documentsInProgram)];

describe('what people are shown', () => {
  it('has documents in every place where some are expected', () => {
    for (const file of ['README.md', 'docs/developer.md', 'docs/liaison.md', 'docs/api/quick-start.md', 'docs/api/versioning.md', 'examples/third-party-app/main.mjs', 'examples/typed-client/src/documents.ts']) {
      expect([file, written.some(({ place }) => place.startsWith(file))]).toEqual([file, true]);
    }
    expect(written.length).toBeGreaterThan(25);
  });

  it('is valid: every document of texts, examples and the console', () => {
    const all = [...written, ...Object.entries(consoleDocuments).map(([name, { text }]) => ({ place: `the console's ${name}`, text }))];
    expect(all.flatMap(({ place, text }) => faults(text).map((fault) => `${place}: ${fault}\n${text}`))).toEqual([]);
  });

  it('uses nothing that is to leave', () => {
    const deprecated = buildSchema('type Query { a: Int @deprecated(reason: "REMOVE_AFTER=2027-01-01") }');
    expect(usesLeaving(deprecated, '{ a }')).toBe(true);
    expect(written.filter(({ text }) => usesLeaving(schema, text)).map(({ place }) => place)).toEqual([]);
  });

  it('in docs/api, is checked block by block', () => {
    const api = blocks.filter(({ place }) => place.startsWith('docs/api/'));
    expect(api.length).toBeGreaterThanOrEqual(20);
    expect(api.flatMap((block) => wrong(block).map((fault) => `${block.place}: ${fault}`))).toEqual([]);
  });

  it.each([
    ['a field that does not exist', '```graphql\n{ nothing }\n```\n', 'Cannot query field "nothing" on type "Query".'],
    ['what is no JSON', '```json\n{ "a": }\n```\n', 'SyntaxError'],
    ['a command that does not exist', '```console\n$ npm run nothing\n```\n', 'no script nothing'],
    ['a header that is none', '```http\nAccept\n```\n', 'no header: Accept'],
    ['a block without a language', '```\nx\n```\n', 'is checked by nothing'],
  ])('would be found wrong: %s', (_what, content, fault) => {
    expect(codeBlocks('x.md', content).flatMap(wrong).join()).toContain(fault);
  });

  it('leads somewhere: links of docs/api to files', () => {
    const broken = textsForPeople().filter((file) => file.startsWith('docs/api/') || file.startsWith('examples/')).flatMap((file) => {
      const folder = file.split('/').slice(0, -1).join('/');
      return [...readText(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].flatMap(({ 1: link = '' }) => (exists(new URL(link, `file:///${folder}/`).pathname.slice(1)) ? [] : [`${file}: ${link}`]));
    });
    expect(broken).toEqual([]);
  });
});
