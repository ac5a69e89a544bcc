import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { misfits, shapeOf, type Shape } from '@quadhelix/api-contract';
import type { Answer, World } from '@quadhelix/testing';
import type { WrittenDocument } from './written-documents.js';

const FOLDER = join(import.meta.dirname, 'operations');

/** Who asked, what with, and what the answer looked like: beside `<name>.graphql` in `<name>.json`. Made by `npm run contract -- --record`. */
export interface RecordedOperation {
  readonly as: string;
  readonly alliance: string | null;
  readonly organization: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly codes?: readonly string[];
  readonly shape?: Shape;
}

export const recordedNames = (): string[] => readdirSync(FOLDER).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5)).sort();
export const recordedDocument = (name: string): string => readFileSync(join(FOLDER, `${name}.graphql`), 'utf8');

/** Every document has somebody who asks it, and the other way round. */
export const unpaired = (): string[] => readdirSync(FOLDER).filter((file) => !existsSync(join(FOLDER, file.endsWith('.json') ? file.replace(/json$/, 'graphql') : file.replace(/graphql$/, 'json'))));

const codesOf = ({ errors }: Answer<unknown>): string[] => [...new Set(errors.map(({ extensions }) => extensions.code))].sort();

/** Sends what an old client sends to the demo; answers what is other than it was. With QUADHELIX_WRITE_CONTRACT=1 an operation without a shape gets that of today. */
export async function replay(world: World, name: string): Promise<string[]> {
  const file = join(FOLDER, `${name}.json`);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as RecordedOperation;
  const client = await world.as(recorded.as, recorded.alliance, recorded.organization === null ? {} : { organization: recorded.organization });
  const answer = await client.request(recordedDocument(name), recorded.variables);
  if (recorded.shape === undefined && process.env['QUADHELIX_WRITE_CONTRACT'] === '1') {
    writeFileSync(file, `${JSON.stringify({ ...recorded, codes: codesOf(answer), shape: shapeOf(answer.data) }, null, 2)}\n`);
    return [];
  }
  const codes = codesOf(answer).join();
  return [...(codes === (recorded.codes ?? []).join() ? [] : [`the codes were ${(recorded.codes ?? []).join() || 'none'} and are ${codes || 'none'}`]), ...misfits(recorded.shape ?? 'no shape', answer.data)];
}

/** Sends a document that people are shown, as it says by whom; answers what is other than it is said to print. A change is not made. */
export async function tryWritten(world: World, { text, as, alliance, organization, printed }: WrittenDocument): Promise<string[]> {
  // What holds an id that is cut short is about something that its reader has made.
  if (as === null || /^\s*mutation\b/.test(text) || text.includes('…')) return [];
  const answer = await (await world.as(as, alliance, organization === null ? {} : { organization })).request(text);
  const codes = codesOf(answer);
  const told = printed === null ? null : parsed(printed);
  const wanted = [...(printed ?? '').matchAll(/"code":\s*"(\w+)"/g)].map(([, code = '']) => code);
  return [...(codes.join() === wanted.join() ? [] : [`answers ${codes.join() || 'no error'}`]), ...(told === null ? [] : misfits(shapeOf(told), answer.data))];
}

/** The data of a printed answer; null where it is cut short. */
function parsed(printed: string): unknown {
  try {
    return (JSON.parse(printed) as { data?: unknown }).data ?? null;
  } catch {
    return null;
  }
}
