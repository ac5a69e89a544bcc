-- What happened and who did it. These only grow, are partitioned by month from the first day, and belong to their alliance.
-- Retention: events and their handlings 400 days, audit entries and the personal values beside them 10 years; purge_months() below ends them.
create table events (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  payload jsonb not null,
  primary key (tenant_id, id, at)
) partition by range (at);
create table audit_entries (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('PERSON', 'APP', 'SYSTEM')),
  purpose text,
  account_id uuid,
  person_id uuid,
  organization_id uuid,
  client_id text,
  action text not null,
  subject_type text not null,
  subject_id uuid not null,
  -- field → [before, after]; of a personal value only {"sha256": commitment} stands here.
  changes jsonb not null,
  reason text,
  request_id text,
  primary key (tenant_id, id, at)
) partition by range (at);
create index audit_entries_subject on audit_entries (tenant_id, subject_type, subject_id, at);
create index audit_entries_list on audit_entries (tenant_id, at, id);
create index events_list on events (tenant_id, at, id);

-- Personal values that an audit entry only commits to; erasable without breaking the entry.
create table audit_personal_values (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  field text not null,
  side text not null check (side in ('BEFORE', 'AFTER')),
  salt text not null,
  value text not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id, created_at)
) partition by range (created_at);
create index audit_personal_values_entry on audit_personal_values (tenant_id, entry_id);
create table event_handlings (
  tenant_id uuid not null,
  event_id uuid not null,
  event_at timestamptz(3) not null,
  handler text not null,
  handled_at timestamptz(3) not null,
  primary key (tenant_id, event_id, handler, event_at)
) partition by range (event_at);
call declare_alliance_table('events', 'select, insert');
call declare_alliance_table('audit_entries', 'select, insert');
call declare_alliance_table('audit_personal_values', 'select, insert, delete');
call declare_alliance_table('event_handlings', 'select, insert');

-- Makes the monthly partitions up to a month. Called at every start by the migrator; rows outside all months land in the default partition.
create function ensure_month_partitions(from_month date, until_month date) returns void language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  parent text;
  month date;
begin
  foreach parent in array array['events', 'event_handlings', 'audit_entries', 'audit_personal_values'] loop
    month := date_trunc('month', from_month);
    while month <= until_month loop
      execute format('create table if not exists public.%I partition of public.%I for values from (%L) to (%L)',
        parent || '_' || to_char(month, 'YYYY_MM'), parent, month, (month + interval '1 month')::date);
      month := (month + interval '1 month')::date;
    end loop;
  end loop;
end $$;
create table events_other partition of events default;
create table event_handlings_other partition of event_handlings default;
create table audit_entries_other partition of audit_entries default;
create table audit_personal_values_other partition of audit_personal_values default;

-- Ends what is past its retention, whole months at a time; also lines of the security log and due times that are done. Called at every start by the migrator.
create function purge_months(today date) returns text[] language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  old record;
  gone text[] := '{}';
begin
  for old in
    select c.relname as name from pg_catalog.pg_inherits i
      join pg_catalog.pg_class c on c.oid = i.inhrelid join pg_catalog.pg_class p on p.oid = i.inhparent
    where c.relname ~ '_[0-9]{4}_[0-9]{2}$' and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month')::date <=
      case when p.relname in ('events', 'event_handlings') then today - 400
           when p.relname in ('audit_entries', 'audit_personal_values') then (today - interval '10 years')::date end
    order by c.relname
  loop
    execute format('drop table public.%I', old.name);
    gone := gone || old.name;
  end loop;
  delete from public.security_log where at < today - 400;
  delete from public.due_times where done_at < today - 400;
  return gone;
end $$;
revoke all on function ensure_month_partitions(date, date), purge_months(date) from public;
