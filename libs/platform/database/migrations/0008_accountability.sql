-- Commitments, evidence and independent verification. Measured numbers have at most twelve digits before the point and four after it,
-- so that they come back from the database as they went in.
create table commitments (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  number text not null check (number <> ''),
  owner_organization_id uuid not null references organizations (id),
  verifier_organization_id uuid not null references organizations (id),
  title text not null check (title <> ''),
  metric text not null check (metric <> ''),
  unit text not null,
  baseline numeric(16, 4) not null,
  target numeric(16, 4) not null,
  direction text not null check (direction in ('INCREASE', 'REDUCE')),
  due_on date not null,
  weight_bp integer not null check (weight_bp between 1 and 10000),
  required_evidence text not null,
  state text not null check (state in ('PROPOSED', 'ACCEPTED', 'EVIDENCE_SUBMITTED', 'VERIFIED', 'WAIVED')),
  outcome text check (outcome in ('FULFILLED', 'PARTIAL', 'NOT_MET')),
  -- Set when the first evidence came after the due day; never taken back.
  late boolean not null default false,
  evidence_count integer not null default 0 check (evidence_count >= 0),
  self_reported_value numeric(16, 4),
  verified_value numeric(16, 4),
  accepted_at timestamptz(3),
  -- When the first evidence came.
  evidence_submitted_at timestamptz(3),
  verified_at timestamptz(3),
  waived_at timestamptz(3),
  waiver_reason text,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (verifier_organization_id <> owner_organization_id),
  check (target <> baseline),
  check ((direction = 'INCREASE') = (target > baseline)),
  check ((state = 'VERIFIED') = (outcome is not null)),
  check ((state = 'VERIFIED') = (verified_at is not null)),
  check ((state = 'WAIVED') = (waived_at is not null and waiver_reason is not null)),
  check (state in ('PROPOSED', 'WAIVED') or accepted_at is not null),
  check (state not in ('EVIDENCE_SUBMITTED', 'VERIFIED') or evidence_submitted_at is not null),
  check ((evidence_count > 0) = (evidence_submitted_at is not null)),
  check (not late or evidence_submitted_at is not null)
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
  link text check (link ~ '^https?://'),
  -- SHA-256 of a file that the owner keeps, 64 hexadecimal digits.
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  value numeric(16, 4),
  -- Whole days after the due day, local; 0 is on time. Never changed.
  late_days integer not null check (late_days >= 0),
  submitted_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, commitment_id) references commitments (tenant_id, id),
  check (link is not null or sha256 is not null or value is not null)
);
create index evidence_commitment on evidence (tenant_id, commitment_id, submitted_at, id);
create index evidence_sha256 on evidence (tenant_id, sha256) where sha256 is not null;
call declare_alliance_table('evidence', 'select, insert');

create table verifications (
  tenant_id uuid not null,
  id uuid not null,
  commitment_id uuid not null,
  organization_id uuid not null references organizations (id),
  person_id uuid references people (id),
  outcome text not null check (outcome in ('FULFILLED', 'PARTIAL', 'NOT_MET')),
  value numeric(16, 4),
  remark text not null,
  verified_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, commitment_id) references commitments (tenant_id, id)
);
create index verifications_commitment on verifications (tenant_id, commitment_id, verified_at, id);
call declare_alliance_table('verifications', 'select, insert');
