-- Sandboxes: alliances of a single developer, with a clock of their own. Nothing that is real can be reached from one, nor the other way.
grant create on schema public to quadhelix_entry, quadhelix_registry;

-- Is this alliance a sandbox? Decided when it is made.
alter table alliances add column sandbox boolean not null default false, add unique (id, sandbox);
-- Of which sandbox an invented organization or person is; null for real ones.
alter table organizations add column sandbox_of uuid references alliances (id), add check (directory is null or sandbox_of is null);
alter table people add column sandbox_of uuid references alliances (id);
create index organizations_sandbox on organizations (sandbox_of) where sandbox_of is not null;
create index people_sandbox on people (sandbox_of) where sandbox_of is not null;

-- Codes, names and identity numbers are unique among what is real, and in each sandbox for itself: whoever registers one learns nothing of the other side.
alter table organizations drop constraint organizations_uscc_key, drop constraint organizations_ministry_code_key;
create unique index organizations_uscc on organizations (uscc, sandbox_of) nulls not distinct where uscc is not null;
create unique index organizations_ministry_code on organizations (ministry_code, sandbox_of) nulls not distinct where ministry_code is not null;
drop index organizations_unnumbered;
create unique index organizations_unnumbered on organizations (legal_name, region_code, sandbox_of) nulls not distinct where uscc is null and ministry_code is null;
alter table people drop constraint people_id_number_hmac_key;
create unique index people_id_number_hmac on people (id_number_hmac, sandbox_of) nulls not distinct where id_number_hmac is not null;

-- The account of this transaction, or null.
create function current_account() returns uuid language sql stable set search_path = '' as $$
  select nullif(current_setting('app.account_id', true), '')::uuid
$$;

-- Which account has which sandbox, what becomes of it, and its clock. Keyed by the account; the product's own work sees that of its alliance.
create table sandboxes (
  tenant_id uuid primary key,
  sandbox boolean not null default true check (sandbox),
  account_id uuid not null,
  -- Those of the alliance, for its owner outside of it.
  slug text not null,
  name text not null check (name <> ''),
  state text not null check (state in ('PREPARING', 'READY', 'ADVANCING', 'REMOVING', 'FAILED')),
  -- How far its clock is ahead of the real one.
  clock_ahead_ms bigint not null default 0 check (clock_ahead_ms between 0 and 3660 * 86400000::bigint),
  -- Where its clock stands while it is moved from one due time to the next.
  clock_held_at timestamptz(3),
  advance_from timestamptz(3),
  advance_to timestamptz(3),
  -- Due times that the advance handled, and those that failed and stay due.
  advance_done integer not null default 0,
  advance_failed integer not null default 0,
  -- A worker's beginning; an older one may no longer write.
  attempts integer not null default 0,
  -- Code of what stopped the last preparation or advance.
  problem text,
  -- Preparations on a real day of UTC; they are bounded.
  prepared_on date not null,
  prepared_times integer not null default 1,
  -- Real instants.
  used_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  -- A real alliance has no clock of its own.
  foreign key (tenant_id, sandbox) references alliances (id, sandbox),
  check ((state = 'ADVANCING') = (clock_held_at is not null and advance_to is not null))
);
create index sandboxes_account on sandboxes (account_id);
create index sandboxes_used on sandboxes (used_at);
call declare_guarded_table('sandboxes');
create policy reader on sandboxes to quadhelix_app using (account_id = (select current_account()) or tenant_id = (select current_tenant()))
  with check (account_id = (select current_account()) or tenant_id = (select current_tenant()));
create policy entry on sandboxes for select to quadhelix_entry using (true);
create policy registry on sandboxes to quadhelix_registry using (true) with check (true);
create policy removal on sandboxes to quadhelix_owner using (tenant_id = (select current_tenant())) with check (false);
grant select, update on sandboxes to quadhelix_app;
grant select on sandboxes to quadhelix_entry;
grant select, insert, update on sandboxes to quadhelix_registry;
grant execute on function current_account() to quadhelix_app, quadhelix_entry, quadhelix_registry;
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('sandboxes', 'used_at', '90 days', false, null, 'A sandbox that nobody used for three months is removed with all that is in it, by the worker.');

-- As whom the developer acts for an organization of his sandbox, where he chose somebody else than who speaks for it.
create table sandbox_actors (
  tenant_id uuid not null references alliances (id),
  organization_id uuid not null references organizations (id),
  person_id uuid not null references people (id),
  created_at timestamptz(3) not null,
  primary key (tenant_id, organization_id)
);
call declare_alliance_table('sandbox_actors', 'select, insert, update');
create policy entry on sandbox_actors for select to quadhelix_entry using (true);
grant select on sandbox_actors to quadhelix_entry;

-- THE CLOCK. What "now" is in an alliance, at a real instant: that instant, or what the clock of a sandbox shows then. The only place that decides it.
create function alliance_clock(tenant uuid, at timestamptz) returns timestamptz language sql stable security definer set search_path = '' as $$
  select coalesce((select coalesce(s.clock_held_at, at + s.clock_ahead_ms * interval '1 millisecond') from public.sandboxes s where s.tenant_id = tenant), at)
$$;

-- A clock never goes back, except that a sandbox made anew begins anew.
create function keep_clock_going() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state <> 'PREPARING' and (new.clock_ahead_ms < old.clock_ahead_ms or new.clock_held_at < old.clock_held_at) then
    raise check_violation using message = 'a clock does not go back', constraint = 'sandboxes_clock_forward';
  end if;
  return new;
end $$;
create trigger keep_clock_going before update on sandboxes for each row execute function keep_clock_going();

-- What is due by the clocks of its alliances, oldest first. What belongs to a sandbox whose clock is being moved waits for that.
create index due_times_alliance on due_times (tenant_id, due_at, id) where done_at is null;
grant select on due_times to quadhelix_entry;
create function open_due_times(at timestamptz, kinds text[], after_at timestamptz, after_id uuid, page integer)
returns table (id uuid, tenant_id uuid, due_at timestamptz) language sql stable security definer set search_path = '' as $$
  select d.id, d.tenant_id, d.due_at from (
    (select d.id, d.tenant_id, d.due_at from public.due_times d
      where d.done_at is null and d.due_at <= at and d.kind = any (kinds) and (after_at is null or (d.due_at, d.id) > (after_at, after_id))
        and not exists (select from public.sandboxes s where s.tenant_id = d.tenant_id and s.state <> 'READY')
      order by d.due_at, d.id limit page)
    union all
    (select d.id, d.tenant_id, d.due_at from public.sandboxes s
      join public.due_times d on d.tenant_id = s.tenant_id and d.done_at is null and d.due_at > at and d.due_at <= public.alliance_clock(s.tenant_id, at)
      where s.state = 'READY' and s.clock_ahead_ms > 0 and d.kind = any (kinds) and (after_at is null or (d.due_at, d.id) > (after_at, after_id))
      order by d.due_at, d.id limit page)) d
  order by d.due_at, d.id limit page
$$;

-- Is the alliance of this transaction a sandbox?
create function in_sandbox() returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.alliances a where a.id = public.current_tenant() and a.sandbox)
$$;
revoke all on function current_account(), in_sandbox() from public;
grant execute on function in_sandbox() to quadhelix_app;
-- The public directory is of real organizations.
alter policy visible on organizations using (
  (directory is not null and not (select in_sandbox()))
  or id = (select current_organization())
  or exists (select from memberships m where m.tenant_id = (select current_tenant()) and m.organization_id = organizations.id));

-- What is registered in a sandbox belongs to it for ever.
create function mark_sandbox() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.sandbox_of := (select a.id from public.alliances a where a.id = public.current_tenant() and a.sandbox);
  elsif new.sandbox_of is distinct from old.sandbox_of then
    raise check_violation using message = 'what is real stays real, and what is invented invented', constraint = 'sandbox_apart';
  end if;
  return new;
end $$;
create trigger mark_sandbox before insert or update of sandbox_of on organizations for each row execute function mark_sandbox();
create trigger mark_sandbox before insert or update of sandbox_of on people for each row execute function mark_sandbox();

-- Demands that an organization and a person belong where they are used: to this sandbox, or (home is null) to what is real. Nulls and strangers are left to the foreign keys.
create function demand_home(home uuid, organization uuid, person uuid) returns void language plpgsql stable set search_path = '' as $$
begin
  if exists (select from public.organizations o where o.id = organization and o.sandbox_of is distinct from home)
    or exists (select from public.people p where p.id = person and p.sandbox_of is distinct from home) then
    raise check_violation using message = 'a sandbox and what is real do not mix', constraint = 'sandbox_apart';
  end if;
end $$;
create function sandbox_or_null(tenant uuid) returns uuid language sql stable set search_path = '' as $$
  select a.id from public.alliances a where a.id = tenant and a.sandbox
$$;
create function keep_apart_organization() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), new.organization_id, null);
  return null;
end $$;
create function keep_apart_both() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), new.organization_id, new.person_id);
  return null;
end $$;
create function keep_apart_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), null, new.person_id);
  return null;
end $$;
create function keep_apart_affiliation() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home((select o.sandbox_of from public.organizations o where o.id = new.organization_id), null, new.person_id);
  return null;
end $$;
create function keep_apart_parent() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(new.sandbox_of, new.parent_id, null);
  return null;
end $$;
-- An address that messages go to belongs to somebody real: nothing leaves a sandbox.
create function keep_messages_in() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(null, null, new.person_id);
  return null;
end $$;
-- Authorities are real: none watches over others, or makes rules for them, out of a sandbox.
create function keep_authorities_real() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform public.demand_home(null, (to_jsonb(new)->>tg_argv[0])::uuid, null);
  return null;
end $$;
create trigger keep_apart after insert or update of organization_id on memberships for each row execute function keep_apart_organization();
create trigger keep_apart after insert or update of organization_id, person_id on seats for each row execute function keep_apart_both();
create trigger keep_apart after insert or update of organization_id, person_id on participants for each row execute function keep_apart_both();
create trigger keep_apart after insert or update of organization_id, person_id on sandbox_actors for each row execute function keep_apart_both();
create trigger keep_apart after insert or update of organization_id, person_id on affiliations for each row execute function keep_apart_affiliation();
create trigger keep_apart after insert or update of parent_id on organizations for each row when (new.parent_id is not null) execute function keep_apart_parent();
create trigger keep_apart after insert or update of person_id on person_time_bookings for each row execute function keep_apart_person();
create trigger keep_apart after insert or update of person_id on contact_points for each row execute function keep_messages_in();
create trigger keep_apart after insert or update on oversight_mandates for each row execute function keep_authorities_real('authority_organization_id');
create trigger keep_apart after insert or update on rule_authorities for each row execute function keep_authorities_real('organization_id');

-- As before, and new: looked for among what is real, or in the sandbox of this transaction.
create or replace function register_organization(organization jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  answer uuid;
  home constant uuid := public.sandbox_or_null(public.current_tenant());
begin
  insert into public.organizations as o (id, sector, legal_name, uscc, ministry_code, region_code, parent_id, staff_count, staff_count_on, directory, created_at)
  values ((organization->>'id')::uuid, organization->>'sector', organization->>'legalName', organization->>'uscc', organization->>'ministryCode',
    organization->>'regionCode', (organization->>'parentId')::uuid, (organization->>'staffCount')::integer, (organization->>'staffCountOn')::date,
    organization->>'directory', (organization->>'createdAt')::timestamptz)
  on conflict do nothing returning o.id into answer;
  if answer is null then
    select o.id into answer from public.organizations o
    where o.sandbox_of is not distinct from home and (o.uscc = organization->>'uscc'
      or o.ministry_code = organization->>'ministryCode'
      or (organization->>'uscc' is null and organization->>'ministryCode' is null and o.uscc is null and o.ministry_code is null
        and o.legal_name = organization->>'legalName' and o.region_code = organization->>'regionCode'))
    order by (o.uscc = organization->>'uscc') desc nulls last limit 1;
    update public.organizations o set directory = organization->>'directory', version = o.version + 1
    where o.id = answer and o.directory is null and organization->>'directory' is not null;
  end if;
  return answer;
end $$;
create or replace function register_person(person jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  answer uuid;
  organization uuid := (person->>'organizationId')::uuid;
  hmac bytea := decode(person->>'idNumberHmac', 'hex');
begin
  if not exists (select from public.memberships m where m.tenant_id = public.current_tenant() and m.organization_id = organization
      and m.state in ('INVITED', 'ACTIVE')) then
    return null;
  end if;
  select f.person_id into answer from public.affiliations f where f.organization_id = organization and f.member_number = person->>'memberNumber';
  if answer is not null then
    return answer;
  end if;
  insert into public.people as p (id, name, birth_date, id_number_hmac, created_at)
  values ((person->>'id')::uuid, person->>'name', (person->>'birthDate')::date, hmac, (person->>'createdAt')::timestamptz)
  on conflict do nothing returning p.id into answer;
  if answer is null then
    select p.id into answer from public.people p where p.id_number_hmac = hmac and p.name = person->>'name'
      and p.sandbox_of is not distinct from public.sandbox_or_null(public.current_tenant());
  end if;
  if answer is null then
    insert into public.people as p (id, name, birth_date, created_at)
    values ((person->>'id')::uuid, person->>'name', (person->>'birthDate')::date, (person->>'createdAt')::timestamptz) returning p.id into answer;
  end if;
  insert into public.affiliations as f (id, person_id, organization_id, kind, member_number, title, share_bp, valid_from, valid_until, created_at)
  values ((person->>'affiliationId')::uuid, answer, organization, person->>'kind', person->>'memberNumber', person->>'title',
    coalesce((person->>'shareBp')::integer, 10000), (person->>'validFrom')::date, (person->>'validUntil')::date, (person->>'createdAt')::timestamptz)
  on conflict (organization_id, member_number) do nothing;
  select f.person_id into answer from public.affiliations f where f.organization_id = organization and f.member_number = person->>'memberNumber';
  return answer;
end $$;

-- Who looks over alliances does not see sandboxes: neither mandates nor passports add them up.
alter policy readers on alliances using (not sandbox or id = (select current_tenant()));
alter function all_alliances() owner to quadhelix_entry;
-- A document of a sandbox proves nothing to anybody.
create function is_sandbox(tenant uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.alliances a where a.id = tenant and a.sandbox)
$$;
alter policy documents on document_issues using (not public.is_sandbox(tenant_id));

-- An app of an organization of a sandbox is let into that sandbox, with all its scopes, and nowhere else.
create function identity.client_owner(client text) returns uuid language sql stable security definer set search_path = '' as $$
  select c.owner_organization_id from identity.clients c where c.id = client
$$;
revoke all on function identity.client_owner(text) from public;
grant usage on schema identity to quadhelix_registry;
grant execute on function identity.client_owner(text) to quadhelix_registry;
grant create on schema identity to quadhelix_introspection;
alter function identity.client_owner(text) owner to quadhelix_introspection;
revoke create on schema identity from quadhelix_introspection;
grant select, insert, update on app_consents to quadhelix_registry;
create policy registry on app_consents to quadhelix_registry using (true) with check (true);
create function keep_apps_apart() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- A real app may be let into a sandbox: whoever has it tries it out there.
  if exists (select from public.organizations o where o.id = identity.client_owner(new.client_id) and o.sandbox_of is not null and o.sandbox_of <> new.tenant_id) then
    raise check_violation using message = 'an app of a sandbox stays in it', constraint = 'sandbox_apart';
  end if;
  return null;
end $$;
create trigger keep_apart after insert or update of client_id on app_consents for each row execute function keep_apps_apart();
create function admit_sandbox_app() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.app_consents (tenant_id, id, client_id, scopes, granted_at, created_at)
  select o.sandbox_of, gen_random_uuid(), new.id, array(select s from unnest(new.scopes) s where s like '%:%'), public.alliance_clock(o.sandbox_of, now()), public.alliance_clock(o.sandbox_of, now())
  from public.organizations o where o.id = new.owner_organization_id and o.sandbox_of is not null
  on conflict (tenant_id, client_id) do update set scopes = excluded.scopes, version = public.app_consents.version + 1;
  return null;
end $$;
create trigger admit_sandbox_app after insert or update of owner_organization_id, scopes on identity.clients for each row
  when (new.owner_organization_id is not null) execute function admit_sandbox_app();

-- As whom the developer acts for an organization of his sandbox on that day: whom he chose, else who speaks for it longest, else anybody with a seat.
create function sandbox_persona(tenant uuid, organization uuid, today date) returns uuid language sql stable set search_path = '' as $$
  select s.person_id from public.seats s
  left join public.sandbox_actors c on c.tenant_id = s.tenant_id and c.organization_id = s.organization_id and c.person_id = s.person_id
  where s.tenant_id = tenant and s.organization_id = organization and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today)
    and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = s.organization_id
      and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))
  order by (c.person_id is not null) desc, public.speaks(s.role) desc, s.created_at, s.id limit 1
$$;

-- Enters a sandbox: for the developer whose it is, as somebody of one of its organizations; for an app, with its consent. Answers like enter_alliance(),
-- with the time of the sandbox.
create function act_in_sandbox(tenant uuid, account uuid, client text, first_party boolean, asked text[], organization uuid, at timestamptz) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  place record;
  held record;
  allowed text[] := asked;
  clock timestamptz;
  today date;
  persona uuid;
begin
  select a.id, a.time_zone, s.account_id, s.used_at into place from public.alliances a join public.sandboxes s on s.tenant_id = a.id
    where a.id = tenant and a.state = 'ACTIVE' and s.state in ('READY', 'ADVANCING');
  if not found or (account is not null and account <> place.account_id) then
    return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
  end if;
  if not first_party then
    select array(select unnest(c.scopes) intersect select unnest(asked)) into allowed
      from public.app_consents c where c.tenant_id = place.id and c.client_id = client and c.withdrawn_at is null;
    if not found then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
  end if;
  clock := public.alliance_clock(place.id, at);
  if account is null then
    if first_party then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
    perform set_config('app.tenant_id', place.id::text, true);
    return jsonb_build_object('kind', 'APP', 'clientId', client, 'scopes', allowed, 'roles', jsonb_build_array('API_CLIENT'),
      'tenantId', place.id, 'timeZone', place.time_zone, 'sandboxNow', clock, 'sandboxUsedAt', place.used_at);
  end if;
  if organization is null then
    return jsonb_build_object('error', 'ACTING_ORGANIZATION_REQUIRED');
  end if;
  today := (clock at time zone place.time_zone)::date;
  persona := public.sandbox_persona(place.id, organization, today);
  select p.* into held from public.places_held(persona, place.id, today) p where p.organization_id = organization and p.live;
  if not found then
    return jsonb_build_object('error', 'ACTING_ORGANIZATION_INVALID');
  end if;
  perform set_config('app.person_id', persona::text, true), set_config('app.account_id', account::text, true),
    set_config('app.tenant_id', place.id::text, true), set_config('app.organization_id', organization::text, true);
  return jsonb_build_object('kind', 'PERSON', 'accountId', account, 'personId', persona, 'clientId', client,
    'scopes', allowed, 'roles', held.roles, 'tenantId', place.id, 'timeZone', place.time_zone,
    'organizationId', organization, 'membershipId', held.membership_id, 'membershipState', held.state, 'sector', held.sector,
    'sandboxNow', clock, 'sandboxUsedAt', place.used_at);
end $$;

-- What enters a real alliance stays as it is and is called by the two doors below only.
alter function enter(bytea, text, uuid, timestamptz) rename to enter_alliance;
alter function enter_again(uuid, text, text[], uuid, uuid, timestamptz) rename to enter_alliance_again;
revoke all on function enter_alliance(bytea, text, uuid, timestamptz), enter_alliance_again(uuid, text, text[], uuid, uuid, timestamptz) from quadhelix_app;

-- First statement of every request: see enter_alliance(). Also says whose account it is, and lets nobody into a real alliance by an account that is nobody there:
-- an account is made by whoever signs up, so an app's consent is no consent to everybody who signs in with that app.
create function enter(token_hash bytea, alliance text, organization uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sandbox uuid;
  caller record;
  answer jsonb;
begin
  perform set_config('app.account_id', '', true);
  select a.id into sandbox from public.alliances a where a.slug = alliance and a.sandbox;
  if sandbox is not null then
    select * into caller from identity.introspect(token_hash);
    if not found then
      return jsonb_build_object('error', 'UNAUTHENTICATED');
    end if;
    perform set_config('app.person_id', '', true), set_config('app.client_id', caller.client_id, true), set_config('app.tenant_id', '', true),
      set_config('app.organization_id', '', true), set_config('app.reading_tenants', '', true),
      set_config('app.first_party', case when caller.first_party then 'yes' else '' end, true);
    return public.act_in_sandbox(sandbox, caller.account_id, caller.client_id, caller.first_party, caller.scopes, organization, at);
  end if;
  answer := public.enter_alliance(token_hash, alliance, organization, at);
  if alliance is not null and answer->>'kind' = 'APP' and exists (select from identity.introspect(token_hash) i where i.account_id is not null) then
    perform set_config('app.tenant_id', '', true);
    return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
  end if;
  perform set_config('app.account_id', coalesce(answer->>'accountId', ''), true);
  return answer;
end $$;

create function enter_again(account uuid, client text, asked text[], tenant uuid, organization uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller record;
begin
  perform set_config('app.account_id', coalesce(account::text, ''), true);
  if not exists (select from public.alliances a where a.id = tenant and a.sandbox) then
    return public.enter_alliance_again(account, client, asked, tenant, organization, at);
  end if;
  select * into caller from identity.standing(account, client);
  if not found then
    return jsonb_build_object('error', 'UNAUTHENTICATED');
  end if;
  perform set_config('app.client_id', client, true), set_config('app.first_party', case when caller.first_party then 'yes' else '' end, true), set_config('app.reading_tenants', '', true);
  return public.act_in_sandbox(tenant, account, client, caller.first_party, array(select unnest(asked) intersect select unnest(caller.scopes)), organization, at);
end $$;

-- As before, and new: a developer's own sandboxes, by their own clocks.
create or replace function open_alliances(at timestamptz)
returns table (id uuid, slug text, name text, kind text, region_code text, time_zone text, state text, created_at timestamptz, version integer)
language sql stable security definer set search_path = '' as $$
  select a.id, a.slug, a.name, a.kind, a.region_code, a.time_zone, a.state, a.created_at, a.version
  from public.alliances a
  where a.state = 'ACTIVE' and public.app_is_let_in(a.id) and (
    (public.current_person() is null and public.current_account() is null and current_setting('app.first_party', true) is distinct from 'yes')
    or (not a.sandbox and exists (select from public.places_held(public.current_person(), a.id, (at at time zone a.time_zone)::date) p where p.live))
    or (a.sandbox and exists (select from public.sandboxes s where s.tenant_id = a.id and s.account_id = public.current_account() and s.state in ('READY', 'ADVANCING'))))
  order by a.slug
  limit 100
$$;
create or replace function acting_organizations(tenants uuid[], at timestamptz)
returns table (tenant_id uuid, organization public.organizations, roles jsonb)
language sql stable security definer set search_path = '' as $$
  select a.id, o, p.roles
  from public.alliances a
  cross join lateral public.places_held(public.current_person(), a.id, (at at time zone a.time_zone)::date) p
  join public.organizations o on o.id = p.organization_id
  where a.id = any (tenants) and not a.sandbox and a.state = 'ACTIVE' and public.app_is_let_in(a.id) and p.live
  union all
  select a.id, o, p.roles
  from public.alliances a
  join public.sandboxes s on s.tenant_id = a.id and s.account_id = public.current_account()
  cross join lateral (select (public.alliance_clock(a.id, at) at time zone a.time_zone)::date as today) d
  join public.memberships m on m.tenant_id = a.id
  join public.organizations o on o.id = m.organization_id
  cross join lateral public.places_held(public.sandbox_persona(a.id, m.organization_id, d.today), a.id, d.today) p
  where a.id = any (tenants) and a.state = 'ACTIVE' and public.app_is_let_in(a.id) and p.live and p.organization_id = m.organization_id
  order by 1
$$;

-- Makes an alliance of the account of this transaction, or answers null where it has as many as it may. Nothing is in it yet.
create function register_sandbox(sandbox jsonb, at_most integer) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  made uuid := (sandbox->>'id')::uuid;
  account uuid := public.current_account();
  at timestamptz := (sandbox->>'createdAt')::timestamptz;
begin
  if account is null then
    raise insufficient_privilege using message = 'a sandbox belongs to an account';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('sandboxes ' || account::text, 0));
  if (select count(*) from public.sandboxes s where s.account_id = account) >= at_most then
    return null;
  end if;
  insert into public.alliances (id, slug, name, kind, region_code, created_at, sandbox)
  values (made, sandbox->>'slug', sandbox->>'name', 'CITY_CONSORTIUM', sandbox->>'regionCode', at, true);
  insert into public.sandboxes (tenant_id, account_id, slug, name, state, prepared_on, used_at, created_at)
  values (made, account, sandbox->>'slug', sandbox->>'name', 'PREPARING', (at at time zone 'UTC')::date, at, at);
  return made;
end $$;

-- Notes that a sandbox is used. Its own statement, outside any request: queries write nothing.
create function touch_sandbox(tenant uuid, at timestamptz) returns void language sql volatile security definer set search_path = '' as $$
  update public.sandboxes s set used_at = at where s.tenant_id = tenant and s.used_at < at
$$;
-- Takes sandboxes that nobody used since an instant out of use; answers them, also those that wait for their removal already. Nothing for a request.
create function retire_sandboxes(unused_since timestamptz) returns setof uuid language sql volatile security definer set search_path = '' as $$
  update public.sandboxes s set state = 'REMOVING', clock_held_at = null, advance_to = null, attempts = s.attempts + 1
  where (s.used_at < unused_since or s.state = 'REMOVING') and nullif(current_setting('app.client_id', true), '') is null returning s.tenant_id
$$;

-- Removes all that is in the sandbox of this transaction, and the sandbox itself where it is to go wholly. Every table with a tenant_id, whichever slice made it; what others
-- point at goes after them. As the owner, who sees behind the wall what this transaction sees, and nothing where it is no sandbox that is to be emptied.
create function clear_sandbox() returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := public.current_tenant();
  wholly boolean;
  tables text[];
  left_over text[];
  name text;
begin
  select s.state = 'REMOVING' into wholly from public.sandboxes s where s.tenant_id = tenant and s.state in ('PREPARING', 'REMOVING') for update;
  if not found then
    raise insufficient_privilege using message = 'this is no sandbox that is to be emptied';
  end if;
  delete from identity.clients c using public.organizations o where o.id = c.owner_organization_id and o.sandbox_of = tenant;
  tables := array(select c.relname from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('sandboxes', 'security_log') order by 1);
  loop
    left_over := '{}';
    foreach name in array tables loop
      begin
        execute format('delete from public.%I where tenant_id = $1', name) using tenant;
      exception when foreign_key_violation then
        left_over := left_over || name;
      end;
    end loop;
    exit when cardinality(left_over) = 0;
    if cardinality(left_over) = cardinality(tables) then
      raise foreign_key_violation using message = format('nothing lets go of %s', array_to_string(left_over, ', '));
    end if;
    tables := left_over;
  end loop;
  delete from public.person_time_heads h using public.people p where p.id = h.person_id and p.sandbox_of = tenant;
  delete from public.notification_settings n using public.people p where p.id = n.person_id and p.sandbox_of = tenant;
  delete from public.notification_preferences n using public.people p where p.id = n.person_id and p.sandbox_of = tenant;
  delete from public.affiliations f using public.organizations o where o.id = f.organization_id and o.sandbox_of = tenant;
  delete from public.people p where p.sandbox_of = tenant;
  delete from public.organizations o where o.sandbox_of = tenant;
  if wholly then
    delete from public.sandboxes s where s.tenant_id = tenant;
    delete from public.alliances a where a.id = tenant and a.sandbox;
  end if;
end $$;
-- What the owner sees there beside the alliance tables, whose wall holds for it too.
create policy removal on alliances to quadhelix_owner using (sandbox and id = (select current_tenant())) with check (false);
create policy removal on organizations to quadhelix_owner using (sandbox_of = (select current_tenant())) with check (false);
create policy removal on people to quadhelix_owner using (sandbox_of = (select current_tenant())) with check (false);
create policy removal on affiliations to quadhelix_owner using (exists (select from organizations o where o.id = affiliations.organization_id)) with check (false);
create policy removal on person_time_bookings to quadhelix_owner using (tenant_id = (select current_tenant()) and exists (select from sandboxes)) with check (false);
create policy removal on person_time_heads to quadhelix_owner using (exists (select from people p where p.id = person_time_heads.person_id)) with check (false);
create policy removal on notification_settings to quadhelix_owner using (exists (select from people p where p.id = notification_settings.person_id)) with check (false);
create policy removal on notification_preferences to quadhelix_owner using (exists (select from people p where p.id = notification_preferences.person_id)) with check (false);
create policy removal on inbox_entries to quadhelix_owner using (tenant_id = (select current_tenant()) and exists (select from sandboxes)) with check (false);
create policy removal on work_items to quadhelix_owner using (tenant_id = (select current_tenant()) and exists (select from sandboxes)) with check (false);
alter policy purge on organization_figures using (until_day is not null or (tenant_id = (select current_tenant()) and exists (select from sandboxes)));

-- As before, and new: with a sandbox that is to be emptied its rules go, also published ones.
create or replace function keep_published_rules() returns trigger language plpgsql set search_path = '' as $$
declare
  pack_column text := case tg_table_name when 'public_rule_versions' then 'pack_id' else 'tenant_id' end;
  pack uuid;
  latest date;
  others integer;
begin
  if tg_op = 'DELETE' then
    if old.state in ('PUBLISHED', 'RETIRED')
      and not exists (select from public.sandboxes s where s.tenant_id::text = to_jsonb(old)->>'tenant_id' and s.state in ('PREPARING', 'REMOVING')) then
      raise insufficient_privilege using message = 'a published version is never removed';
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state in ('PUBLISHED', 'RETIRED') then
    if old.state = 'RETIRED' or new.state <> 'RETIRED' or new.effective_until > old.effective_until
      or (to_jsonb(new) - '{state,effective_until,retired_at,version}'::text[]) <> (to_jsonb(old) - '{state,effective_until,retired_at,version}'::text[]) then
      raise insufficient_privilege using message = 'a published version is never changed';
    end if;
    return new;
  end if;
  if new.state = 'PUBLISHED' then
    pack := to_jsonb(new)->>pack_column;
    execute format('select max(coalesce(effective_until, ''infinity'')), count(*) from public.%I where %I = $1 and state in (''PUBLISHED'', ''RETIRED'') and id <> $2', tg_table_name, pack_column)
      into latest, others using pack, new.id;
    if others > 0 and latest < new.effective_from - 1 then
      raise exclusion_violation using message = 'a day would be without rules', constraint = tg_table_name || '_gap';
    end if;
    if others > 0 and latest >= new.effective_from then
      raise exclusion_violation using message = 'two versions would hold on one day', constraint = tg_table_name || '_overlap';
    end if;
  end if;
  return new;
end $$;

-- As before, and new: what a sandbox recorded for a month to come lies among "other" months until that month gets its partition, and is moved there then.
create or replace function ensure_month_partitions(from_month date, until_month date) returns void language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  parent record;
  month date;
  child text;
  early boolean;
begin
  for parent in
    select r.table_name, r.at_column, d.relname as other from public.retentions r
      join pg_catalog.pg_inherits i on i.inhparent = format('public.%I', r.table_name)::regclass
      join pg_catalog.pg_class d on d.oid = i.inhrelid and pg_get_expr(d.relpartbound, d.oid) = 'DEFAULT'
    where r.by_month order by 1
  loop
    month := date_trunc('month', from_month);
    while month <= until_month loop
      child := parent.table_name || '_' || to_char(month, 'YYYY_MM');
      if to_regclass(format('public.%I', child)) is null then
        execute format('select exists (select from public.%I where %I >= $1 and %I < $2)', parent.other, parent.at_column, parent.at_column)
          into early using month::timestamptz, (month + interval '1 month')::timestamptz;
        if early then
          execute format('create table public.%I (like public.%I including defaults including constraints)', child, parent.table_name);
          execute format('with moved as (delete from public.%I where %I >= $1 and %I < $2 returning *) insert into public.%I select * from moved', parent.other, parent.at_column, parent.at_column, child)
            using month::timestamptz, (month + interval '1 month')::timestamptz;
          execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)', parent.table_name, child, month, (month + interval '1 month')::date);
        else
          execute format('create table public.%I partition of public.%I for values from (%L) to (%L)', child, parent.table_name, month, (month + interval '1 month')::date);
        end if;
      end if;
      month := (month + interval '1 month')::date;
    end loop;
  end loop;
end $$;

revoke all on function alliance_clock(uuid, timestamptz), keep_clock_going(), open_due_times(timestamptz, text[], timestamptz, uuid, integer), mark_sandbox(), demand_home(uuid, uuid, uuid), sandbox_or_null(uuid),
  keep_apart_organization(), keep_apart_both(), keep_apart_person(), keep_apart_affiliation(), keep_apart_parent(), keep_messages_in(), keep_authorities_real(), is_sandbox(uuid),
  keep_apps_apart(), admit_sandbox_app(), sandbox_persona(uuid, uuid, date), act_in_sandbox(uuid, uuid, text, boolean, text[], uuid, timestamptz), enter(bytea, text, uuid, timestamptz),
  enter_again(uuid, text, text[], uuid, uuid, timestamptz), register_sandbox(jsonb, integer), touch_sandbox(uuid, timestamptz), retire_sandboxes(timestamptz), clear_sandbox() from public;
grant execute on function alliance_clock(uuid, timestamptz), open_due_times(timestamptz, text[], timestamptz, uuid, integer), enter(bytea, text, uuid, timestamptz), enter_again(uuid, text, text[], uuid, uuid, timestamptz),
  register_sandbox(jsonb, integer), touch_sandbox(uuid, timestamptz), retire_sandboxes(timestamptz), clear_sandbox() to quadhelix_app;
grant execute on function alliance_clock(uuid, timestamptz), demand_home(uuid, uuid, uuid), sandbox_or_null(uuid) to quadhelix_registry;
grant execute on function sandbox_persona(uuid, uuid, date), act_in_sandbox(uuid, uuid, text, boolean, text[], uuid, timestamptz) to quadhelix_entry;
grant execute on function is_sandbox(uuid) to quadhelix_documents, quadhelix_app;
alter function alliance_clock(uuid, timestamptz) owner to quadhelix_entry;
alter function open_due_times(timestamptz, text[], timestamptz, uuid, integer) owner to quadhelix_entry;
alter function is_sandbox(uuid) owner to quadhelix_entry;
alter function enter(bytea, text, uuid, timestamptz) owner to quadhelix_entry;
alter function enter_again(uuid, text, text[], uuid, uuid, timestamptz) owner to quadhelix_entry;
alter function mark_sandbox() owner to quadhelix_registry;
alter function keep_apart_organization() owner to quadhelix_registry;
alter function keep_apart_both() owner to quadhelix_registry;
alter function keep_apart_person() owner to quadhelix_registry;
alter function keep_apart_affiliation() owner to quadhelix_registry;
alter function keep_apart_parent() owner to quadhelix_registry;
alter function keep_messages_in() owner to quadhelix_registry;
alter function keep_authorities_real() owner to quadhelix_registry;
alter function keep_apps_apart() owner to quadhelix_registry;
alter function admit_sandbox_app() owner to quadhelix_registry;
alter function register_sandbox(jsonb, integer) owner to quadhelix_registry;
alter function touch_sandbox(uuid, timestamptz) owner to quadhelix_registry;
alter function retire_sandboxes(timestamptz) owner to quadhelix_registry;
revoke create on schema public from quadhelix_entry, quadhelix_registry;

-- Addresses of people who want an account of their own and have not followed the link yet; of the link only its SHA-256. Retention: until expires_at, ended with the next that asks.
create table identity.sign_ups (
  email text not null check (char_length(email) between 3 and 254),
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  asked_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index sign_ups_email on identity.sign_ups (lower(email));
create index sign_ups_expiry on identity.sign_ups (expires_at);
grant select, insert, delete on identity.sign_ups to quadhelix_identity;
grant update (token_hash, asked_at, expires_at) on identity.sign_ups to quadhelix_identity;
