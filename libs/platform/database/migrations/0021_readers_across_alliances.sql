-- Readers across alliances: an organization reads its own figures in all its alliances (its passport), an authority with a mandate those of all alliances
-- of its regions. Figures are written for the alliance of the transaction only, and every reading under a mandate leaves a record where it looked.
grant create on schema public to quadhelix_readers, quadhelix_entry;

-- Alliances whose share an organization may read in this transaction, outside any of them; set by enter() only.
create function current_reading_alliances() returns uuid[] language sql stable set search_path = '' as $$
  select coalesce(nullif(current_setting('app.reading_tenants', true), ''), '{}')::uuid[]
$$;

-- What is known of an organization in an alliance, by spans of local days: the day it held from, and the first day on which it held no more.
-- Closed spans are kept 10 years.
create table organization_figures (
  organization_id uuid not null references organizations (id),
  tenant_id uuid not null references alliances (id),
  figure text not null check (figure <> ''),
  from_day date not null,
  until_day date check (until_day > from_day),
  -- Null: not known, which is not zero.
  value bigint,
  people integer check (people >= 0),
  -- The organization has no such figure any more.
  ended boolean not null default false check (not ended or (value is null and people is null and subject_ids is null)),
  -- What it is made of, where single cases may be asked for.
  subject_ids uuid[],
  -- When it was last found to be so.
  known_at timestamptz(3) not null,
  primary key (organization_id, tenant_id, figure, from_day)
);
create unique index organization_figures_current on organization_figures (organization_id, tenant_id, figure) where until_day is null;
create index organization_figures_alliance on organization_figures (tenant_id, figure, from_day);
call declare_guarded_table('organization_figures');
create policy reader on organization_figures for select to quadhelix_app using (
  tenant_id = (select current_tenant())
  or (organization_id = (select current_organization()) and tenant_id = any ((select current_reading_alliances())::uuid[])));
create policy writer on organization_figures to quadhelix_readers using (true) with check (true);
-- Only what is closed can be past its retention.
create policy purge on organization_figures to quadhelix_owner using (until_day is not null) with check (false);
grant select on organization_figures to quadhelix_app;
grant select, insert, update on organization_figures to quadhelix_readers;

-- Who may look at which regions, on what legal basis, how closely and how long.
create table oversight_mandates (
  id uuid primary key,
  authority_organization_id uuid not null references organizations (id),
  regions text[] not null check (cardinality(regions) between 1 and 50 and array_to_string(regions, ',', '-') ~ '^[0-9]{6}(,[0-9]{6})*$'),
  level text not null check (level in ('AGGREGATE', 'COMMITMENT', 'CASE')),
  legal_basis text not null check (legal_basis <> ''),
  valid_from date not null,
  valid_until date not null check (valid_until >= valid_from),
  state text not null check (state in ('ACTIVE', 'SUSPENDED', 'REVOKED')),
  created_at timestamptz(3) not null,
  version integer not null default 1
);
create index oversight_mandates_list on oversight_mandates (authority_organization_id, created_at, id);
call declare_guarded_table('oversight_mandates');
create policy visible on oversight_mandates for select to quadhelix_app using (authority_organization_id = (select current_organization()));
create policy writer on oversight_mandates to quadhelix_readers using (true) with check (true);
grant select on oversight_mandates to quadhelix_app;
grant select, insert, update on oversight_mandates to quadhelix_readers;

-- What operators did to mandates. Nobody can change it.
create table oversight_mandate_steps (
  id uuid primary key,
  mandate_id uuid not null references oversight_mandates (id),
  at timestamptz(3) not null,
  step text not null,
  from_state text,
  to_state text not null,
  reason text not null check (reason <> ''),
  -- The command, and who ran it.
  done_by text not null check (done_by <> '')
);
create index oversight_mandate_steps_mandate on oversight_mandate_steps (mandate_id, at);
call declare_guarded_table('oversight_mandate_steps');
create policy writer on oversight_mandate_steps to quadhelix_readers using (true) with check (true);
grant select, insert on oversight_mandate_steps to quadhelix_readers;

-- Which authority looked at the figures of an alliance, under which mandate, for what: a row for each alliance that was looked at. Kept 10 years.
create table mandate_reads (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  mandate_id uuid not null,
  authority_organization_id uuid not null,
  authority_name text not null,
  level text not null,
  legal_basis text not null,
  person_id uuid,
  client_id text not null,
  field text not null,
  filters jsonb not null,
  request_id text,
  primary key (tenant_id, id, at)
) partition by range (at);
create table mandate_reads_other partition of mandate_reads default;
create index mandate_reads_list on mandate_reads (tenant_id, at, id);
call declare_alliance_table('mandate_reads', 'select');
create policy writer on mandate_reads to quadhelix_readers using (true) with check (true);
grant select, insert on mandate_reads to quadhelix_readers;

insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('organization_figures', 'until_day', '10 years', false, 'until_day is not null', 'A past day of a passport can be asked for as long as the audit trail lasts.'),
  ('mandate_reads', 'at', '10 years', true, null, 'Who looked at whose figures, for as long as the audit trail lasts.');

grant select on organizations to quadhelix_readers;
create policy readers on organizations for select to quadhelix_readers using (true);
-- Whose share is read, its name is known.
alter policy visible on alliances using (id = (select current_tenant()) or id = any ((select current_reading_alliances())::uuid[]));

-- Does a region lie in another one, or is it the same? Codes of GB/T 2260; 100000 is the state.
create function region_contains(outer_code text, inner_code text) returns boolean language sql immutable set search_path = '' as $$
  select outer_code = '100000'
    or left(rpad(inner_code, 6, '0'), case when outer_code like '__0000' then 2 when outer_code like '____00' then 4 else 6 end)
      = left(outer_code, case when outer_code like '__0000' then 2 when outer_code like '____00' then 4 else 6 end)
$$;

-- Keeps the figure of these organizations as it is from that day on, in the alliance of this transaction; who is not among `figures` has none.
-- Only members of the alliance, past ones too: nobody states figures of strangers.
create function put_organization_figures(wanted text, organizations uuid[], figures jsonb, day date, at timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := public.current_tenant();
  given record;
  held record;
begin
  if tenant is null then
    raise exception 'Figures belong to an alliance' using errcode = 'insufficient_privilege';
  end if;
  for given in
    select o.id, f.organization_id is null as ended, f.value, f.people, f.subject_ids
    from unnest(organizations) o (id)
    left join jsonb_to_recordset(figures) f (organization_id uuid, value bigint, people integer, subject_ids uuid[]) on f.organization_id = o.id
    where exists (select from public.memberships m where m.tenant_id = tenant and m.organization_id = o.id)
    order by o.id
  loop
    select f.* into held from public.organization_figures f
      where f.organization_id = given.id and f.tenant_id = tenant and f.figure = wanted and f.until_day is null for update;
    continue when given.ended and (not found or held.ended);
    if held.organization_id is not null and (held.from_day >= day
      or row(held.ended, held.value, held.people, held.subject_ids) is not distinct from row(given.ended, given.value, given.people, given.subject_ids)) then
      update public.organization_figures f
      set value = given.value, people = given.people, ended = given.ended, subject_ids = given.subject_ids, known_at = at
      where f.organization_id = given.id and f.tenant_id = tenant and f.figure = wanted and f.from_day = held.from_day;
    else
      update public.organization_figures f set until_day = day
      where f.organization_id = given.id and f.tenant_id = tenant and f.figure = wanted and f.until_day is null;
      insert into public.organization_figures (organization_id, tenant_id, figure, from_day, value, people, ended, subject_ids, known_at)
      values (given.id, tenant, wanted, day, given.value, given.people, given.ended, given.subject_ids, at);
    end if;
  end loop;
end $$;

-- Does somebody hold a seat for an organization in an alliance on the day, as its member of staff?
create function seat_holds(seat public.seats, today date) returns boolean language sql stable set search_path = '' as $$
  select seat.valid_from <= today and (seat.valid_until is null or seat.valid_until >= today)
    and exists (select from public.affiliations f where f.person_id = seat.person_id and f.organization_id = seat.organization_id
      and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))
$$;

-- May the app of this transaction read across alliances in this one? A first-party app may; any other needs the alliance's consent to just that.
create function app_may_read_across(tenant uuid) returns boolean language sql stable set search_path = '' as $$
  select current_setting('app.first_party', true) = 'yes' or exists (select from public.app_consents c
    where c.tenant_id = tenant and c.withdrawn_at is null and c.client_id = nullif(current_setting('app.client_id', true), '') and 'readers:read' = any (c.scopes))
$$;

-- An organization read for over all its alliances, outside any of them: with which roles a person speaks for it somewhere, the alliances whose share is shown,
-- and whether that is all. An alliance in which nobody holds a seat for the organization is left out: its share belongs to people whom another alliance,
-- which named the first people of an organization that nobody had spoken for, may not put its own in place of. Without a row: he speaks for it nowhere.
create function reading_for(person uuid, organization uuid, at timestamptz)
returns table (sector text, roles jsonb, tenants uuid[], complete boolean)
language sql stable set search_path = '' as $$
  with joined as (
    select m.tenant_id, m.id, (at at time zone a.time_zone)::date as today
    from public.memberships m join public.alliances a on a.id = m.tenant_id
    where m.organization_id = organization and m.state in ('ACTIVE', 'SUSPENDED') and a.state = 'ACTIVE'
  ), spoken as (
    select distinct s.role from joined j join public.seats s on s.tenant_id = j.tenant_id and s.membership_id = j.id
    where s.person_id = person and public.speaks(s.role) and public.app_may_read_across(j.tenant_id) and public.seat_holds(s, j.today)
  ), shown as (
    select j.tenant_id, public.app_may_read_across(j.tenant_id)
      and exists (select from public.seats s where s.tenant_id = j.tenant_id and s.membership_id = j.id and public.seat_holds(s, j.today)) as shown
    from joined j
  )
  select o.sector, (select jsonb_agg(s.role order by s.role) from spoken s),
    (select coalesce(array_agg(s.tenant_id order by s.tenant_id) filter (where s.shown), '{}') from shown s), (select bool_and(s.shown) from shown s)
  from public.organizations o where o.id = organization and exists (select from spoken)
$$;

-- Are there people who speak for an organization in an alliance that it joined? From then on nobody else names its people.
create function is_spoken_for(organization uuid, at timestamptz) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.seats s
    join public.memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state in ('ACTIVE', 'SUSPENDED')
    join public.alliances a on a.id = m.tenant_id and a.state = 'ACTIVE'
    where s.organization_id = organization and public.speaks(s.role) and public.seat_holds(s, (at at time zone a.time_zone)::date))
$$;

-- As before, and new: outside any alliance, with an organization for which the person speaks somewhere, he acts for it over all its alliances.
-- An organization for which he speaks nowhere is no acting organization, as if none had been named.
create or replace function enter(token_hash bytea, alliance text, organization uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller record;
  place record;
  held record;
  reading record;
  live_places integer;
  allowed text[];
begin
  select * into caller from identity.introspect(token_hash);
  if not found then
    return jsonb_build_object('error', 'UNAUTHENTICATED');
  end if;
  allowed := caller.scopes;
  perform set_config('app.person_id', coalesce(caller.person_id::text, ''), true), set_config('app.client_id', caller.client_id, true),
    set_config('app.first_party', case when caller.first_party then 'yes' else '' end, true),
    set_config('app.tenant_id', '', true), set_config('app.organization_id', '', true), set_config('app.reading_tenants', '', true);
  if alliance is null then
    if organization is not null and caller.person_id is not null then
      select r.* into reading from public.reading_for(caller.person_id, organization, at) r;
      if found then
        perform set_config('app.organization_id', organization::text, true), set_config('app.reading_tenants', reading.tenants::text, true);
        return jsonb_build_object('kind', 'PERSON', 'accountId', caller.account_id, 'personId', caller.person_id, 'clientId', caller.client_id,
          'scopes', allowed, 'organizationId', organization, 'sector', reading.sector, 'roles', reading.roles, 'readsAll', reading.complete);
      end if;
    end if;
    return jsonb_build_object('kind', case when caller.person_id is null then 'APP' else 'PERSON' end, 'accountId', caller.account_id,
      'personId', caller.person_id, 'clientId', caller.client_id, 'scopes', allowed);
  end if;

  select a.id, a.slug, a.time_zone into place from public.alliances a where a.slug = alliance and a.state = 'ACTIVE';
  if not found then
    return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
  end if;
  if not caller.first_party then
    select array(select unnest(c.scopes) intersect select unnest(caller.scopes)) into allowed
      from public.app_consents c where c.tenant_id = place.id and c.client_id = caller.client_id and c.withdrawn_at is null;
    if not found then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
  end if;

  if caller.person_id is null then
    if caller.first_party then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
    perform set_config('app.tenant_id', place.id::text, true);
    return jsonb_build_object('kind', 'APP', 'clientId', caller.client_id, 'scopes', allowed, 'roles', jsonb_build_array('API_CLIENT'),
      'tenantId', place.id, 'timeZone', place.time_zone);
  end if;

  if organization is null then
    -- An invitation alone makes nobody name for whom he acts.
    select coalesce(nullif(count(*) filter (where p.live and p.seated), 0), count(*) filter (where p.live)) into live_places
      from public.places_held(caller.person_id, place.id, (at at time zone place.time_zone)::date) p;
    if live_places > 1 then
      return jsonb_build_object('error', 'ACTING_ORGANIZATION_REQUIRED');
    end if;
    select p.* into held from public.places_held(caller.person_id, place.id, (at at time zone place.time_zone)::date) p
      order by p.live desc, p.seated desc limit 1;
    if not found then
      return jsonb_build_object('error', 'ALLIANCE_NOT_FOUND');
    end if;
  else
    select p.* into held from public.places_held(caller.person_id, place.id, (at at time zone place.time_zone)::date) p
      where p.organization_id = organization;
    if not found then
      return jsonb_build_object('error', case when exists (select from public.places_held(caller.person_id, place.id, (at at time zone place.time_zone)::date))
        then 'ACTING_ORGANIZATION_INVALID' else 'ALLIANCE_NOT_FOUND' end);
    end if;
  end if;
  if not held.live then
    return jsonb_build_object('error', 'AFFILIATION_EXPIRED');
  end if;
  perform set_config('app.tenant_id', place.id::text, true), set_config('app.organization_id', held.organization_id::text, true);
  return jsonb_build_object('kind', 'PERSON', 'accountId', caller.account_id, 'personId', caller.person_id, 'clientId', caller.client_id,
    'scopes', allowed, 'roles', held.roles, 'tenantId', place.id, 'timeZone', place.time_zone,
    'organizationId', held.organization_id, 'membershipId', held.membership_id, 'membershipState', held.state, 'sector', held.sector);
end $$;

-- Registers a mandate of a government's organization that somebody speaks for already: from then on nobody but itself names the people who will read under it.
-- Answers 'REGISTERED', or why not.
create function register_mandate(mandate jsonb, reason text, done_by text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  made uuid := (mandate->>'id')::uuid;
  authority uuid := (mandate->>'authorityOrganizationId')::uuid;
begin
  if not exists (select from public.organizations o where o.id = authority and o.sector = 'GOVERNMENT') then
    return 'NO_AUTHORITY';
  end if;
  if not public.is_spoken_for(authority, at) then
    return 'NOBODY_SPEAKS';
  end if;
  insert into public.oversight_mandates (id, authority_organization_id, regions, level, legal_basis, valid_from, valid_until, state, created_at)
  values (made, authority, array(select jsonb_array_elements_text(mandate->'regions')), mandate->>'level', mandate->>'legalBasis',
    (mandate->>'validFrom')::date, (mandate->>'validUntil')::date, 'ACTIVE', at);
  insert into public.oversight_mandate_steps (id, mandate_id, at, step, from_state, to_state, reason, done_by)
  values (gen_random_uuid(), made, at, 'register', null, 'ACTIVE', register_mandate.reason, register_mandate.done_by);
  return 'REGISTERED';
end $$;

-- Takes a mandate from one of the states allowed to another. Answers the state it was in, also where that was none of those; null: no such mandate.
create function step_mandate(mandate uuid, step text, allowed text[], target text, reason text, done_by text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  held text;
begin
  select m.state into held from public.oversight_mandates m where m.id = mandate for update;
  if held = any (allowed) then
    update public.oversight_mandates m set state = target, version = m.version + 1 where m.id = mandate;
    insert into public.oversight_mandate_steps (id, mandate_id, at, step, from_state, to_state, reason, done_by)
    values (gen_random_uuid(), mandate, at, step_mandate.step, held, target, step_mandate.reason, step_mandate.done_by);
  end if;
  return held;
end $$;

-- For an operator: the organization with a credit code or row id, its name and whether somebody speaks for it; and the mandates that are registered.
create function authority_named(wanted text, at timestamptz) returns table (id uuid, legal_name text, sector text, spoken_for boolean)
language sql stable security definer set search_path = '' as $$
  select o.id, o.legal_name, o.sector, public.is_spoken_for(o.id, at) from public.organizations o
  where o.uscc = wanted or o.id = case when wanted ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then wanted::uuid end
$$;
create function registered_mandates()
returns table (id uuid, authority text, regions text[], level text, legal_basis text, valid_from date, valid_until date, state text)
language sql stable security definer set search_path = '' as $$
  select m.id, o.legal_name, m.regions, m.level, m.legal_basis, m.valid_from, m.valid_until, m.state
  from public.oversight_mandates m join public.organizations o on o.id = m.authority_organization_id order by m.created_at desc, m.id limit 1000
$$;

-- Reads figures under a mandate of the organization acted for outside any alliance, and leaves a record in every alliance that is looked at: the one without the other
-- is not possible. `ask`: mandateId, needs (the least level), figures, day, today, region (or null), field, filters, requestId. Only people with a first-party app.
-- Null: no such mandate: none, another authority's, not in force, too low a level, a region outside.
-- Cells (of all alliances of the mandate, so that what is hidden among them does not depend on what is asked): by alliance, figure and sector. With `named` also
-- by organization, with the subjects where the level is CASE.
create function mandated_figures(ask jsonb, named boolean, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  mandate record;
  covered uuid[];
  figures text[] := array(select jsonb_array_elements_text(ask->'figures'));
  asked_day date := (ask->>'day')::date;
  wanted_region text := ask->>'region';
  cells jsonb;
begin
  if public.current_tenant() is not null or public.current_person() is null or current_setting('app.first_party', true) is distinct from 'yes' then
    return null;
  end if;
  select m.*, o.legal_name into mandate from public.oversight_mandates m join public.organizations o on o.id = m.authority_organization_id
  where m.id = (ask->>'mandateId')::uuid and m.authority_organization_id = public.current_organization() and m.state = 'ACTIVE'
    and (ask->>'today')::date between m.valid_from and m.valid_until
    and array_position(array['AGGREGATE', 'COMMITMENT', 'CASE'], m.level) >= array_position(array['AGGREGATE', 'COMMITMENT', 'CASE'], ask->>'needs')
    and not (named and m.level = 'AGGREGATE')
    and (wanted_region is null or exists (select from unnest(m.regions) r where public.region_contains(r, wanted_region)));
  if not found then
    return null;
  end if;
  covered := array(select a.id from public.alliances a where a.state = 'ACTIVE' and exists (select from unnest(mandate.regions) r where public.region_contains(r, a.region_code)));
  insert into public.mandate_reads (tenant_id, id, at, mandate_id, authority_organization_id, authority_name, level, legal_basis, person_id, client_id, field, filters, request_id)
  select a.id, gen_random_uuid(), mandated_figures.at, mandate.id, mandate.authority_organization_id, mandate.legal_name, mandate.level, mandate.legal_basis,
    public.current_person(), current_setting('app.client_id', true), ask->>'field', ask->'filters', ask->>'requestId'
  from public.alliances a where a.id = any (covered) and (wanted_region is null or public.region_contains(wanted_region, a.region_code));
  if named then
    select jsonb_agg(jsonb_build_object('tenantId', f.tenant_id, 'organizationId', f.organization_id, 'legalName', o.legal_name, 'figure', f.figure, 'sector', o.sector,
        'value', f.value, 'people', f.people, 'knownAt', f.known_at, 'subjectIds', case when mandate.level = 'CASE' then f.subject_ids end)) into cells
    from public.organization_figures f join public.organizations o on o.id = f.organization_id
    where f.tenant_id = any (covered) and f.figure = any (figures) and f.from_day <= asked_day and (f.until_day is null or f.until_day > asked_day) and not f.ended;
  else
    select jsonb_agg(to_jsonb(c)) into cells from (
      select f.tenant_id as "tenantId", f.figure, o.sector, count(*) as organizations, count(*) filter (where f.value is null) as unknown,
        case when bool_and(f.value is not null) then sum(f.value) end as value, sum(f.people) as people, min(f.known_at) as "knownAt"
      from public.organization_figures f join public.organizations o on o.id = f.organization_id
      where f.tenant_id = any (covered) and f.figure = any (figures) and f.from_day <= asked_day and (f.until_day is null or f.until_day > asked_day) and not f.ended
      group by f.tenant_id, f.figure, o.sector) c;
  end if;
  return jsonb_build_object('level', mandate.level, 'regions', mandate.regions, 'cells', coalesce(cells, '[]'),
    'alliances', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name, 'regionCode', rpad(a.region_code, 6, '0')) order by a.slug), '[]')
      from public.alliances a where a.id = any (covered)));
end $$;

revoke all on function put_organization_figures(text, uuid[], jsonb, date, timestamptz), seat_holds(public.seats, date), app_may_read_across(uuid),
  reading_for(uuid, uuid, timestamptz), is_spoken_for(uuid, timestamptz), register_mandate(jsonb, text, text, timestamptz),
  step_mandate(uuid, text, text[], text, text, text, timestamptz), authority_named(text, timestamptz), registered_mandates(),
  mandated_figures(jsonb, boolean, timestamptz), region_contains(text, text) from public;
grant execute on function seat_holds(public.seats, date), app_may_read_across(uuid), reading_for(uuid, uuid, timestamptz) to quadhelix_entry;
grant execute on function is_spoken_for(uuid, timestamptz), region_contains(text, text) to quadhelix_readers;
grant execute on function put_organization_figures(text, uuid[], jsonb, date, timestamptz), register_mandate(jsonb, text, text, timestamptz),
  step_mandate(uuid, text, text[], text, text, text, timestamptz), authority_named(text, timestamptz), registered_mandates(),
  mandated_figures(jsonb, boolean, timestamptz) to quadhelix_app;
alter function is_spoken_for(uuid, timestamptz) owner to quadhelix_entry;
alter function put_organization_figures(text, uuid[], jsonb, date, timestamptz) owner to quadhelix_readers;
alter function register_mandate(jsonb, text, text, timestamptz) owner to quadhelix_readers;
alter function step_mandate(uuid, text, text[], text, text, text, timestamptz) owner to quadhelix_readers;
alter function authority_named(text, timestamptz) owner to quadhelix_readers;
alter function registered_mandates() owner to quadhelix_readers;
alter function mandated_figures(jsonb, boolean, timestamptz) owner to quadhelix_readers;
revoke create on schema public from quadhelix_readers, quadhelix_entry;
