import { platformErrors } from '@quadhelix/access';
import type { EntityClass } from './data-source.js';
import type { TableMaps } from './table-map.js';
import type { Transaction } from './transaction.js';

/** Equality on properties; an array means any of its values, null means null. */
export type Where<T> = { readonly [K in keyof T]?: T[K] | readonly T[K][] | null };
export type OrderBy<T> = { readonly [K in keyof T]?: 'ASC' | 'DESC' };

/** Turns questions about entities into SQL. Knows no access rule: row-level security and the access tables do. */
export class Reads {
  constructor(private readonly transaction: Transaction, private readonly maps: TableMaps) {}

  async select<T extends object>(entity: EntityClass<T>, tail: string, values: readonly unknown[]): Promise<T[]> {
    const map = this.maps.of(entity);
    const rows = await this.transaction.query(`select ${map.columnList} from ${map.table} ${tail}`, values);
    return rows.map((row) => map.hydrate(row));
  }

  async count(entity: EntityClass, tail: string, values: readonly unknown[], most: number): Promise<number> {
    const [row] = await this.transaction.query<{ n: number }>(`select count(*) as n from (select 1 from ${this.maps.of(entity).table} ${tail} limit ${String(most)}) counted`, values);
    return row?.n ?? 0;
  }

  find<T extends object>(entity: EntityClass<T>, where: Where<T>, tenantId: string | null, order: OrderBy<T> = {}): Promise<T[]> {
    const map = this.maps.of(entity);
    const values: unknown[] = [];
    const terms = Object.entries(where).map(([property, value]) => {
      const column = `"${map.columnOf(property)}"`;
      if (value === null) return `${column} is null`;
      values.push(value);
      return Array.isArray(value) ? `${column} = any($${String(values.length)})` : `${column} = $${String(values.length)}`;
    });
    if (map.hasTenant) {
      if (tenantId === null) throw platformErrors.ALLIANCE_REQUIRED();
      values.push(tenantId);
      terms.push(`tenant_id = $${String(values.length)}`);
    }
    const sorted = Object.entries(order).map(([property, way]) => `"${map.columnOf(property)}" ${way === 'DESC' ? 'desc' : 'asc'}`);
    return this.select(entity, `${terms.length ? `where ${terms.join(' and ')}` : ''} ${sorted.length ? `order by ${sorted.join(', ')}` : ''}`, values);
  }

  locked<T extends object>(entity: EntityClass<T>, tenantId: string, ids: readonly string[]): Promise<T[]> {
    return this.select(entity, 'where tenant_id = $1 and id = any($2) order by id for update', [tenantId, ids]);
  }
}
