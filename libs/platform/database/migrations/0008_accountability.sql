-- Commitments, evidence and independent verification.
create table commitments (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  number text not null check (number <> ''),
  owner_organization_id uuid not null references organizations (id),
  verifier_organization_id uuid not null references organizations (id),
  title text not null check (title <> ''),
  metric text not null check (metric <> ''),
  unit text not null,
  baseline numeric not null,
  target numeric not null,
  direction text not null check (direction in ('INCREASE', 'REDUCE')),
  due_on date not null,
  weight_bp integer not null check (weight_bp between 1 and 10000),
  required_evidence text not null,
  state text not null check (state in ('PROPOSED', 'ACCEPTED', 'EVIDENCE_SUBMITTED', 'VERIFIED', 'WAIVED')),
  outcome text check (outcome in ('FULFILLED', 'PARTIAL', 'NOT_MET')),
  late boolean not null default false,
  self_reported_value numeric,
  verified_value numeric,
  accepted_at timestamptz,
  evidence_submitted_at timestamptz,
  verified_at timestamptz,
  waived_at timestamptz,
  waiver_reason text,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (verifier_organization_id <> owner_organization_id),
  check (target <> baseline),
  check ((direction = 'INCREASE') = (target > baseline)),
  check ((state = 'VERIFIED') = (outcome is not null))
);
create index commitments_list on commitments (tenant_id, due_on, id);
create index commitments_state on commitments (tenant_id, state, due_on, id);
create index commitments_owner on commitments (tenant_id, owner_organization_id, due_on, id);
create index commitments_verifier on commitments (tenant_id, verifier_organization_id, due_on, id);
call declare_alliance_table('commitments', 'select, insert, update');

create table evidence (
  tenant_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  organization_id uuid not null references organizations (id),
  person_id uuid references people (id),
  description text not null check (description <> ''),
  link text,
  sha256 bytea check (length(sha256) = 32),
  value numeric,
  -- Whole days after the due date, local; 0 is on time. Never changed.
  late_days integer not null check (late_days >= 0),
  submitted_at timestamptz not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, commitment_id) references commitments (tenant_id, id)
);
create index evidence_commitment on evidence (tenant_id, commitment_id, submitted_at, id);
create index evidence_sha256 on evidence (tenant_id, sha256);
call declare_alliance_table('evidence', 'select, insert');

create table verifications (
  tenant_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  organization_id uuid not null references organizations (id),
  person_id uuid references people (id),
  outcome text not null check (outcome in ('FULFILLED', 'PARTIAL', 'NOT_MET')),
  value numeric,
  remark text not null,
  verified_at timestamptz not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, commitment_id) references commitments (tenant_id, id)
);
create index verifications_commitment on verifications (tenant_id, commitment_id, verified_at, id);
call declare_alliance_table('verifications', 'select, insert');
