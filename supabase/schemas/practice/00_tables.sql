-- Practice: the public bank in pools for random draws, saved templates, and transcriptions of spoken answers.

-- Pools of the active questions of the public bank, by type, domain and difficulty. Each pool is numbered without gaps, so that question n
-- is one lookup and a random number is a fair draw. Triggers on reprise.questions maintain them.
create table reprise_private.question_pools (
  id bigint generated always as identity primary key,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  active_count integer not null default 0,
  constraint question_pools_one_per_kind unique (interview_type, domain, difficulty),
  constraint question_pools_count_not_negative check (active_count >= 0)
);
comment on table reprise_private.question_pools is 'Pools: the number of active questions in the public bank, per type, domain and difficulty.';

create table reprise_private.question_pool_entries (
  pool_id bigint not null references reprise_private.question_pools (id),
  number integer not null,
  question_id uuid not null,
  primary key (pool_id, number),
  constraint question_pool_entries_one_per_question unique (question_id),
  constraint question_pool_entries_number_from_one check (number >= 1),
  -- Checked at commit, because the trigger that clears the place of a deleted question runs after the delete.
  foreign key (question_id) references reprise.questions (id) deferrable initially deferred
);
comment on table reprise_private.question_pool_entries is 'The questions of each pool, numbered from 1 to its active_count.';

create table reprise.practice_templates (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  interview_type text not null,
  domain text,
  difficulty text,
  question_count integer not null,
  time_limits boolean not null default true,
  created_at timestamptz not null default now(),
  -- A client may choose the id: per user, so that nobody learns which ids others have.
  primary key (user_id, id),
  constraint practice_templates_name_length check (char_length(name) between 1 and 200 and name = btrim(name)),
  constraint practice_templates_interview_type_length check (char_length(interview_type) between 1 and 200),
  constraint practice_templates_domain_length check (char_length(domain) between 1 and 200),
  constraint practice_templates_difficulty_is_known check (difficulty in ('easy', 'medium', 'hard')),
  constraint practice_templates_question_count_in_range check (question_count between 1 and 50)
);
comment on table reprise.practice_templates is 'Saved choices of practice questions that their owners can start again. Owners write their own rows.';
comment on column reprise.practice_templates.domain is 'The domain; null means any.';
comment on column reprise.practice_templates.difficulty is 'The difficulty; null means any.';
comment on column reprise.practice_templates.time_limits is 'Whether questions have time limits.';
create index practice_templates_user_id_idx on reprise.practice_templates (user_id, created_at);

-- For a user's own history by type, lists and statistics of one kind of practice, and the questions a user has seen.
create index interview_sessions_practice_idx
  on reprise.interview_sessions (user_id, interview_type, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_domain_idx
  on reprise.interview_sessions (user_id, domain, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_mode_idx on reprise.interview_sessions (user_id, mode, started_at desc, id desc);
