-- What is done with rules: drafting and publishing public law, confirmations, waivers for a trial, evaluations, violations.
grant create on schema public to quadhelix_standards;

-- Is the organization of this transaction registered to make rules there?
create function makes_rules(rule_level text, rule_region text) returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.rule_authorities a where a.level = rule_level and a.region = rule_region and a.organization_id = public.current_organization())
$$;

-- Registers an office of government as a maker of rules, known by its credit code or by name and region; an operator's command. Null: no such office.
create function register_rule_authority(authority jsonb) returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  office uuid;
begin
  select o.id into office from public.organizations o
    where o.sector = 'GOVERNMENT' and (o.uscc = authority->>'organization' or (o.legal_name = authority->>'organization' and o.region_code = authority->>'organizationRegion'))
    order by (o.uscc = authority->>'organization') desc nulls last limit 1;
  if office is null then
    return null;
  end if;
  insert into public.rule_authorities (id, organization_id, level, region, created_at)
  values ((authority->>'id')::uuid, office, authority->>'level', authority->>'region', (authority->>'at')::timestamptz)
  on conflict (organization_id, level, region) do nothing;
  return office;
end $$;

-- Writes a draft of public law, new or anew; its pack is made with its first draft. Answers the version of the row; null where the organization of this transaction
-- is no authority there, the pack is another one's, or the draft is not the one that was read.
create function write_rule_draft(draft jsonb) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  answer integer;
  pack public.rule_packs;
begin
  if not public.makes_rules(draft->>'level', draft->>'region') then
    return null;
  end if;
  insert into public.rule_packs (id, code, level, region, title, issuer, created_at)
  values ((draft->>'packId')::uuid, draft->>'pack', draft->>'level', draft->>'region', draft->'title', draft->>'issuer', (draft->>'at')::timestamptz) on conflict (code) do nothing;
  select p.* into pack from public.rule_packs p where p.code = draft->>'pack';
  if pack.level <> draft->>'level' or pack.region <> draft->>'region' then
    return null;
  end if;
  if draft->>'version' is null then
    insert into public.public_rule_versions as v (id, pack_id, level, region, number, state, effective_from, effective_until, rules, content_hash, hash_algorithm, summary, organization_id, drafted_by, created_at)
    values ((draft->>'id')::uuid, pack.id, pack.level, pack.region, (draft->>'number')::integer, 'DRAFT', (draft->>'effectiveFrom')::date, (draft->>'effectiveUntil')::date, draft->'rules',
      draft->>'contentHash', draft->>'hashAlgorithm', draft->>'summary', public.current_organization(), (draft->>'draftedBy')::uuid, (draft->>'at')::timestamptz)
    returning v.version into answer;
  else
    update public.public_rule_versions as v
    set effective_from = (draft->>'effectiveFrom')::date, effective_until = (draft->>'effectiveUntil')::date, rules = draft->'rules', content_hash = draft->>'contentHash',
      summary = draft->>'summary', drafted_by = (draft->>'draftedBy')::uuid, version = v.version + 1
    where v.id = (draft->>'id')::uuid and v.pack_id = pack.id and v.state = 'DRAFT' and v.version = (draft->>'version')::integer
    returning v.version into answer;
  end if;
  return answer;
end $$;

-- Publishes a draft of public law; the version before it gets its last day. Answers the new version of the row; null where not allowed or stale.
create function publish_rule_version(draft uuid, expected integer, publisher uuid, at timestamptz) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  found_row public.public_rule_versions;
  answer integer;
begin
  select v.* into found_row from public.public_rule_versions v where v.id = draft;
  if found_row.id is null or not public.makes_rules(found_row.level, found_row.region) then
    return null;
  end if;
  -- One at a time in a pack: two that publish at once must see each other.
  perform pg_advisory_xact_lock(hashtextextended('rule pack ' || found_row.pack_id::text, 0));
  update public.public_rule_versions v set state = 'RETIRED', effective_until = found_row.effective_from - 1, retired_at = at, version = v.version + 1
  where v.pack_id = found_row.pack_id and v.state = 'PUBLISHED' and v.effective_until is null and v.effective_from < found_row.effective_from;
  update public.public_rule_versions v set state = 'PUBLISHED', published_by = publisher, published_at = at, organization_id = public.current_organization(), version = v.version + 1
  where v.id = draft and v.state = 'DRAFT' and v.version = expected returning v.version into answer;
  return answer;
end $$;

-- Gives a published version of public law a last day. Answers the new version of the row; null where not allowed or stale.
create function retire_rule_version(published uuid, expected integer, last_day date, at timestamptz) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  answer integer;
begin
  update public.public_rule_versions v set state = 'RETIRED', effective_until = last_day, retired_at = at, version = v.version + 1
  where v.id = published and v.state = 'PUBLISHED' and v.version = expected and public.makes_rules(v.level, v.region) returning v.version into answer;
  return answer;
end $$;

revoke all on function makes_rules(text, text), register_rule_authority(jsonb), write_rule_draft(jsonb), publish_rule_version(uuid, integer, uuid, timestamptz), retire_rule_version(uuid, integer, date, timestamptz) from public;
grant execute on function makes_rules(text, text) to quadhelix_standards;
grant execute on function register_rule_authority(jsonb), write_rule_draft(jsonb), publish_rule_version(uuid, integer, uuid, timestamptz), retire_rule_version(uuid, integer, date, timestamptz) to quadhelix_app;
create policy standards on organizations for select to quadhelix_standards using (true);
alter function register_rule_authority(jsonb) owner to quadhelix_standards;
alter function write_rule_draft(jsonb) owner to quadhelix_standards;
alter function publish_rule_version(uuid, integer, uuid, timestamptz) owner to quadhelix_standards;
alter function retire_rule_version(uuid, integer, date, timestamptz) owner to quadhelix_standards;
revoke create on schema public from quadhelix_standards;

-- Somebody of the alliance has confirmed what a pack says of a rule and nobody had verified.
create table rule_confirmations (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  rule_version_id uuid not null,
  rule text not null check (rule <> ''),
  remark text not null,
  organization_id uuid references organizations (id),
  person_id uuid references people (id),
  confirmed_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, rule_version_id, rule)
);
call declare_alliance_table('rule_confirmations', 'select, insert');

-- A trial: one parameter of one rule is loosened for a scope, up to a bound, until a day.
create table pilot_waivers (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  rule text not null check (rule not in ('R1', 'R2', 'R10', 'R11', 'R12', 'R13')),
  parameter text not null check (parameter <> ''),
  -- A value of the parameter's type.
  bound jsonb not null,
  reason text not null check (reason <> ''),
  -- Where, for whom; no region: everywhere; empty: all.
  region text check (region ~ '^[0-9]{6}$'),
  host_organization_ids jsonb not null,
  programme_ids jsonb not null,
  starts_on date not null,
  expires_on date not null,
  review_on date not null,
  comparison_region text not null check (comparison_region ~ '^[0-9]{6}$'),
  -- [{"code", "title", "unit"}]
  measures jsonb not null,
  state text not null check (state in ('ASKED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'ADOPTED', 'ENDED', 'EXPIRED')),
  -- Last day on which it holds; null: not yet approved, or adopted.
  last_day date,
  asked_by_organization_id uuid references organizations (id),
  asked_by_person_id uuid references people (id),
  approver_level text check (approver_level in ('NATIONAL', 'PROVINCIAL', 'CITY')),
  approver_region text check (approver_region ~ '^[0-9]{6}$'),
  approver_organization_id uuid references organizations (id),
  decided_at timestamptz(3),
  decision_reason text,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check (starts_on <= review_on and review_on <= expires_on),
  check (region is null or region <> comparison_region),
  check ((state in ('APPROVED', 'ADOPTED', 'ENDED', 'EXPIRED')) = (approver_level is not null and approver_region is not null)),
  check (state not in ('APPROVED', 'ENDED', 'EXPIRED') or last_day is not null),
  check (state <> 'ADOPTED' or last_day is null)
);
create index pilot_waivers_list on pilot_waivers (tenant_id, created_at, id);
create index pilot_waivers_holding on pilot_waivers (tenant_id, state, starts_on);
call declare_alliance_table('pilot_waivers', 'select, insert, update');

create table waiver_measurements (
  tenant_id uuid not null,
  id uuid not null,
  waiver_id uuid not null,
  measure text not null check (measure <> ''),
  side text not null check (side in ('PILOT', 'COMPARISON')),
  period text not null check (period in ('BEFORE', 'AFTER')),
  value numeric(16, 4) not null,
  source text not null check (source <> ''),
  organization_id uuid references organizations (id),
  person_id uuid references people (id),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, waiver_id, measure, side, period),
  foreign key (tenant_id, waiver_id) references pilot_waivers (tenant_id, id)
);
call declare_alliance_table('waiver_measurements', 'select, insert');

-- What became of the rules at a gate, with the facts of then: never changed.
create table rule_evaluations (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  subject_type text not null check (subject_type <> ''),
  subject_id uuid not null,
  gate text not null check (gate in ('PUBLISH', 'ASSIGN', 'ONBOARD', 'CONTINUE', 'ASSESS', 'CLOSE')),
  verdict text not null check (verdict in ('PASS', 'BLOCK', 'UNKNOWN')),
  host_organization_id uuid references organizations (id),
  school_organization_id uuid references organizations (id),
  -- Taken out where the person's data are erased; nothing else ever changes.
  person_id uuid references people (id),
  programme_id uuid,
  work_region text not null check (work_region ~ '^[0-9]{6}$'),
  home_region text check (home_region ~ '^[0-9]{6}$'),
  on_date date not null,
  pinned_on date,
  facts jsonb not null,
  -- One entry per rule: verdict, severity, values, facts used and missing, versions, evidence.
  verdicts jsonb not null,
  evaluated_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create index rule_evaluations_list on rule_evaluations (tenant_id, evaluated_at, id);
create index rule_evaluations_subject on rule_evaluations (tenant_id, subject_type, subject_id, gate, evaluated_at desc, id desc);
create index rule_evaluations_host on rule_evaluations (tenant_id, host_organization_id, evaluated_at, id);
create index rule_evaluations_school on rule_evaluations (tenant_id, school_organization_id, evaluated_at, id);
create index rule_evaluations_person on rule_evaluations (tenant_id, person_id, evaluated_at, id);
call declare_alliance_table('rule_evaluations', 'select, insert, update');
create function keep_evaluations() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.person_id is not null or (to_jsonb(new) - '{person_id,version}'::text[]) <> (to_jsonb(old) - '{person_id,version}'::text[]) then
    raise insufficient_privilege using message = 'an evaluation is never changed';
  end if;
  return new;
end $$;
revoke all on function keep_evaluations() from public;
create trigger keep_evaluations before update on rule_evaluations for each row execute function keep_evaluations();

-- A broken rule, raised against an organization; open until the same subject keeps it at the same gate.
create table rule_violations (
  tenant_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  rule text not null check (rule <> ''),
  severity text not null check (severity in ('WARN', 'BLOCK')),
  gate text not null,
  subject_type text not null,
  subject_id uuid not null,
  organization_id uuid not null references organizations (id),
  school_organization_id uuid references organizations (id),
  work_region text not null,
  on_date date not null,
  state text not null check (state in ('OPEN', 'RESOLVED')),
  raised_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, evaluation_id) references rule_evaluations (tenant_id, id),
  check ((state = 'RESOLVED') = (resolved_at is not null))
);
create unique index rule_violations_open on rule_violations (tenant_id, subject_type, subject_id, gate, rule) where state = 'OPEN';
create index rule_violations_list on rule_violations (tenant_id, raised_at, id);
create index rule_violations_organization on rule_violations (tenant_id, organization_id, raised_at, id);
create index rule_violations_school on rule_violations (tenant_id, school_organization_id, raised_at, id);
call declare_alliance_table('rule_violations', 'select, insert, update');
