-- What every later migration stands on: how a table becomes an alliance table, and the platform's own tables.
create extension if not exists btree_gist;

-- The alliance of the current transaction, or null. Written out in each policy so that the planner sees a constant.
create function current_tenant() returns uuid language sql stable set search_path = '' as $$
  select nullif(current_setting('app.tenant_id', true), '')::uuid
$$;
create function current_person() returns uuid language sql stable set search_path = '' as $$
  select nullif(current_setting('app.person_id', true), '')::uuid
$$;
create function current_organization() returns uuid language sql stable set search_path = '' as $$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$$;

-- Gives a table the rules of the class "alliance": row-level security enabled, forced, one policy for reading and writing.
create procedure declare_alliance_table(name regclass, privileges text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy alliance on %s using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
    'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', name);
  execute format('grant %s on %s to quadhelix_app', privileges, name);
end $$;
revoke all on procedure declare_alliance_table from public;

-- Gives a table the first rules of the class "global" or "reader": row-level security enabled and forced; policies follow by hand.
create procedure declare_guarded_table(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
end $$;
revoke all on procedure declare_guarded_table from public;

grant usage on schema public to quadhelix_app, quadhelix_entry, quadhelix_registry, quadhelix_ledger, quadhelix_introspection;

-- When something falls due. The worker's tick claims rows; the facts stay in their alliance's tables.
create table due_times (
  id uuid primary key,
  tenant_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  due_at timestamptz(3) not null,
  done_at timestamptz(3),
  unique (tenant_id, kind, subject_id, due_at)
);
create index due_times_open on due_times (due_at, id) where done_at is null;
grant select, insert, update, delete on due_times to quadhelix_app;

-- Refused attempts, written outside the transaction that was rolled back. The app role can only add. Retention: 400 days.
create table security_log (
  id uuid primary key,
  at timestamptz(3) not null,
  request_id text,
  code text not null,
  action text,
  tenant_id uuid,
  account_id uuid,
  person_id uuid,
  organization_id uuid,
  client_id text
);
create index security_log_at on security_log (at);
grant insert on security_log to quadhelix_app;
