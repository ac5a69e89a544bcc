import type pg from 'pg';
import { grantLines, inOurSchemas, lines } from './catalogue.js';

export async function extensions(client: pg.Client): Promise<string[]> {
  const found = await lines(client, `
    select format('create extension %I with schema %I;', x.extname, n.nspname) as line
    from pg_extension x join pg_namespace n on n.oid = x.extnamespace
    where x.extname <> 'plpgsql' order by x.extname collate "C"`);
  return found.length ? [found.join('\n')] : [];
}

export async function schemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ oid: string; line: string }>(`
    select n.oid, format('create schema %I authorization %I;', n.nspname, pg_get_userbyid(n.nspowner)) as line
    from pg_namespace n where ${inOurSchemas('n.oid')} order by n.nspname collate "C"`);
  const blocks: string[] = [];
  for (const { oid, line } of rows) {
    const grants = await lines(client, grantLines(`
      select n.oid as id, coalesce(n.nspacl, acldefault('n', n.nspowner)) as acl, n.nspowner as owner, format('schema %I', n.nspname) as target
      from pg_namespace n where n.oid = $1`), [oid]);
    blocks.push([line, ...grants].join('\n'));
  }
  return blocks;
}

/** What objects made later will be granted without anybody saying so. */
export async function defaultPrivileges(client: pg.Client): Promise<string[]> {
  const found = await lines(client, `
    select format('alter default privileges for role %I%s grant %s on %s to %s%s;',
      pg_get_userbyid(d.defaclrole), coalesce(' in schema ' || quote_ident(n.nspname), ''), lower(a.privilege_type),
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
      case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
      case when a.is_grantable then ' with grant option' else '' end) collate "C" as line
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join lateral aclexplode(d.defaclacl) a
    where d.defaclnamespace = 0 or ${inOurSchemas('d.defaclnamespace')}
    order by 1`);
  return found.length ? [found.join('\n')] : [];
}
