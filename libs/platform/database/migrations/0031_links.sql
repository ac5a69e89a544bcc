-- Single-use links: somebody who has no account does one thing to one row, once, within 48 hours. What a link shows when it is opened is what it was made
-- for: `content_hash` binds it. Of the token that its holder shows only SHA-256 is kept.
create table single_use_links (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  -- What it is for, as a slice registered it.
  kind text not null check (kind <> ''),
  subject_type text not null check (subject_type <> ''),
  subject_id uuid not null,
  -- Names of the actions that are the outcomes of its one decision; they may be done to the subject alone.
  actions text[] not null check (cardinality(actions) between 1 and 5),
  -- Who may use it, and for which organization; null: for himself, as a guardian does.
  person_id uuid not null references people (id),
  organization_id uuid references organizations (id),
  -- Who made it, and for which organization; null: the product itself.
  made_by uuid references people (id),
  maker_organization_id uuid references organizations (id),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  content_hash text not null check (content_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'),
  state text not null check (state in ('OPEN', 'USED', 'REVOKED')),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  -- Which of the outcomes it was used for.
  choice text,
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (expires_at > created_at and expires_at <= created_at + interval '48 hours'),
  check ((state = 'USED') = (used_at is not null and choice is not null)),
  check ((state = 'REVOKED') = (revoked_at is not null))
);
-- A newer link takes the place of an older one for the same person and thing.
create unique index single_use_links_open on single_use_links (tenant_id, kind, subject_id, person_id) where state = 'OPEN';
create index single_use_links_token on single_use_links (token_hash);
create index single_use_links_list on single_use_links (tenant_id, maker_organization_id, created_at, id);
create index single_use_links_person on single_use_links (tenant_id, person_id, created_at, id);
create index single_use_links_old on single_use_links (created_at);
call declare_alliance_table('single_use_links', 'select, insert, update');
grant select on single_use_links to quadhelix_entry;
create policy entry on single_use_links for select to quadhelix_entry using (true);
create policy retention on single_use_links to quadhelix_owner using (true) with check (true);
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('single_use_links', 'created_at', '400 days', false, null, 'Who was sent a link by whom is looked up for a bit more than a school year; what was done by it stays in the audit trail.');

-- The named person of a link acts; what he does is audited as LINK.
alter table audit_entries drop constraint audit_entries_actor_kind_check,
  add constraint audit_entries_actor_kind_check check (actor_kind in ('PERSON', 'APP', 'SYSTEM', 'LINK'));

-- First statement of a request by a link: admits its named person to its actions on its subject and to nothing else, for this transaction; answers
-- the actor or {"error": code}. He has no role, no scope and no reader's rights; his organization and his affiliation with it must still stand.
create function enter_by_link(wanted bytea, at timestamptz) returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  link record;
  place record;
  held record;
begin
  perform set_config('app.person_id', '', true), set_config('app.client_id', '', true), set_config('app.first_party', '', true),
    set_config('app.tenant_id', '', true), set_config('app.organization_id', '', true);
  select l.* into link from public.single_use_links l where l.token_hash = wanted;
  if not found then
    return jsonb_build_object('error', 'LINK_UNKNOWN');
  end if;
  select a.id, a.time_zone into place from public.alliances a where a.id = link.tenant_id and a.state = 'ACTIVE';
  if not found then
    return jsonb_build_object('error', 'LINK_UNKNOWN');
  end if;
  if link.state = 'USED' then
    return jsonb_build_object('error', 'LINK_USED');
  end if;
  if link.state = 'REVOKED' then
    return jsonb_build_object('error', 'LINK_REVOKED');
  end if;
  if link.expires_at <= at then
    return jsonb_build_object('error', 'LINK_EXPIRED');
  end if;
  if link.organization_id is not null then
    select m.id, m.state, o.sector into held from public.memberships m join public.organizations o on o.id = m.organization_id
      where m.tenant_id = link.tenant_id and m.organization_id = link.organization_id and m.state in ('INVITED', 'ACTIVE', 'SUSPENDED');
    if not found then
      return jsonb_build_object('error', 'LINK_REVOKED');
    end if;
    if not exists (select from public.affiliations f where f.person_id = link.person_id and f.organization_id = link.organization_id
        and f.valid_from <= (at at time zone place.time_zone)::date and (f.valid_until is null or f.valid_until >= (at at time zone place.time_zone)::date)) then
      return jsonb_build_object('error', 'AFFILIATION_EXPIRED');
    end if;
  else
    -- Without an organization it is null; a record that was never assigned could not be read.
    select null::uuid as id, null::text as state, null::text as sector into held;
  end if;
  perform set_config('app.tenant_id', place.id::text, true);
  return jsonb_build_object('kind', 'LINK', 'personId', link.person_id, 'organizationId', link.organization_id, 'membershipId', held.id,
    'membershipState', held.state, 'sector', held.sector, 'tenantId', place.id, 'timeZone', place.time_zone, 'purpose', 'single-use link ' || link.id,
    'link', jsonb_build_object('id', link.id, 'madeBy', link.made_by, 'admits',
      (select jsonb_object_agg(a, link.subject_id) from unnest(link.actions) a) || jsonb_build_object('singleUseLink.use', link.id)));
end $$;
grant create on schema public to quadhelix_entry;
revoke all on function enter_by_link(bytea, timestamptz) from public;
grant execute on function enter_by_link(bytea, timestamptz) to quadhelix_app;
alter function enter_by_link(bytea, timestamptz) owner to quadhelix_entry;
revoke create on schema public from quadhelix_entry;

-- Who made the link by which the host approved a week: he does not approve it for the school.
alter table timesheets add column mentor_link_maker_id uuid;

-- Providers of organizations by which their people may sign in (OpenID Connect); only the identity app's role works here.
create table identity.upstreams (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  organization_id uuid not null,
  -- What stands on the button.
  name text not null check (name <> ''),
  issuer text not null check (issuer ~ '^https?://[^?#]+$'),
  client_id text not null check (client_id <> ''),
  -- Sealed with a key derived from QUADHELIX_SECRET; names its algorithm.
  sealed_secret text not null check (sealed_secret like 'aes-256-gcm:%'),
  -- People who type an address of one of these are sent there; lower case.
  email_domains text[] not null default '{}',
  -- Is it offered to everybody who signs in?
  button boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  disabled_at timestamptz,
  check (button or cardinality(email_domains) > 0)
);

-- Which account somebody at a provider is. Made by the person, who proved both, or by an operator's order; an e-mail address alone binds nobody.
-- The issuer is part of the key: a provider that is pointed elsewhere signs nobody in who was bound before.
create table identity.upstream_bindings (
  upstream_id text not null references identity.upstreams (id),
  issuer text not null,
  subject text not null check (char_length(subject) between 1 and 255),
  account_id uuid not null references identity.accounts (id) on delete cascade,
  bound_by text not null check (bound_by in ('PERSON', 'OPERATOR')),
  bound_at timestamptz not null,
  primary key (upstream_id, issuer, subject),
  unique (upstream_id, issuer, account_id)
);
create index upstream_bindings_account on identity.upstream_bindings (account_id);

-- Ways to a provider and back, for ten minutes: each belongs to one browser and one sign-in. Of state and cookie only SHA-256 is kept;
-- verifier, nonce and what the provider calls the person are sealed.
create table identity.upstream_attempts (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  browser_hash bytea not null check (octet_length(browser_hash) = 32),
  interaction_hash bytea not null check (octet_length(interaction_hash) = 32),
  upstream_id text not null references identity.upstreams (id),
  sealed text not null check (sealed like 'aes-256-gcm:%'),
  -- Set when the provider has said who it is; its answer is taken once.
  issuer text,
  subject text,
  answered_at timestamptz,
  expires_at timestamptz not null
);
create index upstream_attempts_browser on identity.upstream_attempts (browser_hash);
create index upstream_attempts_expiry on identity.upstream_attempts (expires_at);
grant select, insert, update on identity.upstreams to quadhelix_identity;
grant select, insert, delete on identity.upstream_bindings to quadhelix_identity;
grant select, insert, update, delete on identity.upstream_attempts to quadhelix_identity;

-- An account whose person was erased is bound to nobody at a provider any more.
grant select (account_id), delete on identity.upstream_bindings to quadhelix_privacy;
create function identity.unbind_erased() returns trigger language plpgsql set search_path = '' as $$
begin
  delete from identity.upstream_bindings b where b.account_id = new.id;
  return null;
end $$;
revoke all on function identity.unbind_erased() from public;
create trigger unbind_erased after update of login on identity.accounts for each row when (new.login = 'erased-' || new.id) execute function identity.unbind_erased();
