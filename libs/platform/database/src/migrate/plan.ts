import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the migrations folder. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** One row of schema_migrations. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** The database and the migration files contradict each other; the message says how, and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Reads `NNNN_name.sql` in order of their numbers; a number missing or used twice is refused, as an incomplete checkout or merge. */
export function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql')).sort();
  names.forEach((name, index) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (number === undefined) throw new MigrationError(`${name}: a migration is named NNNN_words.sql, with small letters.`);
    const expected = String(index + 1).padStart(4, '0');
    if (number > expected) throw new MigrationError(`Migration ${expected} is missing: the next file is ${name}. Is the checkout complete?`);
    if (number < expected) throw new MigrationError(`Two migrations have the number ${number}: ${names[index - 1] ?? ''} and ${name}.`);
  });
  return names.map((name) => {
    // Line ends must not change the checksum of a checkout on another system.
    const sql = readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The migrations still to run. Throws `MigrationError` unless what was applied is the unchanged beginning of what is there. */
export function planMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const rows = new Map(applied.map((row) => [row.name, row.checksum]));
  const unknown = applied.find((row) => !migrations.some(({ name }) => name === row.name));
  if (unknown !== undefined) {
    throw new MigrationError(`The database is ahead of this release: it has ${unknown.name}, which is not here. Run the release that brought it, or a newer one.`);
  }
  const last = migrations.findLastIndex(({ name }) => rows.has(name));
  migrations.slice(0, last + 1).forEach(({ name, checksum }) => {
    const known = rows.get(name);
    if (known === undefined) {
      throw new MigrationError(`${name} was never applied, but ${migrations[last]?.name ?? ''} after it was. Give the new file the next free number.`);
    }
    if (known !== checksum) {
      throw new MigrationError(`${name} was changed after it was applied. Restore the file, and write the change as a new migration.`);
    }
  });
  return migrations.slice(last + 1);
}
