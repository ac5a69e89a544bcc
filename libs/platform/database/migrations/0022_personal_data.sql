-- Rights of people over their own data (Personal Information Protection Law, articles 44-50): what they asked for and what became of it.
create table personal_data_requests (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  kind text not null check (kind in ('EXPORT', 'CORRECTION', 'CONSENT_WITHDRAWAL', 'ERASURE')),
  state text not null check (state in ('REQUESTED', 'GRANTED', 'DONE', 'REFUSED', 'FAILED', 'CANCELLED')),
  -- About whom, and who asked: the same person until guardians ask for minors.
  person_id uuid not null references people (id),
  asked_by_person_id uuid not null references people (id),
  -- For which he acted: the organization that holds the facts, and decides.
  organization_id uuid not null references organizations (id),
  language text not null check (language in ('en', 'zh-CN')),
  -- Personal, in his own words; null once he is erased.
  statement text,
  field text,
  wanted text,
  -- What stands in the place of his name after an erasure.
  pseudonym text,
  -- Local date by which it has to be decided and done.
  due_on date not null,
  decided_at timestamptz(3),
  decided_by_person_id uuid references people (id),
  decision_reason text,
  -- The law that obliges to refuse.
  law text,
  -- kind of data → how many rows were given out, changed or erased.
  results jsonb not null default '{}',
  attempts integer not null default 0,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_size bigint check (byte_size > 0),
  file_removed_at timestamptz(3),
  done_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((kind = 'CORRECTION') = (field is not null)),
  check (state <> 'REFUSED' or (decision_reason <> '' and law <> '')),
  check ((state = 'DONE') = (done_at is not null)),
  check (decided_by_person_id <> person_id),
  check ((kind = 'ERASURE') = (pseudonym is not null))
);
-- A second wish for the same while the first is open adds nothing.
create unique index personal_data_requests_open on personal_data_requests (tenant_id, person_id, kind) where kind in ('EXPORT', 'ERASURE') and state in ('REQUESTED', 'GRANTED');
create index personal_data_requests_list on personal_data_requests (tenant_id, created_at, id);
create index personal_data_requests_person on personal_data_requests (tenant_id, person_id, created_at, id);
create index personal_data_requests_organization on personal_data_requests (tenant_id, organization_id, created_at, id);
call declare_alliance_table('personal_data_requests', 'select, insert, update, delete');
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('personal_data_requests', 'created_at', '3 years', false, $$state in ('DONE', 'REFUSED', 'FAILED', 'CANCELLED')$$, 'To show that a right was granted in time; complaints may come up to three years later.');

-- On which day what runs daily has run. Retention: 30 days.
create table daily_runs (
  name text not null,
  day date not null,
  begun_at timestamptz(3) not null,
  primary key (name, day)
);
grant select, insert, delete on daily_runs to quadhelix_app;
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('daily_runs', 'begun_at', '30 days', false, null, 'To see that the daily work was done.');

grant usage, create on schema public to quadhelix_privacy;
grant usage on schema identity to quadhelix_privacy;
grant select, delete on participants to quadhelix_privacy;
grant select, update on seats, affiliations, people to quadhelix_privacy;
grant select on personal_data_requests, alliances to quadhelix_privacy;
grant select, update on security_log to quadhelix_privacy;
grant select (id, login, email, person_id, created_at, disabled_at), update (login, email, password_hash, disabled_at) on identity.accounts to quadhelix_privacy;
grant select (account_id), delete on identity.records to quadhelix_privacy;
create policy privacy on participants to quadhelix_privacy using (true) with check (true);
create policy privacy on seats to quadhelix_privacy using (true) with check (true);
create policy privacy on affiliations to quadhelix_privacy using (true) with check (true);
create policy privacy on people to quadhelix_privacy using (true) with check (true);
create policy privacy on personal_data_requests for select to quadhelix_privacy using (true);
create policy privacy on alliances for select to quadhelix_privacy using (true);

-- Was this granted to the person in the alliance of this transaction? Nothing below works without.
create function personal_data_granted(person uuid, of_kind text) returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.personal_data_requests r
    where r.tenant_id = public.current_tenant() and r.person_id = person and r.kind = of_kind and r.state = 'GRANTED')
$$;

-- Takes a person out of the alliance of this transaction, by a granted request for erasure: his participation goes, his seats end, and where no alliance knows him for an
-- organization any more, its number and title for him are replaced. Where no alliance knows him at all, his name becomes the pseudonym, birth date and the HMAC of
-- his identity number go, and his accounts are closed with all their sessions. Two alliances at once: the row of the person is locked first.
create function forget_person(person uuid, pseudonym text, at timestamptz) returns jsonb language plpgsql volatile security definer set search_path = '' as $$
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
    update identity.accounts a set login = 'erased-' || a.id, email = null, password_hash = null, disabled_at = coalesce(a.disabled_at, at) where a.id = any (accounts);
    delete from identity.records r where r.account_id = any (accounts);
  end if;
  return jsonb_build_object('entirely', entirely, 'participations', cardinality(known_for), 'affiliations', affiliations_replaced,
    'accounts', case when entirely then cardinality(accounts) else 0 end);
end $$;

-- Changes one fact of a person to what he asked for, by a granted request for correction of just that. False where he is not known here.
create function correct_person(person uuid, organization uuid, field text, value text) returns boolean language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- Lines of the security log about the person in the alliance of this transaction, and his accounts, for a granted export.
create function security_lines_of(person uuid) returns table (at timestamptz, code text, action text, organization_id uuid, client_id text)
language sql stable security definer set search_path = '' as $$
  select l.at, l.code, l.action, l.organization_id, l.client_id from public.security_log l
  where l.tenant_id = public.current_tenant() and l.person_id = person and public.personal_data_granted(person, 'EXPORT') order by l.at
$$;
create function accounts_of(person uuid) returns table (login text, email text, created_at timestamptz, disabled_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.login, a.email, a.created_at, a.disabled_at from identity.accounts a where a.person_id = person and public.personal_data_granted(person, 'EXPORT') order by a.created_at
$$;

revoke all on function personal_data_granted(uuid, text), forget_person(uuid, text, timestamptz), correct_person(uuid, uuid, text, text), security_lines_of(uuid), accounts_of(uuid) from public;
grant execute on function personal_data_granted(uuid, text) to quadhelix_privacy;
grant execute on function forget_person(uuid, text, timestamptz), correct_person(uuid, uuid, text, text), security_lines_of(uuid), accounts_of(uuid) to quadhelix_app;
alter function forget_person(uuid, text, timestamptz) owner to quadhelix_privacy;
alter function correct_person(uuid, uuid, text, text) owner to quadhelix_privacy;
alter function security_lines_of(uuid) owner to quadhelix_privacy;
alter function accounts_of(uuid) owner to quadhelix_privacy;
revoke create on schema public from quadhelix_privacy;
