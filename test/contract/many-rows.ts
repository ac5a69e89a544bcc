import type pg from 'pg';

/** What stays one however many rows there are: who belongs to the alliance, and what is global. */
const ONE = new Set(['memberships', 'seats', 'participants', 'app_consents', 'idempotency_answers', 'alliance_rule_versions']);

interface Table {
  name: string;
  columns: { name: string; type: string; unique: boolean }[];
}

/**
 * Copies all rows of an alliance's own tables `times` times, with new ids that keep pointing at each other; answers how many rows these tables hold then.
 * Constraints hold, but exclusions, which are dropped; what has no id and would break a unique key is left out. Throws where something that others point at could not be copied.
 */
export async function multiply(superuser: pg.Client, tenantId: string, tables: readonly string[], times: number): Promise<number> {
  const wanted = await tablesOf(superuser, tables.filter((name) => !ONE.has(name)));
  // A person can't be at two places at once; his copies have to.
  const { rows: exclusions } = await superuser.query<{ statement: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement from pg_constraint where contype = 'x' and conrelid::regclass::text = any ($1)`, [tables]);
  for (const { statement } of exclusions) await superuser.query(statement);
  await superuser.query('set session_replication_role = replica');
  await superuser.query('create temporary table originals (id uuid primary key)');
  const before = new Map<string, number>();
  for (const { name, columns } of wanted) {
    before.set(name, await count(superuser, name, tenantId));
    if (columns.some((column) => column.name === 'id')) await superuser.query(`insert into originals select id from ${name} where tenant_id = $1 on conflict do nothing`, [tenantId]);
  }
  let held = 0;
  for (const { name, columns } of wanted) {
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    const values = columns.map((column) => copied(column)).join(', ');
    await superuser.query(`insert into ${name} (${list}) select ${values} from ${name} t, generate_series(1, $2::integer) k where t.tenant_id = $1 on conflict do nothing`, [tenantId, times]);
    const rows = await count(superuser, name, tenantId);
    // A row that was left out would be missed by what points at it.
    if (columns.some((column) => column.name === 'id') && rows !== (before.get(name) ?? 0) * (times + 1)) throw new Error(`Of ${name} only ${String(rows)} rows could be made`);
    held += rows;
    await superuser.query(`analyze ${name}`);
  }
  await superuser.query('drop table originals; set session_replication_role = origin');
  return held;
}

const count = async (superuser: pg.Client, table: string, tenantId: string): Promise<number> =>
  Number((await superuser.query<{ n: string | number }>(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId])).rows[0]?.n ?? 0);

/** Another id for what is copied too, the same for everything else; a text that has to be unique is told apart. */
function copied({ name, type, unique }: Table['columns'][number]): string {
  if (name === 'tenant_id') return 't.tenant_id';
  if (type === 'uuid') return `case when exists (select from originals o where o.id = t."${name}") then md5(t."${name}"::text || k::text)::uuid else t."${name}" end`;
  return type === 'text' && unique ? `t."${name}" || '-' || k::text` : `t."${name}"`;
}

async function tablesOf(superuser: pg.Client, names: readonly string[]): Promise<Table[]> {
  const { rows } = await superuser.query<{ table: string; name: string; type: string; unique: boolean }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and not i.indisprimary and a.attnum = any (i.indkey))
         and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey) and pg_get_constraintdef(k.oid) like '%ARRAY[%') as unique
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
     where c.relnamespace = 'public'::regnamespace and c.relname = any ($1) order by c.relname, a.attnum`, [names]);
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({ name, columns }));
}
