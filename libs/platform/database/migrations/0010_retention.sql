-- How long is kept what only grows, and why: read by ensure_month_partitions() and purge_months(), and shown to people.
create table retentions (
  table_name text primary key,
  -- Column of the instant from which the time counts.
  at_column text not null,
  keep interval not null check (keep > interval '0'),
  -- Partitioned by month and dropped month by month; else rows are deleted.
  by_month boolean not null,
  -- Only rows that meet this, for tables that are not partitioned; a condition on the table's own columns.
  condition text,
  reason text not null check (reason <> '')
);
grant select on retentions to quadhelix_app;
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('events', 'at', '400 days', true, null, 'Backfill and replay of what happened, for a bit more than a school year.'),
  ('event_handlings', 'event_at', '400 days', true, null, 'As long as the events that they are about.'),
  ('audit_entries', 'at', '10 years', true, null, 'Who did what, for as long as claims from an apprenticeship may be raised.'),
  ('audit_personal_values', 'created_at', '10 years', true, null, 'As long as the entries beside which they stand, unless erased earlier.'),
  ('security_log', 'at', '400 days', false, null, 'Attacks are looked into within a year.'),
  ('due_times', 'done_at', '400 days', false, 'done_at is not null', 'To see later that something was done when it fell due.');

create or replace function ensure_month_partitions(from_month date, until_month date) returns void language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  parent text;
  month date;
begin
  for parent in select r.table_name from public.retentions r where r.by_month order by 1 loop
    month := date_trunc('month', from_month);
    while month <= until_month loop
      execute format('create table if not exists public.%I partition of public.%I for values from (%L) to (%L)',
        parent || '_' || to_char(month, 'YYYY_MM'), parent, month, (month + interval '1 month')::date);
      month := (month + interval '1 month')::date;
    end loop;
  end loop;
end $$;

create or replace function purge_months(today date) returns text[] language plpgsql set search_path = '' set timezone = 'UTC' as $$
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
end $$;
