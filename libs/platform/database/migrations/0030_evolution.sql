-- What clients use of the API, so that it is known who is concerned when something leaves. Client, member of the schema, day and how often: no alliance's facts, nobody's data.
grant usage on schema identity to quadhelix_readers;
grant select (id, name, owner_organization_id, disabled_at) on identity.clients to quadhelix_readers;
grant create on schema public to quadhelix_limits, quadhelix_readers;

create table api_usage (
  client_id text not null,
  -- Day of UTC.
  day date not null,
  -- As the schema names it: Type.field, Type.field(argument:), Input.field, Enum.VALUE.
  member text not null check (char_length(member) between 3 and 300),
  -- Operations of that day that asked for it.
  uses bigint not null check (uses > 0),
  last_used_at timestamptz(3) not null,
  -- Until when it works, where it was deprecated when it was used last.
  leaves_after date,
  primary key (client_id, day, member)
);
create index api_usage_leaving on api_usage (day, client_id) where leaves_after is not null;
grant select, insert, update on api_usage to quadhelix_limits;
grant select on api_usage to quadhelix_readers;

-- Adds what one process counted in some seconds. In the order of the key, so that two processes wait for each other but never for ever.
create function add_api_usage(clients text[], members text[], counts bigint[], instants timestamptz[], leaving date[]) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.api_usage as u (client_id, day, member, uses, last_used_at, leaves_after)
  select c.client, (c.at at time zone 'UTC')::date, c.member, c.uses, c.at, c.leaves
  from unnest(clients, members, counts, instants, leaving) c (client, member, uses, at, leaves) order by 1, 2, 3
  on conflict (client_id, day, member) do update
    set uses = u.uses + excluded.uses, last_used_at = greatest(u.last_used_at, excluded.last_used_at), leaves_after = excluded.leaves_after
$$;

-- What clients used between two days: a request is answered only about clients that the acting organization owns, the product's own work about all.
create function api_usage_of(client text, from_day date, until_day date)
returns table (client_id text, member text, day date, uses bigint, last_used_at timestamptz, leaves_after date)
language sql stable security definer set search_path = '' as $$
  select u.client_id, u.member, u.day, u.uses, u.last_used_at, u.leaves_after
  from public.api_usage u
  where u.day between from_day and until_day and (client is null or u.client_id = client)
    and (nullif(current_setting('app.client_id', true), '') is null
      or exists (select from identity.clients c where c.id = u.client_id and c.owner_organization_id = public.current_organization()))
$$;

-- Is a client the acting organization's own?
create function owns_client(client text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from identity.clients c where c.id = client and c.owner_organization_id = public.current_organization())
$$;

-- Who is told about some clients, and where: the organization that owns each, in the alliance of which it has been an active member longest. For the product's own work only.
create function owners_of_clients(clients text[]) returns table (client_id text, name text, organization_id uuid, tenant_id uuid)
language sql stable security definer set search_path = '' as $$
  select c.id, c.name, c.owner_organization_id, m.tenant_id
  from identity.clients c
  cross join lateral (
    select m.tenant_id from public.memberships m join public.alliances a on a.id = m.tenant_id and a.state = 'ACTIVE'
    where m.organization_id = c.owner_organization_id and m.state = 'ACTIVE' order by m.created_at, m.id limit 1) m
  where c.id = any (clients) and c.disabled_at is null and nullif(current_setting('app.client_id', true), '') is null
$$;

revoke all on function add_api_usage(text[], text[], bigint[], timestamptz[], date[]), api_usage_of(text, date, date), owns_client(text), owners_of_clients(text[]) from public;
grant execute on function add_api_usage(text[], text[], bigint[], timestamptz[], date[]), api_usage_of(text, date, date), owns_client(text), owners_of_clients(text[]) to quadhelix_app;
alter function add_api_usage(text[], text[], bigint[], timestamptz[], date[]) owner to quadhelix_limits;
alter function api_usage_of(text, date, date) owner to quadhelix_readers;
alter function owns_client(text) owner to quadhelix_readers;
alter function owners_of_clients(text[]) owner to quadhelix_readers;
revoke create on schema public from quadhelix_limits, quadhelix_readers;
grant execute on function current_organization() to quadhelix_readers;

-- Of what an app's owner was warned, so that he hears of it once when the app first uses it, and again as the day comes nearer.
create table api_warnings (
  client_id text not null,
  member text not null,
  leaves_after date not null,
  -- Days that were left at most when he was told.
  within_days integer not null check (within_days in (0, 7, 30, 90, 100000)),
  told_at timestamptz(3) not null,
  primary key (client_id, member, leaves_after, within_days)
);
grant select, insert on api_warnings to quadhelix_app;

insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('api_usage', 'day', '400 days', false, null, 'Whether anybody still uses what is to leave, over a school year.'),
  ('api_warnings', 'told_at', '3 years', false, null, 'As long as something may stay deprecated: nobody is warned of the same twice.');
