import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** One line of acts.csv. */
export interface Act {
  /** Local time in China, `yyyy-mm-ddThh:mm`. */
  readonly at: string;
  /** Slug. */
  readonly alliance: string;
  /** Login, or `operator`. */
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What one actor does at one moment in one alliance: one transaction. */
export interface Step {
  /** The same in every run: what was done is known by it. */
  readonly key: string;
  readonly at: Date;
  readonly day: string;
  readonly alliance: string;
  readonly actor: string;
  readonly acts: readonly Act[];
}

/** Login and where an account's person is known: by his organization's number for him. */
export interface CastMember {
  readonly login: string;
  readonly name: string;
  readonly title: string;
  readonly organization: string;
  readonly number: string;
  readonly alliances: readonly string[];
}

export interface Cast {
  readonly alliances: readonly { readonly slug: string; readonly name: string }[];
  readonly logins: readonly CastMember[];
}

export const OPERATOR = 'operator';

/** Reads who plays. */
export const readCast = async (folder: string): Promise<Cast> => JSON.parse(await readFile(join(folder, 'cast.json'), 'utf8')) as Cast;

/** Reads what is done: waves of steps, each wave at one moment, in order. */
export async function readSteps(folder: string): Promise<Step[][]> {
  const lines = parse(await readFile(join(folder, 'acts.csv')), { columns: true }) as Record<'at' | 'alliance' | 'actor' | 'act' | 'subject' | 'values', string>[];
  const acts: Act[] = lines.map((line) => ({ ...line, values: readValues(line.values) }));
  return [...Map.groupBy(acts, ({ at }) => at).values()].map((wave) =>
    // An import is a transaction of its own.
    [...Map.groupBy(wave, ({ alliance, actor, act, subject }) => [alliance, actor, act === 'import' ? subject : ''].join(' '))].map(([who, group]) => stepOf(who, group)));
}

function stepOf(who: string, acts: Act[]): Step {
  const [first] = acts;
  if (first === undefined) throw new Error('A step without acts');
  const { at, alliance, actor } = first;
  const key = `demo-${createHash('sha256').update(`${at} ${who}`).digest('hex').slice(0, 24)}`;
  return { key, at: new Date(`${at}:00+08:00`), day: at.slice(0, 10), alliance, actor, acts };
}

function readValues(text: string): Record<string, string> {
  if (text === '') return {};
  return Object.fromEntries(text.split(' | ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
