-- Imports that people asked for: what was asked, by whom, how far it is, what became of it. The file itself stays only until it is done.
create table imports (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  kind text not null,
  file_name text not null,
  byte_size integer not null check (byte_size > 0),
  sha256 text not null,
  mode text not null check (mode in ('STRICT', 'LENIENT')),
  dry_run boolean not null,
  language text not null check (language in ('en', 'zh-CN')),
  state text not null check (state in ('QUEUED', 'RUNNING', 'WRITTEN', 'CHECKED', 'REFUSED', 'FAILED')),
  -- Records: all of the file, and what became of those that are done.
  total integer not null default 0,
  done integer not null default 0,
  added integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  failed integer not null default 0,
  problem_count integer not null default 0,
  -- The first 1,000, by row; values of personal columns are never among them.
  problems jsonb not null default '[]',
  -- How often a worker has begun; an older beginning may no longer write.
  attempts integer not null default 0,
  -- Who asked, for whom, through which app, with which scopes: each transaction of the import enters again as him.
  account_id uuid not null,
  person_id uuid not null,
  organization_id uuid not null references organizations (id),
  client_id text not null,
  scopes text[] not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create index imports_list on imports (tenant_id, created_at, id);
create index imports_organization on imports (tenant_id, organization_id, created_at, id);
call declare_alliance_table('imports', 'select, insert, update');

-- The bytes may hold identity numbers: removed in the transaction that finishes the import.
create table import_files (
  tenant_id uuid not null,
  id uuid not null,
  bytes bytea not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references imports (tenant_id, id)
);
call declare_alliance_table('import_files', 'select, insert, delete');

-- What an account and a client are worth now: one row, or none where either is disabled. For work that outlives its token.
create function identity.standing(account uuid, client text)
returns table (person_id uuid, first_party boolean, scopes text[])
language sql stable security definer set search_path = '' as $$
  select a.person_id, c.first_party, c.scopes from identity.accounts a, identity.clients c
  where a.id = account and a.disabled_at is null and c.id = client and c.disabled_at is null
$$;
revoke all on function identity.standing(uuid, text) from public;
grant execute on function identity.standing(uuid, text) to quadhelix_entry;
grant create on schema identity to quadhelix_introspection;
alter function identity.standing(uuid, text) owner to quadhelix_introspection;
revoke create on schema identity from quadhelix_introspection;

-- Enters again for somebody whose request was accepted earlier, with the rights he has at this instant: account, client, consent, membership,
-- seat and affiliation are looked at anew, as enter() does; scopes can only have become fewer. Answers like enter().
create function enter_again(account uuid, client text, asked text[], tenant uuid, organization uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller record;
  place record;
  held record;
  allowed text[];
begin
  select * into caller from identity.standing(account, client);
  if not found or caller.person_id is null then
    return jsonb_build_object('error', 'UNAUTHENTICATED');
  end if;
  allowed := array(select unnest(asked) intersect select unnest(caller.scopes));
  select a.id, a.time_zone into place from public.alliances a where a.id = tenant and a.state = 'ACTIVE';
  if not found then
    return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
  end if;
  if not caller.first_party then
    select array(select unnest(c.scopes) intersect select unnest(allowed)) into allowed
      from public.app_consents c where c.tenant_id = tenant and c.client_id = client and c.withdrawn_at is null;
    if not found then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
  end if;
  select p.* into held from public.places_held(caller.person_id, tenant, (at at time zone place.time_zone)::date) p where p.organization_id = organization;
  if not found then
    return jsonb_build_object('error', 'ACTING_ORGANIZATION_INVALID');
  end if;
  if not held.live then
    return jsonb_build_object('error', 'AFFILIATION_EXPIRED');
  end if;
  perform set_config('app.person_id', caller.person_id::text, true), set_config('app.client_id', client, true),
    set_config('app.first_party', case when caller.first_party then 'yes' else '' end, true),
    set_config('app.tenant_id', tenant::text, true), set_config('app.organization_id', organization::text, true);
  return jsonb_build_object('kind', 'PERSON', 'accountId', account, 'personId', caller.person_id, 'clientId', client,
    'scopes', allowed, 'roles', held.roles, 'tenantId', tenant, 'timeZone', place.time_zone,
    'organizationId', organization, 'membershipId', held.membership_id, 'membershipState', held.state, 'sector', held.sector);
end $$;

-- The alliance that an operator's command names by its slug.
create function alliance_by_slug(wanted text) returns table (id uuid, time_zone text)
language sql stable security definer set search_path = '' as $$
  select a.id, a.time_zone from public.alliances a where a.slug = wanted and a.state = 'ACTIVE'
$$;

grant create on schema public to quadhelix_entry;
revoke all on function enter_again(uuid, text, text[], uuid, uuid, timestamptz), alliance_by_slug(text) from public;
grant execute on function enter_again(uuid, text, text[], uuid, uuid, timestamptz), alliance_by_slug(text) to quadhelix_app;
alter function enter_again(uuid, text, text[], uuid, uuid, timestamptz) owner to quadhelix_entry;
alter function alliance_by_slug(text) owner to quadhelix_entry;
revoke create on schema public from quadhelix_entry;
