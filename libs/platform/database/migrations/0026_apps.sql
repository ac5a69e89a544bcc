-- Apps of organizations and the consent of alliances. Clients stay in identity's schema; the app role reaches those of organizations by the functions below, and by nothing else.
alter table identity.clients
  -- What audit entries and events call a client: client ids are no UUIDs.
  add column app_id uuid not null default gen_random_uuid() unique,
  add column description text not null default '' check (char_length(description) <= 1000),
  -- The secret before the last rotation, good until that instant.
  add column previous_secret_hash text check (previous_secret_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'),
  add column previous_secret_until timestamptz,
  add column secret_rotated_at timestamptz,
  add column version integer not null default 1,
  add constraint clients_previous_secret check ((previous_secret_hash is null) = (previous_secret_until is null) and (previous_secret_hash is null or secret_hash is not null));
create index clients_owner on identity.clients (owner_organization_id) where owner_organization_id is not null;

-- Both look at nothing but what they are given, so whoever writes a client may call them.
-- Where somebody may be sent back to: an https address of a named host; or plain http on his own machine (RFC 8252, 7.3). No fragment, user, wildcard, backslash or blank.
create function identity.leads_home(uris text[]) returns boolean language sql immutable set search_path = '' as $$
  select coalesce(bool_and(u ~ '^(https://[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)+|http://(localhost|127[.]0[.]0[.]1|\[::1\]))(:[0-9]{1,5})?/[^[:space:][:cntrl:]#@*\\]*$'
    and char_length(u) <= 500), true) from unnest(uris) u
$$;
-- Scopes that only the product's own clients may hold: an app that could consent for an alliance, or name itself another secret, would let itself in anywhere;
-- and a person's rights over his data are his own.
create function identity.are_for_apps(scopes text[]) returns boolean language sql immutable set search_path = '' as $$
  select not exists (select from unnest(scopes) s where split_part(s, ':', 1) in ('apps', 'personal-data'))
$$;
update identity.clients set scopes = coalesce(nullif(array(select s from unnest(scopes) s where identity.are_for_apps(array[s])), '{}'), '{openid}')
  where not first_party and not identity.are_for_apps(scopes);
-- Who manages the alliances through a client of the product goes on doing so.
update identity.clients set scopes = scopes || '{apps:read,apps:write}' where first_party and 'stakeholders:write' = any (scopes);
alter table identity.clients
  add constraint clients_scopes_for_apps check (first_party or identity.are_for_apps(scopes)),
  add constraint clients_redirects check (first_party or owner_organization_id is null or identity.leads_home(redirect_uris));
alter table app_consents
  add column granted_reason text check (char_length(granted_reason) between 1 and 500),
  add column withdrawn_by uuid,
  add column withdrawn_reason text check (char_length(withdrawn_reason) between 1 and 500),
  add constraint app_consents_withdrawal check (withdrawn_at is not null or (withdrawn_by is null and withdrawn_reason is null));

grant usage on schema public, identity to quadhelix_apps;
grant create on schema public to quadhelix_apps;
grant select (id, app_id, name, description, secret_hash, previous_secret_until, secret_rotated_at, redirect_uris, grant_types, scopes, first_party, owner_organization_id, created_at, disabled_at, version)
  on identity.clients to quadhelix_apps;
grant insert (id, app_id, name, description, secret_hash, redirect_uris, grant_types, scopes, owner_organization_id, created_at) on identity.clients to quadhelix_apps;
grant update (name, description, secret_hash, previous_secret_hash, previous_secret_until, secret_rotated_at, redirect_uris, scopes, disabled_at, version) on identity.clients to quadhelix_apps;
grant select (kind, client_id), delete on identity.records to quadhelix_apps;
grant select (id, legal_name) on organizations to quadhelix_apps;
create policy apps on organizations for select to quadhelix_apps using (true);

-- The organization that manages its apps in this transaction: the one the caller acts for through a client of the product. Null for everybody else.
create function managing_organization() returns uuid language sql stable set search_path = '' as $$
  select case when current_setting('app.first_party', true) = 'yes' then public.current_organization() end
$$;

-- Registers an app of the organization the caller acts for: 'REGISTERED', or why not. Only the hash of its secret comes here.
create function register_app(app jsonb, most integer, at timestamptz) returns text language plpgsql volatile security definer set search_path = '' as $$
declare
  owner constant uuid := public.managing_organization();
begin
  if owner is null then
    return 'NOT_MANAGING';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('apps of ' || owner::text, 0));
  if (select count(*) from identity.clients c where c.owner_organization_id = owner and c.disabled_at is null) >= most then
    return 'TOO_MANY';
  end if;
  insert into identity.clients (id, app_id, name, description, secret_hash, redirect_uris, grant_types, scopes, owner_organization_id, created_at)
  values (app->>'clientId', (app->>'appId')::uuid, app->>'name', app->>'description', app->>'secretHash', array(select jsonb_array_elements_text(app->'redirectUris')),
    array(select jsonb_array_elements_text(app->'grantTypes')), array(select jsonb_array_elements_text(app->'scopes')), owner, at);
  return 'REGISTERED';
end $$;

-- Apps by their client ids: what an alliance needs to know before it consents. Clients of the product are no apps.
create function apps_named(client_ids text[])
returns table (client_id text, app_id uuid, name text, description text, owner_organization_id uuid, owner_name text, confidential boolean, grant_types text[], scopes text[],
  created_at timestamptz, disabled_at timestamptz, version integer)
language sql stable security definer set search_path = '' as $$
  select c.id, c.app_id, c.name, c.description, c.owner_organization_id, o.legal_name, c.secret_hash is not null, c.grant_types, c.scopes, c.created_at, c.disabled_at, c.version
  from identity.clients c left join public.organizations o on o.id = c.owner_organization_id
  where c.id = any (client_ids) and not c.first_party
$$;

-- Apps of the organization the caller acts for, and what is its own business: those asked for, else the newest hundred, enabled ones first.
create function own_apps(client_ids text[])
returns table (client_id text, redirect_uris text[], secret_rotated_at timestamptz, previous_secret_until timestamptz)
language sql stable security definer set search_path = '' as $$
  select c.id, c.redirect_uris, c.secret_rotated_at, c.previous_secret_until from identity.clients c
  where c.owner_organization_id = public.managing_organization() and not c.first_party and (client_ids is null or c.id = any (client_ids))
  order by c.disabled_at is not null, c.created_at desc, c.id limit coalesce(cardinality(client_ids), 100)
$$;

-- Changes an app of the organization the caller acts for. Scopes that it loses are gone from its tokens at the next request. The new version; null where stale, disabled or not its own.
create function update_own_app(client text, facts jsonb, expected_version integer) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare answer integer;
begin
  update identity.clients c
  set name = coalesce(facts->>'name', c.name), description = coalesce(facts->>'description', c.description),
    redirect_uris = case when jsonb_typeof(facts->'redirectUris') = 'array' then array(select jsonb_array_elements_text(facts->'redirectUris')) else c.redirect_uris end,
    scopes = case when jsonb_typeof(facts->'scopes') = 'array' then array(select jsonb_array_elements_text(facts->'scopes')) else c.scopes end,
    version = c.version + 1
  where c.id = client and c.owner_organization_id = public.managing_organization() and not c.first_party and c.disabled_at is null and c.version = expected_version
  returning c.version into answer;
  return answer;
end $$;

-- Gives an app of the organization a new secret. The old one is good for so many hours more, by the database's clock as all that identity keeps; 0: not any more, and what
-- was got with it is worth nothing either.
create function rotate_own_app_secret(client text, new_hash text, overlap_hours integer, at timestamptz) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.clients c
  set previous_secret_hash = case when overlap_hours > 0 then c.secret_hash end, previous_secret_until = case when overlap_hours > 0 then now() + make_interval(hours => overlap_hours) end,
    secret_hash = new_hash, secret_rotated_at = at, version = c.version + 1
  where c.id = client and c.owner_organization_id = public.managing_organization() and not c.first_party and c.disabled_at is null and c.secret_hash is not null;
  if not found then
    return false;
  end if;
  if overlap_hours = 0 then
    delete from identity.records r where r.client_id = client and r.kind in ('AuthorizationCode', 'AccessToken', 'RefreshToken', 'ClientCredentials');
  end if;
  return true;
end $$;

-- Ends an app of the organization for good, with all that was granted to it.
create function disable_own_app(client text, at timestamptz) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.clients c set disabled_at = at, version = c.version + 1
  where c.id = client and c.owner_organization_id = public.managing_organization() and not c.first_party and c.disabled_at is null;
  if not found then
    return false;
  end if;
  delete from identity.records r where r.client_id = client;
  return true;
end $$;

-- Does the app of this transaction act as an organization's own system: for no person, known by its secret, and the organization's own? A public client proves
-- nothing about who runs it, and what a person enters is a person's word.
create function is_own_system(organization uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select organization is not null and public.current_person() is null and public.current_tenant() is not null and exists (select from identity.clients c
    where c.id = nullif(current_setting('app.client_id', true), '') and c.owner_organization_id = organization and not c.first_party and c.secret_hash is not null and c.disabled_at is null)
$$;

revoke all on function managing_organization(), register_app(jsonb, integer, timestamptz), apps_named(text[]), own_apps(text[]), update_own_app(text, jsonb, integer),
  rotate_own_app_secret(text, text, integer, timestamptz), disable_own_app(text, timestamptz), is_own_system(uuid) from public;
grant execute on function managing_organization() to quadhelix_apps;
grant execute on function register_app(jsonb, integer, timestamptz), apps_named(text[]), own_apps(text[]), update_own_app(text, jsonb, integer),
  rotate_own_app_secret(text, text, integer, timestamptz), disable_own_app(text, timestamptz), is_own_system(uuid) to quadhelix_app;
alter function register_app(jsonb, integer, timestamptz) owner to quadhelix_apps;
alter function apps_named(text[]) owner to quadhelix_apps;
alter function own_apps(text[]) owner to quadhelix_apps;
alter function update_own_app(text, jsonb, integer) owner to quadhelix_apps;
alter function rotate_own_app_secret(text, text, integer, timestamptz) owner to quadhelix_apps;
alter function disable_own_app(text, timestamptz) owner to quadhelix_apps;
alter function is_own_system(uuid) owner to quadhelix_apps;
revoke create on schema public from quadhelix_apps;
grant update (description, previous_secret_hash, previous_secret_until, secret_rotated_at, version) on identity.clients to quadhelix_identity;
