-- The question bank and the keys that grade it. Candidates read neither table; they get copies, one question at a time.

create table reprise.questions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid references reprise.organizations (id) on delete cascade,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  kind text not null,
  prompt text not null,
  options jsonb,
  points integer not null,
  time_limit_seconds integer not null,
  min_seconds integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  copied_from uuid,
  tags text[] not null default '{}',
  constraint questions_copied_once unique (organization_id, copied_from),
  constraint questions_difficulty_is_known check (difficulty in ('easy', 'medium', 'hard')),
  constraint questions_kind_is_known check (kind in ('mcq', 'short_answer', 'code', 'open')),
  constraint questions_prompt_length check (char_length(prompt) between 1 and 20000),
  constraint questions_points_in_range check (points between 1 and 1000),
  constraint questions_time_limit_in_range check (time_limit_seconds between 5 and 86400),
  constraint questions_min_seconds_below_limit check (min_seconds >= 0 and min_seconds < time_limit_seconds)
);
comment on table reprise.questions is 'The question bank. Questions with a null organization_id are the public bank.';
comment on column reprise.questions.copied_from is
  'The question of the public bank that copy_question copied; null for others. No foreign key: the original may be deleted.';
comment on column reprise.questions.options is
  'For mcq: [{"id": "a", "text": "…"}, …]; null for the other kinds. Checked by reprise_private.check_question.';
comment on column reprise.questions.time_limit_seconds is 'Seconds a candidate has, before extra time.';
comment on column reprise.questions.min_seconds is 'An answer sent sooner than this is refused as too fast; 0 disables the rule.';
create index questions_public_prompt_idx on reprise.questions (md5(prompt)) where organization_id is null;
comment on column reprise.questions.tags is 'Words to find it by: at most 20 of 50 characters. Checked by reprise_private.check_question.';
-- For the bank of an organization, and for finding a question in it by its prompt.
create index questions_organization_id_idx on reprise.questions (organization_id, md5(prompt));
create index questions_pick_idx on reprise.questions (interview_type, domain, difficulty) where is_active;

create table reprise.question_keys (
  question_id uuid primary key references reprise.questions (id) on delete cascade,
  correct_option text,
  keywords jsonb not null default '[]',
  sample_solution text,
  criteria jsonb not null default '[]',
  explanation text,
  keywords_needed integer,
  sources jsonb not null default '[]',
  constraint question_keys_keywords_is_array check (jsonb_typeof(keywords) = 'array'),
  constraint question_keys_criteria_is_array check (jsonb_typeof(criteria) = 'array'),
  constraint question_keys_sources_is_array check (jsonb_typeof(sources) = 'array')
);
comment on table reprise.question_keys is 'Keys that grade questions. Never visible to a candidate.';
comment on column reprise.question_keys.keywords is 'For short_answer: [{"keyword": "…", "synonyms": ["…"]}, …].';
comment on column reprise.question_keys.explanation is
  'Why the right answer is right. For reviewers, and for the candidate of a practice run once it is over.';
comment on column reprise.question_keys.keywords_needed is
  'How many of the keywords give all points, for a question that asks for fewer than the key lists; null: all of them.';
comment on column reprise.question_keys.sources is 'What to read next: [{"title": "…", "url": "https://…"}, …]. Read by whom explanation is read by.';
comment on column reprise.question_keys.criteria is 'For code and open: [{"id": "…", "text": "…", "points": 8}, …].';

-- The members who asked a model for drafts of questions, so that its tokens are charged to their organization (reserve_tokens).
create table reprise_private.draft_requests (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table reprise_private.draft_requests is
  'Requests for drafts of questions, each for a day: start_draft deletes older ones of its caller.';
create index draft_requests_user_id_idx on reprise_private.draft_requests (user_id, created_at);
create index draft_requests_organization_id_idx on reprise_private.draft_requests (organization_id);
