-- Documents that were made: who asked, what became of it, the code by which anybody can check it, and the hash of its bytes. The bytes lie in the document store.
create table document_issues (
  tenant_id uuid not null references alliances (id),
  id uuid not null,
  kind text not null check (kind <> ''),
  -- {"en", "zh-CN"}: what the kind was called when it was asked for.
  title jsonb not null,
  parameters jsonb not null,
  language text not null check (language in ('en', 'zh-CN')),
  format text not null check (format in ('PDF', 'XLSX', 'DOCX', 'CSV')),
  state text not null check (state in ('QUEUED', 'RUNNING', 'ISSUED', 'FAILED', 'REVOKED', 'SUPERSEDED')),
  -- 17 random characters of 31 (84 bits) and one that checks them.
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{18}$'),
  -- Who issues it, and what that organization was called then.
  organization_id uuid not null references organizations (id),
  issuer_name text not null check (issuer_name <> ''),
  -- Who asked, through which app, with which scopes: the document is made with his rights.
  account_id uuid not null,
  person_id uuid not null,
  client_id text not null,
  scopes text[] not null,
  -- Rows written so far.
  done integer not null default 0,
  -- How often a worker has begun; an older beginning may no longer write.
  attempts integer not null default 0,
  -- {"code", "message"} of what stopped it.
  problem jsonb,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_size bigint check (byte_size > 0),
  -- Characters that the font of a PDF lacks: [{"codePoint", "times"}].
  missing jsonb not null default '[]',
  issued_at timestamptz(3),
  -- When its bytes were removed; what it was can still be checked.
  removed_at timestamptz(3),
  revoked_at timestamptz(3),
  revoke_reason text,
  -- The issued document whose place this one takes once it is issued.
  replaces_id uuid,
  created_at timestamptz(3) not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, replaces_id) references document_issues (tenant_id, id),
  check ((state in ('ISSUED', 'REVOKED', 'SUPERSEDED')) = (sha256 is not null and byte_size is not null and issued_at is not null)),
  check ((state = 'REVOKED') = (revoked_at is not null and revoke_reason is not null)),
  check (replaces_id <> id)
);
create index document_issues_list on document_issues (tenant_id, created_at, id);
create index document_issues_organization on document_issues (tenant_id, organization_id, created_at, id);
create index document_issues_person on document_issues (tenant_id, person_id, created_at, id);
create index document_issues_code on document_issues (code);
call declare_alliance_table('document_issues', 'select, insert, update');

-- People whose personal data stand in a document: its bytes are removed with them.
create table document_people (
  tenant_id uuid not null,
  document_id uuid not null,
  person_id uuid not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, document_id, person_id),
  foreign key (tenant_id, document_id) references document_issues (tenant_id, id)
);
create index document_people_person on document_people (tenant_id, person_id);
call declare_alliance_table('document_people', 'select, insert, delete');

-- What anybody may know of a document whose code he holds, whatever alliance it belongs to; nothing for one that was never issued.
create function check_document(wanted text)
returns table (kind text, title jsonb, format text, issuer_name text, issued_at timestamptz, state text, sha256 text)
language sql stable security definer set search_path = '' as $$
  select d.kind, d.title, d.format, d.issuer_name, d.issued_at, d.state, d.sha256
  from public.document_issues d where d.code = wanted and d.state in ('ISSUED', 'REVOKED', 'SUPERSEDED')
$$;
grant usage, create on schema public to quadhelix_documents;
grant select on document_issues to quadhelix_documents;
create policy documents on document_issues for select to quadhelix_documents using (true);
revoke all on function check_document(text) from public;
grant execute on function check_document(text) to quadhelix_app;
alter function check_document(text) owner to quadhelix_documents;
revoke create on schema public from quadhelix_documents;
