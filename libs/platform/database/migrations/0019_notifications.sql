-- Telling people: what each was told (alliance), his inbox over all alliances (reader), where he is reached and how he wants it (reader, his own),
-- and what was sent to him (alliance).
grant create on schema public to quadhelix_readers, quadhelix_entry;

create table notifications (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  person_id uuid not null references people (id),
  -- For which organization he was told, and as what; null where he himself was.
  organization_id uuid references organizations (id),
  roles text[],
  -- The same for everybody who was told the same; made of the event, so that an event handled twice tells nothing twice.
  notice_id uuid not null,
  kind text not null check (kind <> ''),
  mandatory boolean not null,
  subject_type text not null check (subject_type <> ''),
  subject_id uuid not null,
  title jsonb not null,
  text jsonb not null,
  state text not null check (state in ('UNREAD', 'READ', 'ARCHIVED')),
  read_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, notice_id, person_id)
);
create index notifications_of on notifications (tenant_id, person_id, created_at, id);
create index notifications_unread on notifications (tenant_id, person_id, created_at, id) where state = 'UNREAD';
create index notifications_old on notifications (created_at);
call declare_alliance_table('notifications', 'select, insert, update, delete');
create policy readers on notifications for select to quadhelix_readers using (true);
grant select on notifications to quadhelix_readers;
-- Retention ends old rows of all alliances, as the owner.
create policy retention on notifications to quadhelix_owner using (true) with check (true);

create table deliveries (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  person_id uuid not null references people (id),
  channel text not null check (channel in ('MAIL', 'SMS', 'WECOM')),
  purpose text not null check (purpose in ('NOTICE', 'DIGEST', 'CODE')),
  digest_at timestamptz(3),
  contact_point_id uuid,
  state text not null check (state in ('QUEUED', 'SENDING', 'SENT', 'UNCERTAIN', 'FAILED', 'GIVEN_UP', 'DROPPED')),
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz(3) not null,
  claimed_at timestamptz(3),
  ended_at timestamptz(3),
  -- Why the last attempt failed, or why it was dropped; a code of the channel.
  code text,
  -- What the provider calls it.
  reference text,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, person_id, channel, digest_at),
  check ((purpose = 'DIGEST') = (digest_at is not null)),
  check ((purpose = 'CODE') = (contact_point_id is not null)),
  check ((state = 'SENDING') = (claimed_at is not null)),
  check ((state in ('QUEUED', 'SENDING')) = (ended_at is null))
);
create index deliveries_waiting on deliveries (tenant_id, next_attempt_at, id) where state = 'QUEUED';
create index deliveries_sending on deliveries (tenant_id, claimed_at) where state = 'SENDING';
create index deliveries_of on deliveries (tenant_id, person_id, created_at, id);
create index deliveries_old on deliveries (created_at);
call declare_alliance_table('deliveries', 'select, insert, update, delete');
create policy readers on deliveries for select to quadhelix_readers using (true);
grant select on deliveries to quadhelix_readers;
create policy retention on deliveries to quadhelix_owner using (true) with check (true);

-- Which delivery carries a notification: one for each channel, whether by itself or in a digest.
create table delivery_items (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  notification_id uuid not null,
  channel text not null check (channel in ('MAIL', 'SMS', 'WECOM')),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, notification_id, channel),
  foreign key (tenant_id, delivery_id) references deliveries (tenant_id, id) on delete cascade,
  foreign key (tenant_id, notification_id) references notifications (tenant_id, id) on delete cascade
);
create index delivery_items_delivery on delivery_items (tenant_id, delivery_id);
call declare_alliance_table('delivery_items', 'select, insert, delete');
create policy retention on delivery_items to quadhelix_owner using (true) with check (true);

-- The inbox of a person over all alliances: a copy of his notifications, kept by a trigger in the transaction that changes them.
create table inbox_entries (
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
  created_at timestamptz(3) not null,
  primary key (person_id, tenant_id, id)
);
create index inbox_entries_list on inbox_entries (person_id, created_at, id);
call declare_guarded_table('inbox_entries');
-- His own; in an alliance only what belongs to it; by an app only of alliances that let it read notifications.
create policy reader on inbox_entries for select to quadhelix_app using (
  person_id = (select current_person())
  and tenant_id = coalesce((select current_tenant()), tenant_id)
  and ((select current_setting('app.first_party', true)) = 'yes' or tenant_id = any ((select alliances_consenting('notifications:read'))::uuid[])));
create policy writer on inbox_entries to quadhelix_readers using (true) with check (true);
grant select on inbox_entries to quadhelix_app;
grant select, insert, update, delete on inbox_entries to quadhelix_readers;

create function copy_to_inbox() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    delete from public.inbox_entries e where e.person_id = old.person_id and e.tenant_id = old.tenant_id and e.id = old.id;
    return null;
  end if;
  insert into public.inbox_entries (person_id, tenant_id, id, kind, mandatory, subject_type, subject_id, title, text, state, created_at)
  values (new.person_id, new.tenant_id, new.id, new.kind, new.mandatory, new.subject_type, new.subject_id, new.title, new.text, new.state, new.created_at)
  on conflict (person_id, tenant_id, id) do update set state = excluded.state;
  return null;
end $$;
create trigger copy_to_inbox after insert or delete or update of state on notifications for each row execute function copy_to_inbox();

-- Where a person is reached. His own on the whole platform: he alone reads it; the worker, to send him something (recipient_profiles).
create table contact_points (
  id uuid primary key,
  person_id uuid not null references people (id),
  channel text not null check (channel in ('MAIL', 'SMS', 'WECOM')),
  address text not null check (address <> '' and length(address) <= 254),
  verified_at timestamptz(3),
  -- When the code that is open was made (the code itself is computed from this and never stored), and how often a wrong one was given.
  code_issued_at timestamptz(3),
  code_attempts integer not null default 0,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  unique (person_id, channel, address)
);
call declare_guarded_table('contact_points');
create policy reader on contact_points to quadhelix_app using (person_id = (select current_person())) with check (person_id = (select current_person()));
create policy readers on contact_points for select to quadhelix_readers using (true);
grant select, insert, update, delete on contact_points to quadhelix_app;
grant select on contact_points to quadhelix_readers;

create table notification_settings (
  person_id uuid primary key references people (id),
  language text not null check (language in ('en', 'zh-CN')),
  -- Null: the zone of the alliance.
  time_zone text,
  digest_hour integer not null check (digest_hour between 0 and 23),
  -- 1 is Monday.
  digest_weekday integer not null check (digest_weekday between 1 and 7),
  -- Hours of the local day in which nothing is sent; both or none.
  quiet_from integer check (quiet_from between 0 and 23),
  quiet_until integer check (quiet_until between 0 and 23),
  updated_at timestamptz(3) not null,
  version integer not null default 1,
  check ((quiet_from is null) = (quiet_until is null)),
  check (quiet_from is distinct from quiet_until or quiet_from is null)
);
call declare_guarded_table('notification_settings');
create policy reader on notification_settings to quadhelix_app using (person_id = (select current_person())) with check (person_id = (select current_person()));
create policy readers on notification_settings for select to quadhelix_readers using (true);
grant select, insert, update, delete on notification_settings to quadhelix_app;
grant select on notification_settings to quadhelix_readers;

create table notification_preferences (
  person_id uuid not null references people (id),
  kind text not null,
  channel text not null check (channel in ('MAIL', 'SMS', 'WECOM')),
  frequency text not null check (frequency in ('AT_ONCE', 'DAILY', 'WEEKLY', 'OFF')),
  updated_at timestamptz(3) not null,
  primary key (person_id, kind, channel)
);
call declare_guarded_table('notification_preferences');
create policy reader on notification_preferences to quadhelix_app using (person_id = (select current_person())) with check (person_id = (select current_person()));
create policy readers on notification_preferences for select to quadhelix_readers using (true);
grant select, insert, update, delete on notification_preferences to quadhelix_app;
grant select on notification_preferences to quadhelix_readers;

-- How people want to be told and where they are reached: of those only to whom this alliance has something to say.
create function recipient_profiles(people uuid[]) returns table (person_id uuid, settings jsonb, preferences jsonb, contacts jsonb)
language sql stable security definer set search_path = '' as $$
  select p.id,
    (select to_jsonb(s) - 'person_id' from public.notification_settings s where s.person_id = p.id),
    coalesce((select jsonb_agg(jsonb_build_object('kind', w.kind, 'channel', w.channel, 'frequency', w.frequency)) from public.notification_preferences w where w.person_id = p.id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channel', c.channel, 'address', c.address, 'verified', c.verified_at is not null, 'codeIssuedAt', c.code_issued_at)
      order by c.verified_at desc nulls last, c.id) from public.contact_points c where c.person_id = p.id), '[]')
  from unnest(people) p (id)
  where exists (select from public.notifications n where n.tenant_id = public.current_tenant() and n.person_id = p.id)
    or exists (select from public.deliveries d where d.tenant_id = public.current_tenant() and d.person_id = p.id)
$$;

-- Who is told. `wanted` is a list of {"n", "organizationId"?, "roles", "personId"?}: for an organization, he as long as he holds a seat for it, else whoever
-- holds one of the roles for it that day, else whoever speaks for it; without one, whoever holds one of the roles in the alliance. An organization that is only
-- invited has its people elsewhere: those who speak for it in an alliance that it joined.
create function notice_recipients(wanted jsonb, today date) returns table (n integer, person_id uuid, organization_id uuid)
language sql stable security definer set search_path = '' as $$
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
$$;

revoke all on function copy_to_inbox(), recipient_profiles(uuid[]), notice_recipients(jsonb, date) from public;
grant execute on function recipient_profiles(uuid[]), notice_recipients(jsonb, date) to quadhelix_app;
grant execute on function current_tenant(), current_person() to quadhelix_readers;
alter function copy_to_inbox() owner to quadhelix_readers;
alter function recipient_profiles(uuid[]) owner to quadhelix_readers;
alter function notice_recipients(jsonb, date) owner to quadhelix_entry;
revoke create on schema public from quadhelix_readers, quadhelix_entry;

insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('notifications', 'created_at', '400 days', false, null, 'What somebody was told is looked up for a bit more than a school year; the facts stay where they are.'),
  ('deliveries', 'created_at', '400 days', false, null, 'To show later that somebody was told, as long as what he was told.');
