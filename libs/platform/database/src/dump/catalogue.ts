import type pg from 'pg';

/** SQL condition: the schema of this oid is described. */
export const inOurSchemas = (oid: string): string =>
  `${oid} in (select n.oid from pg_namespace n where n.nspname in ('public', 'identity'))`;

/** SQL condition: the object of this catalogue and oid was made by no extension. */
export const ownObject = (catalogue: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalogue}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** SQL condition: the row of pg_class is one month of a table that is partitioned by month. */
export const monthly = (relation: string): string => String.raw`(${relation}.relispartition and ${relation}.relname ~ '_\d{4}_\d{2}$')`;

/** SQL expression: `schema.name`, quoted where needed; a month's partition is called by its pattern. */
export const qualified = (schema: string, name: string): string =>
  String.raw`format('%I.%I', ${schema}, regexp_replace(${name}, '_\d{4}_\d{2}$', '_yyyy_mm'))`;

/** One column named `line` from each row. */
export async function lines(client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(sql, values);
  return rows.map(({ line }) => line);
}

/**
 * SQL that prints an access list as GRANT lines, one for each role but the owner, as column `line`.
 * `source` is a query with columns acl (never null: the default stands for null), owner (oid) and target ('table public.a').
 */
export const grantLines = (source: string): string => `
  select distinct format('grant %s on %s to %s%s;',
    string_agg(lower(a.privilege_type), ', ' order by a.privilege_type collate "C"), s.target,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
    case when a.is_grantable then ' with grant option' else '' end) collate "C" as line
  from (${source}) s cross join lateral aclexplode(s.acl) a
  where a.grantee <> s.owner
  group by s.id, s.target, a.grantee, a.is_grantable
  order by 1`;
