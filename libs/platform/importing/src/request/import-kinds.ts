import type { ImportKind } from '../kind.js';
import { importErrors } from './import.errors.js';

/** The kinds of import that all slices brought. Made when first asked for: a kind may need services that come into being later. */
export class ImportKinds {
  private known: ReadonlyMap<string, ImportKind> | undefined;

  constructor(private readonly make: () => readonly ImportKind[]) {}

  /** By name, directories included. Throws IMPORT_KIND_UNKNOWN. */
  byName(name: string): ImportKind {
    const found = this.all().get(name);
    if (!found) throw this.unknown([...this.all().keys()]);
    return found;
  }

  /** One that people may bring into their alliance. Throws IMPORT_KIND_UNKNOWN, also for a directory. */
  offered(name: string): ImportKind {
    const found = this.all().get(name);
    if (!found || found.directory) throw this.unknown(this.ofAlliances().map((kind) => kind.name));
    return found;
  }

  ofAlliances(): ImportKind[] {
    return [...this.all().values()].filter((kind) => !kind.directory);
  }

  all(): ReadonlyMap<string, ImportKind> {
    this.known ??= new Map(this.make().map((kind) => [kind.name, kind]));
    return this.known;
  }

  private unknown(known: readonly string[]): Error {
    return importErrors.IMPORT_KIND_UNKNOWN({ field: 'kind', params: { known } });
  }
}
