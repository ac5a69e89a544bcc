-- Sign-in for people: second factor, single-use tokens, codes by phone, activation of accounts without e-mail, sign-ins that can be ended, notices.
-- All of it belongs to the identity app. Retention: identity.purge_expired() below removes each row after the time said at its table.
-- The product's own tables and these meet in a few functions of the role quadhelix_accounts: the app asks for codes and invitations and reads nothing back
-- but what became of them; the identity app redeems them and learns of a person no more than whether what he typed is right.
alter table identity.accounts add column phone text unique check (phone ~ '^\+[1-9][0-9]{6,14}$');
-- What looks like a phone number is one: nobody's account name is another's number.
alter table identity.accounts add constraint accounts_login_no_phone check (login !~ '^\+[0-9]+$');
grant update (phone) on identity.accounts to quadhelix_identity;

-- Time-based one-time passwords (RFC 6238). The secret is sealed as the signing keys are. A code counts once: its time step must be after last_step.
create table identity.second_factors (
  account_id uuid primary key references identity.accounts (id) on delete cascade,
  sealed_secret text not null check (sealed_secret like 'aes-256-gcm:%'),
  last_step bigint not null,
  added_at timestamptz not null
);
-- SHA-256 of random codes of 80 bits; one that was used is deleted.
create table identity.recovery_codes (
  account_id uuid not null references identity.second_factors (account_id) on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (account_id, code_hash)
);

-- What a mail carries: one for each account and purpose, the newest; deleted when used. Retention: until expires_at.
create table identity.one_time_tokens (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  purpose text not null check (purpose in ('RESET', 'INVITATION')),
  account_id uuid not null references identity.accounts (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '3 days'),
  unique (account_id, purpose)
);
create index one_time_tokens_expiry on identity.one_time_tokens (expires_at);

-- Invitations to be sent by mail. Retention: 30 days.
create table identity.invitations (
  account_id uuid primary key references identity.accounts (id) on delete cascade,
  requested_at timestamptz not null,
  -- Which organization asked: what it may ask for in a day is bounded.
  organization_id uuid,
  next_attempt_at timestamptz,
  attempts smallint not null default 0,
  sent_at timestamptz,
  check ((next_attempt_at is null) or (sent_at is null))
);
create index invitations_waiting on identity.invitations (next_attempt_at) where next_attempt_at is not null;
create index invitations_organization on identity.invitations (organization_id, requested_at);

-- Codes sent to a phone, five minutes. id_hash: SHA-256 of what the page carries; account_id null: nobody has this number, which nobody may notice.
-- Number and code are kept as HMAC-SHA-256 under keys of the installation: both are too short for a plain hash. Retention: one day, to count them.
create table identity.phone_codes (
  id_hash bytea primary key check (octet_length(id_hash) = 32),
  purpose text not null check (purpose in ('SIGN_IN', 'ADD')),
  account_id uuid references identity.accounts (id) on delete cascade,
  phone_hmac bytea not null check (octet_length(phone_hmac) = 32),
  code_hmac bytea not null check (octet_length(code_hmac) = 32),
  -- Asked for from a device on which the owner of the number has signed in before: counted apart, so that strangers cannot use up his codes.
  from_known_device boolean not null,
  tries_left smallint not null default 5 check (tries_left between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= created_at + interval '5 minutes')
);
create index phone_codes_number on identity.phone_codes (phone_hmac, created_at);
create index phone_codes_created on identity.phone_codes (created_at);

-- Codes that a school hands to its students: SHA-256 of 16 characters (80 bits). One for each person, the newest; deleted when used. Retention: until expires_at.
create table identity.activation_codes (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  person_id uuid not null unique,
  organization_id uuid not null,
  tries_left smallint not null default 5 check (tries_left between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= created_at + interval '14 days')
);
create index activation_codes_expiry on identity.activation_codes (expires_at);

-- Where an account is signed in: one row for each session of the provider. One that was ended stays for a day, so that a request under way does not bring
-- its session back. Retention: 91 days after its last use, the longest that a chain of refresh tokens lives.
create table identity.sign_ins (
  session_uid text primary key,
  account_id uuid not null references identity.accounts (id) on delete cascade,
  -- Browser and system, as far as they say so; never an address.
  device text not null check (char_length(device) between 1 and 80),
  methods text[] not null default '{}',
  signed_in_at timestamptz not null,
  last_used_at timestamptz not null,
  ended_at timestamptz
);
create index sign_ins_account on identity.sign_ins (account_id, last_used_at);
create index sign_ins_used on identity.sign_ins (last_used_at);
create index sign_ins_ended on identity.sign_ins (ended_at) where ended_at is not null;

-- What happened to an account, for its owner. Retention: 400 days, as the security log.
create table identity.security_notices (
  id uuid primary key,
  account_id uuid not null references identity.accounts (id) on delete cascade,
  kind text not null check (kind in ('NEW_DEVICE', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'ACTIVATED', 'SECOND_FACTOR_ADDED', 'SECOND_FACTOR_REMOVED',
    'RECOVERY_CODES_RENEWED', 'RECOVERY_CODE_USED', 'PHONE_CHANGED', 'SIGNED_OUT_EVERYWHERE')),
  device text,
  at timestamptz not null
);
create index security_notices_account on identity.security_notices (account_id, at, id);
create index security_notices_at on identity.security_notices (at);

grant select, insert, update, delete on identity.second_factors, identity.one_time_tokens, identity.phone_codes to quadhelix_identity;
grant select, insert, delete on identity.recovery_codes to quadhelix_identity;
grant select, insert, update, delete on identity.sign_ins to quadhelix_identity;
grant select, insert, delete on identity.security_notices to quadhelix_identity;
grant select, insert, update, delete on identity.invitations to quadhelix_identity;
grant select (expires_at), delete on identity.activation_codes to quadhelix_identity;

-- To find a sign-in under way by who signs in.
create index records_signing_in on identity.records (coalesce(payload #>> '{result,login,accountId}', payload #>> '{lastSubmission,login,accountId}')) where kind = 'Interaction';

-- Ends one sign-in of an account: its session, the grants given through it and every token that came of it.
create function identity.end_sign_in(account uuid, session text) returns boolean language plpgsql volatile set search_path = '' as $$
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
end $$;

-- Ends all sign-ins of an account, or all but one. Answers how many stood.
create function identity.end_sign_ins(account uuid, but text) returns integer language plpgsql volatile set search_path = '' as $$
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
end $$;
revoke all on function identity.end_sign_in(uuid, text), identity.end_sign_ins(uuid, text) from public;
grant execute on function identity.end_sign_in(uuid, text), identity.end_sign_ins(uuid, text) to quadhelix_identity;

-- Uses a token of a mail up for a new password: every sign-in, token and other open token of the account ends with it.
create function identity.set_password(hash bytea, new_password_hash text) returns table (account_id uuid, purpose text)
language plpgsql volatile set search_path = '' as $$
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
end $$;
revoke all on function identity.set_password(bytea, text) from public;
grant execute on function identity.set_password(bytea, text) to quadhelix_identity;

-- Puts down a code for a phone number, at most one a minute and five an hour. Answers whether it is to be sent: not where there were too many, and not where
-- nobody has the number. For ADD, the account is who asks; for SIGN_IN whoever has the number. `known_owner`: whose device it is asked from.
create function identity.ask_phone_code(id_hash bytea, purpose text, asker uuid, number text, phone_hmac bytea, code_hmac bytea, known_owner uuid)
returns boolean language plpgsql volatile set search_path = '' as $$
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
end $$;
revoke all on function identity.ask_phone_code(bytea, text, uuid, text, bytea, bytea, uuid) from public;
grant execute on function identity.ask_phone_code(bytea, text, uuid, text, bytea, bytea, uuid) to quadhelix_identity;

create or replace function identity.purge_expired(at_most integer) returns integer language plpgsql volatile set search_path = '' as $$
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
end $$;

-- An account that is closed has no way in, and no way back in by an old code.
create function identity.forget_ways_in() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from identity.second_factors f where f.account_id = new.id;
  delete from identity.one_time_tokens t where t.account_id = new.id;
  delete from identity.phone_codes c where c.account_id = new.id;
  delete from identity.invitations i where i.account_id = new.id;
  delete from identity.activation_codes c where c.person_id = new.person_id;
  delete from identity.sign_ins s where s.account_id = new.id;
  return null;
end $$;
revoke all on function identity.forget_ways_in() from public;

-- The narrow door.
grant usage, create on schema public to quadhelix_accounts;
grant usage, create on schema identity to quadhelix_accounts;
grant select (id, birth_date) on people to quadhelix_accounts;
grant select (id, person_id, organization_id, kind, member_number, valid_from, valid_until) on affiliations to quadhelix_accounts;
grant select (tenant_id, person_id, organization_id, role, valid_from, valid_until) on seats to quadhelix_accounts;
grant select (tenant_id, person_id, organization_id) on participants to quadhelix_accounts;
create policy accounts on people for select to quadhelix_accounts using (true);
create policy accounts on affiliations for select to quadhelix_accounts using (true);
create policy accounts on seats for select to quadhelix_accounts using (true);
create policy accounts on participants for select to quadhelix_accounts using (true);
grant select (id, login, email, phone, person_id, password_hash, disabled_at, created_at), insert, update (password_hash) on identity.accounts to quadhelix_accounts;
grant select, insert, update, delete on identity.activation_codes, identity.invitations to quadhelix_accounts;
grant select, delete on identity.second_factors, identity.one_time_tokens, identity.phone_codes to quadhelix_accounts;
grant select, update, delete on identity.sign_ins to quadhelix_accounts;
grant insert on identity.security_notices to quadhelix_accounts;
grant select (kind, id_hash, uid, payload, grant_id_hash, account_id), delete on identity.records to quadhelix_accounts;
grant execute on function identity.end_sign_in(uuid, text), identity.end_sign_ins(uuid, text) to quadhelix_accounts;

-- May an organization let a person in? Not where he holds a seat for another one, works for another one, or opens with his own address or number already:
-- whoever names his own people must not come by what others trusted them with.
create function identity.belongs_to(person uuid, organization uuid) returns boolean language sql stable set search_path = '' as $$
  select not exists (select from public.seats s where s.person_id = person and s.organization_id <> organization and (s.valid_until is null or s.valid_until >= current_date))
    and not exists (select from public.affiliations f where f.person_id = person and f.organization_id <> organization and (f.valid_until is null or f.valid_until >= current_date))
$$;
-- May a student of this organization be let in by a code? An account with an address or a number is recovered by these; a seat that is no apprentice's is
-- no student's.
create function identity.may_be_activated(person uuid, organization uuid) returns boolean language sql stable set search_path = '' as $$
  select identity.belongs_to(person, organization)
    and not exists (select from public.seats s where s.person_id = person and s.role <> 'APPRENTICE' and (s.valid_until is null or s.valid_until >= current_date))
    and not exists (select from public.affiliations f where f.person_id = person and f.kind <> 'STUDENT' and (f.valid_until is null or f.valid_until >= current_date))
    and not exists (select from identity.accounts a where a.person_id = person and (a.disabled_at is not null or a.email is not null or a.phone is not null))
$$;

-- Makes activation codes for students of the organization that the caller acts for; the hashes are those of codes that the caller shows once. Answers for each
-- what became of it; to an app that is no part of the product, nothing. Codes live 14 days by the server's clock, as all that the identity app makes does; an older code of the same student ends.
create function issue_activation_codes(students uuid[], hashes text[])
returns table (person_id uuid, member_number text, outcome text, expires_at timestamptz) language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- Lets a person of the organization that the caller acts for be invited by mail. REQUESTED says nothing of whether the address or the person has an account;
-- TOO_MANY: the organization has asked for 500 in a day; NOT_BY_APPS: only clients of the product may ask.
create function request_invitation(person uuid, address text, account uuid) returns text language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- Lets the student in to whom an activation code belongs, where number and date of birth are his: gives his account a password, or makes the account. What he
-- typed wrong is not said; five wrong tries end the code. {"outcome": "DONE", "accountId", "login", "made"}, "WRONG" or "NAME_TAKEN".
create function identity.activate(hash bytea, number text, born date, account uuid, wanted_login text, new_password_hash text, device text, notice uuid)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- Does the account's person hold one of these roles today, anywhere? Asked for those that need a second factor.
create function identity.holds_role(account uuid, roles text[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from identity.accounts a join public.seats s on s.person_id = a.person_id
    where a.id = account and s.role = any (roles) and s.valid_from <= current_date and (s.valid_until is null or s.valid_until >= current_date))
$$;

revoke all on function identity.belongs_to(uuid, uuid), identity.may_be_activated(uuid, uuid), issue_activation_codes(uuid[], text[]),
  request_invitation(uuid, text, uuid), identity.activate(bytea, text, date, uuid, text, text, text, uuid), identity.holds_role(uuid, text[]) from public;
grant execute on function identity.belongs_to(uuid, uuid), identity.may_be_activated(uuid, uuid) to quadhelix_accounts;
grant execute on function issue_activation_codes(uuid[], text[]), request_invitation(uuid, text, uuid) to quadhelix_app;
grant execute on function identity.activate(bytea, text, date, uuid, text, text, text, uuid), identity.holds_role(uuid, text[]) to quadhelix_identity;
alter function identity.forget_ways_in() owner to quadhelix_accounts;
alter function issue_activation_codes(uuid[], text[]) owner to quadhelix_accounts;
alter function request_invitation(uuid, text, uuid) owner to quadhelix_accounts;
alter function identity.activate(bytea, text, date, uuid, text, text, text, uuid) owner to quadhelix_accounts;
alter function identity.holds_role(uuid, text[]) owner to quadhelix_accounts;
revoke create on schema public, identity from quadhelix_accounts;
create trigger forget_ways_in after update of disabled_at on identity.accounts for each row
  when (new.disabled_at is not null and old.disabled_at is null) execute function identity.forget_ways_in();

-- Personal data: the phone number goes when a person is erased, and is told in an export, with the devices and notices of his accounts.
grant select (phone), update (phone) on identity.accounts to quadhelix_privacy;
grant select (account_id, device, signed_in_at, last_used_at), delete on identity.sign_ins to quadhelix_privacy;
grant select (account_id, kind, device, at), delete on identity.security_notices to quadhelix_privacy;
grant create on schema public to quadhelix_privacy;
create or replace function forget_person(person uuid, pseudonym text, at timestamptz) returns jsonb language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

drop function accounts_of(uuid);
create function accounts_of(person uuid) returns table (login text, email text, phone text, created_at timestamptz, disabled_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.login, a.email, a.phone, a.created_at, a.disabled_at from identity.accounts a
  where a.person_id = person and public.personal_data_granted(person, 'EXPORT') order by a.created_at
$$;
-- Where his accounts are signed in and what happened to them, for a granted export.
create function account_history_of(person uuid) returns table (at timestamptz, what text, device text)
language sql stable security definer set search_path = '' as $$
  select h.at, h.what, h.device from (
    select s.account_id, s.signed_in_at as at, 'SIGNED_IN' as what, s.device from identity.sign_ins s
    union all select n.account_id, n.at, n.kind, n.device from identity.security_notices n) h
  join identity.accounts a on a.id = h.account_id
  where a.person_id = person and public.personal_data_granted(person, 'EXPORT') order by h.at
$$;
revoke all on function accounts_of(uuid), account_history_of(uuid) from public;
grant execute on function accounts_of(uuid), account_history_of(uuid) to quadhelix_app;
alter function accounts_of(uuid) owner to quadhelix_privacy;
alter function account_history_of(uuid) owner to quadhelix_privacy;
revoke create on schema public from quadhelix_privacy;
