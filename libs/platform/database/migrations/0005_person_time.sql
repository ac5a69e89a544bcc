-- The person-time ledger: how much of a person is booked, over the whole platform. Never above 100 % at any instant.
create table person_time_bookings (
  id uuid primary key,
  person_id uuid not null references people (id),
  tenant_id uuid not null references alliances (id),
  source_type text not null,
  source_id uuid not null,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  load_bp integer not null check (load_bp between 1 and 10000),
  released_at timestamptz(3),
  created_at timestamptz(3) not null
);
-- One source may book again from a later day: what was paused goes on.
create unique index person_time_bookings_source on person_time_bookings (tenant_id, source_type, source_id, starts_on) where released_at is null;
create index person_time_bookings_person on person_time_bookings (person_id, starts_on, ends_before) where released_at is null;
create table person_time_heads (person_id uuid primary key references people (id));
call declare_guarded_table('person_time_bookings');
call declare_guarded_table('person_time_heads');
create policy visible on person_time_bookings for select to quadhelix_app using (tenant_id = (select current_tenant()));
grant select on person_time_bookings to quadhelix_app;
grant select, insert, update on person_time_bookings, person_time_heads to quadhelix_ledger;
grant select on participants to quadhelix_ledger;
create policy ledger on person_time_bookings to quadhelix_ledger using (true) with check (true);
create policy ledger on person_time_heads to quadhelix_ledger using (true) with check (true);
create policy ledger on participants for select to quadhelix_ledger using (true);
grant create on schema public to quadhelix_ledger;

-- Books periods for people who take part in the alliance of this transaction. One answer per booking, in order:
-- BOOKED, OVERLAPPING_PERIOD (more than 100 % at some instant; nothing is said about the other bookings) or NOT_FOUND.
-- Each person's head row is locked first, in id order, so that two writers can't both fit into the last free share.
create function book_person_time(bookings jsonb) returns jsonb language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- Gives time back from a day on: later days of the booking become free, earlier ones stay booked. Answers whether there was such a booking here.
create function release_person_time(booked_for text, booked_id uuid, from_day date, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.person_time_bookings b
  set ends_before = case when from_day > b.starts_on then least(b.ends_before, from_day) else b.ends_before end,
    released_at = case when from_day > b.starts_on then null else at end
  where b.tenant_id = public.current_tenant() and b.source_type = booked_for and b.source_id = booked_id and b.released_at is null and b.ends_before > from_day;
  return found;
end $$;

-- How often a booking was refused to the organization of this transaction (or to the app) since an instant: each refusal says something about other
-- alliances, so a caller who asks again and again is stopped. Reads the security log, which the app role can't.
create function refused_bookings_since(since timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) from public.security_log l
  where l.tenant_id = public.current_tenant() and l.code = 'OVERLAPPING_PERIOD' and l.at >= since
    and l.organization_id is not distinct from public.current_organization()
$$;
create index security_log_refusals on security_log (tenant_id, code, at);
grant select on security_log to quadhelix_ledger;

revoke all on function book_person_time(jsonb), release_person_time(text, uuid, date, timestamptz), refused_bookings_since(timestamptz) from public;
grant execute on function book_person_time(jsonb), release_person_time(text, uuid, date, timestamptz), refused_bookings_since(timestamptz) to quadhelix_app;
alter function refused_bookings_since(timestamptz) owner to quadhelix_ledger;
alter function book_person_time(jsonb) owner to quadhelix_ledger;
alter function release_person_time(text, uuid, date, timestamptz) owner to quadhelix_ledger;
revoke create on schema public from quadhelix_ledger;
