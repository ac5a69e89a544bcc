import { Injectable } from '@nestjs/common';
import { Database, type Scope } from '@quadhelix/database';
import { DocumentStore } from '@quadhelix/documents';
import type { DailyTask } from '@quadhelix/outbox';
import { EXPORT_DAYS } from '../export/export.route.js';
import { PersonalDataRequest } from '../request/request.entity.js';

interface Purgeable extends Record<string, unknown> {
  table_name: string;
  at_column: string;
  condition: string | null;
  of_alliance: boolean;
}

const PAGE = 5_000;

/** Ends each day what is past its retention, as far as the app role may delete it. Whole months and the security log are ended by the migrator, at each start. */
@Injectable()
export class Purge {
  constructor(
    private readonly database: Database,
    private readonly store: DocumentStore,
  ) {}

  async run(now: Date, signal?: AbortSignal): Promise<number> {
    const { tables, alliances } = await this.database.system(null, 'purge', async (scope) => ({
      tables: await scope.sql<Purgeable>(
        `select r.table_name, r.at_column, r.condition, exists (select from pg_catalog.pg_attribute a where a.attrelid = to_regclass('public.' || quote_ident(r.table_name)) and a.attname = 'tenant_id'
           and (select c.relrowsecurity from pg_catalog.pg_class c where c.oid = a.attrelid)) as of_alliance
         from retentions r where has_table_privilege(to_regclass('public.' || quote_ident(r.table_name)), 'DELETE') order by 1`),
      alliances: await scope.sql<{ id: string }>('select id from all_alliances()'),
    }), { readOnly: true });
    let gone = 0;
    for (const table of tables) {
      for (const tenantId of table.of_alliance ? alliances.map(({ id }) => id) : [null]) gone += await this.table(table, tenantId, now, signal);
    }
    for (const { id } of alliances) gone += await this.exports(id, now);
    return gone;
  }

  /** A page a transaction, so that nobody waits long. Names and conditions come from the table of retentions, which only migrations write. */
  private async table({ table_name: name, at_column: column, condition }: Purgeable, tenantId: string | null, now: Date, signal?: AbortSignal): Promise<number> {
    let total = 0;
    for (let gone = PAGE; gone === PAGE && !signal?.aborted; total += gone) {
      gone = await this.database.system(tenantId, 'purge', async (scope) => (await scope.sql(
        `delete from "${name}" where ctid = any (array(select ctid from "${name}" where "${column}" < $1::timestamptz - (select keep from retentions where table_name = $2) and (${condition ?? 'true'}) limit ${String(PAGE)})) returning 1 as one`, [now, name])).length);
    }
    return total;
  }

  /** The archives of exports that are too old. */
  private exports(tenantId: string, now: Date): Promise<number> {
    return this.database.system(tenantId, 'purge', async (scope: Scope) => {
      const old = await scope.sql<{ id: string; attempts: number }>(
        `update personal_data_requests set file_removed_at = $2, version = version + 1
         where tenant_id = $1 and kind = 'EXPORT' and state = 'DONE' and file_removed_at is null and done_at < $2::timestamptz - make_interval(days => $3) returning id, attempts`, [tenantId, now, EXPORT_DAYS]);
      for (const each of old) await this.store.remove(Object.assign(new PersonalDataRequest(), each, { tenantId }));
      return old.length;
    });
  }
}

export const purgeTask = (purge: Purge): DailyTask => ({ name: 'purge', run: async (_database, now, signal) => { await purge.run(now, signal); } });
