import type pg from 'pg';

export interface CatalogueTable {
  name: string;
  owner: string;
  partition: boolean;
  rls: boolean;
  forced: boolean;
  tenantColumn: boolean;
  /** Columns of the primary key, in order. */
  primaryKey: string[] | null;
  /** First column of each other unique index. */
  uniqueStarts: { name: string; first: string }[];
  foreignKeys: { name: string; target: string; columns: string[] }[];
  policies: { name: string; command: string; roles: string[]; using: string | null; check: string | null; permissive: boolean }[];
  app: string;
  publicGrants: boolean;
  /** Columns of instants that keep more than milliseconds. */
  fineInstants: string[];
}

export interface CatalogueFunction {
  name: string;
  owner: string;
  searchPath: boolean;
  appMayCall: boolean;
  publicMayCall: boolean;
}

export interface Catalogue {
  tables: CatalogueTable[];
  definers: CatalogueFunction[];
  /** Views that read with their owner's rights. */
  mightyViews: string[];
}

const TABLES = `
select c.relname as name, pg_get_userbyid(c.relowner) as owner, c.relispartition as partition, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
  exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'uuid'::regtype) as "tenantColumn",
  (select array_agg(a.attname::text order by k.position) from pg_index i, unnest(i.indkey) with ordinality k(attnum, position)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary) as "primaryKey",
  coalesce((select jsonb_agg(jsonb_build_object('name', ic.relname, 'first', (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0])))
     from pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid and i.indisunique and not i.indisprimary), '[]') as "uniqueStarts",
  coalesce((select jsonb_agg(jsonb_build_object('name', f.conname, 'target', t.relname, 'columns',
       (select jsonb_agg(a.attname order by k.position) from unnest(f.conkey) with ordinality k(attnum, position) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum)))
     from pg_constraint f join pg_class t on t.oid = f.confrelid where f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0), '[]') as "foreignKeys",
  coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'command', case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' else p.polcmd::text end, 'permissive', p.polpermissive,
       'roles', (select jsonb_agg(case r when 0 then 'public' else pg_get_userbyid(r)::text end) from unnest(p.polroles) r),
       'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)))
     from pg_policy p where p.polrelid = c.oid), '[]') as policies,
  coalesce((select string_agg(distinct g.privilege_type, ', ' order by g.privilege_type) from aclexplode(c.relacl) g where g.grantee = 'quadhelix_app'::regrole), '') as app,
  exists (select from aclexplode(c.relacl) g where g.grantee = 0) or exists (
    select from pg_attribute a, aclexplode(a.attacl) g where a.attrelid = c.oid and a.attacl is not null and (g.grantee = 0 or g.grantee = 'quadhelix_app'::regrole)) as "publicGrants",
  coalesce((select jsonb_agg(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'timestamptz'::regtype and a.atttypmod <> 3), '[]') as "fineInstants"
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') order by c.relname`;

const DEFINERS = `
select p.proname as name, pg_get_userbyid(p.proowner) as owner, 'search_path=""' = any(coalesce(p.proconfig, '{}')) as "searchPath",
  has_function_privilege('quadhelix_app', p.oid, 'EXECUTE') as "appMayCall",
  exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) as "publicMayCall"
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'public' and p.prosecdef and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`;

const VIEWS = `
select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any(c.reloptions), false)`;

/** Reads what the rules look at. */
export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const tables = await client.query<CatalogueTable>(TABLES);
  const definers = await client.query<CatalogueFunction>(DEFINERS);
  const views = await client.query<{ name: string }>(VIEWS);
  return { tables: tables.rows, definers: definers.rows, mightyViews: views.rows.map(({ name }) => name) };
}
