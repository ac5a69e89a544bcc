import type { DataSource, EntityMetadata } from 'typeorm';
import type { EntityClass } from './data-source.js';

interface ColumnMap {
  property: string;
  column: string;
}

/** How one entity lies in its table: SQL texts made once, and rows turned into entities and back. */
export class TableMap<T extends object = object> {
  readonly table: string;
  readonly columns: readonly ColumnMap[];
  readonly columnList: string;
  /** Names of columns whose values are personal: the audit entry holds only a commitment to them. */
  readonly personal: ReadonlySet<string>;
  readonly hasTenant: boolean;
  /** Objects that show a row of this table as a part of theirs: type, and property that holds its id. */
  readonly shownBy: readonly { readonly type: string; readonly property: string }[];

  constructor(private readonly entity: EntityClass<T>, metadata: EntityMetadata) {
    this.table = metadata.tablePath;
    this.columns = metadata.columns.map((column) => ({ property: column.propertyName, column: column.databaseName }));
    this.columnList = this.columns.map(({ column }) => `"${column}"`).join(', ');
    this.personal = new Set((entity as { personal?: readonly string[] }).personal ?? []);
    this.shownBy = Object.entries((entity as { shownBy?: Record<string, string> }).shownBy ?? {}).map(([type, property]) => ({ type, property }));
    this.hasTenant = this.columns.some(({ property }) => property === 'tenantId');
  }

  get name(): string {
    return this.entity.name;
  }

  hydrate(row: Record<string, unknown>): T {
    const made = new this.entity() as Record<string, unknown>;
    for (const { property, column } of this.columns) made[property] = row[column];
    return made as T;
  }

  /** An entity of plain values by property, as it was; instants stay texts. */
  revive(values: Readonly<Record<string, unknown>>): T {
    return Object.assign(new this.entity(), values);
  }

  /** Plain values by property: what is compared, audited and written. */
  values(entity: T): Record<string, unknown> {
    const source = entity as Record<string, unknown>;
    return Object.fromEntries(this.columns.map(({ property }) => [property, plain(source[property])]));
  }

  toRow(entity: T): Record<string, unknown> {
    const source = entity as Record<string, unknown>;
    return Object.fromEntries(this.columns.map(({ property, column }) => [column, plain(source[property])]));
  }

  columnOf(property: string): string {
    const found = this.columns.find((entry) => entry.property === property);
    if (!found) throw new Error(`${this.name} has no column for ${property}`);
    return found.column;
  }
}

/** A value as JSON carries it: instants as ISO text, bytes as PostgreSQL's hex form, undefined as null. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return value;
}

/** Finds the table of an entity class; made once per database. */
export class TableMaps {
  private readonly maps = new Map<EntityClass, TableMap>();

  constructor(source: DataSource) {
    for (const metadata of source.entityMetadatas) {
      const entity = metadata.target as EntityClass;
      this.maps.set(entity, new TableMap(entity, metadata));
    }
  }

  of<T extends object>(entity: EntityClass<T>): TableMap<T> {
    const map = this.maps.get(entity);
    if (!map) throw new Error(`${entity.name} is not registered in a slice`);
    return map as unknown as TableMap<T>;
  }

  ofInstance<T extends object>(instance: T): TableMap<T> {
    return this.of(instance.constructor as EntityClass<T>);
  }
}
