import type { Language } from '@quadhelix/access';
import { DatabaseSession, ImportKinds, runImport, type ImportCounts, type ImportResult } from '@quadhelix/importing';
import type { Product } from './product.js';

/** What an operator imports. */
export interface FileToImport {
  /** Name of a kind: organizations, people, placements … */
  kind: string;
  bytes: Uint8Array;
  /** For the audit trail. */
  fileName: string;
  /** Slug; null for a public directory. */
  alliance: string | null;
  mode?: 'strict' | 'lenient';
  dryRun?: boolean;
  language?: Language;
  onProgress?: (counts: ImportCounts) => void;
}

/** Said to the operator as it is. */
export class ImportCommandError extends Error {}

/** So long may a strict file take in its one transaction; milliseconds. */
const DEADLINE = 3_600_000;

/**
 * Imports a file as the operator: with every right, named in the audit trail by kind and file.
 * Throws ImportCommandError where the alliance is unknown or missing, or one is named for a directory; DomainError IMPORT_KIND_UNKNOWN.
 */
export async function importFile({ database, get }: Pick<Product, 'database' | 'get'>, file: FileToImport): Promise<ImportResult> {
  const kind = get(ImportKinds).byName(file.kind);
  if (kind.directory && file.alliance !== null) throw new ImportCommandError(`${kind.name} go into the public directory: leave --alliance out.`);
  if (!kind.directory && file.alliance === null) throw new ImportCommandError(`${kind.name} belong to an alliance: name it with --alliance <slug>.`);
  const alliance = file.alliance === null ? null : await allianceOf(database, file.alliance);
  const session = new DatabaseSession(database, () => database.beginSystem(alliance?.id ?? null, `import ${kind.name} from ${file.fileName}`, { timeout: DEADLINE }));
  return runImport({
    kind, file: file.bytes, session, mode: file.mode ?? 'strict', dryRun: file.dryRun ?? false, language: file.language ?? 'en',
    ...(alliance ? { timeZone: alliance.time_zone } : {}), ...(file.onProgress ? { onProgress: file.onProgress } : {}),
  });
}

async function allianceOf(database: Product['database'], slug: string): Promise<{ id: string; time_zone: string }> {
  const [found] = await database.system(null, 'import', (scope) => scope.sql<{ id: string; time_zone: string }>('select id, time_zone from alliance_by_slug($1)', [slug]), { readOnly: true });
  if (!found) throw new ImportCommandError(`There is no alliance "${slug}".`);
  return found;
}
