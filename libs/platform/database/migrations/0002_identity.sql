-- Sign-in, clients and tokens. Only the identity app's role works here; the app role sees nothing of it. Requests reach it
-- through one definer function, identity.introspect. No alliance's facts live in this schema.
create schema identity;
grant usage on schema identity to quadhelix_identity, quadhelix_entry, quadhelix_introspection;

create table identity.accounts (
  id uuid primary key,
  -- what a person types: an e-mail address or an account name, in Unicode form NFKC
  login text not null check (login = btrim(login) and char_length(login) between 3 and 254),
  email text check (char_length(email) between 3 and 254),
  -- argon2id in PHC text form, which names its own parameters; null: cannot sign in with a password
  password_hash text check (password_hash like '$argon2id$%'),
  person_id uuid,
  created_at timestamptz not null,
  disabled_at timestamptz,
  -- a login that is an address is the account's own, so that nobody's login is another's address
  check (position('@' in login) = 0 or lower(login) = lower(coalesce(email, '')))
);
create unique index accounts_login on identity.accounts (lower(login));
create unique index accounts_email on identity.accounts (lower(email)) where email is not null;
create index accounts_person on identity.accounts (person_id) where person_id is not null;

create table identity.clients (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{2,62}$'),
  name text not null check (name <> ''),
  -- 'sha256:' and the base64url digest of a random secret of at least 256 bits; null: public client, PKCE alone
  secret_hash text check (secret_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'),
  redirect_uris text[] not null default '{}',
  post_logout_redirect_uris text[] not null default '{}',
  grant_types text[] not null check (cardinality(grant_types) > 0
    and grant_types <@ array['authorization_code', 'refresh_token', 'client_credentials']),
  -- never empty: to the provider an empty list would mean "every scope"
  scopes text[] not null check (cardinality(scopes) > 0),
  first_party boolean not null default false,
  owner_organization_id uuid,
  created_at timestamptz not null,
  disabled_at timestamptz,
  check (secret_hash is not null or not 'client_credentials' = any (grant_types)),
  check (cardinality(redirect_uris) > 0 or not 'authorization_code' = any (grant_types))
);

-- Sessions, interactions, grants, codes and tokens. The id that its bearer shows is kept as SHA-256 only, so that a copy of
-- this table signs nobody in. Retention: until expires_at; identity.purge_expired removes the rest.
create table identity.records (
  kind text not null check (kind in
    ('Session', 'Interaction', 'Grant', 'AuthorizationCode', 'AccessToken', 'RefreshToken', 'ClientCredentials')),
  id_hash bytea not null check (octet_length(id_hash) = 32),
  payload jsonb not null,
  grant_id_hash bytea check (octet_length(grant_id_hash) = 32),
  uid text,
  account_id uuid references identity.accounts (id) on delete cascade,
  client_id text references identity.clients (id) on delete cascade,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  primary key (kind, id_hash)
);
create index records_grant on identity.records (grant_id_hash) where grant_id_hash is not null;
create unique index records_session on identity.records (uid) where kind = 'Session';
create index records_account on identity.records (account_id) where account_id is not null;
create index records_client on identity.records (client_id) where client_id is not null;
create index records_expiry on identity.records (expires_at);

-- Private keys of the provider, sealed with a key derived from QUADHELIX_SECRET; `sealed` names its algorithm.
create table identity.signing_keys (
  id text primary key,
  sealed text not null check (sealed like 'aes-256-gcm:%'),
  created_at timestamptz not null
);

grant select, insert on identity.accounts, identity.clients, identity.signing_keys to quadhelix_identity;
grant update (login, email, password_hash, person_id, disabled_at) on identity.accounts to quadhelix_identity;
grant update (name, secret_hash, redirect_uris, post_logout_redirect_uris, grant_types, scopes, owner_organization_id, disabled_at)
  on identity.clients to quadhelix_identity;
grant select, insert, update, delete on identity.records to quadhelix_identity;

-- Removes at most `at_most` expired rows and answers how many; called by the identity app's timer.
create function identity.purge_expired(at_most integer) returns integer language sql volatile set search_path = '' as $$
  with gone as (
    delete from identity.records r using (
      select kind, id_hash from identity.records where expires_at < now() order by expires_at limit at_most for update skip locked) old
    where r.kind = old.kind and r.id_hash = old.id_hash returning 1)
  select count(*)::integer from gone
$$;
revoke all on function identity.purge_expired(integer) from public;
grant execute on function identity.purge_expired(integer) to quadhelix_identity;

grant select (kind, id_hash, payload, grant_id_hash, uid, account_id, client_id, expires_at) on identity.records to quadhelix_introspection;
grant select (id, person_id, disabled_at) on identity.accounts to quadhelix_introspection;
grant select (id, scopes, first_party, owner_organization_id, disabled_at) on identity.clients to quadhelix_introspection;

-- What a bearer token (its SHA-256) is worth now: one row, or none where it is unknown, expired or revoked, its grant is gone, its
-- session ended (tokens without offline_access live no longer than the session), or its account or client is disabled. Scopes are
-- those of the token that the client still has.
create function identity.introspect(token_hash bytea)
returns table (account_id uuid, person_id uuid, client_id text, first_party boolean, owner_organization_id uuid, scopes text[], kind text)
language sql stable security definer set search_path = '' as $$
  select t.account_id, a.person_id, c.id, c.first_party, c.owner_organization_id,
    array(select s from unnest(string_to_array(t.payload ->> 'scope', ' ')) s where s = any (c.scopes)), t.kind
  from identity.records t
  join identity.clients c on c.id = t.client_id and c.disabled_at is null
  left join identity.accounts a on a.id = t.account_id and a.disabled_at is null
  where t.kind in ('AccessToken', 'ClientCredentials') and t.id_hash = token_hash and t.expires_at > now()
    and (t.kind = 'ClientCredentials' or (a.id is not null
      and exists (select from identity.records g where g.kind = 'Grant' and g.id_hash = t.grant_id_hash and g.expires_at > now())
      and (coalesce(t.payload ->> 'expiresWithSession', 'false') = 'false'
        or exists (select from identity.records s where s.kind = 'Session' and s.uid = t.payload ->> 'sessionUid'
          and s.account_id = t.account_id and s.expires_at > now()
          and s.payload -> 'authorizations' -> t.client_id ->> 'grantId' = t.payload ->> 'grantId'))))
$$;
revoke all on function identity.introspect(bytea) from public;
grant execute on function identity.introspect(bytea) to quadhelix_entry;
grant create on schema identity to quadhelix_introspection;
alter function identity.introspect(bytea) owner to quadhelix_introspection;
revoke create on schema identity from quadhelix_introspection;
