-- Programmes, positions, placements and weekly timesheets.
create table programmes (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  school_organization_id uuid not null references organizations (id),
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint programmes_code unique (tenant_id, school_organization_id, code)
);
create index programmes_list on programmes (tenant_id, created_at, id);
create index programmes_school on programmes (tenant_id, school_organization_id, created_at, id);
call declare_alliance_table('programmes', 'select, insert, update');

create table positions (
  tenant_id uuid not null,
  id uuid not null,
  host_organization_id uuid not null references organizations (id),
  code text not null check (code <> ''),
  title text not null check (title <> ''),
  places integer not null check (places > 0),
  state text not null check (state in ('OPEN', 'CLOSED')),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint positions_code unique (tenant_id, host_organization_id, code)
);
create index positions_list on positions (tenant_id, created_at, id);
create index positions_host on positions (tenant_id, host_organization_id, created_at, id);
create index positions_state on positions (tenant_id, state, created_at, id);
call declare_alliance_table('positions', 'select, insert, update');

create table placements (
  tenant_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  position_id uuid not null,
  apprentice_person_id uuid not null references people (id),
  host_organization_id uuid not null references organizations (id),
  school_organization_id uuid not null references organizations (id),
  mentor_person_id uuid references people (id),
  teacher_person_id uuid references people (id),
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  load_bp integer not null check (load_bp between 1 and 10000),
  state text not null check (state in ('PLANNED', 'ACTIVE', 'PAUSED', 'COMPLETED', 'STOPPED')),
  -- First day of the present pause.
  paused_on date,
  -- Pauses that are over: [{"startsOn", "endsBefore"}]. No hours belong into them.
  pauses jsonb not null default '[]',
  -- First day that no longer belongs to a placement which was completed or stopped.
  ended_on date check (ended_on between starts_on and ends_before),
  stop_reason text,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((ended_on is not null) = (state in ('COMPLETED', 'STOPPED'))),
  constraint placements_once unique (tenant_id, position_id, apprentice_person_id, starts_on),
  foreign key (tenant_id, programme_id) references programmes (tenant_id, id),
  foreign key (tenant_id, position_id) references positions (tenant_id, id)
);
create index placements_list on placements (tenant_id, created_at, id);
create index placements_state on placements (tenant_id, state, created_at, id);
create index placements_host on placements (tenant_id, host_organization_id, created_at, id);
create index placements_school on placements (tenant_id, school_organization_id, created_at, id);
create index placements_apprentice on placements (tenant_id, apprentice_person_id, created_at, id);
create index placements_mentor on placements (tenant_id, mentor_person_id, created_at, id);
create index placements_programme on placements (tenant_id, programme_id);
create index placements_position on placements (tenant_id, position_id);
call declare_alliance_table('placements', 'select, insert, update');

create table timesheets (
  tenant_id uuid not null,
  id uuid not null,
  placement_id uuid not null,
  apprentice_person_id uuid not null references people (id),
  host_organization_id uuid not null references organizations (id),
  school_organization_id uuid not null references organizations (id),
  -- Monday of the week, a local date.
  week_starts_on date not null check (extract(isodow from week_starts_on) = 1),
  state text not null check (state in ('DRAFT', 'SUBMITTED', 'MENTOR_APPROVED', 'TEACHER_APPROVED', 'RETURNED')),
  minutes integer not null default 0 check (minutes >= 0),
  night_minutes integer not null default 0 check (night_minutes >= 0),
  excess_minutes integer not null default 0 check (excess_minutes >= 0),
  lawful boolean not null default true,
  -- Version of the rule on hours that judged this week.
  rule_version text not null,
  edited_at timestamptz(3) not null,
  submitted_at timestamptz(3),
  mentor_approved_at timestamptz(3),
  mentor_approver_id uuid references people (id),
  teacher_approved_at timestamptz(3),
  teacher_approver_id uuid references people (id),
  returned_at timestamptz(3),
  return_reason text,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint timesheets_week unique (tenant_id, placement_id, week_starts_on),
  foreign key (tenant_id, placement_id) references placements (tenant_id, id),
  check (mentor_approver_id <> apprentice_person_id and teacher_approver_id <> apprentice_person_id and teacher_approver_id <> mentor_approver_id),
  check (lawful or state not in ('MENTOR_APPROVED', 'TEACHER_APPROVED'))
);
create index timesheets_list on timesheets (tenant_id, week_starts_on, id);
create index timesheets_state on timesheets (tenant_id, state, week_starts_on, id);
create index timesheets_host on timesheets (tenant_id, host_organization_id, week_starts_on, id);
create index timesheets_school on timesheets (tenant_id, school_organization_id, week_starts_on, id);
create index timesheets_apprentice on timesheets (tenant_id, apprentice_person_id, week_starts_on, id);
call declare_alliance_table('timesheets', 'select, insert, update');

create table timesheet_entries (
  tenant_id uuid not null,
  id uuid not null,
  timesheet_id uuid not null,
  apprentice_person_id uuid not null references people (id),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  unit text not null check (unit <> ''),
  kind text not null check (kind in ('WORK', 'TRAINING')),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, timesheet_id) references timesheets (tenant_id, id),
  check (ends_at > starts_at and ends_at - starts_at <= interval '24 hours'),
  constraint timesheet_entries_apart exclude using gist (tenant_id with =, apprentice_person_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index timesheet_entries_timesheet on timesheet_entries (tenant_id, timesheet_id, starts_at);
call declare_alliance_table('timesheet_entries', 'select, insert, update, delete');

-- Unlawful time: stored beside the hours as they were reported, raised against the host.
create table timesheet_violations (
  tenant_id uuid not null,
  id uuid not null,
  timesheet_id uuid not null,
  apprentice_person_id uuid not null references people (id),
  host_organization_id uuid not null references organizations (id),
  school_organization_id uuid not null references organizations (id),
  rule text not null check (rule in ('HOURS_PER_DAY', 'HOURS_PER_WEEK', 'NIGHT_MINOR', 'NIGHT')),
  on_date date not null,
  minutes integer not null check (minutes > 0),
  limit_minutes integer not null check (limit_minutes >= 0),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, timesheet_id, rule, on_date),
  foreign key (tenant_id, timesheet_id) references timesheets (tenant_id, id)
);
create index timesheet_violations_host on timesheet_violations (tenant_id, host_organization_id, on_date, id);
create index timesheet_violations_school on timesheet_violations (tenant_id, school_organization_id, on_date, id);
create index timesheet_violations_apprentice on timesheet_violations (tenant_id, apprentice_person_id, on_date, id);
create index timesheet_violations_list on timesheet_violations (tenant_id, on_date, id);
call declare_alliance_table('timesheet_violations', 'select, insert, update, delete');
