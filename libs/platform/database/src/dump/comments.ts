import type pg from 'pg';
import { inOurSchemas, lines, monthly, ownObject } from './catalogue.js';

/** What COMMENT ON says of tables, columns and functions, in one block. */
export async function comments(client: pg.Client): Promise<string[]> {
  const found = await lines(client, `
    select format('comment on %s is %L;', o.what, o.text) collate "C" as line from (
      select case d.objsubid when 0 then case c.relkind when 'v' then 'view ' when 'i' then 'index ' else 'table ' end || c.oid::regclass::text
        else format('column %s.%I', c.oid::regclass, a.attname) end as what, d.description as text
      from pg_description d join pg_class c on c.oid = d.objoid left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
      where d.classoid = 'pg_class'::regclass and ${inOurSchemas('c.relnamespace')} and not ${monthly('c')}
      union all
      select 'function ' || p.oid::regprocedure::text, d.description
      from pg_description d join pg_proc p on p.oid = d.objoid
      where d.classoid = 'pg_proc'::regclass and ${inOurSchemas('p.pronamespace')} and ${ownObject('pg_proc', 'p.oid')}
    ) o order by 1`);
  return found.length ? [found.join('\n')] : [];
}
