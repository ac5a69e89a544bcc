-- The change feed: what was created, changed or removed in an alliance, in the order in which it was committed.

-- Last position of each alliance's feed, and the instant of its last entry. Whoever writes entries holds the row of his alliance until he has committed, so positions
-- have no gaps and the order of positions is the order of commits: a reader who has seen position n will never see a smaller one appear.
create table change_heads (
  tenant_id uuid primary key references alliances (id),
  position bigint not null check (position > 0),
  at timestamptz(3) not null
);
grant select, insert, update on change_heads to quadhelix_app;

create table change_entries (
  tenant_id uuid not null,
  position bigint not null,
  -- Never before that of the entry before it, so that a position and its instant begin at the same place; months are dropped by it.
  at timestamptz(3) not null,
  -- Type of a Node, and its row.
  type text not null check (type <> ''),
  subject_id uuid not null,
  operation text not null check (operation in ('CREATED', 'UPDATED', 'DELETED')),
  -- Who stood in which relation to it before, where the change has taken it away from somebody: relation -> id, ids or true.
  former jsonb,
  primary key (tenant_id, position, at)
) partition by range (at);
create table change_entries_other partition of change_entries default;
call declare_alliance_table('change_entries', 'select, insert');
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('change_entries', 'at', '90 days', true, null, 'A copy that was not followed for longer is made anew by a bulk export.');

-- Adds entries [{type, subjectId, operation, former}] to the feed of an alliance; the last statement before COMMIT, for the row of the head is held until then.
create function append_changes(tenant uuid, now timestamptz, entries jsonb) returns void language sql volatile set search_path = '' as $$
  with head as (
    insert into public.change_heads as h (tenant_id, position, at) values (tenant, jsonb_array_length(entries), now)
    on conflict (tenant_id) do update set position = h.position + jsonb_array_length(entries), at = greatest(h.at, excluded.at)
    returning h.position, h.at)
  insert into public.change_entries (tenant_id, position, at, type, subject_id, operation, former)
  select tenant, head.position - jsonb_array_length(entries) + e.ordinality, head.at, e.entry->>'type', (e.entry->>'subjectId')::uuid, e.entry->>'operation', nullif(e.entry->'former', 'null')
  from head, jsonb_array_elements(entries) with ordinality as e (entry, ordinality)
$$;
revoke all on function append_changes(uuid, timestamptz, jsonb) from public;
grant execute on function append_changes(uuid, timestamptz, jsonb) to quadhelix_app;
