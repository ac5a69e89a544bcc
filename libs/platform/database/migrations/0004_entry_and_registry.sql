-- The definer functions of entering and registering. Each belongs to a role without login that sees only what 0003 granted it.
grant create on schema public to quadhelix_entry, quadhelix_registry;

-- Does a role speak for its organization?
create function speaks(role text) returns boolean language sql immutable set search_path = '' as $$
  select role in ('GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR')
$$;

-- Organizations for which a person may enter an alliance: by a seat there; or, where the organization is only invited, by a seat from which he speaks
-- for it in another alliance, so that an invitation reaches those who can accept it. `seated`: by a seat there.
-- `live`: seat and affiliation both hold on that day.
-- Called by the functions of entering only.
create function places_held(person uuid, tenant uuid, today date)
returns table (organization_id uuid, membership_id uuid, state text, sector text, seated boolean, live boolean, roles jsonb)
language sql stable set search_path = '' as $$
  with held as (
    select m.organization_id, m.id as membership_id, m.state, o.sector, s.role, s.tenant_id = tenant as seated,
      (today >= s.valid_from and (s.valid_until is null or today <= s.valid_until)
        and exists (select from public.affiliations f where f.person_id = person and f.organization_id = m.organization_id
          and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))) as live
    from public.seats s
    join public.memberships own on own.tenant_id = s.tenant_id and own.id = s.membership_id
    join public.memberships m on m.tenant_id = tenant and m.organization_id = own.organization_id
    join public.organizations o on o.id = m.organization_id
    where s.person_id = person and (
      (s.tenant_id = tenant and m.state in ('INVITED', 'ACTIVE', 'SUSPENDED'))
      or (s.tenant_id <> tenant and m.state = 'INVITED' and own.state = 'ACTIVE' and public.speaks(s.role))))
  select h.organization_id, h.membership_id, h.state, h.sector, bool_or(h.seated), bool_or(h.live), coalesce(jsonb_agg(distinct h.role) filter (where h.live), '[]')
  from held h group by 1, 2, 3, 4
$$;

-- Does an organization of the alliance of this transaction name its people itself? It does once somebody speaks for it in any alliance that it joined,
-- and wherever it has people whom this alliance does not know: an alliance that merely invites it must neither learn of them nor put its own in their place.
create function names_its_own_people(organization uuid, today date) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m where m.tenant_id = public.current_tenant() and m.organization_id = organization)
    and (exists (
      select from public.seats s join public.memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state in ('ACTIVE', 'SUSPENDED')
      where s.organization_id = organization and public.speaks(s.role) and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today)
        and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = organization
          and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today)))
    or exists (select from public.affiliations f where f.organization_id = organization and not exists (
      select from public.participants p where p.tenant_id = public.current_tenant() and p.person_id = f.person_id and p.organization_id = organization)))
$$;

-- First statement of every request: checks the token, the consent of the alliance to the app, membership, seat and affiliation on that date;
-- sets the settings that row-level security reads, for this transaction only; answers the actor or {"error": code}.
-- An alliance that does not exist and one that is not open to the caller answer the same.
create function enter(token_hash bytea, alliance text, organization uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller record;
  place record;
  held record;
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
    set_config('app.tenant_id', '', true), set_config('app.organization_id', '', true);
  if alliance is null then
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

-- May the app of this transaction know that its caller has to do with an alliance? A first-party app may; any other needs the alliance's consent.
create function app_is_let_in(tenant uuid) returns boolean language sql stable set search_path = '' as $$
  select current_setting('app.first_party', true) = 'yes' or exists (select from public.app_consents c
    where c.tenant_id = tenant and c.withdrawn_at is null and c.client_id = nullif(current_setting('app.client_id', true), ''))
$$;

-- The alliances open to the caller of this transaction: by seat for a person, by consent for an app; an app acting for a person needs both.
create function open_alliances(at timestamptz)
returns table (id uuid, slug text, name text, kind text, region_code text, time_zone text, state text, created_at timestamptz, version integer)
language sql stable security definer set search_path = '' as $$
  select a.id, a.slug, a.name, a.kind, a.region_code, a.time_zone, a.state, a.created_at, a.version
  from public.alliances a
  where a.state = 'ACTIVE' and public.app_is_let_in(a.id) and (
    (public.current_person() is null and current_setting('app.first_party', true) is distinct from 'yes')
    or exists (select from public.places_held(public.current_person(), a.id, (at at time zone a.time_zone)::date) p where p.live))
  order by a.slug
  limit 100
$$;

-- Organizations the caller may act for in some alliances, with his roles for each.
create function acting_organizations(tenants uuid[], at timestamptz)
returns table (tenant_id uuid, organization public.organizations, roles jsonb)
language sql stable security definer set search_path = '' as $$
  select a.id, o, p.roles
  from public.alliances a
  cross join lateral public.places_held(public.current_person(), a.id, (at at time zone a.time_zone)::date) p
  join public.organizations o on o.id = p.organization_id
  where a.id = any (tenants) and a.state = 'ACTIVE' and public.app_is_let_in(a.id) and p.live
  order by o.legal_name
$$;

-- Makes an alliance, or answers the id of the one with that slug.
create function register_alliance(alliance jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare answer uuid;
begin
  -- An alliance in a zone that PostgreSQL does not know could never be entered: refused here.
  perform now() at time zone coalesce(alliance->>'timeZone', 'Asia/Shanghai');
  insert into public.alliances as a (id, slug, name, kind, region_code, time_zone, created_at)
  values ((alliance->>'id')::uuid, alliance->>'slug', alliance->>'name', alliance->>'kind', alliance->>'regionCode',
    coalesce(alliance->>'timeZone', 'Asia/Shanghai'), (alliance->>'createdAt')::timestamptz)
  on conflict (slug) do nothing returning a.id into answer;
  if answer is null then
    select a.id into answer from public.alliances a where a.slug = alliance->>'slug';
  end if;
  return answer;
end $$;

-- Registers an organization by its credit code, else its ministry code, else its name and region, and answers its id:
-- the same whether or not it was there. Facts of one that was there stay as they are; a directory that lists it makes it visible as its entry.
create function register_organization(organization jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare answer uuid;
begin
  insert into public.organizations as o (id, sector, legal_name, uscc, ministry_code, region_code, parent_id, staff_count, staff_count_on, directory, created_at)
  values ((organization->>'id')::uuid, organization->>'sector', organization->>'legalName', organization->>'uscc', organization->>'ministryCode',
    organization->>'regionCode', (organization->>'parentId')::uuid, (organization->>'staffCount')::integer, (organization->>'staffCountOn')::date,
    organization->>'directory', (organization->>'createdAt')::timestamptz)
  on conflict do nothing returning o.id into answer;
  if answer is null then
    select o.id into answer from public.organizations o
    where o.uscc = organization->>'uscc'
      or o.ministry_code = organization->>'ministryCode'
      or (organization->>'uscc' is null and organization->>'ministryCode' is null and o.uscc is null and o.ministry_code is null
        and o.legal_name = organization->>'legalName' and o.region_code = organization->>'regionCode')
    order by (o.uscc = organization->>'uscc') desc nulls last limit 1;
    update public.organizations o set directory = organization->>'directory', version = o.version + 1
    where o.id = answer and o.directory is null and organization->>'directory' is not null;
  end if;
  return answer;
end $$;

-- Registers a person with an affiliation to an organization that belongs to the alliance of this transaction, and answers the person's id:
-- the same whether or not the person was known. Known by the organization's own number for him, else by identity number (HMAC) and name together: a number
-- alone, which can be guessed, shows nobody; under another name it makes a person without it. Null: not a member organization.
create function register_person(person jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
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
  on conflict (id_number_hmac) do nothing returning p.id into answer;
  if answer is null then
    select p.id into answer from public.people p where p.id_number_hmac = hmac and p.name = person->>'name';
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

-- Changes facts of the organization the caller acts for. Answers the new version, or null where the version read is stale.
create function update_own_organization(facts jsonb, expected_version integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare answer integer;
begin
  update public.organizations as o
  set legal_name = coalesce(facts->>'legalName', o.legal_name),
    staff_count = coalesce((facts->>'staffCount')::integer, o.staff_count),
    staff_count_on = coalesce((facts->>'staffCountOn')::date, o.staff_count_on),
    claimed_at = coalesce(o.claimed_at, (facts->>'claimedAt')::timestamptz),
    version = o.version + 1
  where o.id = public.current_organization() and o.version = expected_version
  returning o.version into answer;
  return answer;
end $$;

-- Ends (or extends) an affiliation with the organization the caller acts for. Answers the new version, or null where stale or not his.
create function end_affiliation(affiliation uuid, until date, expected_version integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare answer integer;
begin
  update public.affiliations as f set valid_until = until, version = f.version + 1
  where f.id = affiliation and f.organization_id = public.current_organization() and f.version = expected_version
  returning f.version into answer;
  return answer;
end $$;

revoke all on function speaks(text), app_is_let_in(uuid), places_held(uuid, uuid, date), names_its_own_people(uuid, date), enter(bytea, text, uuid, timestamptz), open_alliances(timestamptz), acting_organizations(uuid[], timestamptz),
  register_alliance(jsonb), register_organization(jsonb), register_person(jsonb), update_own_organization(jsonb, integer),
  end_affiliation(uuid, date, integer) from public;
grant execute on function speaks(text), app_is_let_in(uuid), places_held(uuid, uuid, date) to quadhelix_entry;
grant execute on function names_its_own_people(uuid, date), enter(bytea, text, uuid, timestamptz), open_alliances(timestamptz), acting_organizations(uuid[], timestamptz),
  register_alliance(jsonb), register_organization(jsonb), register_person(jsonb), update_own_organization(jsonb, integer),
  end_affiliation(uuid, date, integer) to quadhelix_app;
alter function enter(bytea, text, uuid, timestamptz) owner to quadhelix_entry;
alter function names_its_own_people(uuid, date) owner to quadhelix_entry;
alter function open_alliances(timestamptz) owner to quadhelix_entry;
alter function acting_organizations(uuid[], timestamptz) owner to quadhelix_entry;
alter function register_alliance(jsonb) owner to quadhelix_registry;
alter function register_organization(jsonb) owner to quadhelix_registry;
alter function register_person(jsonb) owner to quadhelix_registry;
alter function update_own_organization(jsonb, integer) owner to quadhelix_registry;
alter function end_affiliation(uuid, date, integer) owner to quadhelix_registry;
revoke create on schema public from quadhelix_entry, quadhelix_registry;
