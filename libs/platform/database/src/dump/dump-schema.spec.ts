import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { dumpSchema } from './dump-schema.js';

const reader = 'quadhelix_dump_reader';
const PLACES = 'create table places (id uuid primary key, name text not null default \'\' check (name <> \' \'), at timestamptz default \'2026-01-01 00:00+08\')';
const PEOPLE = 'create table people (tenant_id uuid, id uuid, span int4range, primary key (tenant_id, id), constraint apart exclude using gist (tenant_id with =, span with &&))';
const VISITS = 'create table visits (place uuid not null, at date not null, tenant_id uuid, person uuid, foreign key (tenant_id, person) references people) partition by range (at)';
const ANSWER = 'create function answer(question text) returns int language sql stable security definer set search_path = \'\' as \'select 42\'';
const FIRST = ['create extension btree_gist', 'create schema identity', 'create schema pgboss'];
const OBJECTS = [PLACES, PEOPLE, VISITS, ANSWER,
  'create table visits_other partition of visits default', 'create table identity.clients (id text)', 'create table pgboss.job (id text)',
  'create view named as select id from places', 'create sequence counter', "create type colour as enum ('red', 'blue')",
  'create function touch() returns trigger language plpgsql as $$ begin return new; end $$'];

let databases: string[] = [];
let server: pg.Client;
const urlOf = (name: string): string => Object.assign(new URL(process.env.TEST_SUPERUSER_URL ?? ''), { pathname: `/${name}` }).href;

async function databaseWith(statements: string[]): Promise<pg.Client> {
  const name = `dump_${randomUUID().replaceAll('-', '')}`;
  await server.query(`create database ${name} template template0`);
  databases.push(name);
  const client = new pg.Client({ connectionString: urlOf(name) });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  return client;
}

describe('The schema as text', () => {
  let client: pg.Client;
  let text: string;

  beforeAll(async () => {
    server = new pg.Client({ connectionString: process.env.TEST_SUPERUSER_URL });
    await server.connect();
    await server.query(`create role ${reader}`);
    client = await databaseWith([...FIRST, ...OBJECTS]);
    text = await dumpSchema(client);
  });

  afterAll(async () => {
    await client.end();
    for (const name of databases) await server.query(`drop database ${name} with (force)`);
    databases = [];
    await server.query(`drop role ${reader}`);
    await server.end();
  });

  it.each([
    ['columns with type, default and not null', "  name text default ''::text not null"],
    ['instants in UTC, whatever the session says', "'2025-12-31 16:00:00+00'::timestamp with time zone"],
    ['primary keys', '  constraint people_pkey PRIMARY KEY (tenant_id, id)'],
    ['foreign keys', 'FOREIGN KEY (tenant_id, person) REFERENCES public.people(tenant_id, id)'],
    ['checks', "  constraint places_name_check CHECK ((name <> ' '::text))"],
    ['exclusions', '  constraint apart EXCLUDE USING gist (tenant_id WITH =, span WITH &&)'],
    ['the partition key', ') partition by RANGE (at);'],
    ['partitions that are no months', 'create table public.visits_other partition of public.visits DEFAULT;'],
    ['functions with their rights and search path', " STABLE SECURITY DEFINER\n SET search_path TO ''"],
    ['that everybody may call a function', 'grant execute on function public.answer(text) to public;'],
    ['tables of schema identity', 'create table identity.clients ('],
    ['views', 'create view public.named as\n SELECT id\n   FROM public.places;'],
    ['sequences', 'create sequence public.counter as bigint increment 1'],
    ['enumerations', "create type public.colour as enum ('red', 'blue');"],
  ])('shows %s', (_what, expected) => {
    expect(text).toContain(expected);
  });

  it('leaves out what belongs to an extension or to pg-boss', () => {
    expect(text).toContain('create extension btree_gist');
    expect(text).not.toMatch(/gbt_|pgboss/);
  });

  it.each([
    ['alter table places enable row level security', 'alter table public.places enable row level security;'],
    ['alter table places force row level security', 'alter table public.places force row level security;'],
    ['create policy own on places for update using (true) with check (id is not null)', 'create policy own on public.places as permissive for update to public\n  using (true)\n  with check ((id IS NOT NULL));'],
    [`create policy theirs on places as restrictive for select to ${reader} using (false)`, `as restrictive for select to ${reader}\n  using (false);`],
    ['create unique index named_once on places (lower(name)) where name is not null', 'CREATE UNIQUE INDEX named_once ON public.places USING btree (lower(name)) WHERE (name IS NOT NULL);'],
    ['create trigger touched before update on places for each row execute function touch()', 'CREATE TRIGGER touched BEFORE UPDATE ON public.places FOR EACH ROW EXECUTE FUNCTION public.touch();'],
    ['alter table places disable trigger touched', 'public.touch(); -- disabled'],
    [`grant select, insert on places to ${reader}`, `grant insert, select on table public.places to ${reader};`],
    [`grant select on places to ${reader} with grant option`, `grant select on table public.places to ${reader} with grant option;`],
    [`grant update (id, name) on places to ${reader}`, `grant update (id, name) on table public.places to ${reader};`],
    [`grant update on counter to ${reader}`, `grant update on sequence public.counter to ${reader};`],
    [`grant usage on schema identity to ${reader}`, `grant usage on schema identity to ${reader};`],
    [`alter function answer owner to ${reader}`, `alter function public.answer(text) owner to ${reader};`],
    [`grant execute on function touch() to ${reader}`, `grant execute on function public.touch() to ${reader};`],
    [`alter table places owner to ${reader}`, `alter table public.places owner to ${reader};`],
    ["comment on column places.name is 'it''s name'", "comment on column public.places.name is 'it''s name';"],
    ['create unlogged table buckets (n int) with (fillfactor = 50)', 'create unlogged table public.buckets (\n  n integer\n) with (fillfactor=50);'],
    [`create table visits_2026_01 partition of visits for values from ('2026-01-01') to ('2026-02-01')`, null],
    [`grant select on visits_2026_01 to ${reader}`, `grant select on table public.visits_yyyy_mm to ${reader};`],
    ['alter table visits_other enable row level security', 'alter table public.visits_other enable row level security;'],
    [`alter default privileges in schema public grant select on tables to ${reader}`, `alter default privileges for role postgres in schema public grant select on tables to ${reader};`],
  ])('after "%s" says so', async (statement, expected) => {
    const before = await dumpSchema(client);
    await client.query(statement);
    const after = await dumpSchema(client);
    if (expected === null) expect(after).toBe(before);
    else {
      expect(before).not.toContain(expected);
      expect(after).toContain(expected);
    }
  });

  it('is the same for the same objects, whatever the order in which they were made and the settings of the session', async () => {
    const [places, people, visits, answer, other, ...rest] = OBJECTS as [string, string, string, string, string, ...string[]];
    const one = await databaseWith([...FIRST, ...OBJECTS]);
    const two = await databaseWith(["set timezone = 'Asia/Shanghai'", "set datestyle = 'German'", ...FIRST.toReversed(), answer, people, places, ...rest, visits, other]);
    try {
      expect(await dumpSchema(two)).toBe(await dumpSchema(one));
    } finally {
      await Promise.all([one.end(), two.end()]);
    }
  });

  it('is read through a URL, too, and leaves a client as it was', async () => {
    await client.query("set search_path = 'identity'");
    expect(await dumpSchema(urlOf(databases[0] ?? ''))).toBe(await dumpSchema(client));
    expect((await client.query<{ search_path: string }>('show search_path')).rows).toEqual([{ search_path: 'identity' }]);
  });
});
