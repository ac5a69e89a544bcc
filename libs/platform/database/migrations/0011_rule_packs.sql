-- Layered rule packs. Public law (national, provincial, city) is global: everybody reads what is published, drafts are their authority's. The pack of an
-- alliance is its own. The view rule_versions shows both as one.

-- Which organization makes rules for a region: registered by an operator.
create table rule_authorities (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  level text not null check (level in ('NATIONAL', 'PROVINCIAL', 'CITY')),
  region text not null check (region ~ '^[0-9]{6}$'),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  unique (organization_id, level, region),
  check ((level = 'NATIONAL') = (region = '100000')),
  check ((level = 'PROVINCIAL') = (region ~ '^..0000$' and region <> '100000')),
  check ((level = 'CITY') = (region ~ '^....00$' and region !~ '^..0000$'))
);
create table rule_packs (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9-]{1,59}$' and code <> 'alliance'),
  level text not null check (level in ('NATIONAL', 'PROVINCIAL', 'CITY')),
  region text not null check (region ~ '^[0-9]{6}$'),
  -- {"en": …, "zh-CN": …}
  title jsonb not null,
  -- The authority or body whose rules these are, as people name it.
  issuer text not null check (issuer <> ''),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  unique (id, level, region)
);
create table public_rule_versions (
  id uuid primary key,
  pack_id uuid not null,
  level text not null,
  region text not null,
  number integer not null check (number > 0),
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  effective_from date not null,
  -- Last day; null: until further notice.
  effective_until date check (effective_until >= effective_from),
  rules jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  hash_algorithm text not null check (hash_algorithm = 'SHA-256/JCS'),
  summary text not null,
  -- Who drafted and who published it, and for which authority; null where it came with the product.
  organization_id uuid references organizations (id),
  drafted_by uuid references people (id),
  published_by uuid references people (id),
  published_at timestamptz(3),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  unique (pack_id, number),
  foreign key (pack_id, level, region) references rule_packs (id, level, region),
  constraint public_rule_versions_overlap exclude using gist (pack_id with =, daterange(effective_from, effective_until, '[]') with &&) where (state <> 'DRAFT'),
  check ((state = 'DRAFT') = (published_at is null)),
  check ((state = 'RETIRED') = (retired_at is not null)),
  check (state <> 'RETIRED' or effective_until is not null),
  -- Nobody makes rules for the past; what came with the product was law before. The earliest date of any place on earth counts.
  constraint public_rule_versions_retroactive check (state = 'DRAFT' or organization_id is null or effective_from >= (published_at at time zone 'Etc/GMT+12')::date),
  constraint public_rule_versions_ended check (retired_at is null or organization_id is null or effective_until >= (retired_at at time zone 'Etc/GMT+12')::date - 1)
);
create table alliance_rule_versions (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  number integer not null check (number > 0),
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  effective_from date not null,
  effective_until date check (effective_until >= effective_from),
  rules jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  hash_algorithm text not null check (hash_algorithm = 'SHA-256/JCS'),
  summary text not null,
  organization_id uuid references organizations (id),
  drafted_by uuid references people (id),
  published_by uuid references people (id),
  published_at timestamptz(3),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  constraint alliance_rule_versions_overlap exclude using gist (tenant_id with =, daterange(effective_from, effective_until, '[]') with &&) where (state <> 'DRAFT'),
  check ((state = 'DRAFT') = (published_at is null)),
  check ((state = 'RETIRED') = (retired_at is not null)),
  check (state <> 'RETIRED' or effective_until is not null),
  constraint alliance_rule_versions_retroactive check (state = 'DRAFT' or effective_from >= (published_at at time zone 'Etc/GMT+12')::date),
  constraint alliance_rule_versions_ended check (retired_at is null or effective_until >= (retired_at at time zone 'Etc/GMT+12')::date - 1)
);
create index alliance_rule_versions_list on alliance_rule_versions (tenant_id, created_at, id);
call declare_alliance_table('alliance_rule_versions', 'select, insert, update');
call declare_guarded_table('rule_authorities');
call declare_guarded_table('rule_packs');
call declare_guarded_table('public_rule_versions');

-- A published version is for ever what it is: it may only be given a last day. Versions of one pack follow each other without a gap.
create function keep_published_rules() returns trigger language plpgsql set search_path = '' as $$
declare
  pack_column text := case tg_table_name when 'public_rule_versions' then 'pack_id' else 'tenant_id' end;
  pack uuid;
  latest date;
  others integer;
begin
  if tg_op = 'DELETE' then
    if old.state in ('PUBLISHED', 'RETIRED') then
      raise insufficient_privilege using message = 'a published version is never removed';
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state in ('PUBLISHED', 'RETIRED') then
    if old.state = 'RETIRED' or new.state <> 'RETIRED' or new.effective_until > old.effective_until
      or (to_jsonb(new) - '{state,effective_until,retired_at,version}'::text[]) <> (to_jsonb(old) - '{state,effective_until,retired_at,version}'::text[]) then
      raise insufficient_privilege using message = 'a published version is never changed';
    end if;
    return new;
  end if;
  if new.state = 'PUBLISHED' then
    pack := to_jsonb(new)->>pack_column;
    execute format('select max(coalesce(effective_until, ''infinity'')), count(*) from public.%I where %I = $1 and state in (''PUBLISHED'', ''RETIRED'') and id <> $2', tg_table_name, pack_column)
      into latest, others using pack, new.id;
    if others > 0 and latest < new.effective_from - 1 then
      raise exclusion_violation using message = 'a day would be without rules', constraint = tg_table_name || '_gap';
    end if;
    if others > 0 and latest >= new.effective_from then
      raise exclusion_violation using message = 'two versions would hold on one day', constraint = tg_table_name || '_overlap';
    end if;
  end if;
  return new;
end $$;
revoke all on function keep_published_rules() from public;
create trigger keep_published_rules before insert or update or delete on public_rule_versions for each row execute function keep_published_rules();
create trigger keep_published_rules before insert or update or delete on alliance_rule_versions for each row execute function keep_published_rules();

-- An authority is known where its organization is a member, and to itself.
create policy visible on rule_authorities for select to quadhelix_app using (
  organization_id = (select current_organization())
  or exists (select from memberships m where m.tenant_id = (select current_tenant()) and m.organization_id = rule_authorities.organization_id));
create policy visible on public_rule_versions for select to quadhelix_app using (
  state <> 'DRAFT'
  or exists (select from rule_authorities a where a.level = public_rule_versions.level and a.region = public_rule_versions.region and a.organization_id = (select current_organization())));
-- As visible as one of its versions.
create policy visible on rule_packs for select to quadhelix_app using (exists (select from public_rule_versions v where v.pack_id = rule_packs.id));
grant select on rule_authorities, rule_packs, public_rule_versions to quadhelix_app;
grant usage on schema public to quadhelix_standards;
grant select, insert on rule_authorities, rule_packs to quadhelix_standards;
grant select, insert, update, delete on public_rule_versions to quadhelix_standards;
grant select on organizations to quadhelix_standards;
create policy standards on rule_authorities to quadhelix_standards using (true) with check (true);
create policy standards on rule_packs to quadhelix_standards using (true) with check (true);
create policy standards on public_rule_versions to quadhelix_standards using (true) with check (true);

create view rule_versions with (security_invoker = true) as
  select v.id, p.code as pack, v.level, v.region, p.title, p.issuer, v.number, v.state, v.effective_from, v.effective_until, v.rules, v.content_hash, v.hash_algorithm, v.summary,
    v.organization_id, v.drafted_by, v.published_by, v.published_at, v.retired_at, v.created_at, v.version
  from public_rule_versions v join rule_packs p on p.id = v.pack_id
  union all
  select v.id, 'alliance', 'ALLIANCE', rpad(a.region_code, 6, '0'), jsonb_build_object('en', a.name, 'zh-CN', a.name), a.name, v.number, v.state, v.effective_from, v.effective_until, v.rules,
    v.content_hash, v.hash_algorithm, v.summary, v.organization_id, v.drafted_by, v.published_by, v.published_at, v.retired_at, v.created_at, v.version
  from alliance_rule_versions v join alliances a on a.id = v.tenant_id;
grant select on rule_versions to quadhelix_app;
