-- What is found by its name, and the one function that finds it. Made by the worker from the facts of the slices; can be made anew at any time.
create table search_entries (
  tenant_id uuid not null references alliances (id),
  -- GraphQL type and row of what is found.
  subject_type text not null,
  subject_id uuid not null,
  title text not null,
  -- Title, and title with all other text, as they are compared: without case, width and diacritics (libs/platform/search/src/fold.ts).
  folded_title text collate "C" not null,
  folded text collate "C" not null,
  -- Grams of the two (grams.ts). Not those of pg_trgm: where the ctype is C, as here, it finds none in Chinese (show_trgm('产教融合') is {}).
  title_grams text[] not null,
  grams text[] not null,
  -- '<alliance> <type> <relation> <id>': through whom it is found (reader-keys.ts).
  readers text[] not null,
  -- Whose personal data it is.
  person_id uuid,
  created_at timestamptz(3) not null,
  primary key (tenant_id, subject_type, subject_id)
);
create index search_entries_title on search_entries (tenant_id, folded_title);
create index search_entries_person on search_entries (tenant_id, person_id) where person_id is not null;
-- One index for both: what is common among the words is cut down by who may read it, and the other way round. Without a pending list, which every
-- search would have to read through; entries are written by the worker, where nobody waits.
create index search_entries_grams on search_entries using gin (title_grams, grams, readers) with (fastupdate = off);
call declare_alliance_table('search_entries', 'select, insert, update, delete');

grant select on search_entries to quadhelix_search;
create policy search on search_entries for select to quadhelix_search using (true);

-- Finds entries of the alliance of this transaction, and of no other whatever it is called with: `whole` is all that somebody looks for, `terms` its words,
-- `grams` theirs, `reach` the keys through which he may read, without the alliance. Answers {hits, counts, incomplete}: hits after and before a place
-- [rank, folded title, id] in the order of places, from the end where `backwards`. It looks at no more than 100 things of exactly that title, 1,000 by their
-- titles and 1,000 by everything, so that no search costs more than that. A definer, because under row-level security no operator that an
-- inverted index knows is leakproof: each search would read the whole alliance.
create function find_entries(whole text, terms text[], grams text[], reach text[], after jsonb, before jsonb, backwards boolean, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
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
end $$;

grant create on schema public to quadhelix_search;
revoke all on function find_entries(text, text[], text[], text[], jsonb, jsonb, boolean, integer) from public;
grant execute on function find_entries(text, text[], text[], text[], jsonb, jsonb, boolean, integer) to quadhelix_app;
alter function find_entries(text, text[], text[], text[], jsonb, jsonb, boolean, integer) owner to quadhelix_search;
revoke create on schema public from quadhelix_search;
