-- Files: what is known of each; the bytes lie in a folder or a bucket.
create table files (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  -- Whose file it is: the organization that the uploader acted for.
  organization_id uuid not null references organizations (id),
  person_id uuid not null references people (id),
  name text not null check (name <> '' and name !~ '[\x01-\x1f\x7f/\\]'),
  purpose text not null check (purpose in ('EVIDENCE', 'DOCUMENT', 'TABLE')),
  -- As its uploader declared them; held against the bytes before the file is READY.
  content_type text not null,
  byte_size integer not null check (byte_size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('AWAITING_UPLOAD', 'CHECKING', 'READY', 'REJECTED', 'QUARANTINED', 'EXPIRED')),
  -- What the bytes are.
  detected_type text,
  rejection text check (rejection in ('NOT_UPLOADED', 'SIZE_DIFFERS', 'HASH_DIFFERS', 'TYPE_DIFFERS', 'DAMAGED', 'UNSAFE')),
  -- Name that the scanner gave to what it found; for operators.
  threat text,
  -- When the bytes came, where the product itself took them.
  uploaded_at timestamptz(3),
  completed_at timestamptz(3),
  -- When it was decided that it is READY, REJECTED, QUARANTINED or EXPIRED.
  ended_at timestamptz(3),
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((state in ('AWAITING_UPLOAD', 'CHECKING')) = (ended_at is null)),
  check (state in ('AWAITING_UPLOAD', 'EXPIRED') or completed_at is not null),
  check ((state = 'REJECTED') = (rejection is not null)),
  check ((state = 'QUARANTINED') = (threat is not null)),
  check (state <> 'READY' or detected_type is not null)
);
create index files_organization on files (tenant_id, organization_id, created_at, id);
create index files_person on files (tenant_id, person_id, created_at, id);
create index files_open on files (tenant_id, organization_id) where state in ('AWAITING_UPLOAD', 'CHECKING');
call declare_alliance_table('files', 'select, insert, update, delete');

-- To what a file belongs: whoever may read that may read the file.
create table file_uses (
  tenant_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  -- Type of the Node, and its row.
  subject_type text not null check (subject_type <> ''),
  subject_id uuid not null,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, file_id, subject_type, subject_id),
  foreign key (tenant_id, file_id) references files (tenant_id, id)
);
call declare_alliance_table('file_uses', 'select, insert');

-- The worker ends these by due times, in each alliance: purge_months() itself sees no row behind the wall.
insert into retentions (table_name, at_column, keep, by_month, condition, reason) values
  ('files', 'ended_at', '30 days', false, $$state in ('REJECTED', 'QUARANTINED', 'EXPIRED')$$, 'Uploads that came to nothing: long enough to ask why.');

-- A file that shows what evidence shows; its hash is the evidence's.
alter table evidence add column file_id uuid,
  add foreign key (tenant_id, file_id) references files (tenant_id, id),
  add check (file_id is null or sha256 is not null);
