-- What the migrations make of schemas public and identity, object by object in the order of names. Written from the catalogue by
-- "npm run contract -- --write", compared by "npm run check", never edited by hand. It is a picture, not a script: migrations/ is the script.
-- Monthly partitions are left out; what the app may do is what stands here, no more.

create extension btree_gist with schema public;

create schema identity authorization quadhelix_owner;
grant usage on schema identity to quadhelix_accounts;
grant usage on schema identity to quadhelix_apps;
grant usage on schema identity to quadhelix_entry;
grant usage on schema identity to quadhelix_identity;
grant usage on schema identity to quadhelix_introspection;
grant usage on schema identity to quadhelix_limits;
grant usage on schema identity to quadhelix_privacy;
grant usage on schema identity to quadhelix_readers;
grant usage on schema identity to quadhelix_registry;

create schema public authorization quadhelix_owner;
grant usage on schema public to quadhelix_accounts;
grant usage on schema public to quadhelix_app;
grant usage on schema public to quadhelix_apps;
grant usage on schema public to quadhelix_documents;
grant usage on schema public to quadhelix_entry;
grant usage on schema public to quadhelix_introspection;
grant usage on schema public to quadhelix_ledger;
grant usage on schema public to quadhelix_limits;
grant usage on schema public to quadhelix_privacy;
grant usage on schema public to quadhelix_readers;
grant usage on schema public to quadhelix_registry;
grant usage on schema public to quadhelix_search;
grant usage on schema public to quadhelix_standards;

create sequence public.webhook_deliveries_position_seq as bigint increment 1 minvalue 1 maxvalue 9223372036854775807 start 1;
alter table public.webhook_deliveries_position_seq owner to quadhelix_owner;

create table identity.accounts (
  id uuid not null,
  login text not null,
  email text,
  password_hash text,
  person_id uuid,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  phone text,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_phone_key UNIQUE (phone),
  constraint accounts_check CHECK (((POSITION(('@'::text) IN (login)) = 0) OR (lower(login) = lower(COALESCE(email, ''::text))))),
  constraint accounts_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254))),
  constraint accounts_login_check CHECK (((login = btrim(login)) AND ((char_length(login) >= 3) AND (char_length(login) <= 254)))),
  constraint accounts_login_no_phone CHECK ((login !~ '^\+[0-9]+$'::text)),
  constraint accounts_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text)),
  constraint accounts_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text))
);
alter table identity.accounts owner to quadhelix_owner;
CREATE UNIQUE INDEX accounts_email ON identity.accounts USING btree (lower(email)) WHERE (email IS NOT NULL);
CREATE UNIQUE INDEX accounts_login ON identity.accounts USING btree (lower(login));
CREATE INDEX accounts_person ON identity.accounts USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE TRIGGER forget_ways_in AFTER UPDATE OF disabled_at ON identity.accounts FOR EACH ROW WHEN (((new.disabled_at IS NOT NULL) AND (old.disabled_at IS NULL))) EXECUTE FUNCTION identity.forget_ways_in();
CREATE TRIGGER unbind_erased AFTER UPDATE OF login ON identity.accounts FOR EACH ROW WHEN ((new.login = ('erased-'::text || new.id))) EXECUTE FUNCTION identity.unbind_erased();
grant insert on table identity.accounts to quadhelix_accounts;
grant insert, select on table identity.accounts to quadhelix_identity;
grant select (id, login, email, password_hash, person_id, created_at, disabled_at, phone) on table identity.accounts to quadhelix_accounts;
grant select (id, login, email, person_id, created_at, disabled_at, phone) on table identity.accounts to quadhelix_privacy;
grant select (id, person_id, disabled_at) on table identity.accounts to quadhelix_introspection;
grant update (login, email, password_hash, disabled_at, phone) on table identity.accounts to quadhelix_privacy;
grant update (login, email, password_hash, person_id, disabled_at, phone) on table identity.accounts to quadhelix_identity;
grant update (password_hash) on table identity.accounts to quadhelix_accounts;

create table identity.activation_codes (
  code_hash bytea not null,
  person_id uuid not null,
  organization_id uuid not null,
  tries_left smallint default 5 not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint activation_codes_pkey PRIMARY KEY (code_hash),
  constraint activation_codes_person_id_key UNIQUE (person_id),
  constraint activation_codes_check CHECK ((expires_at <= (created_at + '14 days'::interval))),
  constraint activation_codes_code_hash_check CHECK ((octet_length(code_hash) = 32)),
  constraint activation_codes_tries_left_check CHECK (((tries_left >= 0) AND (tries_left <= 5)))
);
alter table identity.activation_codes owner to quadhelix_owner;
CREATE INDEX activation_codes_expiry ON identity.activation_codes USING btree (expires_at);
grant delete on table identity.activation_codes to quadhelix_identity;
grant delete, insert, select, update on table identity.activation_codes to quadhelix_accounts;
grant select (expires_at) on table identity.activation_codes to quadhelix_identity;

create table identity.clients (
  id text not null,
  name text not null,
  secret_hash text,
  redirect_uris text[] default '{}'::text[] not null,
  post_logout_redirect_uris text[] default '{}'::text[] not null,
  grant_types text[] not null,
  scopes text[] not null,
  first_party boolean default false not null,
  owner_organization_id uuid,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  app_id uuid default gen_random_uuid() not null,
  description text default ''::text not null,
  previous_secret_hash text,
  previous_secret_until timestamp with time zone,
  secret_rotated_at timestamp with time zone,
  version integer default 1 not null,
  constraint clients_pkey PRIMARY KEY (id),
  constraint clients_app_id_key UNIQUE (app_id),
  constraint clients_check CHECK (((secret_hash IS NOT NULL) OR (NOT ('client_credentials'::text = ANY (grant_types))))),
  constraint clients_check1 CHECK (((cardinality(redirect_uris) > 0) OR (NOT ('authorization_code'::text = ANY (grant_types))))),
  constraint clients_description_check CHECK ((char_length(description) <= 1000)),
  constraint clients_grant_types_check CHECK (((cardinality(grant_types) > 0) AND (grant_types <@ ARRAY['authorization_code'::text, 'refresh_token'::text, 'client_credentials'::text]))),
  constraint clients_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9._-]{2,62}$'::text)),
  constraint clients_name_check CHECK ((name <> ''::text)),
  constraint clients_previous_secret CHECK ((((previous_secret_hash IS NULL) = (previous_secret_until IS NULL)) AND ((previous_secret_hash IS NULL) OR (secret_hash IS NOT NULL)))),
  constraint clients_previous_secret_hash_check CHECK ((previous_secret_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'::text)),
  constraint clients_redirects CHECK ((first_party OR (owner_organization_id IS NULL) OR identity.leads_home(redirect_uris))),
  constraint clients_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint clients_scopes_for_apps CHECK ((first_party OR identity.are_for_apps(scopes))),
  constraint clients_secret_hash_check CHECK ((secret_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'::text))
);
alter table identity.clients owner to quadhelix_owner;
CREATE INDEX clients_owner ON identity.clients USING btree (owner_organization_id) WHERE (owner_organization_id IS NOT NULL);
CREATE TRIGGER admit_sandbox_app AFTER INSERT OR UPDATE OF owner_organization_id, scopes ON identity.clients FOR EACH ROW WHEN ((new.owner_organization_id IS NOT NULL)) EXECUTE FUNCTION public.admit_sandbox_app();
grant insert, select on table identity.clients to quadhelix_identity;
grant insert (id, name, secret_hash, redirect_uris, grant_types, scopes, owner_organization_id, created_at, app_id, description) on table identity.clients to quadhelix_apps;
grant select (id, name, owner_organization_id, disabled_at) on table identity.clients to quadhelix_readers;
grant select (id, name, scopes, first_party) on table identity.clients to quadhelix_privacy;
grant select (id, name, secret_hash, redirect_uris, grant_types, scopes, first_party, owner_organization_id, created_at, disabled_at, app_id, description, previous_secret_until, secret_rotated_at, version) on table identity.clients to quadhelix_apps;
grant select (id, scopes, first_party, owner_organization_id, disabled_at) on table identity.clients to quadhelix_introspection;
grant update (name, secret_hash, redirect_uris, post_logout_redirect_uris, grant_types, scopes, owner_organization_id, disabled_at, description, previous_secret_hash, previous_secret_until, secret_rotated_at, version) on table identity.clients to quadhelix_identity;
grant update (name, secret_hash, redirect_uris, scopes, disabled_at, description, previous_secret_hash, previous_secret_until, secret_rotated_at, version) on table identity.clients to quadhelix_apps;

create table identity.invitations (
  account_id uuid not null,
  requested_at timestamp with time zone not null,
  organization_id uuid,
  next_attempt_at timestamp with time zone,
  attempts smallint default 0 not null,
  sent_at timestamp with time zone,
  constraint invitations_pkey PRIMARY KEY (account_id),
  constraint invitations_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint invitations_check CHECK (((next_attempt_at IS NULL) OR (sent_at IS NULL)))
);
alter table identity.invitations owner to quadhelix_owner;
CREATE INDEX invitations_organization ON identity.invitations USING btree (organization_id, requested_at);
CREATE INDEX invitations_waiting ON identity.invitations USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
grant delete, insert, select, update on table identity.invitations to quadhelix_accounts;
grant delete, insert, select, update on table identity.invitations to quadhelix_identity;

create table identity.one_time_tokens (
  token_hash bytea not null,
  purpose text not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint one_time_tokens_pkey PRIMARY KEY (token_hash),
  constraint one_time_tokens_account_id_purpose_key UNIQUE (account_id, purpose),
  constraint one_time_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint one_time_tokens_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '3 days'::interval)))),
  constraint one_time_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['RESET'::text, 'INVITATION'::text]))),
  constraint one_time_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
alter table identity.one_time_tokens owner to quadhelix_owner;
CREATE INDEX one_time_tokens_expiry ON identity.one_time_tokens USING btree (expires_at);
grant delete, insert, select, update on table identity.one_time_tokens to quadhelix_identity;
grant delete, select on table identity.one_time_tokens to quadhelix_accounts;

create table identity.phone_codes (
  id_hash bytea not null,
  purpose text not null,
  account_id uuid,
  phone_hmac bytea not null,
  code_hmac bytea not null,
  from_known_device boolean not null,
  tries_left smallint default 5 not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint phone_codes_pkey PRIMARY KEY (id_hash),
  constraint phone_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint phone_codes_check CHECK ((expires_at <= (created_at + '00:05:00'::interval))),
  constraint phone_codes_code_hmac_check CHECK ((octet_length(code_hmac) = 32)),
  constraint phone_codes_id_hash_check CHECK ((octet_length(id_hash) = 32)),
  constraint phone_codes_phone_hmac_check CHECK ((octet_length(phone_hmac) = 32)),
  constraint phone_codes_purpose_check CHECK ((purpose = ANY (ARRAY['SIGN_IN'::text, 'ADD'::text]))),
  constraint phone_codes_tries_left_check CHECK (((tries_left >= 0) AND (tries_left <= 5)))
);
alter table identity.phone_codes owner to quadhelix_owner;
CREATE INDEX phone_codes_created ON identity.phone_codes USING btree (created_at);
CREATE INDEX phone_codes_number ON identity.phone_codes USING btree (phone_hmac, created_at);
grant delete, insert, select, update on table identity.phone_codes to quadhelix_identity;
grant delete, select on table identity.phone_codes to quadhelix_accounts;

create table identity.records (
  kind text not null,
  id_hash bytea not null,
  payload jsonb not null,
  grant_id_hash bytea,
  uid text,
  account_id uuid,
  client_id text,
  expires_at timestamp with time zone not null,
  consumed_at timestamp with time zone,
  constraint records_pkey PRIMARY KEY (kind, id_hash),
  constraint records_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint records_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.clients(id) ON DELETE CASCADE,
  constraint records_grant_id_hash_check CHECK ((octet_length(grant_id_hash) = 32)),
  constraint records_id_hash_check CHECK ((octet_length(id_hash) = 32)),
  constraint records_kind_check CHECK ((kind = ANY (ARRAY['Session'::text, 'Interaction'::text, 'Grant'::text, 'AuthorizationCode'::text, 'AccessToken'::text, 'RefreshToken'::text, 'ClientCredentials'::text])))
);
alter table identity.records owner to quadhelix_owner;
CREATE INDEX records_account ON identity.records USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX records_client ON identity.records USING btree (client_id) WHERE (client_id IS NOT NULL);
CREATE INDEX records_expiry ON identity.records USING btree (expires_at);
CREATE INDEX records_grant ON identity.records USING btree (grant_id_hash) WHERE (grant_id_hash IS NOT NULL);
CREATE UNIQUE INDEX records_session ON identity.records USING btree (uid) WHERE (kind = 'Session'::text);
CREATE INDEX records_signing_in ON identity.records USING btree (COALESCE((payload #>> '{result,login,accountId}'::text[]), (payload #>> '{lastSubmission,login,accountId}'::text[]))) WHERE (kind = 'Interaction'::text);
grant delete on table identity.records to quadhelix_accounts;
grant delete on table identity.records to quadhelix_apps;
grant delete on table identity.records to quadhelix_privacy;
grant delete, insert, select, update on table identity.records to quadhelix_identity;
grant select (kind, account_id, client_id, expires_at) on table identity.records to quadhelix_privacy;
grant select (kind, client_id) on table identity.records to quadhelix_apps;
grant select (kind, id_hash, payload, grant_id_hash, uid, account_id) on table identity.records to quadhelix_accounts;
grant select (kind, id_hash, payload, grant_id_hash, uid, account_id, client_id, expires_at) on table identity.records to quadhelix_introspection;

create table identity.recovery_codes (
  account_id uuid not null,
  code_hash bytea not null,
  constraint recovery_codes_pkey PRIMARY KEY (account_id, code_hash),
  constraint recovery_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.second_factors(account_id) ON DELETE CASCADE,
  constraint recovery_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
);
alter table identity.recovery_codes owner to quadhelix_owner;
grant delete, insert, select on table identity.recovery_codes to quadhelix_identity;

create table identity.second_factors (
  account_id uuid not null,
  sealed_secret text not null,
  last_step bigint not null,
  added_at timestamp with time zone not null,
  constraint second_factors_pkey PRIMARY KEY (account_id),
  constraint second_factors_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint second_factors_sealed_secret_check CHECK ((sealed_secret ~~ 'aes-256-gcm:%'::text))
);
alter table identity.second_factors owner to quadhelix_owner;
grant delete, insert, select, update on table identity.second_factors to quadhelix_identity;
grant delete, select on table identity.second_factors to quadhelix_accounts;

create table identity.security_notices (
  id uuid not null,
  account_id uuid not null,
  kind text not null,
  device text,
  at timestamp with time zone not null,
  constraint security_notices_pkey PRIMARY KEY (id),
  constraint security_notices_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint security_notices_kind_check CHECK ((kind = ANY (ARRAY['NEW_DEVICE'::text, 'PASSWORD_CHANGED'::text, 'PASSWORD_RESET'::text, 'ACTIVATED'::text, 'SECOND_FACTOR_ADDED'::text, 'SECOND_FACTOR_REMOVED'::text, 'RECOVERY_CODES_RENEWED'::text, 'RECOVERY_CODE_USED'::text, 'PHONE_CHANGED'::text, 'SIGNED_OUT_EVERYWHERE'::text])))
);
alter table identity.security_notices owner to quadhelix_owner;
CREATE INDEX security_notices_account ON identity.security_notices USING btree (account_id, at, id);
CREATE INDEX security_notices_at ON identity.security_notices USING btree (at);
grant delete on table identity.security_notices to quadhelix_privacy;
grant delete, insert, select on table identity.security_notices to quadhelix_identity;
grant insert on table identity.security_notices to quadhelix_accounts;
grant select (account_id, kind, device, at) on table identity.security_notices to quadhelix_privacy;

create table identity.sign_ins (
  session_uid text not null,
  account_id uuid not null,
  device text not null,
  methods text[] default '{}'::text[] not null,
  signed_in_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint sign_ins_pkey PRIMARY KEY (session_uid),
  constraint sign_ins_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint sign_ins_device_check CHECK (((char_length(device) >= 1) AND (char_length(device) <= 80)))
);
alter table identity.sign_ins owner to quadhelix_owner;
CREATE INDEX sign_ins_account ON identity.sign_ins USING btree (account_id, last_used_at);
CREATE INDEX sign_ins_ended ON identity.sign_ins USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX sign_ins_used ON identity.sign_ins USING btree (last_used_at);
grant delete on table identity.sign_ins to quadhelix_privacy;
grant delete, insert, select, update on table identity.sign_ins to quadhelix_identity;
grant delete, select, update on table identity.sign_ins to quadhelix_accounts;
grant select (account_id, device, signed_in_at, last_used_at) on table identity.sign_ins to quadhelix_privacy;

create table identity.sign_ups (
  email text not null,
  token_hash bytea not null,
  asked_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint sign_ups_pkey PRIMARY KEY (token_hash),
  constraint sign_ups_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254))),
  constraint sign_ups_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
alter table identity.sign_ups owner to quadhelix_owner;
CREATE UNIQUE INDEX sign_ups_email ON identity.sign_ups USING btree (lower(email));
CREATE INDEX sign_ups_expiry ON identity.sign_ups USING btree (expires_at);
grant delete, insert, select on table identity.sign_ups to quadhelix_identity;
grant update (token_hash, asked_at, expires_at) on table identity.sign_ups to quadhelix_identity;

create table identity.signing_keys (
  id text not null,
  sealed text not null,
  created_at timestamp with time zone not null,
  constraint signing_keys_pkey PRIMARY KEY (id),
  constraint signing_keys_sealed_check CHECK ((sealed ~~ 'aes-256-gcm:%'::text))
);
alter table identity.signing_keys owner to quadhelix_owner;
grant insert, select on table identity.signing_keys to quadhelix_identity;

create table identity.upstream_attempts (
  state_hash bytea not null,
  browser_hash bytea not null,
  interaction_hash bytea not null,
  upstream_id text not null,
  sealed text not null,
  issuer text,
  subject text,
  answered_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  constraint upstream_attempts_pkey PRIMARY KEY (state_hash),
  constraint upstream_attempts_upstream_id_fkey FOREIGN KEY (upstream_id) REFERENCES identity.upstreams(id),
  constraint upstream_attempts_browser_hash_check CHECK ((octet_length(browser_hash) = 32)),
  constraint upstream_attempts_interaction_hash_check CHECK ((octet_length(interaction_hash) = 32)),
  constraint upstream_attempts_sealed_check CHECK ((sealed ~~ 'aes-256-gcm:%'::text)),
  constraint upstream_attempts_state_hash_check CHECK ((octet_length(state_hash) = 32))
);
alter table identity.upstream_attempts owner to quadhelix_owner;
CREATE INDEX upstream_attempts_browser ON identity.upstream_attempts USING btree (browser_hash);
CREATE INDEX upstream_attempts_expiry ON identity.upstream_attempts USING btree (expires_at);
grant delete, insert, select, update on table identity.upstream_attempts to quadhelix_identity;

create table identity.upstream_bindings (
  upstream_id text not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  bound_by text not null,
  bound_at timestamp with time zone not null,
  constraint upstream_bindings_pkey PRIMARY KEY (upstream_id, issuer, subject),
  constraint upstream_bindings_upstream_id_issuer_account_id_key UNIQUE (upstream_id, issuer, account_id),
  constraint upstream_bindings_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint upstream_bindings_upstream_id_fkey FOREIGN KEY (upstream_id) REFERENCES identity.upstreams(id),
  constraint upstream_bindings_bound_by_check CHECK ((bound_by = ANY (ARRAY['PERSON'::text, 'OPERATOR'::text]))),
  constraint upstream_bindings_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 255)))
);
alter table identity.upstream_bindings owner to quadhelix_owner;
CREATE INDEX upstream_bindings_account ON identity.upstream_bindings USING btree (account_id);
grant delete on table identity.upstream_bindings to quadhelix_privacy;
grant delete, insert, select on table identity.upstream_bindings to quadhelix_identity;
grant select (account_id) on table identity.upstream_bindings to quadhelix_privacy;

create table identity.upstreams (
  id text not null,
  organization_id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_secret text not null,
  email_domains text[] default '{}'::text[] not null,
  button boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint upstreams_pkey PRIMARY KEY (id),
  constraint upstreams_check CHECK ((button OR (cardinality(email_domains) > 0))),
  constraint upstreams_client_id_check CHECK ((client_id <> ''::text)),
  constraint upstreams_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text)),
  constraint upstreams_issuer_check CHECK ((issuer ~ '^https?://[^?#]+$'::text)),
  constraint upstreams_name_check CHECK ((name <> ''::text)),
  constraint upstreams_sealed_secret_check CHECK ((sealed_secret ~~ 'aes-256-gcm:%'::text))
);
alter table identity.upstreams owner to quadhelix_owner;
grant insert, select, update on table identity.upstreams to quadhelix_identity;

create table public.affiliations (
  id uuid not null,
  person_id uuid not null,
  organization_id uuid not null,
  kind text not null,
  member_number text not null,
  title text,
  share_bp integer default 10000 not null,
  valid_from date not null,
  valid_until date,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint affiliations_pkey PRIMARY KEY (id),
  constraint affiliations_organization_id_member_number_key UNIQUE (organization_id, member_number),
  constraint affiliations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint affiliations_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint affiliations_check CHECK ((valid_until >= valid_from)),
  constraint affiliations_kind_check CHECK ((kind = ANY (ARRAY['STAFF'::text, 'STUDENT'::text, 'MEMBER'::text]))),
  constraint affiliations_member_number_check CHECK ((member_number <> ''::text)),
  constraint affiliations_share_bp_check CHECK (((share_bp >= 1) AND (share_bp <= 10000)))
);
alter table public.affiliations owner to quadhelix_owner;
alter table public.affiliations enable row level security;
alter table public.affiliations force row level security;
create policy accounts on public.affiliations as permissive for select to quadhelix_accounts
  using (true);
create policy entry on public.affiliations as permissive for select to quadhelix_entry
  using (true);
create policy privacy on public.affiliations as permissive for all to quadhelix_privacy
  using (true)
  with check (true);
create policy readers on public.affiliations as permissive for select to quadhelix_readers
  using (true);
create policy registry on public.affiliations as permissive for all to quadhelix_registry
  using (true)
  with check (true);
create policy removal on public.affiliations as permissive for all to quadhelix_owner
  using ((EXISTS ( SELECT
   FROM public.organizations o
  WHERE (o.id = affiliations.organization_id))))
  with check (false);
create policy visible on public.affiliations as permissive for select to quadhelix_app
  using ((EXISTS ( SELECT
   FROM public.participants p
  WHERE ((p.tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (p.person_id = affiliations.person_id) AND (p.organization_id = affiliations.organization_id)))));
CREATE INDEX affiliations_person ON public.affiliations USING btree (person_id, organization_id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF organization_id, person_id ON public.affiliations FOR EACH ROW EXECUTE FUNCTION public.keep_apart_affiliation();
grant insert, select, update on table public.affiliations to quadhelix_registry;
grant select on table public.affiliations to quadhelix_app;
grant select on table public.affiliations to quadhelix_entry;
grant select on table public.affiliations to quadhelix_readers;
grant select, update on table public.affiliations to quadhelix_privacy;
grant select (id, person_id, organization_id, kind, member_number, valid_from, valid_until) on table public.affiliations to quadhelix_accounts;

create table public.alliance_rule_versions (
  tenant_id uuid not null,
  id uuid not null,
  number integer not null,
  state text not null,
  effective_from date not null,
  effective_until date,
  rules jsonb not null,
  content_hash text not null,
  hash_algorithm text not null,
  summary text not null,
  organization_id uuid,
  drafted_by uuid,
  published_by uuid,
  published_at timestamp(3) with time zone,
  retired_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint alliance_rule_versions_pkey PRIMARY KEY (tenant_id, id),
  constraint alliance_rule_versions_tenant_id_number_key UNIQUE (tenant_id, number),
  constraint alliance_rule_versions_overlap EXCLUDE USING gist (tenant_id WITH =, daterange(effective_from, effective_until, '[]'::text) WITH &&) WHERE ((state <> 'DRAFT'::text)),
  constraint alliance_rule_versions_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public.people(id),
  constraint alliance_rule_versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint alliance_rule_versions_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.people(id),
  constraint alliance_rule_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint alliance_rule_versions_check CHECK ((effective_until >= effective_from)),
  constraint alliance_rule_versions_check1 CHECK (((state = 'DRAFT'::text) = (published_at IS NULL))),
  constraint alliance_rule_versions_check2 CHECK (((state = 'RETIRED'::text) = (retired_at IS NOT NULL))),
  constraint alliance_rule_versions_check3 CHECK (((state <> 'RETIRED'::text) OR (effective_until IS NOT NULL))),
  constraint alliance_rule_versions_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint alliance_rule_versions_ended CHECK (((retired_at IS NULL) OR (effective_until >= (((retired_at AT TIME ZONE 'Etc/GMT+12'::text))::date - 1)))),
  constraint alliance_rule_versions_hash_algorithm_check CHECK ((hash_algorithm = 'SHA-256/JCS'::text)),
  constraint alliance_rule_versions_number_check CHECK ((number > 0)),
  constraint alliance_rule_versions_retroactive CHECK (((state = 'DRAFT'::text) OR (effective_from >= ((published_at AT TIME ZONE 'Etc/GMT+12'::text))::date))),
  constraint alliance_rule_versions_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'RETIRED'::text])))
);
alter table public.alliance_rule_versions owner to quadhelix_owner;
alter table public.alliance_rule_versions enable row level security;
alter table public.alliance_rule_versions force row level security;
create policy alliance on public.alliance_rule_versions as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX alliance_rule_versions_list ON public.alliance_rule_versions USING btree (tenant_id, created_at, id);
CREATE TRIGGER keep_published_rules BEFORE INSERT OR DELETE OR UPDATE ON public.alliance_rule_versions FOR EACH ROW EXECUTE FUNCTION public.keep_published_rules();
grant insert, select, update on table public.alliance_rule_versions to quadhelix_app;

create table public.alliances (
  id uuid not null,
  slug text not null,
  name text not null,
  kind text not null,
  region_code text not null,
  time_zone text default 'Asia/Shanghai'::text not null,
  state text default 'ACTIVE'::text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  sandbox boolean default false not null,
  constraint alliances_pkey PRIMARY KEY (id),
  constraint alliances_id_sandbox_key UNIQUE (id, sandbox),
  constraint alliances_slug_key UNIQUE (slug),
  constraint alliances_kind_check CHECK ((kind = ANY (ARRAY['INDUSTRIAL_COLLEGE'::text, 'CITY_CONSORTIUM'::text, 'SECTOR_COMMUNITY'::text]))),
  constraint alliances_name_check CHECK ((name <> ''::text)),
  constraint alliances_region_code_check CHECK ((region_code ~ '^[0-9]{2,6}$'::text)),
  constraint alliances_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text)),
  constraint alliances_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'CLOSED'::text])))
);
alter table public.alliances owner to quadhelix_owner;
alter table public.alliances enable row level security;
alter table public.alliances force row level security;
create policy entry on public.alliances as permissive for select to quadhelix_entry
  using (true);
create policy limits on public.alliances as permissive for select to quadhelix_limits
  using (true);
create policy privacy on public.alliances as permissive for select to quadhelix_privacy
  using (true);
create policy readers on public.alliances as permissive for select to quadhelix_readers
  using (((NOT sandbox) OR (id = ( SELECT public.current_tenant() AS current_tenant))));
create policy registry on public.alliances as permissive for all to quadhelix_registry
  using (true)
  with check (true);
create policy removal on public.alliances as permissive for all to quadhelix_owner
  using ((sandbox AND (id = ( SELECT public.current_tenant() AS current_tenant))))
  with check (false);
create policy visible on public.alliances as permissive for select to quadhelix_app
  using (((id = ( SELECT public.current_tenant() AS current_tenant)) OR (id = ANY (( SELECT public.current_reading_alliances() AS current_reading_alliances)::uuid[]))));
grant insert, select on table public.alliances to quadhelix_registry;
grant select on table public.alliances to quadhelix_app;
grant select on table public.alliances to quadhelix_entry;
grant select on table public.alliances to quadhelix_privacy;
grant select on table public.alliances to quadhelix_readers;
grant select (id, slug, state) on table public.alliances to quadhelix_limits;

create table public.api_usage (
  client_id text not null,
  day date not null,
  member text not null,
  uses bigint not null,
  last_used_at timestamp(3) with time zone not null,
  leaves_after date,
  constraint api_usage_pkey PRIMARY KEY (client_id, day, member),
  constraint api_usage_member_check CHECK (((char_length(member) >= 3) AND (char_length(member) <= 300))),
  constraint api_usage_uses_check CHECK ((uses > 0))
);
alter table public.api_usage owner to quadhelix_owner;
CREATE INDEX api_usage_leaving ON public.api_usage USING btree (day, client_id) WHERE (leaves_after IS NOT NULL);
grant insert, select, update on table public.api_usage to quadhelix_limits;
grant select on table public.api_usage to quadhelix_readers;

create table public.api_warnings (
  client_id text not null,
  member text not null,
  leaves_after date not null,
  within_days integer not null,
  told_at timestamp(3) with time zone not null,
  constraint api_warnings_pkey PRIMARY KEY (client_id, member, leaves_after, within_days),
  constraint api_warnings_within_days_check CHECK ((within_days = ANY (ARRAY[0, 7, 30, 90, 100000])))
);
alter table public.api_warnings owner to quadhelix_owner;
grant insert, select on table public.api_warnings to quadhelix_app;

create table public.app_consents (
  tenant_id uuid not null,
  id uuid not null,
  client_id text not null,
  scopes text[] not null,
  granted_at timestamp(3) with time zone not null,
  granted_by uuid,
  withdrawn_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  granted_reason text,
  withdrawn_by uuid,
  withdrawn_reason text,
  constraint app_consents_pkey PRIMARY KEY (tenant_id, id),
  constraint app_consents_tenant_id_client_id_key UNIQUE (tenant_id, client_id),
  constraint app_consents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint app_consents_granted_reason_check CHECK (((char_length(granted_reason) >= 1) AND (char_length(granted_reason) <= 500))),
  constraint app_consents_withdrawal CHECK (((withdrawn_at IS NOT NULL) OR ((withdrawn_by IS NULL) AND (withdrawn_reason IS NULL)))),
  constraint app_consents_withdrawn_reason_check CHECK (((char_length(withdrawn_reason) >= 1) AND (char_length(withdrawn_reason) <= 500)))
);
alter table public.app_consents owner to quadhelix_owner;
alter table public.app_consents enable row level security;
alter table public.app_consents force row level security;
create policy alliance on public.app_consents as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.app_consents as permissive for select to quadhelix_entry
  using (true);
create policy limits on public.app_consents as permissive for select to quadhelix_limits
  using (true);
create policy registry on public.app_consents as permissive for all to quadhelix_registry
  using (true)
  with check (true);
CREATE INDEX app_consents_client ON public.app_consents USING btree (client_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX app_consents_list ON public.app_consents USING btree (tenant_id, created_at, id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF client_id ON public.app_consents FOR EACH ROW EXECUTE FUNCTION public.keep_apps_apart();
grant insert, select, update on table public.app_consents to quadhelix_app;
grant insert, select, update on table public.app_consents to quadhelix_registry;
grant select on table public.app_consents to quadhelix_entry;
grant select (tenant_id, client_id, withdrawn_at) on table public.app_consents to quadhelix_limits;

create table public.audit_entries (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp(3) with time zone not null,
  actor_kind text not null,
  purpose text,
  account_id uuid,
  person_id uuid,
  organization_id uuid,
  client_id text,
  action text not null,
  subject_type text not null,
  subject_id uuid not null,
  changes jsonb not null,
  reason text,
  request_id text,
  constraint audit_entries_pkey PRIMARY KEY (tenant_id, id, at),
  constraint audit_entries_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['PERSON'::text, 'APP'::text, 'SYSTEM'::text, 'LINK'::text])))
) partition by RANGE (at);
alter table public.audit_entries owner to quadhelix_owner;
alter table public.audit_entries enable row level security;
alter table public.audit_entries force row level security;
create policy alliance on public.audit_entries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX audit_entries_list ON ONLY public.audit_entries USING btree (tenant_id, at, id);
CREATE INDEX audit_entries_subject ON ONLY public.audit_entries USING btree (tenant_id, subject_type, subject_id, at);
grant insert, select on table public.audit_entries to quadhelix_app;

create table public.audit_entries_other partition of public.audit_entries DEFAULT;
alter table public.audit_entries_other owner to quadhelix_owner;

create table public.audit_personal_values (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  field text not null,
  side text not null,
  salt text not null,
  value text not null,
  created_at timestamp(3) with time zone not null,
  constraint audit_personal_values_pkey PRIMARY KEY (tenant_id, id, created_at),
  constraint audit_personal_values_side_check CHECK ((side = ANY (ARRAY['BEFORE'::text, 'AFTER'::text])))
) partition by RANGE (created_at);
alter table public.audit_personal_values owner to quadhelix_owner;
alter table public.audit_personal_values enable row level security;
alter table public.audit_personal_values force row level security;
create policy alliance on public.audit_personal_values as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX audit_personal_values_entry ON ONLY public.audit_personal_values USING btree (tenant_id, entry_id);
grant delete, insert, select on table public.audit_personal_values to quadhelix_app;

create table public.audit_personal_values_other partition of public.audit_personal_values DEFAULT;
alter table public.audit_personal_values_other owner to quadhelix_owner;

create table public.change_entries (
  tenant_id uuid not null,
  "position" bigint not null,
  at timestamp(3) with time zone not null,
  type text not null,
  subject_id uuid not null,
  operation text not null,
  former jsonb,
  constraint change_entries_pkey PRIMARY KEY (tenant_id, "position", at),
  constraint change_entries_operation_check CHECK ((operation = ANY (ARRAY['CREATED'::text, 'UPDATED'::text, 'DELETED'::text]))),
  constraint change_entries_type_check CHECK ((type <> ''::text))
) partition by RANGE (at);
alter table public.change_entries owner to quadhelix_owner;
alter table public.change_entries enable row level security;
alter table public.change_entries force row level security;
create policy alliance on public.change_entries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant insert, select on table public.change_entries to quadhelix_app;

create table public.change_entries_other partition of public.change_entries DEFAULT;
alter table public.change_entries_other owner to quadhelix_owner;

create table public.change_heads (
  tenant_id uuid not null,
  "position" bigint not null,
  at timestamp(3) with time zone not null,
  constraint change_heads_pkey PRIMARY KEY (tenant_id),
  constraint change_heads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint change_heads_position_check CHECK (("position" > 0))
);
alter table public.change_heads owner to quadhelix_owner;
grant insert, select, update on table public.change_heads to quadhelix_app;

create table public.commitments (
  tenant_id uuid not null,
  id uuid not null,
  number text not null,
  owner_organization_id uuid not null,
  verifier_organization_id uuid not null,
  title text not null,
  metric text not null,
  unit text not null,
  baseline numeric(16,4) not null,
  target numeric(16,4) not null,
  direction text not null,
  due_on date not null,
  weight_bp integer not null,
  required_evidence text not null,
  state text not null,
  outcome text,
  late boolean default false not null,
  evidence_count integer default 0 not null,
  self_reported_value numeric(16,4),
  verified_value numeric(16,4),
  accepted_at timestamp(3) with time zone,
  evidence_submitted_at timestamp(3) with time zone,
  verified_at timestamp(3) with time zone,
  waived_at timestamp(3) with time zone,
  waiver_reason text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint commitments_pkey PRIMARY KEY (tenant_id, id),
  constraint commitments_tenant_id_number_key UNIQUE (tenant_id, number),
  constraint commitments_owner_organization_id_fkey FOREIGN KEY (owner_organization_id) REFERENCES public.organizations(id),
  constraint commitments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint commitments_verifier_organization_id_fkey FOREIGN KEY (verifier_organization_id) REFERENCES public.organizations(id),
  constraint commitments_check CHECK ((verifier_organization_id <> owner_organization_id)),
  constraint commitments_check1 CHECK ((target <> baseline)),
  constraint commitments_check2 CHECK (((direction = 'INCREASE'::text) = (target > baseline))),
  constraint commitments_check3 CHECK (((state = 'VERIFIED'::text) = (outcome IS NOT NULL))),
  constraint commitments_check4 CHECK (((state = 'VERIFIED'::text) = (verified_at IS NOT NULL))),
  constraint commitments_check5 CHECK (((state = 'WAIVED'::text) = ((waived_at IS NOT NULL) AND (waiver_reason IS NOT NULL)))),
  constraint commitments_check6 CHECK (((state = ANY (ARRAY['PROPOSED'::text, 'WAIVED'::text])) OR (accepted_at IS NOT NULL))),
  constraint commitments_check7 CHECK (((state <> ALL (ARRAY['EVIDENCE_SUBMITTED'::text, 'VERIFIED'::text])) OR (evidence_submitted_at IS NOT NULL))),
  constraint commitments_check8 CHECK (((evidence_count > 0) = (evidence_submitted_at IS NOT NULL))),
  constraint commitments_check9 CHECK (((NOT late) OR (evidence_submitted_at IS NOT NULL))),
  constraint commitments_direction_check CHECK ((direction = ANY (ARRAY['INCREASE'::text, 'REDUCE'::text]))),
  constraint commitments_evidence_count_check CHECK ((evidence_count >= 0)),
  constraint commitments_metric_check CHECK ((metric <> ''::text)),
  constraint commitments_number_check CHECK ((number <> ''::text)),
  constraint commitments_outcome_check CHECK ((outcome = ANY (ARRAY['FULFILLED'::text, 'PARTIAL'::text, 'NOT_MET'::text]))),
  constraint commitments_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'EVIDENCE_SUBMITTED'::text, 'VERIFIED'::text, 'WAIVED'::text]))),
  constraint commitments_title_check CHECK ((title <> ''::text)),
  constraint commitments_weight_bp_check CHECK (((weight_bp >= 1) AND (weight_bp <= 10000)))
);
alter table public.commitments owner to quadhelix_owner;
alter table public.commitments enable row level security;
alter table public.commitments force row level security;
create policy alliance on public.commitments as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX commitments_created ON public.commitments USING btree (tenant_id, created_at, id);
CREATE INDEX commitments_list ON public.commitments USING btree (tenant_id, due_on, id);
CREATE INDEX commitments_owner ON public.commitments USING btree (tenant_id, owner_organization_id, due_on, id);
CREATE INDEX commitments_state ON public.commitments USING btree (tenant_id, state, due_on, id);
CREATE INDEX commitments_verifier ON public.commitments USING btree (tenant_id, verifier_organization_id, due_on, id);
grant insert, select, update on table public.commitments to quadhelix_app;

create table public.contact_points (
  id uuid not null,
  person_id uuid not null,
  channel text not null,
  address text not null,
  verified_at timestamp(3) with time zone,
  code_issued_at timestamp(3) with time zone,
  code_attempts integer default 0 not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint contact_points_pkey PRIMARY KEY (id),
  constraint contact_points_person_id_channel_address_key UNIQUE (person_id, channel, address),
  constraint contact_points_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint contact_points_address_check CHECK (((address <> ''::text) AND (length(address) <= 254))),
  constraint contact_points_channel_check CHECK ((channel = ANY (ARRAY['MAIL'::text, 'SMS'::text, 'WECOM'::text])))
);
alter table public.contact_points owner to quadhelix_owner;
alter table public.contact_points enable row level security;
alter table public.contact_points force row level security;
create policy reader on public.contact_points as permissive for all to quadhelix_app
  using ((person_id = ( SELECT public.current_person() AS current_person)))
  with check ((person_id = ( SELECT public.current_person() AS current_person)));
create policy readers on public.contact_points as permissive for select to quadhelix_readers
  using (true);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF person_id ON public.contact_points FOR EACH ROW EXECUTE FUNCTION public.keep_messages_in();
grant delete, insert, select, update on table public.contact_points to quadhelix_app;
grant select on table public.contact_points to quadhelix_readers;

create table public.daily_runs (
  name text not null,
  day date not null,
  begun_at timestamp(3) with time zone not null,
  constraint daily_runs_pkey PRIMARY KEY (name, day)
);
alter table public.daily_runs owner to quadhelix_owner;
grant delete, insert, select on table public.daily_runs to quadhelix_app;

create table public.deliveries (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  channel text not null,
  purpose text not null,
  digest_at timestamp(3) with time zone,
  contact_point_id uuid,
  state text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp(3) with time zone not null,
  claimed_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  code text,
  reference text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  begun_at timestamp(3) with time zone,
  constraint deliveries_pkey PRIMARY KEY (tenant_id, id),
  constraint deliveries_tenant_id_person_id_channel_digest_at_key UNIQUE (tenant_id, person_id, channel, digest_at),
  constraint deliveries_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint deliveries_attempts_check CHECK ((attempts >= 0)),
  constraint deliveries_channel_check CHECK ((channel = ANY (ARRAY['MAIL'::text, 'SMS'::text, 'WECOM'::text]))),
  constraint deliveries_check CHECK (((purpose = 'DIGEST'::text) = (digest_at IS NOT NULL))),
  constraint deliveries_check1 CHECK (((purpose = 'CODE'::text) = (contact_point_id IS NOT NULL))),
  constraint deliveries_check2 CHECK (((state = 'SENDING'::text) = (claimed_at IS NOT NULL))),
  constraint deliveries_check3 CHECK (((state = ANY (ARRAY['QUEUED'::text, 'SENDING'::text])) = (ended_at IS NULL))),
  constraint deliveries_check4 CHECK (((begun_at IS NULL) OR (claimed_at IS NOT NULL))),
  constraint deliveries_purpose_check CHECK ((purpose = ANY (ARRAY['NOTICE'::text, 'DIGEST'::text, 'CODE'::text]))),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['QUEUED'::text, 'SENDING'::text, 'SENT'::text, 'UNCERTAIN'::text, 'FAILED'::text, 'GIVEN_UP'::text, 'DROPPED'::text])))
);
alter table public.deliveries owner to quadhelix_owner;
alter table public.deliveries enable row level security;
alter table public.deliveries force row level security;
create policy alliance on public.deliveries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy readers on public.deliveries as permissive for select to quadhelix_readers
  using (true);
create policy retention on public.deliveries as permissive for all to quadhelix_owner
  using (true)
  with check (true);
CREATE INDEX deliveries_of ON public.deliveries USING btree (tenant_id, person_id, created_at, id);
CREATE INDEX deliveries_old ON public.deliveries USING btree (created_at);
CREATE INDEX deliveries_sending ON public.deliveries USING btree (tenant_id, claimed_at) WHERE (state = 'SENDING'::text);
CREATE INDEX deliveries_waiting ON public.deliveries USING btree (tenant_id, next_attempt_at, id) WHERE (state = 'QUEUED'::text);
grant delete, insert, select, update on table public.deliveries to quadhelix_app;
grant select on table public.deliveries to quadhelix_readers;

create table public.delivery_items (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  notification_id uuid not null,
  channel text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint delivery_items_pkey PRIMARY KEY (tenant_id, id),
  constraint delivery_items_tenant_id_notification_id_channel_key UNIQUE (tenant_id, notification_id, channel),
  constraint delivery_items_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES public.deliveries(tenant_id, id) ON DELETE CASCADE,
  constraint delivery_items_tenant_id_notification_id_fkey FOREIGN KEY (tenant_id, notification_id) REFERENCES public.notifications(tenant_id, id) ON DELETE CASCADE,
  constraint delivery_items_channel_check CHECK ((channel = ANY (ARRAY['MAIL'::text, 'SMS'::text, 'WECOM'::text])))
);
alter table public.delivery_items owner to quadhelix_owner;
alter table public.delivery_items enable row level security;
alter table public.delivery_items force row level security;
create policy alliance on public.delivery_items as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy retention on public.delivery_items as permissive for all to quadhelix_owner
  using (true)
  with check (true);
CREATE INDEX delivery_items_delivery ON public.delivery_items USING btree (tenant_id, delivery_id);
grant delete, insert, select on table public.delivery_items to quadhelix_app;

create table public.document_issues (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  title jsonb not null,
  parameters jsonb not null,
  language text not null,
  format text not null,
  state text not null,
  code text not null,
  organization_id uuid not null,
  issuer_name text not null,
  account_id uuid not null,
  person_id uuid not null,
  client_id text not null,
  scopes text[] not null,
  done integer default 0 not null,
  attempts integer default 0 not null,
  problem jsonb,
  sha256 text,
  byte_size bigint,
  missing jsonb default '[]'::jsonb not null,
  issued_at timestamp(3) with time zone,
  removed_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  revoke_reason text,
  replaces_id uuid,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint document_issues_pkey PRIMARY KEY (tenant_id, id),
  constraint document_issues_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint document_issues_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint document_issues_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint document_issues_tenant_id_replaces_id_fkey FOREIGN KEY (tenant_id, replaces_id) REFERENCES public.document_issues(tenant_id, id),
  constraint document_issues_byte_size_check CHECK ((byte_size > 0)),
  constraint document_issues_check CHECK (((state = ANY (ARRAY['ISSUED'::text, 'REVOKED'::text, 'SUPERSEDED'::text])) = ((sha256 IS NOT NULL) AND (byte_size IS NOT NULL) AND (issued_at IS NOT NULL)))),
  constraint document_issues_check1 CHECK (((state = 'REVOKED'::text) = ((revoked_at IS NOT NULL) AND (revoke_reason IS NOT NULL)))),
  constraint document_issues_check2 CHECK ((replaces_id <> id)),
  constraint document_issues_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{18}$'::text)),
  constraint document_issues_format_check CHECK ((format = ANY (ARRAY['PDF'::text, 'XLSX'::text, 'DOCX'::text, 'CSV'::text]))),
  constraint document_issues_issuer_name_check CHECK ((issuer_name <> ''::text)),
  constraint document_issues_kind_check CHECK ((kind <> ''::text)),
  constraint document_issues_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text]))),
  constraint document_issues_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint document_issues_state_check CHECK ((state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'ISSUED'::text, 'FAILED'::text, 'REVOKED'::text, 'SUPERSEDED'::text])))
);
alter table public.document_issues owner to quadhelix_owner;
alter table public.document_issues enable row level security;
alter table public.document_issues force row level security;
create policy alliance on public.document_issues as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy documents on public.document_issues as permissive for select to quadhelix_documents
  using ((NOT public.is_sandbox(tenant_id)));
CREATE INDEX document_issues_code ON public.document_issues USING btree (code);
CREATE INDEX document_issues_list ON public.document_issues USING btree (tenant_id, created_at, id);
CREATE INDEX document_issues_organization ON public.document_issues USING btree (tenant_id, organization_id, created_at, id);
CREATE INDEX document_issues_person ON public.document_issues USING btree (tenant_id, person_id, created_at, id);
grant insert, select, update on table public.document_issues to quadhelix_app;
grant select on table public.document_issues to quadhelix_documents;

create table public.document_people (
  tenant_id uuid not null,
  document_id uuid not null,
  person_id uuid not null,
  created_at timestamp(3) with time zone not null,
  constraint document_people_pkey PRIMARY KEY (tenant_id, document_id, person_id),
  constraint document_people_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES public.document_issues(tenant_id, id)
);
alter table public.document_people owner to quadhelix_owner;
alter table public.document_people enable row level security;
alter table public.document_people force row level security;
create policy alliance on public.document_people as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX document_people_person ON public.document_people USING btree (tenant_id, person_id);
grant delete, insert, select on table public.document_people to quadhelix_app;

create table public.due_times (
  id uuid not null,
  tenant_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  due_at timestamp(3) with time zone not null,
  done_at timestamp(3) with time zone,
  constraint due_times_pkey PRIMARY KEY (id),
  constraint due_times_tenant_id_kind_subject_id_due_at_key UNIQUE (tenant_id, kind, subject_id, due_at)
);
alter table public.due_times owner to quadhelix_owner;
CREATE INDEX due_times_alliance ON public.due_times USING btree (tenant_id, due_at, id) WHERE (done_at IS NULL);
CREATE INDEX due_times_open ON public.due_times USING btree (due_at, id) WHERE (done_at IS NULL);
grant delete, insert, select, update on table public.due_times to quadhelix_app;
grant select on table public.due_times to quadhelix_entry;

create table public.event_handlings (
  tenant_id uuid not null,
  event_id uuid not null,
  event_at timestamp(3) with time zone not null,
  handler text not null,
  handled_at timestamp(3) with time zone not null,
  constraint event_handlings_pkey PRIMARY KEY (tenant_id, event_id, handler, event_at)
) partition by RANGE (event_at);
alter table public.event_handlings owner to quadhelix_owner;
alter table public.event_handlings enable row level security;
alter table public.event_handlings force row level security;
create policy alliance on public.event_handlings as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant insert, select on table public.event_handlings to quadhelix_app;

create table public.event_handlings_other partition of public.event_handlings DEFAULT;
alter table public.event_handlings_other owner to quadhelix_owner;

create table public.events (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp(3) with time zone not null,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  payload jsonb not null,
  constraint events_pkey PRIMARY KEY (tenant_id, id, at)
) partition by RANGE (at);
alter table public.events owner to quadhelix_owner;
alter table public.events enable row level security;
alter table public.events force row level security;
create policy alliance on public.events as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX events_list ON ONLY public.events USING btree (tenant_id, at, id);
CREATE TRIGGER queue_webhooks AFTER INSERT ON public.events REFERENCING NEW TABLE AS recorded FOR EACH STATEMENT EXECUTE FUNCTION public.queue_webhooks();
grant insert, select on table public.events to quadhelix_app;

create table public.events_other partition of public.events DEFAULT;
alter table public.events_other owner to quadhelix_owner;

create table public.evidence (
  tenant_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  organization_id uuid not null,
  person_id uuid,
  description text not null,
  link text,
  sha256 text,
  value numeric(16,4),
  late_days integer not null,
  submitted_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  file_id uuid,
  constraint evidence_pkey PRIMARY KEY (tenant_id, id),
  constraint evidence_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint evidence_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint evidence_tenant_id_commitment_id_fkey FOREIGN KEY (tenant_id, commitment_id) REFERENCES public.commitments(tenant_id, id),
  constraint evidence_tenant_id_file_id_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES public.files(tenant_id, id),
  constraint evidence_check CHECK (((link IS NOT NULL) OR (sha256 IS NOT NULL) OR (value IS NOT NULL))),
  constraint evidence_check1 CHECK (((file_id IS NULL) OR (sha256 IS NOT NULL))),
  constraint evidence_description_check CHECK ((description <> ''::text)),
  constraint evidence_late_days_check CHECK ((late_days >= 0)),
  constraint evidence_link_check CHECK ((link ~ '^https?://'::text)),
  constraint evidence_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
alter table public.evidence owner to quadhelix_owner;
alter table public.evidence enable row level security;
alter table public.evidence force row level security;
create policy alliance on public.evidence as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX evidence_commitment ON public.evidence USING btree (tenant_id, commitment_id, submitted_at, id);
CREATE INDEX evidence_person ON public.evidence USING btree (tenant_id, person_id, id) WHERE (person_id IS NOT NULL);
CREATE INDEX evidence_sha256 ON public.evidence USING btree (tenant_id, sha256) WHERE (sha256 IS NOT NULL);
grant insert, select on table public.evidence to quadhelix_app;

create table public.file_uses (
  tenant_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint file_uses_pkey PRIMARY KEY (tenant_id, id),
  constraint file_uses_tenant_id_file_id_subject_type_subject_id_key UNIQUE (tenant_id, file_id, subject_type, subject_id),
  constraint file_uses_tenant_id_file_id_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES public.files(tenant_id, id),
  constraint file_uses_subject_type_check CHECK ((subject_type <> ''::text))
);
alter table public.file_uses owner to quadhelix_owner;
alter table public.file_uses enable row level security;
alter table public.file_uses force row level security;
create policy alliance on public.file_uses as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant insert, select on table public.file_uses to quadhelix_app;

create table public.files (
  tenant_id uuid not null,
  id uuid not null,
  organization_id uuid not null,
  person_id uuid not null,
  name text not null,
  purpose text not null,
  content_type text not null,
  byte_size integer not null,
  sha256 text not null,
  state text not null,
  detected_type text,
  rejection text,
  threat text,
  uploaded_at timestamp(3) with time zone,
  completed_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint files_pkey PRIMARY KEY (tenant_id, id),
  constraint files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint files_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint files_byte_size_check CHECK ((byte_size > 0)),
  constraint files_check CHECK (((state = ANY (ARRAY['AWAITING_UPLOAD'::text, 'CHECKING'::text])) = (ended_at IS NULL))),
  constraint files_check1 CHECK (((state = ANY (ARRAY['AWAITING_UPLOAD'::text, 'EXPIRED'::text])) OR (completed_at IS NOT NULL))),
  constraint files_check2 CHECK (((state = 'REJECTED'::text) = (rejection IS NOT NULL))),
  constraint files_check3 CHECK (((state = 'QUARANTINED'::text) = (threat IS NOT NULL))),
  constraint files_check4 CHECK (((state <> 'READY'::text) OR (detected_type IS NOT NULL))),
  constraint files_name_check CHECK (((name <> ''::text) AND (name !~ '[\x01-\x1f\x7f/\\]'::text))),
  constraint files_purpose_check CHECK ((purpose = ANY (ARRAY['EVIDENCE'::text, 'DOCUMENT'::text, 'TABLE'::text]))),
  constraint files_rejection_check CHECK ((rejection = ANY (ARRAY['NOT_UPLOADED'::text, 'SIZE_DIFFERS'::text, 'HASH_DIFFERS'::text, 'TYPE_DIFFERS'::text, 'DAMAGED'::text, 'UNSAFE'::text]))),
  constraint files_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint files_state_check CHECK ((state = ANY (ARRAY['AWAITING_UPLOAD'::text, 'CHECKING'::text, 'READY'::text, 'REJECTED'::text, 'QUARANTINED'::text, 'EXPIRED'::text])))
);
alter table public.files owner to quadhelix_owner;
alter table public.files enable row level security;
alter table public.files force row level security;
create policy alliance on public.files as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX files_open ON public.files USING btree (tenant_id, organization_id) WHERE (state = ANY (ARRAY['AWAITING_UPLOAD'::text, 'CHECKING'::text]));
CREATE INDEX files_organization ON public.files USING btree (tenant_id, organization_id, created_at, id);
CREATE INDEX files_person ON public.files USING btree (tenant_id, person_id, created_at, id);
grant delete, insert, select, update on table public.files to quadhelix_app;

create table public.idempotency_answers (
  tenant_id uuid not null,
  client_id text not null,
  person_id uuid not null,
  key text not null,
  request_hash bytea not null,
  answer text,
  created_at timestamp(3) with time zone not null,
  constraint idempotency_answers_pkey PRIMARY KEY (tenant_id, client_id, person_id, key),
  constraint idempotency_answers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint idempotency_answers_key_check CHECK ((key ~ '^[A-Za-z0-9._:-]{8,128}$'::text)),
  constraint idempotency_answers_request_hash_check CHECK ((octet_length(request_hash) = 32))
);
alter table public.idempotency_answers owner to quadhelix_owner;
alter table public.idempotency_answers enable row level security;
alter table public.idempotency_answers force row level security;
create policy alliance on public.idempotency_answers as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX idempotency_answers_age ON public.idempotency_answers USING btree (tenant_id, created_at);
grant delete, insert, select, update on table public.idempotency_answers to quadhelix_app;

create table public.import_files (
  tenant_id uuid not null,
  id uuid not null,
  bytes bytea not null,
  constraint import_files_pkey PRIMARY KEY (tenant_id, id),
  constraint import_files_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES public.imports(tenant_id, id)
);
alter table public.import_files owner to quadhelix_owner;
alter table public.import_files enable row level security;
alter table public.import_files force row level security;
create policy alliance on public.import_files as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant delete, insert, select on table public.import_files to quadhelix_app;

create table public.imports (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  byte_size integer not null,
  sha256 text not null,
  mode text not null,
  dry_run boolean not null,
  language text not null,
  state text not null,
  total integer default 0 not null,
  done integer default 0 not null,
  added integer default 0 not null,
  updated integer default 0 not null,
  unchanged integer default 0 not null,
  failed integer default 0 not null,
  problem_count integer default 0 not null,
  problems jsonb default '[]'::jsonb not null,
  attempts integer default 0 not null,
  account_id uuid not null,
  person_id uuid not null,
  organization_id uuid not null,
  client_id text not null,
  scopes text[] not null,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint imports_pkey PRIMARY KEY (tenant_id, id),
  constraint imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint imports_byte_size_check CHECK ((byte_size > 0)),
  constraint imports_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text]))),
  constraint imports_mode_check CHECK ((mode = ANY (ARRAY['STRICT'::text, 'LENIENT'::text]))),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'WRITTEN'::text, 'CHECKED'::text, 'REFUSED'::text, 'FAILED'::text])))
);
alter table public.imports owner to quadhelix_owner;
alter table public.imports enable row level security;
alter table public.imports force row level security;
create policy alliance on public.imports as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX imports_list ON public.imports USING btree (tenant_id, created_at, id);
CREATE INDEX imports_organization ON public.imports USING btree (tenant_id, organization_id, created_at, id);
grant insert, select, update on table public.imports to quadhelix_app;

create table public.inbox_entries (
  person_id uuid not null,
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  mandatory boolean not null,
  subject_type text not null,
  subject_id uuid not null,
  title jsonb not null,
  text jsonb not null,
  state text not null,
  created_at timestamp(3) with time zone not null,
  constraint inbox_entries_pkey PRIMARY KEY (person_id, tenant_id, id)
);
alter table public.inbox_entries owner to quadhelix_owner;
alter table public.inbox_entries enable row level security;
alter table public.inbox_entries force row level security;
create policy reader on public.inbox_entries as permissive for select to quadhelix_app
  using (((person_id = ( SELECT public.current_person() AS current_person)) AND (tenant_id = COALESCE(( SELECT public.current_tenant() AS current_tenant), tenant_id)) AND ((( SELECT current_setting('app.first_party'::text, true) AS current_setting) = 'yes'::text) OR (tenant_id = ANY (( SELECT public.alliances_consenting('notifications:read'::text) AS alliances_consenting)::uuid[])))));
create policy removal on public.inbox_entries as permissive for all to quadhelix_owner
  using (((tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (EXISTS ( SELECT
   FROM public.sandboxes))))
  with check (false);
create policy writer on public.inbox_entries as permissive for all to quadhelix_readers
  using (true)
  with check (true);
CREATE INDEX inbox_entries_list ON public.inbox_entries USING btree (person_id, created_at, id);
grant delete, insert, select, update on table public.inbox_entries to quadhelix_readers;
grant select on table public.inbox_entries to quadhelix_app;

create table public.mandate_reads (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp(3) with time zone not null,
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
  constraint mandate_reads_pkey PRIMARY KEY (tenant_id, id, at)
) partition by RANGE (at);
alter table public.mandate_reads owner to quadhelix_owner;
alter table public.mandate_reads enable row level security;
alter table public.mandate_reads force row level security;
create policy alliance on public.mandate_reads as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy writer on public.mandate_reads as permissive for all to quadhelix_readers
  using (true)
  with check (true);
CREATE INDEX mandate_reads_list ON ONLY public.mandate_reads USING btree (tenant_id, at, id);
grant insert, select on table public.mandate_reads to quadhelix_readers;
grant select on table public.mandate_reads to quadhelix_app;

create table public.mandate_reads_other partition of public.mandate_reads DEFAULT;
alter table public.mandate_reads_other owner to quadhelix_owner;

create table public.memberships (
  tenant_id uuid not null,
  id uuid not null,
  organization_id uuid not null,
  state text not null,
  alliance_consented_at timestamp(3) with time zone,
  organization_consented_at timestamp(3) with time zone,
  reason text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint memberships_pkey PRIMARY KEY (tenant_id, id),
  constraint memberships_tenant_id_id_organization_id_key UNIQUE (tenant_id, id, organization_id),
  constraint memberships_tenant_id_organization_id_key UNIQUE (tenant_id, organization_id),
  constraint memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint memberships_check CHECK (((state = 'INVITED'::text) OR (state = ANY (ARRAY['WITHDRAWN'::text, 'EXPELLED'::text])) OR ((alliance_consented_at IS NOT NULL) AND (organization_consented_at IS NOT NULL)))),
  constraint memberships_state_check CHECK ((state = ANY (ARRAY['INVITED'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'WITHDRAWN'::text, 'EXPELLED'::text])))
);
alter table public.memberships owner to quadhelix_owner;
alter table public.memberships enable row level security;
alter table public.memberships force row level security;
create policy alliance on public.memberships as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.memberships as permissive for select to quadhelix_entry
  using (true);
create policy readers on public.memberships as permissive for select to quadhelix_readers
  using (true);
create policy registry on public.memberships as permissive for select to quadhelix_registry
  using (true);
CREATE INDEX memberships_list ON public.memberships USING btree (tenant_id, created_at, id);
CREATE INDEX memberships_organization ON public.memberships USING btree (organization_id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF organization_id ON public.memberships FOR EACH ROW EXECUTE FUNCTION public.keep_apart_organization();
grant insert, select, update on table public.memberships to quadhelix_app;
grant select on table public.memberships to quadhelix_entry;
grant select on table public.memberships to quadhelix_readers;
grant select on table public.memberships to quadhelix_registry;

create table public.notification_preferences (
  person_id uuid not null,
  kind text not null,
  channel text not null,
  frequency text not null,
  updated_at timestamp(3) with time zone not null,
  constraint notification_preferences_pkey PRIMARY KEY (person_id, kind, channel),
  constraint notification_preferences_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint notification_preferences_channel_check CHECK ((channel = ANY (ARRAY['MAIL'::text, 'SMS'::text, 'WECOM'::text]))),
  constraint notification_preferences_frequency_check CHECK ((frequency = ANY (ARRAY['AT_ONCE'::text, 'DAILY'::text, 'WEEKLY'::text, 'OFF'::text])))
);
alter table public.notification_preferences owner to quadhelix_owner;
alter table public.notification_preferences enable row level security;
alter table public.notification_preferences force row level security;
create policy reader on public.notification_preferences as permissive for all to quadhelix_app
  using ((person_id = ( SELECT public.current_person() AS current_person)))
  with check ((person_id = ( SELECT public.current_person() AS current_person)));
create policy readers on public.notification_preferences as permissive for select to quadhelix_readers
  using (true);
create policy removal on public.notification_preferences as permissive for all to quadhelix_owner
  using ((EXISTS ( SELECT
   FROM public.people p
  WHERE (p.id = notification_preferences.person_id))))
  with check (false);
grant delete, insert, select, update on table public.notification_preferences to quadhelix_app;
grant select on table public.notification_preferences to quadhelix_readers;

create table public.notification_settings (
  person_id uuid not null,
  language text not null,
  time_zone text,
  digest_hour integer not null,
  digest_weekday integer not null,
  quiet_from integer,
  quiet_until integer,
  updated_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint notification_settings_pkey PRIMARY KEY (person_id),
  constraint notification_settings_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint notification_settings_check CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint notification_settings_check1 CHECK (((quiet_from IS DISTINCT FROM quiet_until) OR (quiet_from IS NULL))),
  constraint notification_settings_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint notification_settings_digest_weekday_check CHECK (((digest_weekday >= 1) AND (digest_weekday <= 7))),
  constraint notification_settings_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text]))),
  constraint notification_settings_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 23))),
  constraint notification_settings_quiet_until_check CHECK (((quiet_until >= 0) AND (quiet_until <= 23)))
);
alter table public.notification_settings owner to quadhelix_owner;
alter table public.notification_settings enable row level security;
alter table public.notification_settings force row level security;
create policy reader on public.notification_settings as permissive for all to quadhelix_app
  using ((person_id = ( SELECT public.current_person() AS current_person)))
  with check ((person_id = ( SELECT public.current_person() AS current_person)));
create policy readers on public.notification_settings as permissive for select to quadhelix_readers
  using (true);
create policy removal on public.notification_settings as permissive for all to quadhelix_owner
  using ((EXISTS ( SELECT
   FROM public.people p
  WHERE (p.id = notification_settings.person_id))))
  with check (false);
grant delete, insert, select, update on table public.notification_settings to quadhelix_app;
grant select on table public.notification_settings to quadhelix_readers;

create table public.notifications (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  organization_id uuid,
  roles text[],
  notice_id uuid not null,
  kind text not null,
  mandatory boolean not null,
  subject_type text not null,
  subject_id uuid not null,
  title jsonb not null,
  text jsonb not null,
  state text not null,
  read_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint notifications_pkey PRIMARY KEY (tenant_id, id),
  constraint notifications_tenant_id_notice_id_person_id_key UNIQUE (tenant_id, notice_id, person_id),
  constraint notifications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint notifications_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint notifications_kind_check CHECK ((kind <> ''::text)),
  constraint notifications_state_check CHECK ((state = ANY (ARRAY['UNREAD'::text, 'READ'::text, 'ARCHIVED'::text]))),
  constraint notifications_subject_type_check CHECK ((subject_type <> ''::text))
);
alter table public.notifications owner to quadhelix_owner;
alter table public.notifications enable row level security;
alter table public.notifications force row level security;
create policy alliance on public.notifications as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy readers on public.notifications as permissive for select to quadhelix_readers
  using (true);
create policy retention on public.notifications as permissive for all to quadhelix_owner
  using (true)
  with check (true);
CREATE INDEX notifications_of ON public.notifications USING btree (tenant_id, person_id, created_at, id);
CREATE INDEX notifications_old ON public.notifications USING btree (created_at);
CREATE INDEX notifications_unread ON public.notifications USING btree (tenant_id, person_id, created_at, id) WHERE (state = 'UNREAD'::text);
CREATE TRIGGER copy_to_inbox AFTER INSERT OR DELETE OR UPDATE OF state ON public.notifications FOR EACH ROW EXECUTE FUNCTION public.copy_to_inbox();
grant delete, insert, select, update on table public.notifications to quadhelix_app;
grant select on table public.notifications to quadhelix_readers;

create table public.organization_figures (
  organization_id uuid not null,
  tenant_id uuid not null,
  figure text not null,
  from_day date not null,
  until_day date,
  value bigint,
  people integer,
  ended boolean default false not null,
  subject_ids uuid[],
  known_at timestamp(3) with time zone not null,
  constraint organization_figures_pkey PRIMARY KEY (organization_id, tenant_id, figure, from_day),
  constraint organization_figures_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint organization_figures_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint organization_figures_check CHECK ((until_day > from_day)),
  constraint organization_figures_check1 CHECK (((NOT ended) OR ((value IS NULL) AND (people IS NULL) AND (subject_ids IS NULL)))),
  constraint organization_figures_figure_check CHECK ((figure <> ''::text)),
  constraint organization_figures_people_check CHECK ((people >= 0))
);
alter table public.organization_figures owner to quadhelix_owner;
alter table public.organization_figures enable row level security;
alter table public.organization_figures force row level security;
create policy purge on public.organization_figures as permissive for all to quadhelix_owner
  using (((until_day IS NOT NULL) OR ((tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (EXISTS ( SELECT
   FROM public.sandboxes)))))
  with check (false);
create policy reader on public.organization_figures as permissive for select to quadhelix_app
  using (((tenant_id = ( SELECT public.current_tenant() AS current_tenant)) OR ((organization_id = ( SELECT public.current_organization() AS current_organization)) AND (tenant_id = ANY (( SELECT public.current_reading_alliances() AS current_reading_alliances)::uuid[])))));
create policy writer on public.organization_figures as permissive for all to quadhelix_readers
  using (true)
  with check (true);
CREATE INDEX organization_figures_alliance ON public.organization_figures USING btree (tenant_id, figure, from_day);
CREATE UNIQUE INDEX organization_figures_current ON public.organization_figures USING btree (organization_id, tenant_id, figure) WHERE (until_day IS NULL);
grant insert, select, update on table public.organization_figures to quadhelix_readers;
grant select on table public.organization_figures to quadhelix_app;

create table public.organizations (
  id uuid not null,
  sector text not null,
  legal_name text collate "C" not null,
  uscc text,
  ministry_code text,
  region_code text not null,
  parent_id uuid,
  staff_count integer,
  staff_count_on date,
  directory text,
  claimed_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  sandbox_of uuid,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.organizations(id),
  constraint organizations_sandbox_of_fkey FOREIGN KEY (sandbox_of) REFERENCES public.alliances(id),
  constraint organizations_check CHECK (((directory IS NULL) OR (sandbox_of IS NULL))),
  constraint organizations_legal_name_check CHECK ((legal_name <> ''::text)),
  constraint organizations_ministry_code_check CHECK ((ministry_code ~ '^[0-9]{10}$'::text)),
  constraint organizations_region_code_check CHECK ((region_code ~ '^[0-9]{2,6}$'::text)),
  constraint organizations_sector_check CHECK ((sector = ANY (ARRAY['GOVERNMENT'::text, 'INDUSTRY'::text, 'SCHOOL'::text, 'SOCIETY'::text]))),
  constraint organizations_staff_count_check CHECK ((staff_count >= 0)),
  constraint organizations_uscc_check CHECK ((uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text))
);
alter table public.organizations owner to quadhelix_owner;
alter table public.organizations enable row level security;
alter table public.organizations force row level security;
create policy apps on public.organizations as permissive for select to quadhelix_apps
  using (true);
create policy entry on public.organizations as permissive for select to quadhelix_entry
  using (true);
create policy readers on public.organizations as permissive for select to quadhelix_readers
  using (true);
create policy registry on public.organizations as permissive for all to quadhelix_registry
  using (true)
  with check (true);
create policy removal on public.organizations as permissive for all to quadhelix_owner
  using ((sandbox_of = ( SELECT public.current_tenant() AS current_tenant)))
  with check (false);
create policy standards on public.organizations as permissive for select to quadhelix_standards
  using (true);
create policy visible on public.organizations as permissive for select to quadhelix_app
  using ((((directory IS NOT NULL) AND (NOT ( SELECT public.in_sandbox() AS in_sandbox))) OR (id = ( SELECT public.current_organization() AS current_organization)) OR (EXISTS ( SELECT
   FROM public.memberships m
  WHERE ((m.tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (m.organization_id = organizations.id))))));
CREATE INDEX organizations_directory ON public.organizations USING btree (legal_name, id) WHERE (directory IS NOT NULL);
CREATE UNIQUE INDEX organizations_ministry_code ON public.organizations USING btree (ministry_code, sandbox_of) NULLS NOT DISTINCT WHERE (ministry_code IS NOT NULL);
CREATE INDEX organizations_parent ON public.organizations USING btree (parent_id);
CREATE INDEX organizations_sandbox ON public.organizations USING btree (sandbox_of) WHERE (sandbox_of IS NOT NULL);
CREATE UNIQUE INDEX organizations_unnumbered ON public.organizations USING btree (legal_name, region_code, sandbox_of) NULLS NOT DISTINCT WHERE ((uscc IS NULL) AND (ministry_code IS NULL));
CREATE UNIQUE INDEX organizations_uscc ON public.organizations USING btree (uscc, sandbox_of) NULLS NOT DISTINCT WHERE (uscc IS NOT NULL);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF parent_id ON public.organizations FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION public.keep_apart_parent();
CREATE TRIGGER mark_sandbox BEFORE INSERT OR UPDATE OF sandbox_of ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.mark_sandbox();
grant insert, select, update on table public.organizations to quadhelix_registry;
grant select on table public.organizations to quadhelix_app;
grant select on table public.organizations to quadhelix_entry;
grant select on table public.organizations to quadhelix_readers;
grant select on table public.organizations to quadhelix_standards;
grant select (id, legal_name) on table public.organizations to quadhelix_apps;

create table public.oversight_mandate_steps (
  id uuid not null,
  mandate_id uuid not null,
  at timestamp(3) with time zone not null,
  step text not null,
  from_state text,
  to_state text not null,
  reason text not null,
  done_by text not null,
  constraint oversight_mandate_steps_pkey PRIMARY KEY (id),
  constraint oversight_mandate_steps_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES public.oversight_mandates(id),
  constraint oversight_mandate_steps_done_by_check CHECK ((done_by <> ''::text)),
  constraint oversight_mandate_steps_reason_check CHECK ((reason <> ''::text))
);
alter table public.oversight_mandate_steps owner to quadhelix_owner;
alter table public.oversight_mandate_steps enable row level security;
alter table public.oversight_mandate_steps force row level security;
create policy writer on public.oversight_mandate_steps as permissive for all to quadhelix_readers
  using (true)
  with check (true);
CREATE INDEX oversight_mandate_steps_mandate ON public.oversight_mandate_steps USING btree (mandate_id, at);
grant insert, select on table public.oversight_mandate_steps to quadhelix_readers;

create table public.oversight_mandates (
  id uuid not null,
  authority_organization_id uuid not null,
  regions text[] not null,
  level text not null,
  legal_basis text not null,
  valid_from date not null,
  valid_until date not null,
  state text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint oversight_mandates_pkey PRIMARY KEY (id),
  constraint oversight_mandates_authority_organization_id_fkey FOREIGN KEY (authority_organization_id) REFERENCES public.organizations(id),
  constraint oversight_mandates_check CHECK ((valid_until >= valid_from)),
  constraint oversight_mandates_legal_basis_check CHECK ((legal_basis <> ''::text)),
  constraint oversight_mandates_level_check CHECK ((level = ANY (ARRAY['AGGREGATE'::text, 'COMMITMENT'::text, 'CASE'::text]))),
  constraint oversight_mandates_regions_check CHECK ((((cardinality(regions) >= 1) AND (cardinality(regions) <= 50)) AND (array_to_string(regions, ','::text, '-'::text) ~ '^[0-9]{6}(,[0-9]{6})*$'::text))),
  constraint oversight_mandates_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text, 'REVOKED'::text])))
);
alter table public.oversight_mandates owner to quadhelix_owner;
alter table public.oversight_mandates enable row level security;
alter table public.oversight_mandates force row level security;
create policy visible on public.oversight_mandates as permissive for select to quadhelix_app
  using ((authority_organization_id = ( SELECT public.current_organization() AS current_organization)));
create policy writer on public.oversight_mandates as permissive for all to quadhelix_readers
  using (true)
  with check (true);
CREATE INDEX oversight_mandates_list ON public.oversight_mandates USING btree (authority_organization_id, created_at, id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE ON public.oversight_mandates FOR EACH ROW EXECUTE FUNCTION public.keep_authorities_real('authority_organization_id');
grant insert, select, update on table public.oversight_mandates to quadhelix_readers;
grant select on table public.oversight_mandates to quadhelix_app;

create table public.participants (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  organization_id uuid not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint participants_pkey PRIMARY KEY (tenant_id, id),
  constraint participants_tenant_id_person_id_organization_id_key UNIQUE (tenant_id, person_id, organization_id),
  constraint participants_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint participants_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint participants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id)
);
alter table public.participants owner to quadhelix_owner;
alter table public.participants enable row level security;
alter table public.participants force row level security;
create policy accounts on public.participants as permissive for select to quadhelix_accounts
  using (true);
create policy alliance on public.participants as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.participants as permissive for select to quadhelix_entry
  using (true);
create policy ledger on public.participants as permissive for select to quadhelix_ledger
  using (true);
create policy privacy on public.participants as permissive for all to quadhelix_privacy
  using (true)
  with check (true);
create policy readers on public.participants as permissive for select to quadhelix_readers
  using (true);
CREATE INDEX participants_list ON public.participants USING btree (tenant_id, created_at, id);
CREATE INDEX participants_organization ON public.participants USING btree (tenant_id, organization_id, created_at, id);
CREATE INDEX participants_person ON public.participants USING btree (tenant_id, person_id, created_at, id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF organization_id, person_id ON public.participants FOR EACH ROW EXECUTE FUNCTION public.keep_apart_both();
grant delete, select on table public.participants to quadhelix_privacy;
grant insert, select, update on table public.participants to quadhelix_app;
grant select on table public.participants to quadhelix_entry;
grant select on table public.participants to quadhelix_ledger;
grant select on table public.participants to quadhelix_readers;
grant select (tenant_id, person_id, organization_id) on table public.participants to quadhelix_accounts;

create table public.people (
  id uuid not null,
  name text not null,
  birth_date date,
  id_number_hmac bytea,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  sandbox_of uuid,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_sandbox_of_fkey FOREIGN KEY (sandbox_of) REFERENCES public.alliances(id),
  constraint people_name_check CHECK ((name <> ''::text))
);
alter table public.people owner to quadhelix_owner;
alter table public.people enable row level security;
alter table public.people force row level security;
create policy accounts on public.people as permissive for select to quadhelix_accounts
  using (true);
create policy privacy on public.people as permissive for all to quadhelix_privacy
  using (true)
  with check (true);
create policy registry on public.people as permissive for all to quadhelix_registry
  using (true)
  with check (true);
create policy removal on public.people as permissive for all to quadhelix_owner
  using ((sandbox_of = ( SELECT public.current_tenant() AS current_tenant)))
  with check (false);
create policy visible on public.people as permissive for select to quadhelix_app
  using (((id = ( SELECT public.current_person() AS current_person)) OR (EXISTS ( SELECT
   FROM public.participants p
  WHERE ((p.tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (p.person_id = people.id))))));
CREATE UNIQUE INDEX people_id_number_hmac ON public.people USING btree (id_number_hmac, sandbox_of) NULLS NOT DISTINCT WHERE (id_number_hmac IS NOT NULL);
CREATE INDEX people_sandbox ON public.people USING btree (sandbox_of) WHERE (sandbox_of IS NOT NULL);
CREATE TRIGGER mark_sandbox BEFORE INSERT OR UPDATE OF sandbox_of ON public.people FOR EACH ROW EXECUTE FUNCTION public.mark_sandbox();
grant insert, select, update on table public.people to quadhelix_registry;
grant select on table public.people to quadhelix_app;
grant select, update on table public.people to quadhelix_privacy;
grant select (id, birth_date) on table public.people to quadhelix_accounts;

create table public.person_time_bookings (
  id uuid not null,
  person_id uuid not null,
  tenant_id uuid not null,
  source_type text not null,
  source_id uuid not null,
  starts_on date not null,
  ends_before date not null,
  load_bp integer not null,
  released_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  constraint person_time_bookings_pkey PRIMARY KEY (id),
  constraint person_time_bookings_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint person_time_bookings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint person_time_bookings_check CHECK ((ends_before > starts_on)),
  constraint person_time_bookings_load_bp_check CHECK (((load_bp >= 1) AND (load_bp <= 10000)))
);
alter table public.person_time_bookings owner to quadhelix_owner;
alter table public.person_time_bookings enable row level security;
alter table public.person_time_bookings force row level security;
create policy ledger on public.person_time_bookings as permissive for all to quadhelix_ledger
  using (true)
  with check (true);
create policy removal on public.person_time_bookings as permissive for all to quadhelix_owner
  using (((tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (EXISTS ( SELECT
   FROM public.sandboxes))))
  with check (false);
create policy visible on public.person_time_bookings as permissive for select to quadhelix_app
  using ((tenant_id = ( SELECT public.current_tenant() AS current_tenant)));
CREATE INDEX person_time_bookings_person ON public.person_time_bookings USING btree (person_id, starts_on, ends_before) WHERE (released_at IS NULL);
CREATE UNIQUE INDEX person_time_bookings_source ON public.person_time_bookings USING btree (tenant_id, source_type, source_id, starts_on) WHERE (released_at IS NULL);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF person_id ON public.person_time_bookings FOR EACH ROW EXECUTE FUNCTION public.keep_apart_person();
grant insert, select, update on table public.person_time_bookings to quadhelix_ledger;
grant select on table public.person_time_bookings to quadhelix_app;

create table public.person_time_heads (
  person_id uuid not null,
  constraint person_time_heads_pkey PRIMARY KEY (person_id),
  constraint person_time_heads_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id)
);
alter table public.person_time_heads owner to quadhelix_owner;
alter table public.person_time_heads enable row level security;
alter table public.person_time_heads force row level security;
create policy ledger on public.person_time_heads as permissive for all to quadhelix_ledger
  using (true)
  with check (true);
create policy removal on public.person_time_heads as permissive for all to quadhelix_owner
  using ((EXISTS ( SELECT
   FROM public.people p
  WHERE (p.id = person_time_heads.person_id))))
  with check (false);
grant insert, select, update on table public.person_time_heads to quadhelix_ledger;

create table public.personal_data_requests (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null,
  person_id uuid not null,
  asked_by_person_id uuid not null,
  organization_id uuid not null,
  language text not null,
  statement text,
  field text,
  wanted text,
  pseudonym text,
  due_on date not null,
  decided_at timestamp(3) with time zone,
  decided_by_person_id uuid,
  decision_reason text,
  law text,
  results jsonb default '{}'::jsonb not null,
  attempts integer default 0 not null,
  sha256 text,
  byte_size bigint,
  file_removed_at timestamp(3) with time zone,
  done_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint personal_data_requests_pkey PRIMARY KEY (tenant_id, id),
  constraint personal_data_requests_asked_by_person_id_fkey FOREIGN KEY (asked_by_person_id) REFERENCES public.people(id),
  constraint personal_data_requests_decided_by_person_id_fkey FOREIGN KEY (decided_by_person_id) REFERENCES public.people(id),
  constraint personal_data_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint personal_data_requests_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint personal_data_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint personal_data_requests_byte_size_check CHECK ((byte_size > 0)),
  constraint personal_data_requests_check CHECK (((kind = 'CORRECTION'::text) = (field IS NOT NULL))),
  constraint personal_data_requests_check1 CHECK (((state <> 'REFUSED'::text) OR ((decision_reason <> ''::text) AND (law <> ''::text)))),
  constraint personal_data_requests_check2 CHECK (((state = 'DONE'::text) = (done_at IS NOT NULL))),
  constraint personal_data_requests_check3 CHECK ((decided_by_person_id <> person_id)),
  constraint personal_data_requests_check4 CHECK (((kind = 'ERASURE'::text) = (pseudonym IS NOT NULL))),
  constraint personal_data_requests_kind_check CHECK ((kind = ANY (ARRAY['EXPORT'::text, 'CORRECTION'::text, 'CONSENT_WITHDRAWAL'::text, 'ERASURE'::text]))),
  constraint personal_data_requests_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text]))),
  constraint personal_data_requests_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint personal_data_requests_state_check CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'GRANTED'::text, 'DONE'::text, 'REFUSED'::text, 'FAILED'::text, 'CANCELLED'::text])))
);
alter table public.personal_data_requests owner to quadhelix_owner;
alter table public.personal_data_requests enable row level security;
alter table public.personal_data_requests force row level security;
create policy alliance on public.personal_data_requests as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy privacy on public.personal_data_requests as permissive for select to quadhelix_privacy
  using (true);
CREATE INDEX personal_data_requests_list ON public.personal_data_requests USING btree (tenant_id, created_at, id);
CREATE UNIQUE INDEX personal_data_requests_open ON public.personal_data_requests USING btree (tenant_id, person_id, kind) WHERE ((kind = ANY (ARRAY['EXPORT'::text, 'ERASURE'::text])) AND (state = ANY (ARRAY['REQUESTED'::text, 'GRANTED'::text])));
CREATE INDEX personal_data_requests_organization ON public.personal_data_requests USING btree (tenant_id, organization_id, created_at, id);
CREATE INDEX personal_data_requests_person ON public.personal_data_requests USING btree (tenant_id, person_id, created_at, id);
grant delete, insert, select, update on table public.personal_data_requests to quadhelix_app;
grant select on table public.personal_data_requests to quadhelix_privacy;

create table public.pilot_waivers (
  tenant_id uuid not null,
  id uuid not null,
  rule text not null,
  parameter text not null,
  bound jsonb not null,
  reason text not null,
  region text,
  host_organization_ids jsonb not null,
  programme_ids jsonb not null,
  starts_on date not null,
  expires_on date not null,
  review_on date not null,
  comparison_region text not null,
  measures jsonb not null,
  state text not null,
  last_day date,
  asked_by_organization_id uuid,
  asked_by_person_id uuid,
  approver_level text,
  approver_region text,
  approver_organization_id uuid,
  decided_at timestamp(3) with time zone,
  decision_reason text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint pilot_waivers_pkey PRIMARY KEY (tenant_id, id),
  constraint pilot_waivers_approver_organization_id_fkey FOREIGN KEY (approver_organization_id) REFERENCES public.organizations(id),
  constraint pilot_waivers_asked_by_organization_id_fkey FOREIGN KEY (asked_by_organization_id) REFERENCES public.organizations(id),
  constraint pilot_waivers_asked_by_person_id_fkey FOREIGN KEY (asked_by_person_id) REFERENCES public.people(id),
  constraint pilot_waivers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint pilot_waivers_approver_level_check CHECK ((approver_level = ANY (ARRAY['NATIONAL'::text, 'PROVINCIAL'::text, 'CITY'::text]))),
  constraint pilot_waivers_approver_region_check CHECK ((approver_region ~ '^[0-9]{6}$'::text)),
  constraint pilot_waivers_check CHECK (((starts_on <= review_on) AND (review_on <= expires_on))),
  constraint pilot_waivers_check1 CHECK (((region IS NULL) OR (region <> comparison_region))),
  constraint pilot_waivers_check2 CHECK (((state = ANY (ARRAY['APPROVED'::text, 'ADOPTED'::text, 'ENDED'::text, 'EXPIRED'::text])) = ((approver_level IS NOT NULL) AND (approver_region IS NOT NULL)))),
  constraint pilot_waivers_check3 CHECK (((state <> ALL (ARRAY['APPROVED'::text, 'ENDED'::text, 'EXPIRED'::text])) OR (last_day IS NOT NULL))),
  constraint pilot_waivers_check4 CHECK (((state <> 'ADOPTED'::text) OR (last_day IS NULL))),
  constraint pilot_waivers_comparison_region_check CHECK ((comparison_region ~ '^[0-9]{6}$'::text)),
  constraint pilot_waivers_parameter_check CHECK ((parameter <> ''::text)),
  constraint pilot_waivers_reason_check CHECK ((reason <> ''::text)),
  constraint pilot_waivers_region_check CHECK ((region ~ '^[0-9]{6}$'::text)),
  constraint pilot_waivers_rule_check CHECK ((rule <> ALL (ARRAY['R1'::text, 'R2'::text, 'R10'::text, 'R11'::text, 'R12'::text, 'R13'::text]))),
  constraint pilot_waivers_state_check CHECK ((state = ANY (ARRAY['ASKED'::text, 'APPROVED'::text, 'REFUSED'::text, 'WITHDRAWN'::text, 'ADOPTED'::text, 'ENDED'::text, 'EXPIRED'::text])))
);
alter table public.pilot_waivers owner to quadhelix_owner;
alter table public.pilot_waivers enable row level security;
alter table public.pilot_waivers force row level security;
create policy alliance on public.pilot_waivers as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX pilot_waivers_holding ON public.pilot_waivers USING btree (tenant_id, state, starts_on);
CREATE INDEX pilot_waivers_list ON public.pilot_waivers USING btree (tenant_id, created_at, id);
grant insert, select, update on table public.pilot_waivers to quadhelix_app;

create table public.placements (
  tenant_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  position_id uuid not null,
  apprentice_person_id uuid not null,
  host_organization_id uuid not null,
  school_organization_id uuid not null,
  mentor_person_id uuid,
  teacher_person_id uuid,
  starts_on date not null,
  ends_before date not null,
  load_bp integer not null,
  state text not null,
  paused_on date,
  pauses jsonb default '[]'::jsonb not null,
  ended_on date,
  stop_reason text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  year_of_study integer,
  own_choice boolean,
  constraint placements_pkey PRIMARY KEY (tenant_id, id),
  constraint placements_once UNIQUE (tenant_id, position_id, apprentice_person_id, starts_on),
  constraint placements_apprentice_person_id_fkey FOREIGN KEY (apprentice_person_id) REFERENCES public.people(id),
  constraint placements_host_organization_id_fkey FOREIGN KEY (host_organization_id) REFERENCES public.organizations(id),
  constraint placements_mentor_person_id_fkey FOREIGN KEY (mentor_person_id) REFERENCES public.people(id),
  constraint placements_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint placements_teacher_person_id_fkey FOREIGN KEY (teacher_person_id) REFERENCES public.people(id),
  constraint placements_tenant_id_position_id_fkey FOREIGN KEY (tenant_id, position_id) REFERENCES public.positions(tenant_id, id),
  constraint placements_tenant_id_programme_id_fkey FOREIGN KEY (tenant_id, programme_id) REFERENCES public.programmes(tenant_id, id),
  constraint placements_check CHECK ((ends_before > starts_on)),
  constraint placements_check1 CHECK (((ended_on >= starts_on) AND (ended_on <= ends_before))),
  constraint placements_check2 CHECK (((ended_on IS NOT NULL) = (state = ANY (ARRAY['COMPLETED'::text, 'STOPPED'::text])))),
  constraint placements_load_bp_check CHECK (((load_bp >= 1) AND (load_bp <= 10000))),
  constraint placements_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'ACTIVE'::text, 'PAUSED'::text, 'COMPLETED'::text, 'STOPPED'::text]))),
  constraint placements_year_of_study_check CHECK (((year_of_study >= 1) AND (year_of_study <= 10)))
);
alter table public.placements owner to quadhelix_owner;
alter table public.placements enable row level security;
alter table public.placements force row level security;
create policy alliance on public.placements as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX placements_apprentice ON public.placements USING btree (tenant_id, apprentice_person_id, created_at, id);
CREATE INDEX placements_host ON public.placements USING btree (tenant_id, host_organization_id, created_at, id);
CREATE INDEX placements_list ON public.placements USING btree (tenant_id, created_at, id);
CREATE INDEX placements_mentor ON public.placements USING btree (tenant_id, mentor_person_id, created_at, id);
CREATE INDEX placements_position ON public.placements USING btree (tenant_id, position_id);
CREATE INDEX placements_programme ON public.placements USING btree (tenant_id, programme_id, created_at, id);
CREATE INDEX placements_school ON public.placements USING btree (tenant_id, school_organization_id, created_at, id);
CREATE INDEX placements_starts ON public.placements USING btree (tenant_id, starts_on, id);
CREATE INDEX placements_state ON public.placements USING btree (tenant_id, state, created_at, id);
CREATE INDEX placements_teacher ON public.placements USING btree (tenant_id, teacher_person_id, created_at, id);
grant insert, select, update on table public.placements to quadhelix_app;

create table public.positions (
  tenant_id uuid not null,
  id uuid not null,
  host_organization_id uuid not null,
  code text not null,
  title text not null,
  places integer not null,
  state text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  work_region text,
  major_category text,
  work_kinds text[],
  hazards text[],
  special_times text[],
  only_repetitive boolean,
  minutes_per_day integer,
  minutes_per_week integer,
  independent_work boolean,
  pay_fen_per_month bigint,
  pay_fen_per_hour bigint,
  post_wage_fen_per_month bigint,
  pay_forms text[],
  paid_directly boolean,
  pay_cycle_days integer,
  charges text[],
  post_staff integer,
  constraint positions_pkey PRIMARY KEY (tenant_id, id),
  constraint positions_code UNIQUE (tenant_id, host_organization_id, code),
  constraint positions_host_organization_id_fkey FOREIGN KEY (host_organization_id) REFERENCES public.organizations(id),
  constraint positions_code_check CHECK ((code <> ''::text)),
  constraint positions_major_category_check CHECK ((major_category ~ '^[0-9]{2}$'::text)),
  constraint positions_minutes_per_day_check CHECK (((minutes_per_day >= 0) AND (minutes_per_day <= 1440))),
  constraint positions_minutes_per_week_check CHECK (((minutes_per_week >= 0) AND (minutes_per_week <= 10080))),
  constraint positions_pay_cycle_days_check CHECK ((pay_cycle_days > 0)),
  constraint positions_pay_fen_per_hour_check CHECK ((pay_fen_per_hour >= 0)),
  constraint positions_pay_fen_per_month_check CHECK ((pay_fen_per_month >= 0)),
  constraint positions_places_check CHECK ((places > 0)),
  constraint positions_post_staff_check CHECK ((post_staff >= 0)),
  constraint positions_post_wage_fen_per_month_check CHECK ((post_wage_fen_per_month >= 0)),
  constraint positions_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text]))),
  constraint positions_title_check CHECK ((title <> ''::text)),
  constraint positions_work_region_check CHECK ((work_region ~ '^[0-9]{6}$'::text))
);
alter table public.positions owner to quadhelix_owner;
alter table public.positions enable row level security;
alter table public.positions force row level security;
create policy alliance on public.positions as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX positions_host ON public.positions USING btree (tenant_id, host_organization_id, created_at, id);
CREATE INDEX positions_list ON public.positions USING btree (tenant_id, created_at, id);
CREATE INDEX positions_state ON public.positions USING btree (tenant_id, state, created_at, id);
grant insert, select, update on table public.positions to quadhelix_app;

create table public.programmes (
  tenant_id uuid not null,
  id uuid not null,
  school_organization_id uuid not null,
  code text not null,
  name text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  major_category text,
  constraint programmes_pkey PRIMARY KEY (tenant_id, id),
  constraint programmes_code UNIQUE (tenant_id, school_organization_id, code),
  constraint programmes_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint programmes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint programmes_code_check CHECK ((code <> ''::text)),
  constraint programmes_major_category_check CHECK ((major_category ~ '^[0-9]{2}$'::text)),
  constraint programmes_name_check CHECK ((name <> ''::text))
);
alter table public.programmes owner to quadhelix_owner;
alter table public.programmes enable row level security;
alter table public.programmes force row level security;
create policy alliance on public.programmes as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX programmes_list ON public.programmes USING btree (tenant_id, created_at, id);
CREATE INDEX programmes_school ON public.programmes USING btree (tenant_id, school_organization_id, created_at, id);
grant insert, select, update on table public.programmes to quadhelix_app;

create table public.public_rule_versions (
  id uuid not null,
  pack_id uuid not null,
  level text not null,
  region text not null,
  number integer not null,
  state text not null,
  effective_from date not null,
  effective_until date,
  rules jsonb not null,
  content_hash text not null,
  hash_algorithm text not null,
  summary text not null,
  organization_id uuid,
  drafted_by uuid,
  published_by uuid,
  published_at timestamp(3) with time zone,
  retired_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint public_rule_versions_pkey PRIMARY KEY (id),
  constraint public_rule_versions_pack_id_number_key UNIQUE (pack_id, number),
  constraint public_rule_versions_overlap EXCLUDE USING gist (pack_id WITH =, daterange(effective_from, effective_until, '[]'::text) WITH &&) WHERE ((state <> 'DRAFT'::text)),
  constraint public_rule_versions_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public.people(id),
  constraint public_rule_versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint public_rule_versions_pack_id_level_region_fkey FOREIGN KEY (pack_id, level, region) REFERENCES public.rule_packs(id, level, region),
  constraint public_rule_versions_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.people(id),
  constraint public_rule_versions_check CHECK ((effective_until >= effective_from)),
  constraint public_rule_versions_check1 CHECK (((state = 'DRAFT'::text) = (published_at IS NULL))),
  constraint public_rule_versions_check2 CHECK (((state = 'RETIRED'::text) = (retired_at IS NOT NULL))),
  constraint public_rule_versions_check3 CHECK (((state <> 'RETIRED'::text) OR (effective_until IS NOT NULL))),
  constraint public_rule_versions_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint public_rule_versions_ended CHECK (((retired_at IS NULL) OR (organization_id IS NULL) OR (effective_until >= (((retired_at AT TIME ZONE 'Etc/GMT+12'::text))::date - 1)))),
  constraint public_rule_versions_hash_algorithm_check CHECK ((hash_algorithm = 'SHA-256/JCS'::text)),
  constraint public_rule_versions_number_check CHECK ((number > 0)),
  constraint public_rule_versions_retroactive CHECK (((state = 'DRAFT'::text) OR (organization_id IS NULL) OR (effective_from >= ((published_at AT TIME ZONE 'Etc/GMT+12'::text))::date))),
  constraint public_rule_versions_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'RETIRED'::text])))
);
alter table public.public_rule_versions owner to quadhelix_owner;
alter table public.public_rule_versions enable row level security;
alter table public.public_rule_versions force row level security;
create policy standards on public.public_rule_versions as permissive for all to quadhelix_standards
  using (true)
  with check (true);
create policy visible on public.public_rule_versions as permissive for select to quadhelix_app
  using (((state <> 'DRAFT'::text) OR (EXISTS ( SELECT
   FROM public.rule_authorities a
  WHERE ((a.level = public_rule_versions.level) AND (a.region = public_rule_versions.region) AND (a.organization_id = ( SELECT public.current_organization() AS current_organization)))))));
CREATE TRIGGER keep_published_rules BEFORE INSERT OR DELETE OR UPDATE ON public.public_rule_versions FOR EACH ROW EXECUTE FUNCTION public.keep_published_rules();
grant delete, insert, select, update on table public.public_rule_versions to quadhelix_standards;
grant select on table public.public_rule_versions to quadhelix_app;

create unlogged table public.rate_buckets (
  bucket text not null,
  points double precision not null,
  at timestamp(3) with time zone not null,
  constraint rate_buckets_pkey PRIMARY KEY (bucket)
) with (fillfactor=50);
alter table public.rate_buckets owner to quadhelix_owner;
grant insert, select, update on table public.rate_buckets to quadhelix_limits;

create table public.retentions (
  table_name text not null,
  at_column text not null,
  keep interval not null,
  by_month boolean not null,
  condition text,
  reason text not null,
  constraint retentions_pkey PRIMARY KEY (table_name),
  constraint retentions_keep_check CHECK ((keep > '00:00:00'::interval)),
  constraint retentions_reason_check CHECK ((reason <> ''::text))
);
alter table public.retentions owner to quadhelix_owner;
grant select on table public.retentions to quadhelix_app;

create table public.rule_authorities (
  id uuid not null,
  organization_id uuid not null,
  level text not null,
  region text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint rule_authorities_pkey PRIMARY KEY (id),
  constraint rule_authorities_organization_id_level_region_key UNIQUE (organization_id, level, region),
  constraint rule_authorities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint rule_authorities_check CHECK (((level = 'NATIONAL'::text) = (region = '100000'::text))),
  constraint rule_authorities_check1 CHECK (((level = 'PROVINCIAL'::text) = ((region ~ '^..0000$'::text) AND (region <> '100000'::text)))),
  constraint rule_authorities_check2 CHECK (((level = 'CITY'::text) = ((region ~ '^....00$'::text) AND (region !~ '^..0000$'::text)))),
  constraint rule_authorities_level_check CHECK ((level = ANY (ARRAY['NATIONAL'::text, 'PROVINCIAL'::text, 'CITY'::text]))),
  constraint rule_authorities_region_check CHECK ((region ~ '^[0-9]{6}$'::text))
);
alter table public.rule_authorities owner to quadhelix_owner;
alter table public.rule_authorities enable row level security;
alter table public.rule_authorities force row level security;
create policy standards on public.rule_authorities as permissive for all to quadhelix_standards
  using (true)
  with check (true);
create policy visible on public.rule_authorities as permissive for select to quadhelix_app
  using (((organization_id = ( SELECT public.current_organization() AS current_organization)) OR (EXISTS ( SELECT
   FROM public.memberships m
  WHERE ((m.tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (m.organization_id = rule_authorities.organization_id))))));
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE ON public.rule_authorities FOR EACH ROW EXECUTE FUNCTION public.keep_authorities_real('organization_id');
grant insert, select on table public.rule_authorities to quadhelix_standards;
grant select on table public.rule_authorities to quadhelix_app;

create table public.rule_confirmations (
  tenant_id uuid not null,
  id uuid not null,
  rule_version_id uuid not null,
  rule text not null,
  remark text not null,
  organization_id uuid,
  person_id uuid,
  confirmed_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint rule_confirmations_pkey PRIMARY KEY (tenant_id, id),
  constraint rule_confirmations_tenant_id_rule_version_id_rule_key UNIQUE (tenant_id, rule_version_id, rule),
  constraint rule_confirmations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint rule_confirmations_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint rule_confirmations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint rule_confirmations_rule_check CHECK ((rule <> ''::text))
);
alter table public.rule_confirmations owner to quadhelix_owner;
alter table public.rule_confirmations enable row level security;
alter table public.rule_confirmations force row level security;
create policy alliance on public.rule_confirmations as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant insert, select on table public.rule_confirmations to quadhelix_app;

create table public.rule_evaluations (
  tenant_id uuid not null,
  id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  gate text not null,
  verdict text not null,
  host_organization_id uuid,
  school_organization_id uuid,
  person_id uuid,
  programme_id uuid,
  work_region text not null,
  home_region text,
  on_date date not null,
  pinned_on date,
  facts jsonb not null,
  verdicts jsonb not null,
  evaluated_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint rule_evaluations_pkey PRIMARY KEY (tenant_id, id),
  constraint rule_evaluations_host_organization_id_fkey FOREIGN KEY (host_organization_id) REFERENCES public.organizations(id),
  constraint rule_evaluations_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint rule_evaluations_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint rule_evaluations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint rule_evaluations_gate_check CHECK ((gate = ANY (ARRAY['PUBLISH'::text, 'ASSIGN'::text, 'ONBOARD'::text, 'CONTINUE'::text, 'ASSESS'::text, 'CLOSE'::text]))),
  constraint rule_evaluations_home_region_check CHECK ((home_region ~ '^[0-9]{6}$'::text)),
  constraint rule_evaluations_subject_type_check CHECK ((subject_type <> ''::text)),
  constraint rule_evaluations_verdict_check CHECK ((verdict = ANY (ARRAY['PASS'::text, 'BLOCK'::text, 'UNKNOWN'::text]))),
  constraint rule_evaluations_work_region_check CHECK ((work_region ~ '^[0-9]{6}$'::text))
);
alter table public.rule_evaluations owner to quadhelix_owner;
alter table public.rule_evaluations enable row level security;
alter table public.rule_evaluations force row level security;
create policy alliance on public.rule_evaluations as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX rule_evaluations_host ON public.rule_evaluations USING btree (tenant_id, host_organization_id, evaluated_at, id);
CREATE INDEX rule_evaluations_list ON public.rule_evaluations USING btree (tenant_id, evaluated_at, id);
CREATE INDEX rule_evaluations_person ON public.rule_evaluations USING btree (tenant_id, person_id, evaluated_at, id);
CREATE INDEX rule_evaluations_school ON public.rule_evaluations USING btree (tenant_id, school_organization_id, evaluated_at, id);
CREATE INDEX rule_evaluations_subject ON public.rule_evaluations USING btree (tenant_id, subject_type, subject_id, gate, evaluated_at DESC, id DESC);
CREATE TRIGGER keep_evaluations BEFORE UPDATE ON public.rule_evaluations FOR EACH ROW EXECUTE FUNCTION public.keep_evaluations();
grant insert, select, update on table public.rule_evaluations to quadhelix_app;

create table public.rule_packs (
  id uuid not null,
  code text not null,
  level text not null,
  region text not null,
  title jsonb not null,
  issuer text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint rule_packs_pkey PRIMARY KEY (id),
  constraint rule_packs_code_key UNIQUE (code),
  constraint rule_packs_id_level_region_key UNIQUE (id, level, region),
  constraint rule_packs_code_check CHECK (((code ~ '^[a-z][a-z0-9-]{1,59}$'::text) AND (code <> 'alliance'::text))),
  constraint rule_packs_issuer_check CHECK ((issuer <> ''::text)),
  constraint rule_packs_level_check CHECK ((level = ANY (ARRAY['NATIONAL'::text, 'PROVINCIAL'::text, 'CITY'::text]))),
  constraint rule_packs_region_check CHECK ((region ~ '^[0-9]{6}$'::text))
);
alter table public.rule_packs owner to quadhelix_owner;
alter table public.rule_packs enable row level security;
alter table public.rule_packs force row level security;
create policy standards on public.rule_packs as permissive for all to quadhelix_standards
  using (true)
  with check (true);
create policy visible on public.rule_packs as permissive for select to quadhelix_app
  using ((EXISTS ( SELECT
   FROM public.public_rule_versions v
  WHERE (v.pack_id = rule_packs.id))));
grant insert, select on table public.rule_packs to quadhelix_standards;
grant select on table public.rule_packs to quadhelix_app;

create table public.rule_violations (
  tenant_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  rule text not null,
  severity text not null,
  gate text not null,
  subject_type text not null,
  subject_id uuid not null,
  organization_id uuid not null,
  school_organization_id uuid,
  work_region text not null,
  on_date date not null,
  state text not null,
  raised_at timestamp(3) with time zone not null,
  resolved_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint rule_violations_pkey PRIMARY KEY (tenant_id, id),
  constraint rule_violations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint rule_violations_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint rule_violations_tenant_id_evaluation_id_fkey FOREIGN KEY (tenant_id, evaluation_id) REFERENCES public.rule_evaluations(tenant_id, id),
  constraint rule_violations_check CHECK (((state = 'RESOLVED'::text) = (resolved_at IS NOT NULL))),
  constraint rule_violations_rule_check CHECK ((rule <> ''::text)),
  constraint rule_violations_severity_check CHECK ((severity = ANY (ARRAY['WARN'::text, 'BLOCK'::text]))),
  constraint rule_violations_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'RESOLVED'::text])))
);
alter table public.rule_violations owner to quadhelix_owner;
alter table public.rule_violations enable row level security;
alter table public.rule_violations force row level security;
create policy alliance on public.rule_violations as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX rule_violations_list ON public.rule_violations USING btree (tenant_id, raised_at, id);
CREATE UNIQUE INDEX rule_violations_open ON public.rule_violations USING btree (tenant_id, subject_type, subject_id, gate, rule) WHERE (state = 'OPEN'::text);
CREATE INDEX rule_violations_organization ON public.rule_violations USING btree (tenant_id, organization_id, raised_at, id);
CREATE INDEX rule_violations_school ON public.rule_violations USING btree (tenant_id, school_organization_id, raised_at, id);
grant insert, select, update on table public.rule_violations to quadhelix_app;

create table public.sandbox_actors (
  tenant_id uuid not null,
  organization_id uuid not null,
  person_id uuid not null,
  created_at timestamp(3) with time zone not null,
  constraint sandbox_actors_pkey PRIMARY KEY (tenant_id, organization_id),
  constraint sandbox_actors_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint sandbox_actors_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint sandbox_actors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id)
);
alter table public.sandbox_actors owner to quadhelix_owner;
alter table public.sandbox_actors enable row level security;
alter table public.sandbox_actors force row level security;
create policy alliance on public.sandbox_actors as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.sandbox_actors as permissive for select to quadhelix_entry
  using (true);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF organization_id, person_id ON public.sandbox_actors FOR EACH ROW EXECUTE FUNCTION public.keep_apart_both();
grant insert, select, update on table public.sandbox_actors to quadhelix_app;
grant select on table public.sandbox_actors to quadhelix_entry;

create table public.sandboxes (
  tenant_id uuid not null,
  sandbox boolean default true not null,
  account_id uuid not null,
  slug text not null,
  name text not null,
  state text not null,
  clock_ahead_ms bigint default 0 not null,
  clock_held_at timestamp(3) with time zone,
  advance_from timestamp(3) with time zone,
  advance_to timestamp(3) with time zone,
  advance_done integer default 0 not null,
  advance_failed integer default 0 not null,
  attempts integer default 0 not null,
  problem text,
  prepared_on date not null,
  prepared_times integer default 1 not null,
  used_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint sandboxes_pkey PRIMARY KEY (tenant_id),
  constraint sandboxes_tenant_id_sandbox_fkey FOREIGN KEY (tenant_id, sandbox) REFERENCES public.alliances(id, sandbox),
  constraint sandboxes_check CHECK (((state = 'ADVANCING'::text) = ((clock_held_at IS NOT NULL) AND (advance_to IS NOT NULL)))),
  constraint sandboxes_clock_ahead_ms_check CHECK (((clock_ahead_ms >= 0) AND (clock_ahead_ms <= (3660 * (86400000)::bigint)))),
  constraint sandboxes_name_check CHECK ((name <> ''::text)),
  constraint sandboxes_sandbox_check CHECK (sandbox),
  constraint sandboxes_state_check CHECK ((state = ANY (ARRAY['PREPARING'::text, 'READY'::text, 'ADVANCING'::text, 'REMOVING'::text, 'FAILED'::text])))
);
alter table public.sandboxes owner to quadhelix_owner;
alter table public.sandboxes enable row level security;
alter table public.sandboxes force row level security;
create policy entry on public.sandboxes as permissive for select to quadhelix_entry
  using (true);
create policy reader on public.sandboxes as permissive for all to quadhelix_app
  using (((account_id = ( SELECT public.current_account() AS current_account)) OR (tenant_id = ( SELECT public.current_tenant() AS current_tenant))))
  with check (((account_id = ( SELECT public.current_account() AS current_account)) OR (tenant_id = ( SELECT public.current_tenant() AS current_tenant))));
create policy registry on public.sandboxes as permissive for all to quadhelix_registry
  using (true)
  with check (true);
create policy removal on public.sandboxes as permissive for all to quadhelix_owner
  using ((tenant_id = ( SELECT public.current_tenant() AS current_tenant)))
  with check (false);
CREATE INDEX sandboxes_account ON public.sandboxes USING btree (account_id);
CREATE INDEX sandboxes_used ON public.sandboxes USING btree (used_at);
CREATE TRIGGER keep_clock_going BEFORE UPDATE ON public.sandboxes FOR EACH ROW EXECUTE FUNCTION public.keep_clock_going();
grant insert, select, update on table public.sandboxes to quadhelix_registry;
grant select on table public.sandboxes to quadhelix_entry;
grant select, update on table public.sandboxes to quadhelix_app;

create table public.schema_migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
alter table public.schema_migrations owner to quadhelix_owner;

create table public.search_entries (
  tenant_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  title text not null,
  folded_title text collate "C" not null,
  folded text collate "C" not null,
  title_grams text[] not null,
  grams text[] not null,
  readers text[] not null,
  person_id uuid,
  created_at timestamp(3) with time zone not null,
  constraint search_entries_pkey PRIMARY KEY (tenant_id, subject_type, subject_id),
  constraint search_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id)
);
alter table public.search_entries owner to quadhelix_owner;
alter table public.search_entries enable row level security;
alter table public.search_entries force row level security;
create policy alliance on public.search_entries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy search on public.search_entries as permissive for select to quadhelix_search
  using (true);
CREATE INDEX search_entries_grams ON public.search_entries USING gin (title_grams, grams, readers) WITH (fastupdate=off);
CREATE INDEX search_entries_person ON public.search_entries USING btree (tenant_id, person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX search_entries_title ON public.search_entries USING btree (tenant_id, folded_title);
grant delete, insert, select, update on table public.search_entries to quadhelix_app;
grant select on table public.search_entries to quadhelix_search;

create table public.seats (
  tenant_id uuid not null,
  id uuid not null,
  membership_id uuid not null,
  organization_id uuid not null,
  person_id uuid not null,
  role text not null,
  valid_from date not null,
  valid_until date,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint seats_pkey PRIMARY KEY (tenant_id, id),
  constraint seats_tenant_id_membership_id_person_id_role_valid_from_key UNIQUE (tenant_id, membership_id, person_id, role, valid_from),
  constraint seats_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint seats_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint seats_tenant_id_membership_id_organization_id_fkey FOREIGN KEY (tenant_id, membership_id, organization_id) REFERENCES public.memberships(tenant_id, id, organization_id),
  constraint seats_check CHECK ((valid_until >= valid_from)),
  constraint seats_role_check CHECK ((role = ANY (ARRAY['ALLIANCE_ADMIN'::text, 'GOVERNMENT_LIAISON'::text, 'GOVERNMENT_AUDITOR'::text, 'INDUSTRY_COORDINATOR'::text, 'INDUSTRY_MENTOR'::text, 'INDUSTRY_FINANCE'::text, 'SCHOOL_COORDINATOR'::text, 'SCHOOL_TEACHER'::text, 'SCHOOL_PROGRAMME_LEAD'::text, 'SOCIETY_OBSERVER'::text, 'SOCIETY_ASSESSOR'::text, 'GUARDIAN'::text, 'APPRENTICE'::text])))
);
alter table public.seats owner to quadhelix_owner;
alter table public.seats enable row level security;
alter table public.seats force row level security;
create policy accounts on public.seats as permissive for select to quadhelix_accounts
  using (true);
create policy alliance on public.seats as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.seats as permissive for select to quadhelix_entry
  using (true);
create policy limits on public.seats as permissive for select to quadhelix_limits
  using (true);
create policy privacy on public.seats as permissive for all to quadhelix_privacy
  using (true)
  with check (true);
create policy readers on public.seats as permissive for select to quadhelix_readers
  using (true);
CREATE INDEX seats_list ON public.seats USING btree (tenant_id, created_at, id);
CREATE INDEX seats_membership ON public.seats USING btree (tenant_id, membership_id);
CREATE INDEX seats_of_organization ON public.seats USING btree (tenant_id, organization_id, created_at, id);
CREATE INDEX seats_of_person ON public.seats USING btree (tenant_id, person_id, created_at, id);
CREATE INDEX seats_organization ON public.seats USING btree (organization_id);
CREATE INDEX seats_person ON public.seats USING btree (person_id);
CREATE TRIGGER keep_apart AFTER INSERT OR UPDATE OF organization_id, person_id ON public.seats FOR EACH ROW EXECUTE FUNCTION public.keep_apart_both();
grant insert, select, update on table public.seats to quadhelix_app;
grant select on table public.seats to quadhelix_entry;
grant select on table public.seats to quadhelix_readers;
grant select, update on table public.seats to quadhelix_privacy;
grant select (tenant_id, organization_id, person_id, role, valid_from, valid_until) on table public.seats to quadhelix_accounts;
grant select (tenant_id, person_id) on table public.seats to quadhelix_limits;

create table public.security_log (
  id uuid not null,
  at timestamp(3) with time zone not null,
  request_id text,
  code text not null,
  action text,
  tenant_id uuid,
  account_id uuid,
  person_id uuid,
  organization_id uuid,
  client_id text,
  constraint security_log_pkey PRIMARY KEY (id)
);
alter table public.security_log owner to quadhelix_owner;
CREATE INDEX security_log_at ON public.security_log USING btree (at);
CREATE INDEX security_log_refusals ON public.security_log USING btree (tenant_id, code, at);
grant insert on table public.security_log to quadhelix_app;
grant select on table public.security_log to quadhelix_ledger;
grant select, update on table public.security_log to quadhelix_privacy;

create table public.single_use_links (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  actions text[] not null,
  person_id uuid not null,
  organization_id uuid,
  made_by uuid,
  maker_organization_id uuid,
  token_hash bytea not null,
  content_hash text not null,
  state text not null,
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  choice text,
  revoked_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint single_use_links_pkey PRIMARY KEY (tenant_id, id),
  constraint single_use_links_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash),
  constraint single_use_links_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.people(id),
  constraint single_use_links_maker_organization_id_fkey FOREIGN KEY (maker_organization_id) REFERENCES public.organizations(id),
  constraint single_use_links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint single_use_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint single_use_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint single_use_links_actions_check CHECK (((cardinality(actions) >= 1) AND (cardinality(actions) <= 5))),
  constraint single_use_links_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '48:00:00'::interval)))),
  constraint single_use_links_check1 CHECK (((state = 'USED'::text) = ((used_at IS NOT NULL) AND (choice IS NOT NULL)))),
  constraint single_use_links_check2 CHECK (((state = 'REVOKED'::text) = (revoked_at IS NOT NULL))),
  constraint single_use_links_content_hash_check CHECK ((content_hash ~ '^sha256:[A-Za-z0-9_-]{43}$'::text)),
  constraint single_use_links_kind_check CHECK ((kind <> ''::text)),
  constraint single_use_links_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'USED'::text, 'REVOKED'::text]))),
  constraint single_use_links_subject_type_check CHECK ((subject_type <> ''::text)),
  constraint single_use_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
alter table public.single_use_links owner to quadhelix_owner;
alter table public.single_use_links enable row level security;
alter table public.single_use_links force row level security;
create policy alliance on public.single_use_links as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy entry on public.single_use_links as permissive for select to quadhelix_entry
  using (true);
create policy retention on public.single_use_links as permissive for all to quadhelix_owner
  using (true)
  with check (true);
CREATE INDEX single_use_links_list ON public.single_use_links USING btree (tenant_id, maker_organization_id, created_at, id);
CREATE INDEX single_use_links_old ON public.single_use_links USING btree (created_at);
CREATE UNIQUE INDEX single_use_links_open ON public.single_use_links USING btree (tenant_id, kind, subject_id, person_id) WHERE (state = 'OPEN'::text);
CREATE INDEX single_use_links_person ON public.single_use_links USING btree (tenant_id, person_id, created_at, id);
CREATE INDEX single_use_links_token ON public.single_use_links USING btree (token_hash);
grant insert, select, update on table public.single_use_links to quadhelix_app;
grant select on table public.single_use_links to quadhelix_entry;

create table public.timesheet_entries (
  tenant_id uuid not null,
  id uuid not null,
  timesheet_id uuid not null,
  apprentice_person_id uuid not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  unit text not null,
  kind text not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint timesheet_entries_pkey PRIMARY KEY (tenant_id, id),
  constraint timesheet_entries_apart EXCLUDE USING gist (tenant_id WITH =, apprentice_person_id WITH =, tstzrange(starts_at, ends_at) WITH &&),
  constraint timesheet_entries_apprentice_person_id_fkey FOREIGN KEY (apprentice_person_id) REFERENCES public.people(id),
  constraint timesheet_entries_tenant_id_timesheet_id_fkey FOREIGN KEY (tenant_id, timesheet_id) REFERENCES public.timesheets(tenant_id, id),
  constraint timesheet_entries_check CHECK (((ends_at > starts_at) AND ((ends_at - starts_at) <= '24:00:00'::interval))),
  constraint timesheet_entries_kind_check CHECK ((kind = ANY (ARRAY['WORK'::text, 'TRAINING'::text]))),
  constraint timesheet_entries_unit_check CHECK ((unit <> ''::text))
);
alter table public.timesheet_entries owner to quadhelix_owner;
alter table public.timesheet_entries enable row level security;
alter table public.timesheet_entries force row level security;
create policy alliance on public.timesheet_entries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX timesheet_entries_timesheet ON public.timesheet_entries USING btree (tenant_id, timesheet_id, starts_at);
grant delete, insert, select, update on table public.timesheet_entries to quadhelix_app;

create table public.timesheet_violations (
  tenant_id uuid not null,
  id uuid not null,
  timesheet_id uuid not null,
  apprentice_person_id uuid not null,
  host_organization_id uuid not null,
  school_organization_id uuid not null,
  rule text not null,
  on_date date not null,
  minutes integer not null,
  limit_minutes integer not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint timesheet_violations_pkey PRIMARY KEY (tenant_id, id),
  constraint timesheet_violations_tenant_id_timesheet_id_rule_on_date_key UNIQUE (tenant_id, timesheet_id, rule, on_date),
  constraint timesheet_violations_apprentice_person_id_fkey FOREIGN KEY (apprentice_person_id) REFERENCES public.people(id),
  constraint timesheet_violations_host_organization_id_fkey FOREIGN KEY (host_organization_id) REFERENCES public.organizations(id),
  constraint timesheet_violations_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint timesheet_violations_tenant_id_timesheet_id_fkey FOREIGN KEY (tenant_id, timesheet_id) REFERENCES public.timesheets(tenant_id, id),
  constraint timesheet_violations_limit_minutes_check CHECK ((limit_minutes >= 0)),
  constraint timesheet_violations_minutes_check CHECK ((minutes > 0)),
  constraint timesheet_violations_rule_check CHECK ((rule = ANY (ARRAY['HOURS_PER_DAY'::text, 'HOURS_PER_WEEK'::text, 'NIGHT_MINOR'::text, 'NIGHT'::text, 'REST_DAY'::text, 'PUBLIC_HOLIDAY'::text])))
);
alter table public.timesheet_violations owner to quadhelix_owner;
alter table public.timesheet_violations enable row level security;
alter table public.timesheet_violations force row level security;
create policy alliance on public.timesheet_violations as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX timesheet_violations_apprentice ON public.timesheet_violations USING btree (tenant_id, apprentice_person_id, on_date, id);
CREATE INDEX timesheet_violations_host ON public.timesheet_violations USING btree (tenant_id, host_organization_id, on_date, id);
CREATE INDEX timesheet_violations_list ON public.timesheet_violations USING btree (tenant_id, on_date, id);
CREATE INDEX timesheet_violations_school ON public.timesheet_violations USING btree (tenant_id, school_organization_id, on_date, id);
grant delete, insert, select, update on table public.timesheet_violations to quadhelix_app;

create table public.timesheets (
  tenant_id uuid not null,
  id uuid not null,
  placement_id uuid not null,
  apprentice_person_id uuid not null,
  host_organization_id uuid not null,
  school_organization_id uuid not null,
  week_starts_on date not null,
  state text not null,
  minutes integer default 0 not null,
  night_minutes integer default 0 not null,
  excess_minutes integer default 0 not null,
  lawful boolean default true not null,
  rule_version text not null,
  edited_at timestamp(3) with time zone not null,
  submitted_at timestamp(3) with time zone,
  mentor_approved_at timestamp(3) with time zone,
  mentor_approver_id uuid,
  teacher_approved_at timestamp(3) with time zone,
  teacher_approver_id uuid,
  returned_at timestamp(3) with time zone,
  return_reason text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  undecided boolean default false not null,
  unknown_dates jsonb default '[]'::jsonb not null,
  mentor_link_maker_id uuid,
  constraint timesheets_pkey PRIMARY KEY (tenant_id, id),
  constraint timesheets_week UNIQUE (tenant_id, placement_id, week_starts_on),
  constraint timesheets_apprentice_person_id_fkey FOREIGN KEY (apprentice_person_id) REFERENCES public.people(id),
  constraint timesheets_host_organization_id_fkey FOREIGN KEY (host_organization_id) REFERENCES public.organizations(id),
  constraint timesheets_mentor_approver_id_fkey FOREIGN KEY (mentor_approver_id) REFERENCES public.people(id),
  constraint timesheets_school_organization_id_fkey FOREIGN KEY (school_organization_id) REFERENCES public.organizations(id),
  constraint timesheets_teacher_approver_id_fkey FOREIGN KEY (teacher_approver_id) REFERENCES public.people(id),
  constraint timesheets_tenant_id_placement_id_fkey FOREIGN KEY (tenant_id, placement_id) REFERENCES public.placements(tenant_id, id),
  constraint timesheets_check CHECK (((mentor_approver_id <> apprentice_person_id) AND (teacher_approver_id <> apprentice_person_id) AND (teacher_approver_id <> mentor_approver_id))),
  constraint timesheets_check1 CHECK ((lawful OR (state <> ALL (ARRAY['MENTOR_APPROVED'::text, 'TEACHER_APPROVED'::text])))),
  constraint timesheets_excess_minutes_check CHECK ((excess_minutes >= 0)),
  constraint timesheets_minutes_check CHECK ((minutes >= 0)),
  constraint timesheets_night_minutes_check CHECK ((night_minutes >= 0)),
  constraint timesheets_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'MENTOR_APPROVED'::text, 'TEACHER_APPROVED'::text, 'RETURNED'::text]))),
  constraint timesheets_undecided CHECK ((NOT (undecided AND lawful))),
  constraint timesheets_week_starts_on_check CHECK ((EXTRACT(isodow FROM week_starts_on) = (1)::numeric))
);
alter table public.timesheets owner to quadhelix_owner;
alter table public.timesheets enable row level security;
alter table public.timesheets force row level security;
create policy alliance on public.timesheets as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX timesheets_apprentice ON public.timesheets USING btree (tenant_id, apprentice_person_id, week_starts_on, id);
CREATE INDEX timesheets_host ON public.timesheets USING btree (tenant_id, host_organization_id, week_starts_on, id);
CREATE INDEX timesheets_list ON public.timesheets USING btree (tenant_id, week_starts_on, id);
CREATE INDEX timesheets_mentor_approver ON public.timesheets USING btree (tenant_id, mentor_approver_id, id) WHERE (mentor_approver_id IS NOT NULL);
CREATE INDEX timesheets_school ON public.timesheets USING btree (tenant_id, school_organization_id, week_starts_on, id);
CREATE INDEX timesheets_state ON public.timesheets USING btree (tenant_id, state, week_starts_on, id);
CREATE INDEX timesheets_teacher_approver ON public.timesheets USING btree (tenant_id, teacher_approver_id, id) WHERE (teacher_approver_id IS NOT NULL);
CREATE INDEX timesheets_undecided_weeks ON public.timesheets USING btree (tenant_id, week_starts_on) WHERE undecided;
grant insert, select, update on table public.timesheets to quadhelix_app;

create table public.verifications (
  tenant_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  organization_id uuid not null,
  person_id uuid,
  outcome text not null,
  value numeric(16,4),
  remark text not null,
  verified_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint verifications_pkey PRIMARY KEY (tenant_id, id),
  constraint verifications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint verifications_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint verifications_tenant_id_commitment_id_fkey FOREIGN KEY (tenant_id, commitment_id) REFERENCES public.commitments(tenant_id, id),
  constraint verifications_outcome_check CHECK ((outcome = ANY (ARRAY['FULFILLED'::text, 'PARTIAL'::text, 'NOT_MET'::text])))
);
alter table public.verifications owner to quadhelix_owner;
alter table public.verifications enable row level security;
alter table public.verifications force row level security;
create policy alliance on public.verifications as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX verifications_commitment ON public.verifications USING btree (tenant_id, commitment_id, verified_at, id);
CREATE INDEX verifications_person ON public.verifications USING btree (tenant_id, person_id, id) WHERE (person_id IS NOT NULL);
grant insert, select on table public.verifications to quadhelix_app;

create table public.waiting_work (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  cause_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  person_id uuid,
  organization_id uuid,
  roles text[] default '{}'::text[] not null,
  title_en text not null,
  title_zh text not null,
  since timestamp(3) with time zone not null,
  due_on date,
  created_at timestamp(3) with time zone not null,
  constraint waiting_work_pkey PRIMARY KEY (tenant_id, id),
  constraint waiting_work_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint waiting_work_check CHECK (((person_id IS NULL) = (roles <> '{}'::text[]))),
  constraint waiting_work_check1 CHECK (((person_id IS NULL) OR (organization_id IS NULL))),
  constraint waiting_work_kind_check CHECK ((kind <> ''::text)),
  constraint waiting_work_title_en_check CHECK ((title_en <> ''::text)),
  constraint waiting_work_title_zh_check CHECK ((title_zh <> ''::text))
);
alter table public.waiting_work owner to quadhelix_owner;
alter table public.waiting_work enable row level security;
alter table public.waiting_work force row level security;
create policy alliance on public.waiting_work as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy readers on public.waiting_work as permissive for select to quadhelix_readers
  using (true);
CREATE INDEX waiting_work_cause ON public.waiting_work USING btree (tenant_id, kind, cause_id);
CREATE INDEX waiting_work_organization ON public.waiting_work USING btree (tenant_id, organization_id) WHERE (person_id IS NULL);
CREATE INDEX waiting_work_person ON public.waiting_work USING btree (tenant_id, person_id) WHERE (person_id IS NOT NULL);
grant delete, insert, select, update on table public.waiting_work to quadhelix_app;
grant select on table public.waiting_work to quadhelix_readers;

create table public.waiver_measurements (
  tenant_id uuid not null,
  id uuid not null,
  waiver_id uuid not null,
  measure text not null,
  side text not null,
  period text not null,
  value numeric(16,4) not null,
  source text not null,
  organization_id uuid,
  person_id uuid,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint waiver_measurements_pkey PRIMARY KEY (tenant_id, id),
  constraint waiver_measurements_tenant_id_waiver_id_measure_side_period_key UNIQUE (tenant_id, waiver_id, measure, side, period),
  constraint waiver_measurements_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint waiver_measurements_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id),
  constraint waiver_measurements_tenant_id_waiver_id_fkey FOREIGN KEY (tenant_id, waiver_id) REFERENCES public.pilot_waivers(tenant_id, id),
  constraint waiver_measurements_measure_check CHECK ((measure <> ''::text)),
  constraint waiver_measurements_period_check CHECK ((period = ANY (ARRAY['BEFORE'::text, 'AFTER'::text]))),
  constraint waiver_measurements_side_check CHECK ((side = ANY (ARRAY['PILOT'::text, 'COMPARISON'::text]))),
  constraint waiver_measurements_source_check CHECK ((source <> ''::text))
);
alter table public.waiver_measurements owner to quadhelix_owner;
alter table public.waiver_measurements enable row level security;
alter table public.waiver_measurements force row level security;
create policy alliance on public.waiver_measurements as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
grant insert, select on table public.waiver_measurements to quadhelix_app;

create table public.webhook_attempts (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  endpoint_id uuid not null,
  client_id text not null,
  organization_id uuid,
  number integer not null,
  status integer,
  error text,
  duration_ms integer not null,
  at timestamp(3) with time zone not null,
  constraint webhook_attempts_pkey PRIMARY KEY (tenant_id, id, at),
  constraint webhook_attempts_check CHECK (((status IS NULL) = (error IS NOT NULL))),
  constraint webhook_attempts_duration_ms_check CHECK ((duration_ms >= 0)),
  constraint webhook_attempts_error_check CHECK ((error <> ''::text)),
  constraint webhook_attempts_number_check CHECK ((number >= 1)),
  constraint webhook_attempts_status_check CHECK (((status >= 100) AND (status <= 999)))
) partition by RANGE (at);
alter table public.webhook_attempts owner to quadhelix_owner;
alter table public.webhook_attempts enable row level security;
alter table public.webhook_attempts force row level security;
create policy alliance on public.webhook_attempts as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX webhook_attempts_list ON ONLY public.webhook_attempts USING btree (tenant_id, at, id);
CREATE INDEX webhook_attempts_of ON ONLY public.webhook_attempts USING btree (tenant_id, delivery_id, at, id);
grant insert, select on table public.webhook_attempts to quadhelix_app;

create table public.webhook_attempts_other partition of public.webhook_attempts DEFAULT;
alter table public.webhook_attempts_other owner to quadhelix_owner;

create table public.webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  client_id text not null,
  organization_id uuid,
  event_id uuid not null,
  event_at timestamp(3) with time zone not null,
  event_type text not null,
  subject_type text not null,
  subject_id uuid not null,
  "position" bigint generated by default as identity not null,
  state text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp(3) with time zone not null,
  claimed_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  code text,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint webhook_deliveries_pkey PRIMARY KEY (tenant_id, id, event_at),
  constraint webhook_deliveries_tenant_id_endpoint_id_event_id_event_at_key UNIQUE (tenant_id, endpoint_id, event_id, event_at),
  constraint webhook_deliveries_tenant_id_endpoint_id_fkey FOREIGN KEY (tenant_id, endpoint_id) REFERENCES public.webhook_endpoints(tenant_id, id),
  constraint webhook_deliveries_attempts_check CHECK ((attempts >= 0)),
  constraint webhook_deliveries_check CHECK (((state = 'SENDING'::text) = (claimed_at IS NOT NULL))),
  constraint webhook_deliveries_check1 CHECK (((state = ANY (ARRAY['QUEUED'::text, 'SENDING'::text])) = (ended_at IS NULL))),
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['QUEUED'::text, 'SENDING'::text, 'DELIVERED'::text, 'GIVEN_UP'::text, 'DROPPED'::text])))
) partition by RANGE (event_at);
alter table public.webhook_deliveries owner to quadhelix_owner;
alter table public.webhook_deliveries enable row level security;
alter table public.webhook_deliveries force row level security;
create policy alliance on public.webhook_deliveries as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX webhook_deliveries_list ON ONLY public.webhook_deliveries USING btree (tenant_id, created_at, id);
CREATE INDEX webhook_deliveries_of ON ONLY public.webhook_deliveries USING btree (tenant_id, endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_open ON ONLY public.webhook_deliveries USING btree (tenant_id, endpoint_id, subject_id, "position") WHERE (state = ANY (ARRAY['QUEUED'::text, 'SENDING'::text]));
CREATE INDEX webhook_deliveries_sending ON ONLY public.webhook_deliveries USING btree (tenant_id, claimed_at) WHERE (state = 'SENDING'::text);
CREATE INDEX webhook_deliveries_waiting ON ONLY public.webhook_deliveries USING btree (tenant_id, endpoint_id, next_attempt_at, "position") WHERE (state = 'QUEUED'::text);
grant insert, select, update on table public.webhook_deliveries to quadhelix_app;

create table public.webhook_deliveries_other partition of public.webhook_deliveries DEFAULT;
alter table public.webhook_deliveries_other owner to quadhelix_owner;

create table public.webhook_endpoints (
  tenant_id uuid not null,
  id uuid not null,
  client_id text not null,
  organization_id uuid,
  url text not null,
  description text,
  event_types text[] not null,
  scopes text[] not null,
  state text not null,
  disabled_reason text,
  disabled_at timestamp(3) with time zone,
  failures integer default 0 not null,
  failing_since timestamp(3) with time zone,
  held_until timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint webhook_endpoints_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_endpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id),
  constraint webhook_endpoints_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.alliances(id),
  constraint webhook_endpoints_check CHECK ((cardinality(scopes) = cardinality(event_types))),
  constraint webhook_endpoints_check1 CHECK (((state = ANY (ARRAY['DISABLED'::text, 'BLOCKED'::text])) = (disabled_reason IS NOT NULL))),
  constraint webhook_endpoints_check2 CHECK (((failures = 0) = (failing_since IS NULL))),
  constraint webhook_endpoints_client_id_check CHECK ((client_id <> ''::text)),
  constraint webhook_endpoints_description_check CHECK ((length(description) <= 200)),
  constraint webhook_endpoints_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['OWNER'::text, 'ALLIANCE'::text, 'GONE'::text, 'FAILING'::text]))),
  constraint webhook_endpoints_event_types_check CHECK (((cardinality(event_types) >= 1) AND (cardinality(event_types) <= 100))),
  constraint webhook_endpoints_failures_check CHECK ((failures >= 0)),
  constraint webhook_endpoints_state_check CHECK ((state = ANY (ARRAY['ENABLED'::text, 'DISABLED'::text, 'BLOCKED'::text, 'DELETED'::text]))),
  constraint webhook_endpoints_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2000)))
);
alter table public.webhook_endpoints owner to quadhelix_owner;
alter table public.webhook_endpoints enable row level security;
alter table public.webhook_endpoints force row level security;
create policy alliance on public.webhook_endpoints as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
CREATE INDEX webhook_endpoints_list ON public.webhook_endpoints USING btree (tenant_id, created_at, id);
grant insert, select, update on table public.webhook_endpoints to quadhelix_app;

create table public.webhook_secrets (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  sealed text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  constraint webhook_secrets_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_secrets_tenant_id_endpoint_id_fkey FOREIGN KEY (tenant_id, endpoint_id) REFERENCES public.webhook_endpoints(tenant_id, id),
  constraint webhook_secrets_sealed_check CHECK ((sealed ~~ 'aes-256-gcm:%'::text))
);
alter table public.webhook_secrets owner to quadhelix_owner;
alter table public.webhook_secrets enable row level security;
alter table public.webhook_secrets force row level security;
create policy alliance on public.webhook_secrets as permissive for all to public
  using ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy retention on public.webhook_secrets as permissive for all to quadhelix_owner
  using (true)
  with check (true);
CREATE UNIQUE INDEX webhook_secrets_newest ON public.webhook_secrets USING btree (tenant_id, endpoint_id) WHERE (expires_at IS NULL);
CREATE INDEX webhook_secrets_old ON public.webhook_secrets USING btree (expires_at) WHERE (expires_at IS NOT NULL);
grant delete, insert, select, update on table public.webhook_secrets to quadhelix_app;

create table public.work_items (
  person_id uuid not null,
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  organization_id uuid,
  title_en text not null,
  title_zh text not null,
  since timestamp(3) with time zone not null,
  due_on date,
  place text collate "C" not null,
  constraint work_items_pkey PRIMARY KEY (person_id, tenant_id, id)
);
alter table public.work_items owner to quadhelix_owner;
alter table public.work_items enable row level security;
alter table public.work_items force row level security;
create policy reader on public.work_items as permissive for select to quadhelix_app
  using (((person_id = ( SELECT public.current_person() AS current_person)) AND (tenant_id = COALESCE(( SELECT public.current_tenant() AS current_tenant), tenant_id)) AND ((( SELECT current_setting('app.first_party'::text, true) AS current_setting) = 'yes'::text) OR (tenant_id = ANY (( SELECT public.alliances_consenting('readers:read'::text) AS alliances_consenting)::uuid[])))));
create policy readers on public.work_items as permissive for all to quadhelix_readers
  using (true)
  with check (true);
create policy removal on public.work_items as permissive for all to quadhelix_owner
  using (((tenant_id = ( SELECT public.current_tenant() AS current_tenant)) AND (EXISTS ( SELECT
   FROM public.sandboxes))))
  with check (false);
CREATE INDEX work_items_list ON public.work_items USING btree (person_id, place, id);
CREATE INDEX work_items_waiting ON public.work_items USING btree (tenant_id, id);
grant delete, insert, select, update on table public.work_items to quadhelix_readers;
grant select on table public.work_items to quadhelix_app;

create view public.rule_versions with (security_invoker=true) as
 SELECT v.id,
    p.code AS pack,
    v.level,
    v.region,
    p.title,
    p.issuer,
    v.number,
    v.state,
    v.effective_from,
    v.effective_until,
    v.rules,
    v.content_hash,
    v.hash_algorithm,
    v.summary,
    v.organization_id,
    v.drafted_by,
    v.published_by,
    v.published_at,
    v.retired_at,
    v.created_at,
    v.version
   FROM (public.public_rule_versions v
     JOIN public.rule_packs p ON ((p.id = v.pack_id)))
UNION ALL
 SELECT v.id,
    'alliance'::text AS pack,
    'ALLIANCE'::text AS level,
    rpad(a.region_code, 6, '0'::text) AS region,
    jsonb_build_object('en', a.name, 'zh-CN', a.name) AS title,
    a.name AS issuer,
    v.number,
    v.state,
    v.effective_from,
    v.effective_until,
    v.rules,
    v.content_hash,
    v.hash_algorithm,
    v.summary,
    v.organization_id,
    v.drafted_by,
    v.published_by,
    v.published_at,
    v.retired_at,
    v.created_at,
    v.version
   FROM (public.alliance_rule_versions v
     JOIN public.alliances a ON ((a.id = v.tenant_id)));
alter table public.rule_versions owner to quadhelix_owner;
grant select on table public.rule_versions to quadhelix_app;

CREATE OR REPLACE FUNCTION identity.activate(hash bytea, number text, born date, account uuid, wanted_login text, new_password_hash text, device text, notice uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  code record;
  known record;
begin
  update identity.activation_codes c set tries_left = c.tries_left - 1 where c.code_hash = hash and c.tries_left > 0 and c.expires_at > now()
    returning c.person_id, c.organization_id into code;
  if not found or not exists (
      select from public.affiliations f join public.people p on p.id = f.person_id
      where f.person_id = code.person_id and f.organization_id = code.organization_id and f.kind = 'STUDENT' and f.member_number = number and p.birth_date = born
        and f.valid_from <= current_date and (f.valid_until is null or f.valid_until >= current_date))
      or not identity.may_be_activated(code.person_id, code.organization_id) then
    return jsonb_build_object('outcome', 'WRONG');
  end if;
  select a.id, a.login into known from identity.accounts a where a.person_id = code.person_id;
  if found then
    update identity.accounts a set password_hash = new_password_hash where a.id = known.id;
    perform identity.end_sign_ins(known.id, null);
  else
    insert into identity.accounts as a (id, login, password_hash, person_id, created_at) values (account, wanted_login, new_password_hash, code.person_id, now())
      on conflict do nothing returning a.id, a.login into known;
    if not found then
      update identity.activation_codes c set tries_left = c.tries_left + 1 where c.code_hash = hash;
      return jsonb_build_object('outcome', 'NAME_TAKEN');
    end if;
  end if;
  delete from identity.activation_codes c where c.code_hash = hash;
  insert into identity.security_notices (id, account_id, kind, device, at) values (notice, known.id, 'ACTIVATED', device, now());
  return jsonb_build_object('outcome', 'DONE', 'accountId', known.id, 'login', known.login, 'made', known.id = account);
end $function$;
alter function identity.activate(bytea,text,date,uuid,text,text,text,uuid) owner to quadhelix_accounts;
grant execute on function identity.activate(bytea,text,date,uuid,text,text,text,uuid) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.are_for_apps(scopes text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select not exists (select from unnest(scopes) s where split_part(s, ':', 1) in ('apps', 'personal-data'))
$function$;
alter function identity.are_for_apps(text[]) owner to quadhelix_owner;
grant execute on function identity.are_for_apps(text[]) to public;

CREATE OR REPLACE FUNCTION identity.ask_phone_code(id_hash bytea, purpose text, asker uuid, number text, phone_hmac bytea, code_hmac bytea, known_owner uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
#variable_conflict use_variable
declare
  owner uuid;
  known boolean;
  asked integer;
  lately boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('identity.phone_codes' || encode(phone_hmac, 'hex'), 0));
  select a.id into owner from identity.accounts a where a.phone = number and a.disabled_at is null;
  if purpose = 'ADD' then
    -- A number that another account has is told so by nothing.
    owner := case when owner is null then asker end;
  end if;
  known := coalesce(owner = known_owner, false);
  select count(*), coalesce(bool_or(c.created_at > now() - interval '1 minute'), false) into asked, lately from identity.phone_codes c
    where c.phone_hmac = ask_phone_code.phone_hmac and c.created_at > now() - interval '1 hour' and c.from_known_device = known;
  if asked >= 5 or lately then
    return false;
  end if;
  insert into identity.phone_codes (id_hash, purpose, account_id, phone_hmac, code_hmac, from_known_device, created_at, expires_at)
    values (id_hash, purpose, owner, phone_hmac, code_hmac, known, now(), now() + interval '5 minutes');
  return owner is not null;
end $function$;
alter function identity.ask_phone_code(bytea,text,uuid,text,bytea,bytea,uuid) owner to quadhelix_owner;
grant execute on function identity.ask_phone_code(bytea,text,uuid,text,bytea,bytea,uuid) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.belongs_to(person uuid, organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select not exists (select from public.seats s where s.person_id = person and s.organization_id <> organization and (s.valid_until is null or s.valid_until >= current_date))
    and not exists (select from public.affiliations f where f.person_id = person and f.organization_id <> organization and (f.valid_until is null or f.valid_until >= current_date))
$function$;
alter function identity.belongs_to(uuid,uuid) owner to quadhelix_owner;
grant execute on function identity.belongs_to(uuid,uuid) to quadhelix_accounts;

CREATE OR REPLACE FUNCTION identity.client_owner(client text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.owner_organization_id from identity.clients c where c.id = client
$function$;
alter function identity.client_owner(text) owner to quadhelix_introspection;
grant execute on function identity.client_owner(text) to quadhelix_registry;

CREATE OR REPLACE FUNCTION identity.end_sign_in(account uuid, session text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare grants bytea[];
begin
  update identity.sign_ins set ended_at = now() where session_uid = session and account_id = account and ended_at is null;
  if not found then
    return false;
  end if;
  grants := array(
    select r.grant_id_hash from identity.records r where r.account_id = account and r.payload ->> 'sessionUid' = session and r.grant_id_hash is not null
    union
    select sha256(convert_to(a.value ->> 'grantId', 'UTF8')) from identity.records r, jsonb_each(r.payload -> 'authorizations') a
    where r.kind = 'Session' and r.uid = session and r.account_id = account and a.value ? 'grantId');
  delete from identity.records r where r.account_id = account and ((r.kind = 'Session' and r.uid = session) or r.payload ->> 'sessionUid' = session
    or r.grant_id_hash = any (grants) or (r.kind = 'Grant' and r.id_hash = any (grants)));
  return true;
end $function$;
alter function identity.end_sign_in(uuid,text) owner to quadhelix_owner;
grant execute on function identity.end_sign_in(uuid,text) to quadhelix_accounts;
grant execute on function identity.end_sign_in(uuid,text) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.end_sign_ins(account uuid, but text)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  ended integer := 0;
  session text;
begin
  for session in select s.session_uid from identity.sign_ins s where s.account_id = account and s.ended_at is null and s.session_uid is distinct from but order by 1 loop
    ended := ended + identity.end_sign_in(account, session)::integer;
  end loop;
  -- A sign-in under way, whose password was right before: it must not go on.
  delete from identity.records r where r.kind = 'Interaction'
    and coalesce(r.payload #>> '{result,login,accountId}', r.payload #>> '{lastSubmission,login,accountId}') = account::text;
  -- What belongs to no sign-in that is known.
  if but is null then
    delete from identity.records r where r.account_id = account;
  else
    delete from identity.records r where r.account_id = account and r.kind in ('AccessToken', 'RefreshToken', 'AuthorizationCode')
      and r.payload ->> 'sessionUid' is distinct from but;
    delete from identity.records r where r.account_id = account and r.kind = 'Session' and r.uid is distinct from but;
  end if;
  return ended;
end $function$;
alter function identity.end_sign_ins(uuid,text) owner to quadhelix_owner;
grant execute on function identity.end_sign_ins(uuid,text) to quadhelix_accounts;
grant execute on function identity.end_sign_ins(uuid,text) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.forget_ways_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from identity.second_factors f where f.account_id = new.id;
  delete from identity.one_time_tokens t where t.account_id = new.id;
  delete from identity.phone_codes c where c.account_id = new.id;
  delete from identity.invitations i where i.account_id = new.id;
  delete from identity.activation_codes c where c.person_id = new.person_id;
  delete from identity.sign_ins s where s.account_id = new.id;
  return null;
end $function$;
alter function identity.forget_ways_in() owner to quadhelix_accounts;

CREATE OR REPLACE FUNCTION identity.holds_role(account uuid, roles text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from identity.accounts a join public.seats s on s.person_id = a.person_id
    where a.id = account and s.role = any (roles) and s.valid_from <= current_date and (s.valid_until is null or s.valid_until >= current_date))
$function$;
alter function identity.holds_role(uuid,text[]) owner to quadhelix_accounts;
grant execute on function identity.holds_role(uuid,text[]) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.introspect(token_hash bytea)
 RETURNS TABLE(account_id uuid, person_id uuid, client_id text, first_party boolean, owner_organization_id uuid, scopes text[], kind text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;
alter function identity.introspect(bytea) owner to quadhelix_introspection;
grant execute on function identity.introspect(bytea) to quadhelix_entry;
grant execute on function identity.introspect(bytea) to quadhelix_limits;

CREATE OR REPLACE FUNCTION identity.leads_home(uris text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select coalesce(bool_and(u ~ '^(https://[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)+|http://(localhost|127[.]0[.]0[.]1|\[::1\]))(:[0-9]{1,5})?/[^[:space:][:cntrl:]#@*\\]*$'
    and char_length(u) <= 500), true) from unnest(uris) u
$function$;
alter function identity.leads_home(text[]) owner to quadhelix_owner;
grant execute on function identity.leads_home(text[]) to public;

CREATE OR REPLACE FUNCTION identity.may_be_activated(person uuid, organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select identity.belongs_to(person, organization)
    and not exists (select from public.seats s where s.person_id = person and s.role <> 'APPRENTICE' and (s.valid_until is null or s.valid_until >= current_date))
    and not exists (select from public.affiliations f where f.person_id = person and f.kind <> 'STUDENT' and (f.valid_until is null or f.valid_until >= current_date))
    and not exists (select from identity.accounts a where a.person_id = person and (a.disabled_at is not null or a.email is not null or a.phone is not null))
$function$;
alter function identity.may_be_activated(uuid,uuid) owner to quadhelix_owner;
grant execute on function identity.may_be_activated(uuid,uuid) to quadhelix_accounts;

CREATE OR REPLACE FUNCTION identity.purge_expired(at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  gone integer;
  total integer;
begin
  delete from identity.records r using (
    select kind, id_hash from identity.records where expires_at < now() order by expires_at limit at_most for update skip locked) old
    where r.kind = old.kind and r.id_hash = old.id_hash;
  get diagnostics total = row_count;
  delete from identity.one_time_tokens t using (
    select token_hash from identity.one_time_tokens where expires_at < now() order by expires_at limit at_most for update skip locked) old
    where t.token_hash = old.token_hash;
  get diagnostics gone = row_count;
  total := greatest(total, gone);
  delete from identity.phone_codes c using (
    select id_hash from identity.phone_codes where created_at < now() - interval '1 day' order by created_at limit at_most for update skip locked) old
    where c.id_hash = old.id_hash;
  get diagnostics gone = row_count;
  total := greatest(total, gone);
  delete from identity.activation_codes c where c.expires_at < now();
  delete from identity.invitations i where i.requested_at < now() - interval '30 days';
  delete from identity.sign_ins s using (
    select session_uid from identity.sign_ins where last_used_at < now() - interval '91 days' or ended_at < now() - interval '1 day'
    limit at_most for update skip locked) old
    where s.session_uid = old.session_uid;
  get diagnostics gone = row_count;
  total := greatest(total, gone);
  delete from identity.security_notices n using (
    select id from identity.security_notices where at < now() - interval '400 days' order by at limit at_most) old
    where n.id = old.id;
  get diagnostics gone = row_count;
  -- The largest number that one table gave: as long as it is at_most, there may be more.
  return greatest(total, gone);
end $function$;
alter function identity.purge_expired(integer) owner to quadhelix_owner;
grant execute on function identity.purge_expired(integer) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.set_password(hash bytea, new_password_hash text)
 RETURNS TABLE(account_id uuid, purpose text)
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare used record;
begin
  delete from identity.one_time_tokens t using identity.accounts a where t.token_hash = hash and t.expires_at > now() and a.id = t.account_id and a.disabled_at is null
    returning t.account_id, t.purpose into used;
  if not found then
    return;
  end if;
  update identity.accounts a set password_hash = new_password_hash where a.id = used.account_id;
  delete from identity.one_time_tokens t where t.account_id = used.account_id;
  perform identity.end_sign_ins(used.account_id, null);
  return query select used.account_id, used.purpose;
end $function$;
alter function identity.set_password(bytea,text) owner to quadhelix_owner;
grant execute on function identity.set_password(bytea,text) to quadhelix_identity;

CREATE OR REPLACE FUNCTION identity.standing(account uuid, client text)
 RETURNS TABLE(person_id uuid, first_party boolean, scopes text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.person_id, c.first_party, c.scopes from identity.accounts a, identity.clients c
  where a.id = account and a.disabled_at is null and c.id = client and c.disabled_at is null
$function$;
alter function identity.standing(uuid,text) owner to quadhelix_introspection;
grant execute on function identity.standing(uuid,text) to quadhelix_entry;

CREATE OR REPLACE FUNCTION identity.unbind_erased()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  delete from identity.upstream_bindings b where b.account_id = new.id;
  return null;
end $function$;
alter function identity.unbind_erased() owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.account_history_of(person uuid)
 RETURNS TABLE(at timestamp with time zone, what text, device text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select h.at, h.what, h.device from (
    select s.account_id, s.signed_in_at as at, 'SIGNED_IN' as what, s.device from identity.sign_ins s
    union all select n.account_id, n.at, n.kind, n.device from identity.security_notices n) h
  join identity.accounts a on a.id = h.account_id
  where a.person_id = person and public.personal_data_granted(person, 'EXPORT') order by h.at
$function$;
alter function public.account_history_of(uuid) owner to quadhelix_privacy;
grant execute on function public.account_history_of(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.accounts_of(person uuid)
 RETURNS TABLE(login text, email text, phone text, created_at timestamp with time zone, disabled_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.login, a.email, a.phone, a.created_at, a.disabled_at from identity.accounts a
  where a.person_id = person and public.personal_data_granted(person, 'EXPORT') order by a.created_at
$function$;
alter function public.accounts_of(uuid) owner to quadhelix_privacy;
grant execute on function public.accounts_of(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.act_in_sandbox(tenant uuid, account uuid, client text, first_party boolean, asked text[], organization uuid, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.act_in_sandbox(uuid,uuid,text,boolean,text[],uuid,timestamp with time zone) owner to quadhelix_owner;
grant execute on function public.act_in_sandbox(uuid,uuid,text,boolean,text[],uuid,timestamp with time zone) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.acting_organizations(tenants uuid[], at timestamp with time zone)
 RETURNS TABLE(tenant_id uuid, organization public.organizations, roles jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;
alter function public.acting_organizations(uuid[],timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.acting_organizations(uuid[],timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.add_api_usage(clients text[], members text[], counts bigint[], instants timestamp with time zone[], leaving date[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  insert into public.api_usage as u (client_id, day, member, uses, last_used_at, leaves_after)
  select c.client, (c.at at time zone 'UTC')::date, c.member, c.uses, c.at, c.leaves
  from unnest(clients, members, counts, instants, leaving) c (client, member, uses, at, leaves) order by 1, 2, 3
  on conflict (client_id, day, member) do update
    set uses = u.uses + excluded.uses, last_used_at = greatest(u.last_used_at, excluded.last_used_at), leaves_after = excluded.leaves_after
$function$;
alter function public.add_api_usage(text[],text[],bigint[],timestamp with time zone[],date[]) owner to quadhelix_limits;
grant execute on function public.add_api_usage(text[],text[],bigint[],timestamp with time zone[],date[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.admit_sandbox_app()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into public.app_consents (tenant_id, id, client_id, scopes, granted_at, created_at)
  select o.sandbox_of, gen_random_uuid(), new.id, array(select s from unnest(new.scopes) s where s like '%:%'), public.alliance_clock(o.sandbox_of, now()), public.alliance_clock(o.sandbox_of, now())
  from public.organizations o where o.id = new.owner_organization_id and o.sandbox_of is not null
  on conflict (tenant_id, client_id) do update set scopes = excluded.scopes, version = public.app_consents.version + 1;
  return null;
end $function$;
alter function public.admit_sandbox_app() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.all_alliances()
 RETURNS TABLE(id uuid, slug text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.id, a.slug from public.alliances a where nullif(current_setting('app.client_id', true), '') is null order by a.slug
$function$;
alter function public.all_alliances() owner to quadhelix_entry;
grant execute on function public.all_alliances() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.alliance_by_slug(wanted text)
 RETURNS TABLE(id uuid, time_zone text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.id, a.time_zone from public.alliances a where a.slug = wanted and a.state = 'ACTIVE'
$function$;
alter function public.alliance_by_slug(text) owner to quadhelix_entry;
grant execute on function public.alliance_by_slug(text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.alliance_clock(tenant uuid, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select coalesce((select coalesce(s.clock_held_at, at + s.clock_ahead_ms * interval '1 millisecond') from public.sandboxes s where s.tenant_id = tenant), at)
$function$;
alter function public.alliance_clock(uuid,timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.alliance_clock(uuid,timestamp with time zone) to quadhelix_app;
grant execute on function public.alliance_clock(uuid,timestamp with time zone) to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.alliances_concerned(changed jsonb)
 RETURNS TABLE(tenant_id uuid, changed jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with ids as (select e.key as type, array(select jsonb_array_elements_text(e.value)::uuid) as ids from jsonb_each($1) e),
  concerned as (
    select m.tenant_id, 'Organization' as type, m.organization_id as id from ids i join public.memberships m on m.organization_id = any (i.ids) where i.type = 'Organization'
    union
    select p.tenant_id, 'Person', p.person_id from ids i join public.participants p on p.person_id = any (i.ids) where i.type = 'Person'
    union
    select p.tenant_id, 'Person', p.person_id from ids i join public.affiliations f on f.id = any (i.ids)
      join public.participants p on p.person_id = f.person_id and p.organization_id = f.organization_id where i.type = 'Affiliation'
    union
    select m.tenant_id, 'Organization', m.organization_id from ids i join public.seats s on s.tenant_id = public.current_tenant() and s.id = any (i.ids)
      join public.memberships m on m.organization_id = s.organization_id and m.state = 'INVITED' where i.type = 'Seat')
  select t.tenant_id, jsonb_object_agg(t.type, t.ids)
  from (select c.tenant_id, c.type, jsonb_agg(c.id order by c.id) as ids from concerned c where c.tenant_id <> public.current_tenant() group by 1, 2) t
  where nullif(current_setting('app.client_id', true), '') is null
  group by 1
$function$;
alter function public.alliances_concerned(jsonb) owner to quadhelix_readers;
grant execute on function public.alliances_concerned(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.alliances_consenting(to_scope text)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select coalesce(array_agg(c.tenant_id), '{}') from public.app_consents c
  where c.client_id = nullif(current_setting('app.client_id', true), '') and c.withdrawn_at is null and to_scope = any (c.scopes)
$function$;
alter function public.alliances_consenting(text) owner to quadhelix_entry;
grant execute on function public.alliances_consenting(text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.api_usage_of(client text, from_day date, until_day date)
 RETURNS TABLE(client_id text, member text, day date, uses bigint, last_used_at timestamp with time zone, leaves_after date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select u.client_id, u.member, u.day, u.uses, u.last_used_at, u.leaves_after
  from public.api_usage u
  where u.day between from_day and until_day and (client is null or u.client_id = client)
    and (nullif(current_setting('app.client_id', true), '') is null
      or exists (select from identity.clients c where c.id = u.client_id and c.owner_organization_id = public.current_organization()))
$function$;
alter function public.api_usage_of(text,date,date) owner to quadhelix_readers;
grant execute on function public.api_usage_of(text,date,date) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.app_grants_of(person uuid)
 RETURNS TABLE(app text, scopes text[], until timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.name, c.scopes, r.expires_at from identity.accounts a join identity.records r on r.account_id = a.id and r.kind = 'Grant' join identity.clients c on c.id = r.client_id
  where a.person_id = person and not c.first_party and r.expires_at > now() and public.personal_data_granted(person, 'EXPORT') order by c.name, r.expires_at
$function$;
alter function public.app_grants_of(uuid) owner to quadhelix_privacy;
grant execute on function public.app_grants_of(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.app_is_let_in(tenant uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select current_setting('app.first_party', true) = 'yes' or exists (select from public.app_consents c
    where c.tenant_id = tenant and c.withdrawn_at is null and c.client_id = nullif(current_setting('app.client_id', true), ''))
$function$;
alter function public.app_is_let_in(uuid) owner to quadhelix_owner;
grant execute on function public.app_is_let_in(uuid) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.app_may_read_across(tenant uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select current_setting('app.first_party', true) = 'yes' or exists (select from public.app_consents c
    where c.tenant_id = tenant and c.withdrawn_at is null and c.client_id = nullif(current_setting('app.client_id', true), '') and 'readers:read' = any (c.scopes))
$function$;
alter function public.app_may_read_across(uuid) owner to quadhelix_owner;
grant execute on function public.app_may_read_across(uuid) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.append_changes(tenant uuid, now timestamp with time zone, entries jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  with head as (
    insert into public.change_heads as h (tenant_id, position, at) values (tenant, jsonb_array_length(entries), now)
    on conflict (tenant_id) do update set position = h.position + jsonb_array_length(entries), at = greatest(h.at, excluded.at)
    returning h.position, h.at)
  insert into public.change_entries (tenant_id, position, at, type, subject_id, operation, former)
  select tenant, head.position - jsonb_array_length(entries) + e.ordinality, head.at, e.entry->>'type', (e.entry->>'subjectId')::uuid, e.entry->>'operation', nullif(e.entry->'former', 'null')
  from head, jsonb_array_elements(entries) with ordinality as e (entry, ordinality)
$function$;
alter function public.append_changes(uuid,timestamp with time zone,jsonb) owner to quadhelix_owner;
grant execute on function public.append_changes(uuid,timestamp with time zone,jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.apps_named(client_ids text[])
 RETURNS TABLE(client_id text, app_id uuid, name text, description text, owner_organization_id uuid, owner_name text, confidential boolean, grant_types text[], scopes text[], created_at timestamp with time zone, disabled_at timestamp with time zone, version integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.id, c.app_id, c.name, c.description, c.owner_organization_id, o.legal_name, c.secret_hash is not null, c.grant_types, c.scopes, c.created_at, c.disabled_at, c.version
  from identity.clients c left join public.organizations o on o.id = c.owner_organization_id
  where c.id = any (client_ids) and not c.first_party
$function$;
alter function public.apps_named(text[]) owner to quadhelix_apps;
grant execute on function public.apps_named(text[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.authority_named(wanted text, at timestamp with time zone)
 RETURNS TABLE(id uuid, legal_name text, sector text, spoken_for boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select o.id, o.legal_name, o.sector, public.is_spoken_for(o.id, at) from public.organizations o
  where o.uscc = wanted or o.id = case when wanted ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then wanted::uuid end
$function$;
alter function public.authority_named(text,timestamp with time zone) owner to quadhelix_readers;
grant execute on function public.authority_named(text,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.book_person_time(bookings jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  wanted record;
  answers jsonb := '[]';
  peak bigint;
begin
  insert into public.person_time_heads (person_id)
    select distinct (b->>'personId')::uuid from jsonb_array_elements(bookings) b
    where exists (select from public.participants p where p.tenant_id = public.current_tenant() and p.person_id = (b->>'personId')::uuid)
    order by 1
    on conflict do nothing;
  perform from public.person_time_heads h where h.person_id in (select (b->>'personId')::uuid from jsonb_array_elements(bookings) b)
    order by h.person_id for update;
  for wanted in
    select (b->>'id')::uuid as id, (b->>'personId')::uuid as person, b->>'sourceType' as source_type, (b->>'sourceId')::uuid as source_id,
      (b->>'startsOn')::date as starts_on, (b->>'endsBefore')::date as ends_before, (b->>'loadBp')::integer as load_bp, (b->>'at')::timestamptz as at
    from jsonb_array_elements(bookings) with ordinality as e (b, position) order by position
  loop
    if not exists (select from public.participants p where p.tenant_id = public.current_tenant() and p.person_id = wanted.person) then
      answers := answers || '"NOT_FOUND"'::jsonb;
      continue;
    end if;
    with overlapping as (
      select b.starts_on, b.ends_before, b.load_bp from public.person_time_bookings b
      where b.person_id = wanted.person and b.released_at is null and b.starts_on < wanted.ends_before and b.ends_before > wanted.starts_on
    ), instants as (
      select wanted.starts_on as day union select o.starts_on from overlapping o where o.starts_on > wanted.starts_on)
    select coalesce(max((select sum(o.load_bp) from overlapping o where o.starts_on <= i.day and o.ends_before > i.day)), 0) into peak from instants i;
    if peak + wanted.load_bp > 10000 then
      answers := answers || '"OVERLAPPING_PERIOD"'::jsonb;
      continue;
    end if;
    insert into public.person_time_bookings (id, person_id, tenant_id, source_type, source_id, starts_on, ends_before, load_bp, created_at)
    values (wanted.id, wanted.person, public.current_tenant(), wanted.source_type, wanted.source_id, wanted.starts_on, wanted.ends_before, wanted.load_bp, wanted.at);
    answers := answers || '"BOOKED"'::jsonb;
  end loop;
  return answers;
end $function$;
alter function public.book_person_time(jsonb) owner to quadhelix_ledger;
grant execute on function public.book_person_time(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.charge_points(token_hash bytea, alliance text, cost integer, maximum integer, per_second double precision, instant timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller record;
  place uuid;
  key text;
  remaining double precision;
begin
  select * into caller from identity.introspect(token_hash);
  if not found then
    return null;
  end if;
  select a.id into place from public.alliances a where a.slug = alliance and a.state = 'ACTIVE' and case when caller.first_party
    then exists (select from public.seats s where s.tenant_id = a.id and s.person_id = caller.person_id)
    else exists (select from public.app_consents c where c.tenant_id = a.id and c.client_id = caller.client_id and c.withdrawn_at is null) end;
  key := concat_ws(' ', caller.client_id, coalesce(place::text, '-'), case when caller.first_party then caller.account_id end);
  insert into public.rate_buckets as b (bucket, points, at) values (key, maximum - cost, instant)
  on conflict (bucket) do update
    set points = least(maximum, b.points + per_second * greatest(0, extract(epoch from excluded.at - b.at))) - cost, at = greatest(b.at, excluded.at)
    where least(maximum, b.points + per_second * greatest(0, extract(epoch from excluded.at - b.at))) >= cost
  returning b.points into remaining;
  if found then
    return jsonb_build_object('bucket', key, 'points', remaining, 'paid', true);
  end if;
  select least(maximum, b.points + per_second * greatest(0, extract(epoch from instant - b.at))) into remaining from public.rate_buckets b where b.bucket = key;
  return jsonb_build_object('bucket', key, 'points', remaining, 'paid', false);
end $function$;
alter function public.charge_points(bytea,text,integer,integer,double precision,timestamp with time zone) owner to quadhelix_limits;
grant execute on function public.charge_points(bytea,text,integer,integer,double precision,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.check_document(wanted text)
 RETURNS TABLE(kind text, title jsonb, format text, issuer_name text, issued_at timestamp with time zone, state text, sha256 text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select d.kind, d.title, d.format, d.issuer_name, d.issued_at, d.state, d.sha256
  from public.document_issues d where d.code = wanted and d.state in ('ISSUED', 'REVOKED', 'SUPERSEDED')
$function$;
alter function public.check_document(text) owner to quadhelix_documents;
grant execute on function public.check_document(text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.clear_sandbox()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.clear_sandbox() owner to quadhelix_owner;
grant execute on function public.clear_sandbox() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.copy_to_inbox()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'DELETE' then
    delete from public.inbox_entries e where e.person_id = old.person_id and e.tenant_id = old.tenant_id and e.id = old.id;
    return null;
  end if;
  insert into public.inbox_entries (person_id, tenant_id, id, kind, mandatory, subject_type, subject_id, title, text, state, created_at)
  values (new.person_id, new.tenant_id, new.id, new.kind, new.mandatory, new.subject_type, new.subject_id, new.title, new.text, new.state, new.created_at)
  on conflict (person_id, tenant_id, id) do update set state = excluded.state;
  return null;
end $function$;
alter function public.copy_to_inbox() owner to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.correct_person(person uuid, organization uuid, field text, value text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not exists (select from public.personal_data_requests r where r.tenant_id = public.current_tenant() and r.person_id = person and r.organization_id = organization
      and r.kind = 'CORRECTION' and r.state = 'GRANTED' and r.field = correct_person.field and r.wanted = value) then
    raise exception 'No such correction was granted in this alliance' using errcode = '42501';
  end if;
  if not exists (select from public.participants p where p.tenant_id = public.current_tenant() and p.person_id = person and p.organization_id = organization) then
    return false;
  end if;
  if field = 'name' then
    update public.people p set name = value, version = p.version + 1 where p.id = person;
  elsif field = 'birthDate' then
    update public.people p set birth_date = value::date, version = p.version + 1 where p.id = person;
  elsif field = 'title' then
    update public.affiliations f set title = value, version = f.version + 1
      where f.id = (select n.id from public.affiliations n where n.person_id = person and n.organization_id = organization order by n.valid_from desc limit 1);
  else
    return false;
  end if;
  return found;
end $function$;
alter function public.correct_person(uuid,uuid,text,text) owner to quadhelix_privacy;
grant execute on function public.correct_person(uuid,uuid,text,text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.current_account()
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select nullif(current_setting('app.account_id', true), '')::uuid
$function$;
alter function public.current_account() owner to quadhelix_owner;
grant execute on function public.current_account() to quadhelix_app;
grant execute on function public.current_account() to quadhelix_entry;
grant execute on function public.current_account() to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.current_organization()
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$function$;
alter function public.current_organization() owner to quadhelix_owner;
grant execute on function public.current_organization() to public;
grant execute on function public.current_organization() to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.current_person()
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select nullif(current_setting('app.person_id', true), '')::uuid
$function$;
alter function public.current_person() owner to quadhelix_owner;
grant execute on function public.current_person() to public;
grant execute on function public.current_person() to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.current_reading_alliances()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(nullif(current_setting('app.reading_tenants', true), ''), '{}')::uuid[]
$function$;
alter function public.current_reading_alliances() owner to quadhelix_owner;
grant execute on function public.current_reading_alliances() to public;

CREATE OR REPLACE FUNCTION public.current_tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select nullif(current_setting('app.tenant_id', true), '')::uuid
$function$;
alter function public.current_tenant() owner to quadhelix_owner;
grant execute on function public.current_tenant() to public;
grant execute on function public.current_tenant() to quadhelix_readers;

CREATE OR REPLACE PROCEDURE public.declare_alliance_table(IN name regclass, IN privileges text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy alliance on %s using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
    'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', name);
  execute format('grant %s on %s to quadhelix_app', privileges, name);
end $procedure$;
alter procedure public.declare_alliance_table(regclass,text) owner to quadhelix_owner;

CREATE OR REPLACE PROCEDURE public.declare_guarded_table(IN name regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
end $procedure$;
alter procedure public.declare_guarded_table(regclass) owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.demand_home(home uuid, organization uuid, person uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  if exists (select from public.organizations o where o.id = organization and o.sandbox_of is distinct from home)
    or exists (select from public.people p where p.id = person and p.sandbox_of is distinct from home) then
    raise check_violation using message = 'a sandbox and what is real do not mix', constraint = 'sandbox_apart';
  end if;
end $function$;
alter function public.demand_home(uuid,uuid,uuid) owner to quadhelix_owner;
grant execute on function public.demand_home(uuid,uuid,uuid) to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.disable_own_app(client text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update identity.clients c set disabled_at = at, version = c.version + 1
  where c.id = client and c.owner_organization_id = public.managing_organization() and not c.first_party and c.disabled_at is null;
  if not found then
    return false;
  end if;
  delete from identity.records r where r.client_id = client;
  return true;
end $function$;
alter function public.disable_own_app(text,timestamp with time zone) owner to quadhelix_apps;
grant execute on function public.disable_own_app(text,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.end_affiliation(affiliation uuid, until date, expected_version integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare answer integer;
begin
  update public.affiliations as f set valid_until = until, version = f.version + 1
  where f.id = affiliation and f.organization_id = public.current_organization() and f.version = expected_version
  returning f.version into answer;
  return answer;
end $function$;
alter function public.end_affiliation(uuid,date,integer) owner to quadhelix_registry;
grant execute on function public.end_affiliation(uuid,date,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.end_own_app_grants()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ended bigint;
begin
  with gone as (
    delete from identity.records r using identity.accounts a, identity.clients c
    where a.person_id = public.current_person() and r.account_id = a.id and c.id = r.client_id and not c.first_party
      and r.kind in ('Grant', 'AuthorizationCode', 'AccessToken', 'RefreshToken')
    returning r.kind)
  select count(*) filter (where kind = 'Grant') into ended from gone;
  return ended;
end $function$;
alter function public.end_own_app_grants() owner to quadhelix_privacy;
grant execute on function public.end_own_app_grants() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.ensure_month_partitions(from_month date, until_month date)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
 SET "TimeZone" TO 'UTC'
AS $function$
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
end $function$;
alter function public.ensure_month_partitions(date,date) owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.enter(token_hash bytea, alliance text, organization uuid, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.enter(bytea,text,uuid,timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.enter(bytea,text,uuid,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.enter_again(account uuid, client text, asked text[], tenant uuid, organization uuid, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.enter_again(uuid,text,text[],uuid,uuid,timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.enter_again(uuid,text,text[],uuid,uuid,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.enter_alliance(token_hash bytea, alliance text, organization uuid, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.enter_alliance(bytea,text,uuid,timestamp with time zone) owner to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.enter_alliance_again(account uuid, client text, asked text[], tenant uuid, organization uuid, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.enter_alliance_again(uuid,text,text[],uuid,uuid,timestamp with time zone) owner to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.enter_by_link(wanted bytea, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.enter_by_link(bytea,timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.enter_by_link(bytea,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.find_entries(whole text, terms text[], grams text[], reach text[], after jsonb, before jsonb, backwards boolean, page integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  tenant uuid := public.current_tenant();
  keys text[];
begin
  if tenant is null or cardinality(terms) = 0 or cardinality(grams) = 0 or cardinality(reach) = 0 then
    return jsonb_build_object('hits', '[]'::jsonb, 'counts', '[]'::jsonb, 'incomplete', false);
  end if;
  keys := array(select tenant::text || ' ' || r from unnest(reach) r);
  return (
    with called as materialized (
      select e.subject_type, e.subject_id, e.title, e.folded_title from public.search_entries e
      where e.tenant_id = tenant and e.folded_title = whole and e.readers && keys limit 100),
    -- "is not distinct from" is for no B-tree: which index is used does not depend on what the planner believes of the words.
    titled as materialized (
      select e.subject_type, e.subject_id, e.title, e.folded_title from public.search_entries e
      where e.tenant_id is not distinct from tenant and e.title_grams @> find_entries.grams and e.readers && keys
        and (select bool_and(strpos(e.folded_title, t) > 0) from unnest(terms) t) limit 1000),
    held as materialized (
      select e.subject_type, e.subject_id, e.title, e.folded_title from public.search_entries e
      where e.tenant_id is not distinct from tenant and e.grams @> find_entries.grams and e.readers && keys
        and (select bool_and(strpos(e.folded, t) > 0) from unnest(terms) t) limit 1000),
    found as (select * from called union select * from titled union select * from held),
    ranked as (
      select f.*, case
          when f.folded_title = whole then 1
          when starts_with(f.folded_title, whole) then 2
          when strpos(f.folded_title, whole) > 0 then 3
          when (select bool_and(strpos(f.folded_title, t) > 0) from unnest(terms) t) then 4
          else 5 end as rank
      from found f),
    placed as (select r.*, row_number() over (order by r.rank, r.folded_title, r.subject_id) as n from ranked r),
    paged as (
      select p.* from placed p
      where (after is null or (p.rank, p.folded_title, p.subject_id) > ((after->>0)::integer, after->>1, (after->>2)::uuid))
        and (before is null or (p.rank, p.folded_title, p.subject_id) < ((before->>0)::integer, before->>1, (before->>2)::uuid))
      order by case when backwards then -p.n else p.n end limit page)
    select jsonb_build_object(
      'hits', coalesce((select jsonb_agg(jsonb_build_object('kind', p.subject_type, 'id', p.subject_id, 'title', p.title, 'place', jsonb_build_array(p.rank, p.folded_title, p.subject_id))
        order by case when backwards then -p.n else p.n end) from paged p), '[]'),
      'counts', coalesce((select jsonb_agg(jsonb_build_object('kind', c.subject_type, 'count', c.n) order by c.subject_type)
        from (select r.subject_type, count(*) as n from ranked r group by 1) c), '[]'),
      'incomplete', (select count(*) from called) = 100 or (select count(*) from titled) = 1000 or (select count(*) from held) = 1000));
end $function$;
alter function public.find_entries(text,text[],text[],text[],jsonb,jsonb,boolean,integer) owner to quadhelix_search;
grant execute on function public.find_entries(text,text[],text[],text[],jsonb,jsonb,boolean,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.forget_person(person uuid, pseudonym text, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  tenant constant uuid := public.current_tenant();
  today date;
  known_for uuid[];
  affiliations_replaced bigint;
  entirely boolean;
  accounts uuid[];
begin
  if not public.personal_data_granted(person, 'ERASURE') then
    raise exception 'No erasure of this person was granted in this alliance' using errcode = '42501';
  end if;
  perform from public.people p where p.id = person for update;
  select (at at time zone a.time_zone)::date into today from public.alliances a where a.id = tenant;
  with gone as (delete from public.participants p where p.tenant_id = tenant and p.person_id = person returning p.organization_id)
    select coalesce(array_agg(organization_id), '{}') into known_for from gone;
  update public.seats s set valid_until = greatest(s.valid_from, today - 1), version = s.version + 1
    where s.tenant_id = tenant and s.person_id = person and (s.valid_until is null or s.valid_until >= today);
  update public.affiliations f
    set member_number = pseudonym || '.' || f.id, title = null, valid_until = greatest(f.valid_from, least(coalesce(f.valid_until, today - 1), today - 1)), version = f.version + 1
    where f.person_id = person and f.organization_id = any (known_for)
      and not exists (select from public.participants p where p.person_id = person and p.organization_id = f.organization_id);
  get diagnostics affiliations_replaced = row_count;
  entirely := not exists (select from public.participants p where p.person_id = person);
  accounts := array(select a.id from identity.accounts a where a.person_id = person);
  update public.security_log l set person_id = null, account_id = null
    where (l.person_id = person or l.account_id = any (accounts)) and (entirely or l.tenant_id = tenant);
  if entirely then
    update public.people p set name = pseudonym, birth_date = null, id_number_hmac = null, version = p.version + 1 where p.id = person;
    update identity.accounts a set login = 'erased-' || a.id, email = null, phone = null, password_hash = null, disabled_at = coalesce(a.disabled_at, at) where a.id = any (accounts);
    delete from identity.records r where r.account_id = any (accounts);
    delete from identity.security_notices n where n.account_id = any (accounts);
  end if;
  return jsonb_build_object('entirely', entirely, 'participations', cardinality(known_for), 'affiliations', affiliations_replaced,
    'accounts', case when entirely then cardinality(accounts) else 0 end);
end $function$;
alter function public.forget_person(uuid,text,timestamp with time zone) owner to quadhelix_privacy;
grant execute on function public.forget_person(uuid,text,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.hand_out_work(waiting uuid[], organizations uuid[], today date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  tenant uuid := public.current_tenant();
  named uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended('work ' || tenant::text, 0));
  named := waiting || array(select w.id from public.waiting_work w
    where w.tenant_id = tenant and w.person_id is null and (w.organization_id = any (organizations) or (w.organization_id is null and cardinality(organizations) > 0)));
  with held as (
    select s.organization_id, s.person_id, s.role
    from public.seats s
    join public.memberships own on own.tenant_id = s.tenant_id and own.id = s.membership_id
    join public.memberships m on m.tenant_id = tenant and m.organization_id = s.organization_id
    where ((s.tenant_id = tenant and m.state in ('INVITED', 'ACTIVE', 'SUSPENDED'))
        or (s.tenant_id <> tenant and m.state = 'INVITED' and own.state = 'ACTIVE' and public.speaks(s.role)))
      and (cardinality(named) > 0 and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today))
      and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = s.organization_id
        and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))),
  wanted as (
    select w.person_id as holder, null::uuid as acts_for, w.* from public.waiting_work w where w.tenant_id = tenant and w.id = any (named) and w.person_id is not null
    union all
    (select distinct on (w.id, h.person_id) h.person_id, h.organization_id, w.*
    from public.waiting_work w join held h on h.role = any (w.roles) and (w.organization_id is null or h.organization_id = w.organization_id)
    where w.tenant_id = tenant and w.id = any (named) and w.person_id is null
    order by w.id, h.person_id, h.organization_id)),
  taken as (
    delete from public.work_items i where i.tenant_id = tenant and i.id = any (named)
      and not exists (select from wanted n where n.holder = i.person_id and n.id = i.id))
  insert into public.work_items as i (person_id, tenant_id, id, kind, subject_type, subject_id, organization_id, title_en, title_zh, since, due_on, place)
  select n.holder, tenant, n.id, n.kind, n.subject_type, n.subject_id, n.acts_for, n.title_en, n.title_zh, n.since, n.due_on,
    coalesce(to_char(n.due_on, 'YYYY-MM-DD'), '9999-12-31') || ' ' || to_char(n.since at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')
  from wanted n
  on conflict (person_id, tenant_id, id) do update
  set organization_id = excluded.organization_id, title_en = excluded.title_en, title_zh = excluded.title_zh, since = excluded.since, due_on = excluded.due_on, place = excluded.place
  where (i.organization_id, i.title_en, i.title_zh, i.place) is distinct from (excluded.organization_id, excluded.title_en, excluded.title_zh, excluded.place);
end $function$;
alter function public.hand_out_work(uuid[],uuid[],date) owner to quadhelix_readers;
grant execute on function public.hand_out_work(uuid[],uuid[],date) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.holders_change_on(organizations uuid[], today date)
 RETURNS TABLE(organization_id uuid, change_on date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with seats as (
    select s.organization_id, s.person_id, s.valid_from, s.valid_until from public.seats s
    join public.memberships m on m.tenant_id = public.current_tenant() and m.organization_id = s.organization_id
    where s.organization_id = any (organizations) and (s.tenant_id = m.tenant_id or m.state = 'INVITED')),
  days as (
    select s.organization_id, d from seats s, unnest(array[s.valid_from, s.valid_until + 1]) d
    union all
    select s.organization_id, d from (select distinct seats.organization_id, seats.person_id from seats) s
    join public.affiliations f on f.person_id = s.person_id and f.organization_id = s.organization_id, unnest(array[f.valid_from, f.valid_until + 1]) d)
  select days.organization_id, min(d) from days where d > today group by 1
$function$;
alter function public.holders_change_on(uuid[],date) owner to quadhelix_readers;
grant execute on function public.holders_change_on(uuid[],date) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.in_sandbox()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select exists (select from public.alliances a where a.id = public.current_tenant() and a.sandbox)
$function$;
alter function public.in_sandbox() owner to quadhelix_owner;
grant execute on function public.in_sandbox() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.is_own_system(organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select organization is not null and public.current_person() is null and public.current_tenant() is not null and exists (select from identity.clients c
    where c.id = nullif(current_setting('app.client_id', true), '') and c.owner_organization_id = organization and not c.first_party and c.secret_hash is not null and c.disabled_at is null)
$function$;
alter function public.is_own_system(uuid) owner to quadhelix_apps;
grant execute on function public.is_own_system(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.is_sandbox(tenant uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.alliances a where a.id = tenant and a.sandbox)
$function$;
alter function public.is_sandbox(uuid) owner to quadhelix_entry;
grant execute on function public.is_sandbox(uuid) to quadhelix_app;
grant execute on function public.is_sandbox(uuid) to quadhelix_documents;

CREATE OR REPLACE FUNCTION public.is_spoken_for(organization uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.seats s
    join public.memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state in ('ACTIVE', 'SUSPENDED')
    join public.alliances a on a.id = m.tenant_id and a.state = 'ACTIVE'
    where s.organization_id = organization and public.speaks(s.role) and public.seat_holds(s, (at at time zone a.time_zone)::date))
$function$;
alter function public.is_spoken_for(uuid,timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.is_spoken_for(uuid,timestamp with time zone) to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.issue_activation_codes(students uuid[], hashes text[])
 RETURNS TABLE(person_id uuid, member_number text, outcome text, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
  organization constant uuid := public.current_organization();
  tenant constant uuid := public.current_tenant();
begin
  if organization is null or tenant is null or current_setting('app.first_party', true) is distinct from 'yes' then
    return;
  end if;
  return query
    with asked as (
      select a.student, decode(a.hash, 'hex') as hash, a.n from unnest(students, hashes) with ordinality a (student, hash, n)),
    judged as (
      select a.student, a.hash, a.n, f.member_number as number,
        case when f.id is null then 'NOT_YOUR_STUDENT' when p.birth_date is null then 'BIRTH_DATE_MISSING'
          when not identity.may_be_activated(a.student, organization) then 'NOT_POSSIBLE' else 'ISSUED' end as verdict
      from asked a
      left join lateral (select f.id, f.member_number from public.affiliations f
        where f.person_id = a.student and f.organization_id = organization and f.kind = 'STUDENT' and f.valid_from <= current_date
          and (f.valid_until is null or f.valid_until >= current_date)
          and exists (select from public.participants t where t.tenant_id = tenant and t.person_id = a.student and t.organization_id = organization)
        order by f.valid_from desc limit 1) f on true
      left join public.people p on p.id = a.student),
    made as (
      insert into identity.activation_codes as c (code_hash, person_id, organization_id, created_at, expires_at)
      select j.hash, j.student, organization, now(), now() + interval '14 days' from judged j where j.verdict = 'ISSUED'
      on conflict (person_id) do update set code_hash = excluded.code_hash, organization_id = excluded.organization_id, tries_left = 5,
        created_at = excluded.created_at, expires_at = excluded.expires_at
      returning c.person_id, c.expires_at)
    select j.student, j.number, j.verdict, m.expires_at from judged j left join made m on m.person_id = j.student order by j.n;
end $function$;
alter function public.issue_activation_codes(uuid[],text[]) owner to quadhelix_accounts;
grant execute on function public.issue_activation_codes(uuid[],text[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.keep_apart_affiliation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home((select o.sandbox_of from public.organizations o where o.id = new.organization_id), null, new.person_id);
  return null;
end $function$;
alter function public.keep_apart_affiliation() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_apart_both()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), new.organization_id, new.person_id);
  return null;
end $function$;
alter function public.keep_apart_both() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_apart_organization()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), new.organization_id, null);
  return null;
end $function$;
alter function public.keep_apart_organization() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_apart_parent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(new.sandbox_of, new.parent_id, null);
  return null;
end $function$;
alter function public.keep_apart_parent() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_apart_person()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(public.sandbox_or_null(new.tenant_id), null, new.person_id);
  return null;
end $function$;
alter function public.keep_apart_person() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_apps_apart()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- A real app may be let into a sandbox: whoever has it tries it out there.
  if exists (select from public.organizations o where o.id = identity.client_owner(new.client_id) and o.sandbox_of is not null and o.sandbox_of <> new.tenant_id) then
    raise check_violation using message = 'an app of a sandbox stays in it', constraint = 'sandbox_apart';
  end if;
  return null;
end $function$;
alter function public.keep_apps_apart() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_authorities_real()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(null, (to_jsonb(new)->>tg_argv[0])::uuid, null);
  return null;
end $function$;
alter function public.keep_authorities_real() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_clock_going()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.state <> 'PREPARING' and (new.clock_ahead_ms < old.clock_ahead_ms or new.clock_held_at < old.clock_held_at) then
    raise check_violation using message = 'a clock does not go back', constraint = 'sandboxes_clock_forward';
  end if;
  return new;
end $function$;
alter function public.keep_clock_going() owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.keep_evaluations()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.person_id is not null or (to_jsonb(new) - '{person_id,version}'::text[]) <> (to_jsonb(old) - '{person_id,version}'::text[]) then
    raise insufficient_privilege using message = 'an evaluation is never changed';
  end if;
  return new;
end $function$;
alter function public.keep_evaluations() owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.keep_messages_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform public.demand_home(null, null, new.person_id);
  return null;
end $function$;
alter function public.keep_messages_in() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.keep_published_rules()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.keep_published_rules() owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.known_elsewhere(person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not public.personal_data_granted(person, 'ERASURE') then
    raise exception 'No erasure of this person was granted in this alliance' using errcode = '42501';
  end if;
  return exists (select from public.participants p where p.person_id = person and p.tenant_id <> public.current_tenant());
end $function$;
alter function public.known_elsewhere(uuid) owner to quadhelix_privacy;
grant execute on function public.known_elsewhere(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.makes_rules(rule_level text, rule_region text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select exists (select from public.rule_authorities a where a.level = rule_level and a.region = rule_region and a.organization_id = public.current_organization())
$function$;
alter function public.makes_rules(text,text) owner to quadhelix_owner;
grant execute on function public.makes_rules(text,text) to quadhelix_standards;

CREATE OR REPLACE FUNCTION public.managing_organization()
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select case when current_setting('app.first_party', true) = 'yes' then public.current_organization() end
$function$;
alter function public.managing_organization() owner to quadhelix_owner;
grant execute on function public.managing_organization() to quadhelix_apps;

CREATE OR REPLACE FUNCTION public.mandated_figures(ask jsonb, named boolean, at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.mandated_figures(jsonb,boolean,timestamp with time zone) owner to quadhelix_readers;
grant execute on function public.mandated_figures(jsonb,boolean,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.mark_sandbox()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' then
    new.sandbox_of := (select a.id from public.alliances a where a.id = public.current_tenant() and a.sandbox);
  elsif new.sandbox_of is distinct from old.sandbox_of then
    raise check_violation using message = 'what is real stays real, and what is invented invented', constraint = 'sandbox_apart';
  end if;
  return new;
end $function$;
alter function public.mark_sandbox() owner to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.names_its_own_people(organization uuid, today date)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.memberships m where m.tenant_id = public.current_tenant() and m.organization_id = organization)
    and (exists (
      select from public.seats s join public.memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state in ('ACTIVE', 'SUSPENDED')
      where s.organization_id = organization and public.speaks(s.role) and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today)
        and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = organization
          and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today)))
    or exists (select from public.affiliations f where f.organization_id = organization and not exists (
      select from public.participants p where p.tenant_id = public.current_tenant() and p.person_id = f.person_id and p.organization_id = organization)))
$function$;
alter function public.names_its_own_people(uuid,date) owner to quadhelix_entry;
grant execute on function public.names_its_own_people(uuid,date) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.notice_recipients(wanted jsonb, today date)
 RETURNS TABLE(n integer, person_id uuid, organization_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with asked as (
    select (w->>'n')::integer as n, (w->>'organizationId')::uuid as organization, (w->>'personId')::uuid as person, array(select jsonb_array_elements_text(w->'roles')) as roles
    from jsonb_array_elements(wanted) w),
  held as (
    select a.n, s.person_id, s.organization_id, s.role, a.roles, a.person, a.organization
    from asked a join public.seats s on (a.organization is null or s.organization_id = a.organization)
    where (s.tenant_id = public.current_tenant()
        or (public.speaks(s.role) and a.organization is not null
          and exists (select from public.memberships m where m.tenant_id = public.current_tenant() and m.organization_id = a.organization and m.state = 'INVITED')
          and exists (select from public.memberships m where m.tenant_id = s.tenant_id and m.id = s.membership_id and m.state = 'ACTIVE')))
      and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today)
      and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = s.organization_id
        and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))),
  ranked as (
    select h.*, case when h.person_id = h.person then 1 when h.role = any (h.roles) then 2 when public.speaks(h.role) and h.organization is not null then 3 end as rank from held h)
  select distinct r.n, r.person_id, r.organization_id from ranked r
  where r.rank = (select min(o.rank) from ranked o where o.n = r.n)
$function$;
alter function public.notice_recipients(jsonb,date) owner to quadhelix_entry;
grant execute on function public.notice_recipients(jsonb,date) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.open_alliances(at timestamp with time zone)
 RETURNS TABLE(id uuid, slug text, name text, kind text, region_code text, time_zone text, state text, created_at timestamp with time zone, version integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.id, a.slug, a.name, a.kind, a.region_code, a.time_zone, a.state, a.created_at, a.version
  from public.alliances a
  where a.state = 'ACTIVE' and public.app_is_let_in(a.id) and (
    (public.current_person() is null and public.current_account() is null and current_setting('app.first_party', true) is distinct from 'yes')
    or (not a.sandbox and exists (select from public.places_held(public.current_person(), a.id, (at at time zone a.time_zone)::date) p where p.live))
    or (a.sandbox and exists (select from public.sandboxes s where s.tenant_id = a.id and s.account_id = public.current_account() and s.state in ('READY', 'ADVANCING'))))
  order by a.slug
  limit 100
$function$;
alter function public.open_alliances(timestamp with time zone) owner to quadhelix_entry;
grant execute on function public.open_alliances(timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.open_due_times(at timestamp with time zone, kinds text[], after_at timestamp with time zone, after_id uuid, page integer)
 RETURNS TABLE(id uuid, tenant_id uuid, due_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;
alter function public.open_due_times(timestamp with time zone,text[],timestamp with time zone,uuid,integer) owner to quadhelix_entry;
grant execute on function public.open_due_times(timestamp with time zone,text[],timestamp with time zone,uuid,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.own_apps(client_ids text[])
 RETURNS TABLE(client_id text, redirect_uris text[], secret_rotated_at timestamp with time zone, previous_secret_until timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.id, c.redirect_uris, c.secret_rotated_at, c.previous_secret_until from identity.clients c
  where c.owner_organization_id = public.managing_organization() and not c.first_party and (client_ids is null or c.id = any (client_ids))
  order by c.disabled_at is not null, c.created_at desc, c.id limit coalesce(cardinality(client_ids), 100)
$function$;
alter function public.own_apps(text[]) owner to quadhelix_apps;
grant execute on function public.own_apps(text[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.owners_of_clients(clients text[])
 RETURNS TABLE(client_id text, name text, organization_id uuid, tenant_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.id, c.name, c.owner_organization_id, m.tenant_id
  from identity.clients c
  cross join lateral (
    select m.tenant_id from public.memberships m join public.alliances a on a.id = m.tenant_id and a.state = 'ACTIVE'
    where m.organization_id = c.owner_organization_id and m.state = 'ACTIVE' order by m.created_at, m.id limit 1) m
  where c.id = any (clients) and c.disabled_at is null and nullif(current_setting('app.client_id', true), '') is null
$function$;
alter function public.owners_of_clients(text[]) owner to quadhelix_readers;
grant execute on function public.owners_of_clients(text[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.owns_client(client text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from identity.clients c where c.id = client and c.owner_organization_id = public.current_organization())
$function$;
alter function public.owns_client(text) owner to quadhelix_readers;
grant execute on function public.owns_client(text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.personal_data_granted(person uuid, of_kind text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select exists (select from public.personal_data_requests r
    where r.tenant_id = public.current_tenant() and r.person_id = person and r.kind = of_kind and r.state = 'GRANTED')
$function$;
alter function public.personal_data_granted(uuid,text) owner to quadhelix_owner;
grant execute on function public.personal_data_granted(uuid,text) to quadhelix_privacy;

CREATE OR REPLACE FUNCTION public.places_held(person uuid, tenant uuid, today date)
 RETURNS TABLE(organization_id uuid, membership_id uuid, state text, sector text, seated boolean, live boolean, roles jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;
alter function public.places_held(uuid,uuid,date) owner to quadhelix_owner;
grant execute on function public.places_held(uuid,uuid,date) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.publish_rule_version(draft uuid, expected integer, publisher uuid, at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  found_row public.public_rule_versions;
  answer integer;
begin
  select v.* into found_row from public.public_rule_versions v where v.id = draft;
  if found_row.id is null or not public.makes_rules(found_row.level, found_row.region) then
    return null;
  end if;
  -- One at a time in a pack: two that publish at once must see each other.
  perform pg_advisory_xact_lock(hashtextextended('rule pack ' || found_row.pack_id::text, 0));
  update public.public_rule_versions v set state = 'RETIRED', effective_until = found_row.effective_from - 1, retired_at = at, version = v.version + 1
  where v.pack_id = found_row.pack_id and v.state = 'PUBLISHED' and v.effective_until is null and v.effective_from < found_row.effective_from;
  update public.public_rule_versions v set state = 'PUBLISHED', published_by = publisher, published_at = at, organization_id = public.current_organization(), version = v.version + 1
  where v.id = draft and v.state = 'DRAFT' and v.version = expected returning v.version into answer;
  return answer;
end $function$;
alter function public.publish_rule_version(uuid,integer,uuid,timestamp with time zone) owner to quadhelix_standards;
grant execute on function public.publish_rule_version(uuid,integer,uuid,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.purge_months(today date)
 RETURNS text[]
 LANGUAGE plpgsql
 SET search_path TO ''
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  old record;
  gone text[] := '{}';
begin
  for old in
    select c.relname as name from public.retentions r
      join pg_catalog.pg_class p on p.relname = r.table_name and p.relnamespace = 'public'::regnamespace
      join pg_catalog.pg_inherits i on i.inhparent = p.oid
      join pg_catalog.pg_class c on c.oid = i.inhrelid
    where r.by_month and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
      and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month')::date <= (today - r.keep)::date
    order by c.relname
  loop
    execute format('drop table public.%I', old.name);
    gone := gone || old.name;
  end loop;
  for old in select r.* from public.retentions r where not r.by_month order by r.table_name loop
    execute format('delete from public.%I where %I < $1 and (%s)', old.table_name, old.at_column, coalesce(old.condition, 'true')) using today - old.keep;
  end loop;
  return gone;
end $function$;
alter function public.purge_months(date) owner to quadhelix_owner;

CREATE OR REPLACE FUNCTION public.put_organization_figures(wanted text, organizations uuid[], figures jsonb, day date, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.put_organization_figures(text,uuid[],jsonb,date,timestamp with time zone) owner to quadhelix_readers;
grant execute on function public.put_organization_figures(text,uuid[],jsonb,date,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.queue_webhooks()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (select from public.webhook_endpoints e where e.tenant_id = public.current_tenant() and e.state = 'ENABLED') then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('webhooks ' || s.subject_id, 0)) from (
    select distinct n.subject_id from recorded n
    where exists (select from public.webhook_endpoints e where e.tenant_id = n.tenant_id and e.state = 'ENABLED' and n.type = any (e.event_types))
    order by 1) s;
  insert into public.webhook_deliveries (tenant_id, id, endpoint_id, client_id, organization_id, event_id, event_at, event_type, subject_type, subject_id, state, next_attempt_at, created_at)
  select n.tenant_id, gen_random_uuid(), e.id, e.client_id, e.organization_id, n.id, n.at, n.type, n.subject_type, n.subject_id, 'QUEUED', n.at, n.at
  from recorded n
  join public.webhook_endpoints e on e.tenant_id = n.tenant_id and e.state = 'ENABLED'
  join lateral unnest(e.event_types, e.scopes) w (type, scope) on w.type = n.type
  join public.app_consents c on c.tenant_id = n.tenant_id and c.client_id = e.client_id and c.withdrawn_at is null and w.scope = any (c.scopes)
  order by n.at, n.id;
  if found then
    insert into public.due_times (id, tenant_id, kind, subject_id, due_at)
    select gen_random_uuid(), n.tenant_id, 'webhooks.due', n.tenant_id, max(n.at) from recorded n group by n.tenant_id
    -- Also where somebody has looked, or is looking, at this instant already: he can't have seen what is written here.
    on conflict (tenant_id, kind, subject_id, due_at) do update set done_at = null;
  end if;
  return null;
end $function$;
alter function public.queue_webhooks() owner to quadhelix_owner;
grant execute on function public.queue_webhooks() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.reading_for(person uuid, organization uuid, at timestamp with time zone)
 RETURNS TABLE(sector text, roles jsonb, tenants uuid[], complete boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;
alter function public.reading_for(uuid,uuid,timestamp with time zone) owner to quadhelix_owner;
grant execute on function public.reading_for(uuid,uuid,timestamp with time zone) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.recipient_profiles(people uuid[])
 RETURNS TABLE(person_id uuid, settings jsonb, preferences jsonb, contacts jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select p.id,
    (select to_jsonb(s) - 'person_id' from public.notification_settings s where s.person_id = p.id),
    coalesce((select jsonb_agg(jsonb_build_object('kind', w.kind, 'channel', w.channel, 'frequency', w.frequency)) from public.notification_preferences w where w.person_id = p.id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channel', c.channel, 'address', c.address, 'verified', c.verified_at is not null, 'codeIssuedAt', c.code_issued_at)
      order by c.verified_at desc nulls last, c.id) from public.contact_points c where c.person_id = p.id), '[]')
  from unnest(people) p (id)
  where exists (select from public.notifications n where n.tenant_id = public.current_tenant() and n.person_id = p.id)
    or exists (select from public.deliveries d where d.tenant_id = public.current_tenant() and d.person_id = p.id)
$function$;
alter function public.recipient_profiles(uuid[]) owner to quadhelix_readers;
grant execute on function public.recipient_profiles(uuid[]) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.refund_points(buckets text[], amounts double precision[], maximum integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.rate_buckets b set points = least(maximum, b.points + r.amount)
  from (select u.bucket, sum(u.amount) as amount from unnest(buckets, amounts) u (bucket, amount) group by 1 order by 1) r where b.bucket = r.bucket
$function$;
alter function public.refund_points(text[],double precision[],integer) owner to quadhelix_limits;
grant execute on function public.refund_points(text[],double precision[],integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.refused_bookings_since(since timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select count(*) from public.security_log l
  where l.tenant_id = public.current_tenant() and l.code = 'OVERLAPPING_PERIOD' and l.at >= since
    and l.organization_id is not distinct from public.current_organization()
$function$;
alter function public.refused_bookings_since(timestamp with time zone) owner to quadhelix_ledger;
grant execute on function public.refused_bookings_since(timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.region_contains(outer_code text, inner_code text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select outer_code = '100000'
    or left(rpad(inner_code, 6, '0'), case when outer_code like '__0000' then 2 when outer_code like '____00' then 4 else 6 end)
      = left(outer_code, case when outer_code like '__0000' then 2 when outer_code like '____00' then 4 else 6 end)
$function$;
alter function public.region_contains(text,text) owner to quadhelix_owner;
grant execute on function public.region_contains(text,text) to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.register_alliance(alliance jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_alliance(jsonb) owner to quadhelix_registry;
grant execute on function public.register_alliance(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_app(app jsonb, most integer, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_app(jsonb,integer,timestamp with time zone) owner to quadhelix_apps;
grant execute on function public.register_app(jsonb,integer,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_mandate(mandate jsonb, reason text, done_by text, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_mandate(jsonb,text,text,timestamp with time zone) owner to quadhelix_readers;
grant execute on function public.register_mandate(jsonb,text,text,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_organization(organization jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_organization(jsonb) owner to quadhelix_registry;
grant execute on function public.register_organization(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_person(person jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_person(jsonb) owner to quadhelix_registry;
grant execute on function public.register_person(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_rule_authority(authority jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  office uuid;
begin
  select o.id into office from public.organizations o
    where o.sector = 'GOVERNMENT' and (o.uscc = authority->>'organization' or (o.legal_name = authority->>'organization' and o.region_code = authority->>'organizationRegion'))
    order by (o.uscc = authority->>'organization') desc nulls last limit 1;
  if office is null then
    return null;
  end if;
  insert into public.rule_authorities (id, organization_id, level, region, created_at)
  values ((authority->>'id')::uuid, office, authority->>'level', authority->>'region', (authority->>'at')::timestamptz)
  on conflict (organization_id, level, region) do nothing;
  return office;
end $function$;
alter function public.register_rule_authority(jsonb) owner to quadhelix_standards;
grant execute on function public.register_rule_authority(jsonb) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.register_sandbox(sandbox jsonb, at_most integer)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.register_sandbox(jsonb,integer) owner to quadhelix_registry;
grant execute on function public.register_sandbox(jsonb,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.registered_mandates()
 RETURNS TABLE(id uuid, authority text, regions text[], level text, legal_basis text, valid_from date, valid_until date, state text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.id, o.legal_name, m.regions, m.level, m.legal_basis, m.valid_from, m.valid_until, m.state
  from public.oversight_mandates m join public.organizations o on o.id = m.authority_organization_id order by m.created_at desc, m.id limit 1000
$function$;
alter function public.registered_mandates() owner to quadhelix_readers;
grant execute on function public.registered_mandates() to quadhelix_app;

CREATE OR REPLACE FUNCTION public.release_person_time(booked_for text, booked_id uuid, from_day date, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update public.person_time_bookings b
  set ends_before = case when from_day > b.starts_on then least(b.ends_before, from_day) else b.ends_before end,
    released_at = case when from_day > b.starts_on then null else at end
  where b.tenant_id = public.current_tenant() and b.source_type = booked_for and b.source_id = booked_id and b.released_at is null and b.ends_before > from_day;
  return found;
end $function$;
alter function public.release_person_time(text,uuid,date,timestamp with time zone) owner to quadhelix_ledger;
grant execute on function public.release_person_time(text,uuid,date,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.request_invitation(person uuid, address text, account uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  organization constant uuid := public.current_organization();
  known record;
begin
  if organization is null or current_setting('app.first_party', true) is distinct from 'yes' then
    return 'NOT_BY_APPS';
  end if;
  if (select count(*) from identity.invitations i where i.organization_id = organization and i.requested_at > now() - interval '1 day') >= 500 then
    return 'TOO_MANY';
  end if;
  if not exists (select from public.affiliations f where f.person_id = person and f.organization_id = organization and f.valid_from <= current_date
        and (f.valid_until is null or f.valid_until >= current_date))
      or not exists (select from public.participants t where t.tenant_id = public.current_tenant() and t.person_id = person and t.organization_id = organization)
      or not identity.belongs_to(person, organization) then
    return 'REQUESTED';
  end if;
  select a.id, a.email, a.password_hash, a.disabled_at into known from identity.accounts a where a.person_id = person;
  if not found then
    insert into identity.accounts as a (id, login, email, person_id, created_at) values (account, address, address, person, now()) on conflict do nothing;
    select a.id, a.email, a.password_hash, a.disabled_at into known from identity.accounts a where a.id = account;
  end if;
  -- Again for an invitation that nobody took up, to the same address, and not more often than every ten minutes.
  if known.id is not null and known.password_hash is null and known.disabled_at is null and lower(known.email) = lower(address) then
    insert into identity.invitations as i (account_id, requested_at, organization_id, next_attempt_at) values (known.id, now(), organization, now())
    on conflict (account_id) do update set requested_at = now(), organization_id = excluded.organization_id, next_attempt_at = now(), attempts = 0, sent_at = null
      where i.requested_at < now() - interval '10 minutes';
  end if;
  return 'REQUESTED';
end $function$;
alter function public.request_invitation(uuid,text,uuid) owner to quadhelix_accounts;
grant execute on function public.request_invitation(uuid,text,uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.retire_rule_version(published uuid, expected integer, last_day date, at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  answer integer;
begin
  update public.public_rule_versions v set state = 'RETIRED', effective_until = last_day, retired_at = at, version = v.version + 1
  where v.id = published and v.state = 'PUBLISHED' and v.version = expected and public.makes_rules(v.level, v.region) returning v.version into answer;
  return answer;
end $function$;
alter function public.retire_rule_version(uuid,integer,date,timestamp with time zone) owner to quadhelix_standards;
grant execute on function public.retire_rule_version(uuid,integer,date,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.retire_sandboxes(unused_since timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.sandboxes s set state = 'REMOVING', clock_held_at = null, advance_to = null, attempts = s.attempts + 1
  where (s.used_at < unused_since or s.state = 'REMOVING') and nullif(current_setting('app.client_id', true), '') is null returning s.tenant_id
$function$;
alter function public.retire_sandboxes(timestamp with time zone) owner to quadhelix_registry;
grant execute on function public.retire_sandboxes(timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.rotate_own_app_secret(client text, new_hash text, overlap_hours integer, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.rotate_own_app_secret(text,text,integer,timestamp with time zone) owner to quadhelix_apps;
grant execute on function public.rotate_own_app_secret(text,text,integer,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.sandbox_or_null(tenant uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select a.id from public.alliances a where a.id = tenant and a.sandbox
$function$;
alter function public.sandbox_or_null(uuid) owner to quadhelix_owner;
grant execute on function public.sandbox_or_null(uuid) to quadhelix_registry;

CREATE OR REPLACE FUNCTION public.sandbox_persona(tenant uuid, organization uuid, today date)
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select s.person_id from public.seats s
  left join public.sandbox_actors c on c.tenant_id = s.tenant_id and c.organization_id = s.organization_id and c.person_id = s.person_id
  where s.tenant_id = tenant and s.organization_id = organization and s.valid_from <= today and (s.valid_until is null or s.valid_until >= today)
    and exists (select from public.affiliations f where f.person_id = s.person_id and f.organization_id = s.organization_id
      and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))
  order by (c.person_id is not null) desc, public.speaks(s.role) desc, s.created_at, s.id limit 1
$function$;
alter function public.sandbox_persona(uuid,uuid,date) owner to quadhelix_owner;
grant execute on function public.sandbox_persona(uuid,uuid,date) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.seat_holds(seat public.seats, today date)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select seat.valid_from <= today and (seat.valid_until is null or seat.valid_until >= today)
    and exists (select from public.affiliations f where f.person_id = seat.person_id and f.organization_id = seat.organization_id
      and f.valid_from <= today and (f.valid_until is null or f.valid_until >= today))
$function$;
alter function public.seat_holds(public.seats,date) owner to quadhelix_owner;
grant execute on function public.seat_holds(public.seats,date) to quadhelix_entry;

CREATE OR REPLACE FUNCTION public.security_lines_of(person uuid)
 RETURNS TABLE(at timestamp with time zone, code text, action text, organization_id uuid, client_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select l.at, l.code, l.action, l.organization_id, l.client_id from public.security_log l
  where l.tenant_id = public.current_tenant() and l.person_id = person and public.personal_data_granted(person, 'EXPORT') order by l.at
$function$;
alter function public.security_lines_of(uuid) owner to quadhelix_privacy;
grant execute on function public.security_lines_of(uuid) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.speaks(role text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select role in ('GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR')
$function$;
alter function public.speaks(text) owner to quadhelix_owner;
grant execute on function public.speaks(text) to quadhelix_entry;
grant execute on function public.speaks(text) to quadhelix_readers;

CREATE OR REPLACE FUNCTION public.step_mandate(mandate uuid, step text, allowed text[], target text, reason text, done_by text, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.step_mandate(uuid,text,text[],text,text,text,timestamp with time zone) owner to quadhelix_readers;
grant execute on function public.step_mandate(uuid,text,text[],text,text,text,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.take_idempotency_key(caller_key text, hash bytea, instant timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  tenant constant uuid := public.current_tenant();
  client constant text := current_setting('app.client_id', true);
  person constant uuid := coalesce(public.current_person(), '00000000-0000-0000-0000-000000000000');
  known record;
begin
  if not pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', tenant, client, person, caller_key), 0)) then
    return jsonb_build_object('state', 'BUSY');
  end if;
  delete from public.idempotency_answers a where a.tenant_id = tenant and a.client_id = client and a.person_id = person and a.key = caller_key
    and a.created_at < instant - interval '48 hours';
  delete from public.idempotency_answers a where (a.tenant_id, a.client_id, a.person_id, a.key) in (
    select o.tenant_id, o.client_id, o.person_id, o.key from public.idempotency_answers o
    where o.tenant_id = tenant and o.created_at < instant - interval '48 hours' limit 20 for update skip locked);
  select a.request_hash, a.answer into known from public.idempotency_answers a
    where a.tenant_id = tenant and a.client_id = client and a.person_id = person and a.key = caller_key;
  if not found then
    return jsonb_build_object('state', 'NEW');
  end if;
  if known.request_hash <> hash then
    return jsonb_build_object('state', 'OTHER');
  end if;
  return jsonb_build_object('state', 'DONE', 'answer', known.answer);
end $function$;
alter function public.take_idempotency_key(text,bytea,timestamp with time zone) owner to quadhelix_owner;
grant execute on function public.take_idempotency_key(text,bytea,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.touch_sandbox(tenant uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.sandboxes s set used_at = at where s.tenant_id = tenant and s.used_at < at
$function$;
alter function public.touch_sandbox(uuid,timestamp with time zone) owner to quadhelix_registry;
grant execute on function public.touch_sandbox(uuid,timestamp with time zone) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.update_own_app(client text, facts jsonb, expected_version integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.update_own_app(text,jsonb,integer) owner to quadhelix_apps;
grant execute on function public.update_own_app(text,jsonb,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.update_own_organization(facts jsonb, expected_version integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;
alter function public.update_own_organization(jsonb,integer) owner to quadhelix_registry;
grant execute on function public.update_own_organization(jsonb,integer) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.webhook_app(client text)
 RETURNS TABLE(organization_id uuid, scopes text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select c.owner_organization_id, c.scopes from identity.clients c where c.id = client and c.disabled_at is null
$function$;
alter function public.webhook_app(text) owner to quadhelix_introspection;
grant execute on function public.webhook_app(text) to quadhelix_app;

CREATE OR REPLACE FUNCTION public.write_rule_draft(draft jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  answer integer;
  pack public.rule_packs;
begin
  if not public.makes_rules(draft->>'level', draft->>'region') then
    return null;
  end if;
  insert into public.rule_packs (id, code, level, region, title, issuer, created_at)
  values ((draft->>'packId')::uuid, draft->>'pack', draft->>'level', draft->>'region', draft->'title', draft->>'issuer', (draft->>'at')::timestamptz) on conflict (code) do nothing;
  select p.* into pack from public.rule_packs p where p.code = draft->>'pack';
  if pack.level <> draft->>'level' or pack.region <> draft->>'region' then
    return null;
  end if;
  if draft->>'version' is null then
    insert into public.public_rule_versions as v (id, pack_id, level, region, number, state, effective_from, effective_until, rules, content_hash, hash_algorithm, summary, organization_id, drafted_by, created_at)
    values ((draft->>'id')::uuid, pack.id, pack.level, pack.region, (draft->>'number')::integer, 'DRAFT', (draft->>'effectiveFrom')::date, (draft->>'effectiveUntil')::date, draft->'rules',
      draft->>'contentHash', draft->>'hashAlgorithm', draft->>'summary', public.current_organization(), (draft->>'draftedBy')::uuid, (draft->>'at')::timestamptz)
    returning v.version into answer;
  else
    update public.public_rule_versions as v
    set effective_from = (draft->>'effectiveFrom')::date, effective_until = (draft->>'effectiveUntil')::date, rules = draft->'rules', content_hash = draft->>'contentHash',
      summary = draft->>'summary', drafted_by = (draft->>'draftedBy')::uuid, version = v.version + 1
    where v.id = (draft->>'id')::uuid and v.pack_id = pack.id and v.state = 'DRAFT' and v.version = (draft->>'version')::integer
    returning v.version into answer;
  end if;
  return answer;
end $function$;
alter function public.write_rule_draft(jsonb) owner to quadhelix_standards;
grant execute on function public.write_rule_draft(jsonb) to quadhelix_app;
