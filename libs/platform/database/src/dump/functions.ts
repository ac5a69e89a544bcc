import type pg from 'pg';
import { grantLines, inOurSchemas, lines, ownObject } from './catalogue.js';

/** One block a function or procedure: its whole definition (with security definer, volatility and settings), owner, who may call it. */
export async function functions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ oid: string; definition: string; owner: string }>(`
    select p.oid, rtrim(pg_get_functiondef(p.oid), E'\\n ') || ';' as definition,
      format('alter %s owner to %I;', ${NAMED}, pg_get_userbyid(p.proowner)) as owner
    from pg_proc p where p.prokind in ('f', 'p', 'w') and ${inOurSchemas('p.pronamespace')} and ${ownObject('pg_proc', 'p.oid')}
    order by p.oid::regprocedure::text collate "C"`);
  const blocks: string[] = [];
  for (const { oid, definition, owner } of rows) {
    const grants = await lines(client, grantLines(`
      select p.oid as id, coalesce(p.proacl, acldefault('f', p.proowner)) as acl, p.proowner as owner, ${NAMED} as target
      from pg_proc p where p.oid = $1`), [oid]);
    blocks.push([definition, owner, ...grants].join('\n'));
  }
  return blocks;
}

const NAMED = `(case p.prokind when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure::text)`;
