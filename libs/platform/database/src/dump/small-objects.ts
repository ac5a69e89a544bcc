import type pg from 'pg';
import { grantLines, inOurSchemas, lines, ownObject } from './catalogue.js';

/** Enumerations, domains and composite types that stand alone. */
export async function types(client: pg.Client): Promise<string[]> {
  return await lines(client, `
    select format(E'create %s;\\nalter type %s owner to %I;', case t.typtype
      when 'e' then format('type %s as enum (%s)', t.oid::regtype,
        (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))
      when 'd' then format('domain %s as %s%s%s%s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
        coalesce(' default ' || t.typdefault, ''), case when t.typnotnull then ' not null' else '' end,
        (select coalesce(string_agg(format(' constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname collate "C"), '')
          from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))
      else format('type %s as (%s)', t.oid::regtype,
        (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
          from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)) end,
      t.oid::regtype, pg_get_userbyid(t.typowner)) as line
    from pg_type t left join pg_class c on c.oid = t.typrelid
    where ${inOurSchemas('t.typnamespace')} and ${ownObject('pg_type', 't.oid')} and (t.typtype in ('e', 'd') or c.relkind = 'c')
    order by t.oid::regtype::text collate "C"`);
}

export async function sequences(client: pg.Client): Promise<string[]> {
  return await relations(client, `'S'`, 's', `(select format('create sequence %s as %s increment %s minvalue %s maxvalue %s start %s%s;',
    c.oid::regclass, format_type(q.seqtypid, null), q.seqincrement, q.seqmin, q.seqmax, q.seqstart, case when q.seqcycle then ' cycle' else '' end)
    from pg_sequence q where q.seqrelid = c.oid)`);
}

export async function views(client: pg.Client): Promise<string[]> {
  return await relations(client, `'v', 'm'`, 'r', `format(E'create %s %s%s as\\n%s', case c.relkind when 'm' then 'materialized view' else 'view' end,
    c.oid::regclass, coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid))`);
}

async function relations(client: pg.Client, kinds: string, acl: 's' | 'r', definition: string): Promise<string[]> {
  const { rows } = await client.query<{ oid: string; definition: string; owner: string }>(`
    select c.oid, ${definition} as definition,
      format('alter table %s owner to %I;', c.oid::regclass, pg_get_userbyid(c.relowner)) as owner
    from pg_class c where c.relkind in (${kinds}) and ${inOurSchemas('c.relnamespace')} and ${ownObject('pg_class', 'c.oid')}
    order by c.oid::regclass::text collate "C"`);
  const blocks: string[] = [];
  for (const row of rows) {
    const grants = await lines(client, grantLines(`
      select c.oid as id, coalesce(c.relacl, acldefault('${acl}', c.relowner)) as acl, c.relowner as owner, ${acl === 's' ? "'sequence ' || " : "'table ' || "}c.oid::regclass::text as target
      from pg_class c where c.oid = $1`), [row.oid]);
    blocks.push([row.definition, row.owner, ...grants].join('\n'));
  }
  return blocks;
}
