import { isDeepStrictEqual } from 'node:util';
import { platformErrors } from '@quadhelix/access';
import type { ChangedObject, FormerParties } from './changed-objects.js';
import type { Recording } from './recording.js';
import type { TableMap, TableMaps } from './table-map.js';
import type { Transaction } from './transaction.js';

type Values = Record<string, unknown>;
const UNAUDITED = new Set(['tenantId', 'id', 'version', 'createdAt']);
const listOf = <T>(rows: T | readonly T[]): readonly T[] => (Array.isArray(rows) ? (rows as readonly T[]) : [rows as T]);

/** Writes entities: only what changed, only where the version is the one that was read, always with an audit entry. */
export class Writes {
  private readonly before = new WeakMap<object, Values>();

  constructor(private readonly transaction: Transaction, private readonly maps: TableMaps, private readonly recording: Recording) {}

  remember(rows: readonly object[]): void {
    for (const row of rows) this.before.set(row, this.maps.ofInstance(row).values(row));
  }

  /** The audit entry of a row that is there already. */
  auditInsert(row: object): void {
    const map = this.maps.ofInstance(row);
    this.change(map, row, {}, map.values(row));
  }

  async insert<T extends object>(rows: T | readonly T[]): Promise<void> {
    const list = listOf(rows);
    const first = list[0];
    if (!first) return;
    const map = this.maps.ofInstance(first);
    for (const row of list) this.change(map, row, {}, map.values(row));
    await this.transaction.query(
      `insert into ${map.table} (${map.columnList}) select ${map.columnList} from jsonb_populate_recordset(null::${map.table}, $1::jsonb)`,
      [JSON.stringify(list.map((row) => map.toRow(row)))],
    );
    this.remember(list);
  }

  async save<T extends object>(rows: T | readonly T[]): Promise<void> {
    const changed = listOf(rows).filter((row) => this.differs(row));
    const first = changed[0];
    if (!first) return;
    const map = this.maps.ofInstance(first);
    for (const row of changed) this.change(map, row, this.known(row), map.values(row));
    const written = map.columns.filter(({ property }) => !UNAUDITED.has(property)).map(({ column }) => `"${column}" = n."${column}"`);
    const saved = await this.transaction.query<{ id: string }>(
      `update ${map.table} as t set ${written.join(', ')}, version = t.version + 1
       from jsonb_populate_recordset(null::${map.table}, $1::jsonb) n
       where t.tenant_id = n.tenant_id and t.id = n.id and t.version = n.version returning t.id`,
      [JSON.stringify(changed.map((row) => map.toRow(row)))],
    );
    if (saved.length !== changed.length) throw platformErrors.STALE_VERSION({ field: 'version' });
    for (const row of changed) (row as { version: number }).version += 1;
    this.remember(changed);
  }

  async remove<T extends object>(rows: readonly T[]): Promise<void> {
    const first = rows[0];
    if (!first) return;
    const map = this.maps.ofInstance(first);
    for (const row of rows) this.change(map, row, map.values(row), {});
    const ids = rows.map((row) => (row as { id?: string }).id);
    await this.transaction.query(`delete from ${map.table} where tenant_id = $1 and id = any($2)`, [(first as { tenantId?: string }).tenantId, ids]);
  }

  private known(row: object): Values {
    const values = this.before.get(row);
    if (!values) throw new Error(`${row.constructor.name} was not read by forUpdate`);
    return values;
  }

  private differs(row: object): boolean {
    return !isDeepStrictEqual(this.known(row), this.maps.ofInstance(row).values(row));
  }

  private change(map: TableMap, row: object, before: Values, after: Values): void {
    const fields = new Set([...Object.keys(before), ...Object.keys(after)].filter((field) => !UNAUDITED.has(field)));
    const changes: Record<string, readonly [unknown, unknown]> = {};
    for (const field of fields) {
      const pair = [before[field] ?? null, after[field] ?? null] as const;
      if (!isDeepStrictEqual(pair[0], pair[1])) changes[field] = pair;
    }
    this.recording.change({ subjectType: map.name, subjectId: (row as { id?: string }).id ?? '', changes, personal: map.personal }, becomeOf(map, before, after));
    for (const { type, property } of map.shownBy) {
      for (const id of new Set([before[property], after[property]])) {
        if (typeof id === 'string') this.recording.note({ type, subjectId: id, operation: 'UPDATED', former: null });
      }
    }
  }
}

const isEmpty = (values: Values): boolean => Object.keys(values).length === 0;

/** What became of a row; with who stood in which relation to it before, where that is no longer so. */
function becomeOf(map: TableMap, before: Values, after: Values): Pick<ChangedObject, 'operation' | 'former'> {
  if (isEmpty(before)) return { operation: 'CREATED', former: null };
  const former = partiesOf(map, before);
  if (isEmpty(after)) return { operation: 'DELETED', former };
  return { operation: 'UPDATED', former: isDeepStrictEqual(former, partiesOf(map, after)) ? null : former };
}

/** None for what has no parties of its own: who may read it is found out without. */
function partiesOf(map: TableMap, values: Values): FormerParties {
  const row = map.revive(values) as { parties?: () => FormerParties };
  return row.parties?.() ?? {};
}
