-- What waits for whom, and what is found: both are made by the worker from the facts of the slices and can be made anew at any time.
grant usage on schema public to quadhelix_readers, quadhelix_search;
grant create on schema public to quadhelix_readers, quadhelix_search, quadhelix_entry;

-- What waits in an alliance: for a person, or for whoever holds one of the roles (for an organization, or for any where it is null).
create table waiting_work (
  tenant_id uuid not null references alliances (id),
  -- Made of all that follows up to the roles, so that the same work is the same row whenever it is made anew.
  id uuid not null,
  kind text not null check (kind <> ''),
  -- The subject that causes it, and the one that it is about.
  cause_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  person_id uuid,
  organization_id uuid,
  roles text[] not null default '{}',
  title_en text not null check (title_en <> ''),
  title_zh text not null check (title_zh <> ''),
  since timestamptz(3) not null,
  due_on date,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id),
  check ((person_id is null) = (roles <> '{}')),
  check (person_id is null or organization_id is null)
);
create index waiting_work_cause on waiting_work (tenant_id, kind, cause_id);
create index waiting_work_organization on waiting_work (tenant_id, organization_id) where person_id is null;
create index waiting_work_person on waiting_work (tenant_id, person_id) where person_id is not null;
call declare_alliance_table('waiting_work', 'select, insert, update, delete');

-- The same, for each person who it waits for, over all alliances: class "reader", keyed by the person.
create table work_items (
  person_id uuid not null,
  tenant_id uuid not null,
  -- That of the waiting work.
  id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  -- For which organization he acts when he does it; null where it waits for himself.
  organization_id uuid,
  title_en text not null,
  title_zh text not null,
  since timestamptz(3) not null,
  due_on date,
  -- The order of the list: by due day, what has none last, then by age.
  place text collate "C" not null,
  primary key (person_id, tenant_id, id)
);
create index work_items_list on work_items (person_id, place, id);
create index work_items_waiting on work_items (tenant_id, id);
call declare_guarded_table('work_items');

-- Alliances whose consent lets the app of this transaction have a scope. What app_is_let_in() says of one alliance, for all of them at once.
create function alliances_consenting(to_scope text) returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(c.tenant_id), '{}') from public.app_consents c
  where c.client_id = nullif(current_setting('app.client_id', true), '') and c.withdrawn_at is null and to_scope = any (c.scopes)
$$;
create index app_consents_client on app_consents (client_id) where withdrawn_at is null;

-- His own; in an alliance only what belongs to it; by an app only what an alliance that lets it read work holds.
create policy reader on work_items for select to quadhelix_app using (
  person_id = (select current_person())
  and tenant_id = coalesce((select current_tenant()), tenant_id)
  and ((select current_setting('app.first_party', true)) = 'yes' or tenant_id = any ((select alliances_consenting('readers:read'))::uuid[])));
create policy readers on work_items to quadhelix_readers using (true) with check (true);
grant select on work_items to quadhelix_app;
grant select, insert, update, delete on work_items to quadhelix_readers;

grant select on waiting_work, seats, memberships, participants, affiliations, alliances to quadhelix_readers;
create policy readers on waiting_work for select to quadhelix_readers using (true);
create policy readers on seats for select to quadhelix_readers using (true);
create policy readers on memberships for select to quadhelix_readers using (true);
create policy readers on participants for select to quadhelix_readers using (true);
create policy readers on affiliations for select to quadhelix_readers using (true);
create policy readers on alliances for select to quadhelix_readers using (true);
grant execute on function speaks(text) to quadhelix_readers;

-- Hands waiting work of the alliance of this transaction to the people who it waits for today, and takes it from all others: the work named, and all that
-- waits for holders of roles for the organizations named (or for holders of a role for any organization). Work that does not wait any more is taken from
-- everybody. Who holds a seat is decided as by places_held(): seat and affiliation on that day, and for an organization that is only invited also
-- those who speak for it elsewhere. Runs one after the other in an alliance: of two that read at once, neither would see what the other writes.
create function hand_out_work(waiting uuid[], organizations uuid[], today date) returns void
language plpgsql volatile security definer set search_path = '' as $$
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
end $$;

-- The next day on which a period of somebody who holds a seat for an organization begins or is over, for each of these organizations that has one.
create function holders_change_on(organizations uuid[], today date) returns table (organization_id uuid, change_on date)
language sql stable security definer set search_path = '' as $$
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
$$;

-- Which other alliances a change in this one concerns: ids by type, as those alliances know them. Shared are organizations and people; an affiliation that
-- ended, or a seat of somebody who speaks for an organization, may decide who may do what elsewhere. For the product's own work; a request is answered nothing.
create function alliances_concerned(changed jsonb) returns table (tenant_id uuid, changed jsonb)
language sql stable security definer set search_path = '' as $$
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
$$;

-- All alliances, for an operator's command; a request is answered nothing.
create function all_alliances() returns table (id uuid, slug text) language sql stable security definer set search_path = '' as $$
  select a.id, a.slug from public.alliances a where nullif(current_setting('app.client_id', true), '') is null order by a.slug
$$;

revoke all on function alliances_consenting(text), hand_out_work(uuid[], uuid[], date), holders_change_on(uuid[], date), alliances_concerned(jsonb), all_alliances() from public;
grant execute on function alliances_consenting(text), hand_out_work(uuid[], uuid[], date), holders_change_on(uuid[], date), alliances_concerned(jsonb), all_alliances() to quadhelix_app;
alter function alliances_consenting(text) owner to quadhelix_entry;
alter function hand_out_work(uuid[], uuid[], date) owner to quadhelix_readers;
alter function holders_change_on(uuid[], date) owner to quadhelix_readers;
alter function alliances_concerned(jsonb) owner to quadhelix_readers;
alter function all_alliances() owner to quadhelix_readers;
revoke create on schema public from quadhelix_readers, quadhelix_search, quadhelix_entry;
