-- Prep sessions: what a user prepares for an interview. Read and written only through functions, because a Data API filter over a document
-- of 1 MiB could occupy a core for many seconds: LIKE does not check statement_timeout.

create table reprise.prep_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null,
  mode text not null,
  job_id text,
  skill text,
  template text,
  version integer not null default 1,
  document jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  public_id uuid not null default gen_random_uuid(),
  constraint prep_sessions_public_id_is_the_owners unique (user_id, public_id),
  bytes integer not null default 0,
  constraint prep_sessions_mode_is_known check (mode in ('job', 'skill', 'general')),
  constraint prep_sessions_name_has_length check (char_length(name) between 1 and 200),
  constraint prep_sessions_job_id_has_length check (char_length(job_id) between 1 and 200),
  constraint prep_sessions_skill_has_length check (char_length(skill) between 1 and 200),
  constraint prep_sessions_version_positive check (version > 0),
  constraint prep_sessions_document_is_object check (jsonb_typeof(document) = 'object')
);
comment on table reprise.prep_sessions is
  'Workspaces: named documents of generated and own material, at most 100 per user, each of at most 1 MiB and 20,000 values.';
comment on column reprise.prep_sessions.version is 'Grows with every change. A writer sends the version it has read (If-Match).';
comment on column reprise.prep_sessions.template is 'The template it was copied from. Later changes to the template do not affect it.';
comment on column reprise.prep_sessions.document is
  'questions, skill_explanations and star_stories (entries by id), user_answers and practice_status (by question id), notes.';
comment on column reprise.prep_sessions.public_id is
  'The id that its owner knows, which a client may choose. Unique per user; equal to id unless another user had chosen it before.';
create index prep_sessions_user_id_idx on reprise.prep_sessions (user_id, created_at desc, public_id desc);
comment on column reprise.prep_sessions.bytes is 'Length of the document as Postgres writes it, as counted in stored_bytes.';

create table reprise.prep_templates (
  id text primary key,
  name text not null,
  mode text not null,
  skill text,
  document jsonb not null default '{}',
  sort integer not null default 0,
  constraint prep_templates_id_is_a_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(id) <= 60),
  constraint prep_templates_name_has_length check (char_length(name) between 1 and 200),
  constraint prep_templates_mode_is_known check (mode in ('job', 'skill', 'general')),
  constraint prep_templates_document_is_object check (jsonb_typeof(document) = 'object')
);
comment on table reprise.prep_templates is 'Templates of workspaces for common roles. Maintained by the operator.';

create table reprise.prep_generations (
  id uuid primary key default gen_random_uuid(),
  prep_session_id uuid not null references reprise.prep_sessions (id) on delete cascade,
  request_key text not null,
  request_id uuid,
  request jsonb not null,
  status text not null default 'requested',
  content jsonb,
  merged boolean not null default false,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  claim_token uuid,
  claimed_until timestamptz,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint prep_generations_one_per_request unique (prep_session_id, request_key),
  constraint prep_generations_status_is_known check (status in ('requested', 'running', 'done')),
  constraint prep_generations_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint prep_generations_done_has_content check (status <> 'done' or (content is not null and finished_at is not null))
);
comment on table reprise.prep_generations is 'Requests to a model for a workspace, one row per request, and the generated content.';
comment on column reprise.prep_generations.status is
  'requested → running (claimed, for a limited time) → done. A failed call deletes the row, or restores the previous content.';
comment on column reprise.prep_generations.request_key is 'SHA-256 of the request with its defaults; equal requests share one row.';
comment on column reprise.prep_generations.request_id is
  'The client''s id of the call that last requested the content; a repeated refresh has the same id.';
comment on column reprise.prep_generations.merged is 'Whether the content was merged into the document; false while the document has no room for it.';

create table reprise.prep_shares (
  id uuid primary key default gen_random_uuid(),
  prep_session_id uuid not null references reprise.prep_sessions (id) on delete cascade,
  token_sha256 text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint prep_shares_token_is_a_hash check (token_sha256 ~ '^[0-9a-f]{64}$'),
  constraint prep_shares_one_per_token unique (token_sha256)
);
comment on table reprise.prep_shares is
  'Links that show one workspace to anyone who has them, until they expire or are deleted. Only a hash of each token is stored.';
create index prep_shares_prep_session_id_idx on reprise.prep_shares (prep_session_id, created_at);
