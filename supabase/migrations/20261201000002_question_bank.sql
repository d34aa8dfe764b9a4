-- Baseline: questions and the keys that grade them. The files of supabase/schemas/question_bank, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

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

-- Refuses a caller who is no owner or recruiter of the organization, or whose account may start nothing. An unknown organization and one of
-- others get the same error. p_user_id is the caller. Reads only. Errors: not_allowed, not_authenticated.
create function reprise_private.check_author(p_user_id uuid, p_organization_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
begin
  if coalesce(p_organization_id not in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])), true) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed');
  end if;
  perform reprise_private.check_account(p_user_id);
end
$$;
comment on function reprise_private.check_author is 'Refuses a caller who is no owner or recruiter of the organization.';

-- Trigger: refuses a question that cannot be answered or that its key no longer fits, also from operators. Runs after the row is written, so
-- that row level security decides first and the error reveals nothing the writer may not read. Checks only the columns that are written: an
-- invalid question from before these checks can still be deactivated or deleted. A concurrent write to its key waits for the row lock
-- (check_question_key). Errors: invalid_request.
create function reprise_private.check_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_correct_option text;
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.question_faults(new) f
  ));
  if tg_op = 'UPDATE' then
    select k.correct_option into v_correct_option from reprise.question_keys k where k.question_id = new.id;
    if (old.kind, old.options) is distinct from (new.kind, new.options)
      and exists (select from reprise_private.correct_option_faults(v_correct_option, new.kind, new.options))
    then
      perform reprise_private.refuse_faults(jsonb_build_array(jsonb_build_object(
        'loc', jsonb_build_array(case when new.kind = 'mcq' then 'options' else 'kind' end),
        'msg', format('the question''s key names the option %s; set its correct_option to null first', to_json(left(v_correct_option, 100)))
      )));
    end if;
  end if;
  return null;
end
$$;
comment on function reprise_private.check_question is 'Trigger: refuses a question that cannot be answered or that its key does not fit.';

-- Trigger: refuses a key that cannot grade its question, also from operators. Runs after the row is written, so that row level security
-- decides first. Locks the question against concurrent changes: of two concurrent writes, the second sees the first. Errors:
-- invalid_request.
create function reprise_private.check_question_key()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_question reprise.questions;
begin
  select * into v_question from reprise.questions q where q.id = new.question_id for share;
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.key_faults(new, v_question.kind, v_question.options) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_question_key is 'Trigger: refuses a key that cannot grade its question.';

-- A question of the public bank → a question of an organization, with its key. Called by the organization's owners and recruiters; it is the
-- only way to read such a key. Locks nothing: the unique key decides concurrent calls. A repeat returns the first copy, which may have been
-- edited since. A question that is not public and an organization that is not the caller's get the same error. Another organization's copy
-- is its own. Errors: question_not_found, rate_limited.
create function reprise_private.copy_question(p_question_id uuid, p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_copy_id uuid;
  v_is_new boolean := false;
begin
  if not exists (
    select from reprise.questions q, reprise_private.organizations_of_caller(array['owner', 'recruiter']) o (id)
    where q.id = p_question_id and q.organization_id is null and o.id = p_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  select q.id into v_copy_id from reprise.questions q
  where q.organization_id = p_organization_id and q.copied_from = p_question_id;
  if not found then
    perform reprise_private.check_account(v_user_id);
    perform reprise_private.take_rate_limit(v_user_id, 'copy_question');
    insert into reprise.questions (
      organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, tags,
      copied_from
    )
    select p_organization_id, q.interview_type, q.domain, q.difficulty, q.kind, q.prompt, q.options, q.points, q.time_limit_seconds,
      q.min_seconds, q.tags, q.id
    from reprise.questions q where q.id = p_question_id
    on conflict (organization_id, copied_from) do nothing
    returning id into v_copy_id;
    v_is_new := found;
    if v_is_new then
      insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
      select v_copy_id, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.explanation, k.keywords_needed, k.sources
      from reprise.question_keys k where k.question_id = p_question_id;
    else
      select q.id into v_copy_id from reprise.questions q
      where q.organization_id = p_organization_id and q.copied_from = p_question_id;
    end if;
  end if;
  return jsonb_build_object('question_id', v_copy_id, 'replayed', not v_is_new);
end
$$;
comment on function reprise_private.copy_question is 'Copies a question of the public bank, with its key, into an organization.';

-- Returns a fault if the correct option of a key does not fit its question: only an mcq has one, and it is exactly the id of one of the
-- options. Null is valid: the key is incomplete, and answers wait for review until it is complete.
create function reprise_private.correct_option_faults(p_correct_option text, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select '["correct_option"]'::jsonb, case
    when p_kind <> 'mcq' then 'must be null: the question is not multiple choice'
    else 'must be exactly the id of one of the question''s options'
  end
  where p_correct_option is not null and (p_kind <> 'mcq' or not reprise_private.is_option_id(p_options, p_correct_option));
end
$$;
comment on function reprise_private.correct_option_faults is 'Returns a fault if a correct option does not fit its question.';

-- Counts one import of the caller, an owner or recruiter of the organization, before its file is read: no process reads
-- the file of a caller who may not import. No lock but that of the count. Errors: not_authenticated, not_allowed, rate_limited.
create function reprise_private.count_import(p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'import');
  return jsonb_build_object('user_id', v_user_id);
end
$$;
comment on function reprise_private.count_import is 'Counts one import of questions, before its file is read.';

-- Returns what is wrong with the criteria of a key, one row per fault, with its place. At most 50 criteria, each with exactly a unique id
-- (by the rules for option ids), a text and points from 0.01 to 1000; graders treat smaller numbers as 0. The points need not add up to the
-- question's points, because the grader scales them. Never looks at more than 50 criteria.
create function reprise_private.criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) > 50 then
    return query select '["criteria"]'::jsonb, 'must be an array of at most 50 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    loc := jsonb_build_array('criteria', v_index);
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'text', 'points')
    ) then
      msg := 'must be {"id": "…", "text": "…", "points": 8}';
      return next;
      continue;
    end if;

    loc := jsonb_build_array('criteria', v_index, 'id');
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    if reprise_private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif reprise_private.is_blank(left(v_id, 1)) or reprise_private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif v_id ~ '[\u0001-\u001F\u007F]' then
      msg := 'must not hold control characters';
      return next;
    elsif reprise_private.normalized_label(v_id) = any (v_ids) then
      msg := 'is the id of another criterion already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || reprise_private.normalized_label(v_id);
    end if;

    v_text := case when jsonb_typeof(v_criterion -> 'text') = 'string' then v_criterion ->> 'text' end;
    if reprise_private.is_blank(v_text) or char_length(v_text) > 2000 then
      loc := jsonb_build_array('criteria', v_index, 'text');
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;

    if (jsonb_typeof(v_criterion -> 'points') = 'number'
      and (v_criterion ->> 'points')::numeric between 0.01 and 1000) is not true
    then
      loc := jsonb_build_array('criteria', v_index, 'points');
      msg := 'must be a number from 0.01 to 1000';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.criterion_faults is 'Returns the faults in the criteria of a key.';

-- Returns a page of an organization's bank with its keys, in the order of the prompts' hashes, which no id decides: up to 200 questions and
-- about 1 MB, so that import_questions takes it. p_cursor is the `next_cursor` of the page before. Called by owners and recruiters; a page may hold
-- less than there is, and only the last has a null `next_cursor`. Reads only, but counts a use.
-- Errors: not_authenticated, not_allowed, rate_limited, invalid_request.
create function reprise_private.export_questions(p_organization_id uuid, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_entry record;
  v_questions jsonb[] := '{}';
  v_bytes integer := 0;
  v_last text;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'export_questions');
  if p_cursor !~ '^[0-9a-f]{32}[0-9a-f-]{36}$' then
    perform reprise_private.invalid_request('cursor', 'must be the one of the page before');
  end if;
  for v_entry in
    select md5(q.prompt) || q.id as place, reprise_private.exported_question(q, k) as question
    from reprise.questions q left join reprise.question_keys k on k.question_id = q.id
    where q.organization_id = p_organization_id
      and (p_cursor is null or (md5(q.prompt), q.id) > (left(p_cursor, 32), substr(p_cursor, 33)::uuid))
    order by md5(q.prompt), q.id
  loop
    v_bytes := v_bytes + octet_length(v_entry.question::text);
    if v_questions <> '{}' and (v_bytes > 900000 or cardinality(v_questions) = 200) then
      return jsonb_build_object('questions', to_jsonb(v_questions), 'next_cursor', v_last);
    end if;
    v_questions := v_questions || v_entry.question;
    v_last := v_entry.place;
  end loop;
  return jsonb_build_object('questions', to_jsonb(v_questions), 'next_cursor', null);
end
$$;
comment on function reprise_private.export_questions is 'Returns a page of an organization''s bank with its keys.';

-- Returns a question with its key as export_questions writes it and import_questions reads it.
create function reprise_private.exported_question(p_question reprise.questions, p_key reprise.question_keys)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'kind', p_question.kind, 'interview_type', p_question.interview_type, 'domain', p_question.domain, 'difficulty', p_question.difficulty,
    'tags', p_question.tags, 'prompt', p_question.prompt, 'options', p_question.options, 'points', p_question.points,
    'time_limit_seconds', p_question.time_limit_seconds, 'min_seconds', p_question.min_seconds, 'is_active', p_question.is_active,
    'key', case when p_key.question_id is not null then jsonb_build_object(
      'correct_option', p_key.correct_option, 'keywords', p_key.keywords, 'sample_solution', p_key.sample_solution,
      'criteria', p_key.criteria, 'explanation', p_key.explanation, 'keywords_needed', p_key.keywords_needed,
      'sources', p_key.sources
    ) end
  );
end
$$;
comment on function reprise_private.exported_question is 'Returns a question with its key, as files have it.';

-- nothing → questions with their keys in an organization's bank, all or none. Called by its owners and recruiters. A question that the bank
-- holds already, equal in every member, is not added again, so a repeat adds nothing: ids has the id of each, in order. Locks the
-- organization, so that two imports of one file add it once. At most 200 questions and 1.5 MiB as jsonb.
-- Errors: not_authenticated, not_allowed, rate_limited, payload_too_large, invalid_request with up to 100 faults, each at ["questions", 3, …].
create function reprise_private.import_questions(p_organization_id uuid, p_questions jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_faults jsonb := '[]';
  v_question jsonb;
  v_row reprise.questions;
  v_key reprise.question_keys;
  v_has_shape boolean;
  v_id uuid;
  v_ids uuid[] := '{}';
  v_imported integer := 0;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'import');
  if pg_column_size(p_questions) > 1572864 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "import"}');
  end if;
  if jsonb_typeof(p_questions) is distinct from 'array' or jsonb_array_length(p_questions) not between 1 and 200 then
    perform reprise_private.invalid_request('questions', 'must be a list of 1 to 200 questions');
  end if;
  perform from reprise.organizations o where o.id = p_organization_id for no key update;
  for v_index in 0 .. jsonb_array_length(p_questions) - 1 loop
    v_question := '{"min_seconds": 0, "is_active": true, "tags": [], "options": null, "key": null}'::jsonb || (p_questions -> v_index);
    v_id := null;
    with faults as (select f.loc, f.msg from reprise_private.imported_shape_faults(p_questions -> v_index) f)
    select v_faults || coalesce(jsonb_agg(
      jsonb_build_object('loc', jsonb_build_array('questions', v_index) || f.loc, 'msg', f.msg)
    ), '[]'), count(*) = 0 into v_faults, v_has_shape
    from faults f;
    if v_has_shape then
      v_row := jsonb_populate_record(null::reprise.questions, v_question - 'key');
      v_row.organization_id := p_organization_id;
      v_key := jsonb_populate_record(
        null::reprise.question_keys, '{"keywords": [], "criteria": [], "sources": []}'::jsonb || coalesce(nullif(v_question -> 'key', 'null'), '{}')
      );
      select v_faults || coalesce(jsonb_agg(
        jsonb_build_object('loc', jsonb_build_array('questions', v_index) || f.loc, 'msg', f.msg)
      ), '[]') into v_faults
      from (
        select q.loc, q.msg from reprise_private.question_faults(v_row) q
        union all select '["key"]'::jsonb || k.loc, k.msg from reprise_private.key_faults(v_key, v_row.kind, v_row.options) k
      ) f;
    end if;
    exit when jsonb_array_length(v_faults) >= 100;
    continue when v_faults <> '[]';

    v_key.question_id := case when v_question -> 'key' <> 'null' then gen_random_uuid() end;
    select q.id into v_id
    from reprise.questions q left join reprise.question_keys k on k.question_id = q.id
    where q.organization_id = p_organization_id and md5(q.prompt) = md5(v_row.prompt)
      and q.kind = v_row.kind and q.points = v_row.points and q.options is not distinct from v_row.options
      and reprise_private.exported_question(q, k) = reprise_private.exported_question(v_row, v_key)
    order by q.created_at, q.id limit 1;
    if v_id is null then
      insert into reprise.questions (
        organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, is_active, tags
      ) values (
        p_organization_id, v_row.interview_type, v_row.domain, v_row.difficulty, v_row.kind, v_row.prompt, v_row.options, v_row.points,
        v_row.time_limit_seconds, v_row.min_seconds, v_row.is_active, v_row.tags
      )
      returning id into v_id;
      if v_key.question_id is not null then
        insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
        values (
          v_id, v_key.correct_option, v_key.keywords, v_key.sample_solution, v_key.criteria, v_key.explanation, v_key.keywords_needed,
          v_key.sources
        );
      end if;
      v_imported := v_imported + 1;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  perform reprise_private.refuse_faults((select jsonb_agg(f.fault order by f.number) from jsonb_array_elements(v_faults)
    with ordinality f (fault, number) where f.number <= 100));
  return jsonb_build_object(
    'imported', v_imported, 'already_there', cardinality(v_ids) - v_imported, 'question_ids', to_jsonb(v_ids),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.import_questions is 'Adds questions with their keys to an organization''s bank, all or none.';

-- Returns what keeps an imported question from being a row, one row per fault, with its place: members that there are not, wrong types,
-- and what constraints of the table would refuse. Options, tags and the key are checked once there is a row (question_faults,
-- key_faults).
create function reprise_private.imported_shape_faults(p_question jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_key jsonb := p_question -> 'key';
begin
  if jsonb_typeof(p_question) is distinct from 'object' then
    return query select '[]'::jsonb, 'must be an object';
    return;
  end if;
  return query
  select jsonb_build_array(left(m.name, 100)), 'is not a member of a question'
  from jsonb_object_keys(p_question) m (name)
  where m.name not in (
    'kind', 'interview_type', 'domain', 'difficulty', 'tags', 'prompt', 'options', 'points', 'time_limit_seconds', 'min_seconds', 'is_active', 'key'
  )
  union all
  select jsonb_build_array(t.name), 'must be a text' from unnest('{interview_type,domain,prompt}'::text[]) t (name)
  where jsonb_typeof(p_question -> t.name) is distinct from 'string'
  union all
  select '["prompt"]', 'must be at most 20000 characters' where char_length(p_question ->> 'prompt') > 20000
  union all
  select '["kind"]', 'must be mcq, short_answer, code or open'
  where coalesce(p_question ->> 'kind' not in ('mcq', 'short_answer', 'code', 'open'), true)
  union all
  select '["difficulty"]', 'must be easy, medium or hard' where coalesce(p_question ->> 'difficulty' not in ('easy', 'medium', 'hard'), true)
  union all
  select jsonb_build_array(n.name), format('must be a whole number from %s to %s', n.least, n.most)
  from (values ('points', 1, 1000), ('time_limit_seconds', 5, 86400), ('min_seconds', 0, 86399)) n (name, least, most)
  where not (n.name = 'min_seconds' and not p_question ? n.name)
    and coalesce(p_question ->> n.name !~ '^[0-9]{1,5}$' or (p_question ->> n.name)::numeric not between n.least and n.most, true)
  union all
  select '["min_seconds"]', 'must be less than time_limit_seconds'
  where p_question ->> 'min_seconds' ~ '^[0-9]{1,5}$' and p_question ->> 'time_limit_seconds' ~ '^[0-9]{1,5}$'
    and (p_question ->> 'min_seconds')::integer >= (p_question ->> 'time_limit_seconds')::integer
  union all
  select '["is_active"]', 'must be true or false' where p_question ? 'is_active' and jsonb_typeof(p_question -> 'is_active') <> 'boolean'
  union all
  select '["tags"]', 'must be a list of texts'
  where p_question ? 'tags' and (
    jsonb_typeof(p_question -> 'tags') <> 'array' or jsonb_path_exists(p_question, 'strict $.tags[*] ? (@.type() != "string")')
  )
  union all
  select '["key"]', 'must be an object or null' where jsonb_typeof(v_key) not in ('object', 'null')
  union all
  select jsonb_build_array('key', left(m.name, 100)), 'is not a member of a key'
  from jsonb_object_keys(case when jsonb_typeof(v_key) = 'object' then v_key else '{}' end) m (name)
  where m.name not in ('correct_option', 'keywords', 'sample_solution', 'criteria', 'explanation', 'keywords_needed', 'sources')
  union all
  select jsonb_build_array('key', t.name), 'must be a text or null' from unnest('{correct_option,sample_solution,explanation}'::text[]) t (name)
  where jsonb_typeof(v_key -> t.name) not in ('string', 'null')
  union all
  select '["key", "keywords_needed"]', 'must be a whole number from 1 to 100 or null'
  where jsonb_typeof(v_key -> 'keywords_needed') <> 'null' and v_key ->> 'keywords_needed' !~ '^[0-9]{1,3}$'
  union all
  select jsonb_build_array('key', t.name), 'must be a list' from unnest('{keywords,criteria,sources}'::text[]) t (name)
  where jsonb_typeof(v_key -> t.name) <> 'array';
end
$$;
comment on function reprise_private.imported_shape_faults is 'Returns what keeps an imported question from being a row.';

-- Returns whether a candidate can read and answer a question: its prompt is not blank, and an mcq has at least two options, each with a
-- unique id and a text that is not blank. Only a question stored before questions were checked can fail.
create function reprise_private.is_answerable(p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.is_blank(p_prompt) then
    return false;
  elsif p_kind <> 'mcq' then
    return true;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return false;
  end if;
  return (
    select count(*) >= 2 and count(*) = jsonb_array_length(p_options) and count(distinct o ->> 'id') = count(*)
      and bool_and(not reprise_private.is_blank(o ->> 'text'))
    from jsonb_array_elements(reprise_private.shown_options(p_kind, p_options)) o
  ) is true;
end
$$;
comment on function reprise_private.is_answerable is 'Returns whether a candidate can read and answer a question.';

-- Returns whether a question may be drawn for practice: it is active, in the public bank and answerable.
create function reprise_private.is_drawable(p_organization_id uuid, p_is_active boolean, p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_is_active and p_organization_id is null and reprise_private.is_answerable(p_kind, p_prompt, p_options);
end
$$;
comment on function reprise_private.is_drawable is 'Returns whether a question may be drawn for practice.';

-- Returns whether an id is exactly that of one of a question's options. False for null.
create function reprise_private.is_option_id(p_options jsonb, p_id text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(reprise_private.shown_options('mcq', p_options) @> jsonb_build_array(jsonb_build_object('id', p_id)), false);
end
$$;
comment on function reprise_private.is_option_id is 'Returns whether an id is that of one of a question''s options.';

-- Returns what is wrong with the key of a question, one row per fault, with its place; includes whether it fits the question's current
-- options.
create function reprise_private.key_faults(p_key reprise.question_keys, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select f.loc, f.msg from reprise_private.correct_option_faults(p_key.correct_option, p_kind, p_options) f
  union all
  select f.loc, f.msg from reprise_private.keyword_faults(p_key.keywords) f
  union all
  select '["keywords_needed"]'::jsonb, 'must be a whole number from 1 to the number of keywords, or null'
  where p_key.keywords_needed not between 1
    and case when jsonb_typeof(p_key.keywords) = 'array' then jsonb_array_length(p_key.keywords) else 0 end
  union all
  select '["sample_solution"]'::jsonb, 'must be at most 50000 characters' where char_length(p_key.sample_solution) > 50000
  union all
  select '["explanation"]', 'must be at most 10000 characters' where char_length(p_key.explanation) > 10000
  union all
  select f.loc, f.msg from reprise_private.source_faults(p_key.sources) f
  union all
  select f.loc, f.msg from reprise_private.criterion_faults(p_key.criteria) f;
end
$$;
comment on function reprise_private.key_faults is 'Returns the faults in the key of a question.';

-- Returns what is wrong with the keywords of a key, one row per fault, with its place. At most 100, each a string or {"keyword",
-- "synonyms", "inflections"}, of 1 to 200 characters and not blank. No two may be alike: a keyword written twice would count twice.
-- inflections: null or a language whose endings shared/words knows. Never looks at more entries than are allowed. Whether an answer holds a
-- keyword is decided by shared/words alone.
create function reprise_private.keyword_faults(p_keywords jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_entry jsonb;
  v_synonyms jsonb;
  v_form text;
  v_seen text[] := '{}';
  v_synonyms_in_all integer := 0;
begin
  if jsonb_typeof(p_keywords) is distinct from 'array' or jsonb_array_length(p_keywords) > 100 then
    return query select '["keywords"]'::jsonb, 'must be an array of at most 100 keywords';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_keywords) - 1 loop
    v_entry := p_keywords -> v_index;
    loc := jsonb_build_array('keywords', v_index);
    if jsonb_typeof(v_entry) = 'string' then
      v_entry := jsonb_build_object('keyword', v_entry);
    elsif jsonb_typeof(v_entry) <> 'object' or exists (
      select from jsonb_object_keys(v_entry) k where k not in ('keyword', 'synonyms', 'inflections')
    ) then
      msg := 'must be a string or {"keyword": "…", "synonyms": ["…"], "inflections": "en"}';
      return next;
      continue;
    else
      loc := loc || '["keyword"]';
    end if;
    v_form := case when jsonb_typeof(v_entry -> 'keyword') = 'string' then v_entry ->> 'keyword' end;
    if reprise_private.is_blank(v_form) or char_length(v_form) > 200 then
      msg := 'must be a string of 1 to 200 characters, and not blank';
      return next;
    elsif reprise_private.normalized_label(v_form) = any (v_seen) then
      msg := 'is there already (case and spaces do not tell keywords apart)';
      return next;
    else
      v_seen := v_seen || reprise_private.normalized_label(v_form);
    end if;

    if v_entry ? 'inflections' and v_entry -> 'inflections' not in (
      'null', '"ar"', '"de"', '"el"', '"en"', '"es"', '"fr"', '"he"', '"hi"', '"it"', '"pt"', '"ru"', '"tr"'
    ) then
      loc := jsonb_build_array('keywords', v_index, 'inflections');
      msg := 'must be null or one of ar, de, el, en, es, fr, he, hi, it, pt, ru, tr';
      return next;
    end if;

    continue when not v_entry ? 'synonyms';
    v_synonyms := v_entry -> 'synonyms';
    loc := jsonb_build_array('keywords', v_index, 'synonyms');
    if jsonb_typeof(v_synonyms) <> 'array' or jsonb_array_length(v_synonyms) > 50 then
      msg := 'must be an array of at most 50 strings';
      return next;
      continue;
    end if;
    v_synonyms_in_all := v_synonyms_in_all + jsonb_array_length(v_synonyms);
    if v_synonyms_in_all > 500 then
      msg := 'must be at most 500 of all keywords together';
      return next;
      return;
    end if;
    return query
    select jsonb_build_array('keywords', v_index, 'synonyms', s.number - 1), 'must be a string of 1 to 200 characters, and not blank'
    from jsonb_array_elements(v_synonyms) with ordinality s (form, number)
    where jsonb_typeof(s.form) <> 'string' or reprise_private.is_blank(s.form #>> '{}') or char_length(s.form #>> '{}') > 200;
  end loop;
end
$$;
comment on function reprise_private.keyword_faults is 'Returns the faults in the keywords of a key.';

-- Returns what is wrong with the options of a question, one row per fault, with its place. An mcq has 2 to 20 options, each with exactly an
-- id and a text. The id has 1 to 100 characters, no control characters, no spaces or invisible characters at its ends, and is unique
-- regardless of case. The text has 1 to 2000 characters and is not blank. Other kinds have no options. Never looks at more than 20.
create function reprise_private.option_faults(p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_option jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
  v_member text;
begin
  if p_kind is distinct from 'mcq' then
    return query select '["options"]'::jsonb, 'must be null for a question of this kind' where p_options is not null;
    return;
  elsif jsonb_typeof(p_options) is distinct from 'array' or jsonb_array_length(p_options) not between 2 and 20 then
    return query select '["options"]'::jsonb, 'must be an array of 2 to 20 options, each {"id": "…", "text": "…"}';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_options) - 1 loop
    v_option := p_options -> v_index;
    loc := jsonb_build_array('options', v_index);
    if jsonb_typeof(v_option) <> 'object' then
      msg := 'must be an object {"id": "…", "text": "…"}';
      return next;
      continue;
    end if;
    select k into v_member from jsonb_object_keys(v_option) k where k not in ('id', 'text') order by k limit 1;
    if found then
      msg := format('holds %s; an option has an id and a text, and nothing else', to_json(left(v_member, 50)));
      return next;
    end if;

    loc := jsonb_build_array('options', v_index, 'id');
    v_id := case when jsonb_typeof(v_option -> 'id') = 'string' then v_option ->> 'id' end;
    if reprise_private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif reprise_private.is_blank(left(v_id, 1)) or reprise_private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif v_id ~ '[\u0001-\u001F\u007F]' then
      msg := 'must not hold control characters';
      return next;
    elsif reprise_private.normalized_label(v_id) = any (v_ids) then
      msg := 'is the id of another option already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || reprise_private.normalized_label(v_id);
    end if;

    loc := jsonb_build_array('options', v_index, 'text');
    v_text := case when jsonb_typeof(v_option -> 'text') = 'string' then v_option ->> 'text' end;
    if reprise_private.is_blank(v_text) or char_length(v_text) > 2000 then
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.option_faults is 'Returns the faults in the options of a question.';

-- Returns what is wrong with a question of the bank, one row per fault, with its place. Table constraints check the other columns.
create function reprise_private.question_faults(p_question reprise.questions)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select '["prompt"]'::jsonb, 'must not be blank' where reprise_private.is_blank(p_question.prompt)
  union all
  select jsonb_build_array(label.name), 'must be 1 to 200 characters, and not blank'
  from (values ('interview_type', p_question.interview_type), ('domain', p_question.domain)) label (name, value)
  where reprise_private.is_blank(label.value) or char_length(label.value) > 200
  union all
  select jsonb_build_array('tags', t.number - 1), 'must be a text of 1 to 50 characters, not blank, and not there already'
  from unnest(p_question.tags[1:20]) with ordinality t (tag, number)
  where reprise_private.is_blank(t.tag) or char_length(t.tag) > 50
    or reprise_private.normalized_label(t.tag) = any (array(
      select reprise_private.normalized_label(o) from unnest(p_question.tags[1:t.number::integer - 1]) o
    ))
  union all
  select '["tags"]'::jsonb, 'must be a list of at most 20 texts' where cardinality(p_question.tags) > 20 or array_ndims(p_question.tags) > 1
  union all
  select f.loc, f.msg from reprise_private.option_faults(p_question.kind, p_question.options) f;
end
$$;
comment on function reprise_private.question_faults is 'Returns the faults in a question.';

-- Writes a question of an organization together with its key, so that no session can begin between the two. Called by the organization's
-- owners and recruiters. A question with an unknown id is new; a known one is replaced, and keeps its organization and its copied_from. A
-- repeat writes the same again. Names every fault of both in one refusal. The locks are those of the two rows. A question of another
-- organization and an organization that is not the caller's get the same error. Writes as the owner of the tables, so it checks itself what
-- their triggers check of published interviews. Errors: question_not_found, invalid_request, not_publishable.
create function reprise_private.save_question(p_organization_id uuid, p_question jsonb, p_key jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_question reprise.questions;
  v_key reprise.question_keys;
begin
  -- Types and bounds first: a value of another type could not be read into the row.
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from reprise_private.imported_shape_faults((p_question - 'id') || jsonb_build_object('key', p_key)) f
  ));
  v_question := jsonb_populate_record(null::reprise.questions, '{"min_seconds": 0, "is_active": true, "tags": []}'::jsonb || p_question);
  v_question.id := coalesce(v_question.id, gen_random_uuid());
  v_key := jsonb_populate_record(null::reprise.question_keys, '{"keywords": [], "criteria": [], "sources": []}'::jsonb || p_key);
  if not exists (select from reprise_private.organizations_of_caller(array['owner', 'recruiter']) o (id) where o.id = p_organization_id)
    or exists (select from reprise.questions q where q.id = v_question.id and q.organization_id is distinct from p_organization_id)
  then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from (
      select q.loc, q.msg from reprise_private.question_faults(v_question) q
      union all
      select '["key"]'::jsonb || k.loc, k.msg from reprise_private.key_faults(v_key, v_question.kind, v_question.options) k
    ) f
  ));
  -- check_question refuses options without the one that the stored key names.
  update reprise.question_keys k set correct_option = null
  where k.question_id = v_question.id
    and exists (select from reprise_private.correct_option_faults(k.correct_option, v_question.kind, v_question.options));
  insert into reprise.questions (
    id, organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, is_active,
    tags
  )
  values (
    v_question.id, p_organization_id, v_question.interview_type, v_question.domain, v_question.difficulty, v_question.kind, v_question.prompt,
    v_question.options, v_question.points, v_question.time_limit_seconds, v_question.min_seconds, v_question.is_active, v_question.tags
  )
  on conflict (id) do update
  set interview_type = excluded.interview_type, domain = excluded.domain, difficulty = excluded.difficulty, kind = excluded.kind,
    prompt = excluded.prompt, options = excluded.options, points = excluded.points, time_limit_seconds = excluded.time_limit_seconds,
    min_seconds = excluded.min_seconds, is_active = excluded.is_active, tags = excluded.tags
  where questions.organization_id = p_organization_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
  values (
    v_question.id, v_key.correct_option, v_key.keywords, v_key.sample_solution, v_key.criteria, v_key.explanation,
    v_key.keywords_needed, v_key.sources
  )
  on conflict (question_id) do update
  set correct_option = excluded.correct_option, keywords = excluded.keywords, sample_solution = excluded.sample_solution,
    criteria = excluded.criteria, explanation = excluded.explanation, keywords_needed = excluded.keywords_needed,
    sources = excluded.sources;
  perform reprise_private.refuse_unpublishable_question(v_question.id, true);
  return jsonb_build_object('question_id', v_question.id);
end
$$;
comment on function reprise_private.save_question is 'Writes a question of an organization together with its key.';

-- Returns the options of a question as a candidate gets them: the id and text of each, nothing else an author has stored. Null for kinds
-- without options. In rows from before options were checked, a number is read as its digits, a missing text is empty, and an option without
-- an id, which nobody could choose, is left out.
create function reprise_private.shown_options(p_kind text, p_options jsonb)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is distinct from 'mcq' then
    return null;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'text', coalesce(o.text, '')) order by o.number), '[]')
    from (
      select e.number,
        case when jsonb_typeof(e.option -> 'id') in ('string', 'number') then e.option ->> 'id' end as id,
        case when jsonb_typeof(e.option -> 'text') in ('string', 'number') then e.option ->> 'text' end as text
      from jsonb_array_elements(p_options) with ordinality e (option, number)
    ) o
    where not reprise_private.is_blank(o.id)
  );
end
$$;
comment on function reprise_private.shown_options is 'Returns the ids and texts of a question''s options.';

-- Returns what is wrong with the sources of a key, one row per fault, with its place. At most 5, each exactly a title of 1 to 200
-- characters and an https URL of at most 2000 characters without spaces, quotes or angle brackets: candidates of practice runs get them as
-- links. Never looks at more entries than are allowed.
create function reprise_private.source_faults(p_sources jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_source jsonb;
begin
  if jsonb_typeof(p_sources) is distinct from 'array' or jsonb_array_length(p_sources) > 5 then
    return query select '["sources"]'::jsonb, 'must be an array of at most 5 sources';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_sources) - 1 loop
    v_source := p_sources -> v_index;
    loc := jsonb_build_array('sources', v_index);
    if jsonb_typeof(v_source) <> 'object' or exists (select from jsonb_object_keys(v_source) k where k not in ('title', 'url')) then
      msg := 'must be {"title": "…", "url": "https://…"}';
      return next;
      continue;
    end if;
    if jsonb_typeof(v_source -> 'title') is distinct from 'string' or reprise_private.is_blank(v_source ->> 'title')
      or char_length(v_source ->> 'title') > 200
    then
      loc := jsonb_build_array('sources', v_index, 'title');
      msg := 'must be a string of 1 to 200 characters, and not blank';
      return next;
    end if;
    if (jsonb_typeof(v_source -> 'url') = 'string' and char_length(v_source ->> 'url') <= 2000
      and v_source ->> 'url' ~ '^https://[^[:space:][:cntrl:]<>"''\\/?#@]+([/?#][^[:space:][:cntrl:]<>"''\\]*)?$') is not true
    then
      loc := jsonb_build_array('sources', v_index, 'url');
      msg := 'must be an https URL of at most 2000 characters';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.source_faults is 'Returns the faults in the sources of a key.';

-- nothing → a request for drafts, under whose id the functions ask a model at the organization's cost. Called by its owners and recruiters.
-- Counts a use of draft whatever the model does. Deletes the caller's requests that are over a day old, whose tokens are settled.
-- Errors: not_authenticated, not_allowed, rate_limited.
create function reprise_private.start_draft(p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_draft_id uuid;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'draft');
  delete from reprise_private.draft_requests d where d.user_id = v_user_id and d.created_at < now() - interval '1 day';
  insert into reprise_private.draft_requests (organization_id, user_id) values (p_organization_id, v_user_id)
  returning id into v_draft_id;
  return jsonb_build_object('draft_id', v_draft_id);
end
$$;
comment on function reprise_private.start_draft is 'Creates a request for drafts of questions, at the cost of an organization.';

-- Copies a question of the public bank, with its key, into an organization. See reprise_private.copy_question.
create function reprise.copy_question(question_id uuid, organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.copy_question(question_id, organization_id);
end
$$;
comment on function reprise.copy_question is 'Copies a question of the public bank, with its key, into an organization. See reprise_private.copy_question.';

-- Counts one import of questions, for owners and recruiters. See reprise_private.count_import.
create function reprise.count_import(organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.count_import(organization_id);
end
$$;
comment on function reprise.count_import is
  'Counts one import of questions, for owners and recruiters. See reprise_private.count_import.';

-- Returns a page of an organization's questions with their keys, for owners and recruiters. See reprise_private.export_questions.
create function reprise.export_questions(organization_id uuid, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.export_questions(organization_id, cursor);
end
$$;
comment on function reprise.export_questions is
  'Returns a page of an organization''s questions with their keys, for owners and recruiters. See reprise_private.export_questions.';

-- Adds questions with their keys to an organization, for owners and recruiters. See reprise_private.import_questions.
create function reprise.import_questions(organization_id uuid, questions jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.import_questions(
    organization_id, case jsonb_typeof(questions) when 'string' then (questions #>> '{}')::jsonb else questions end
  );
end
$$;
comment on function reprise.import_questions is
  'Adds questions with their keys to an organization, for owners and recruiters. See reprise_private.import_questions.';

-- Writes a question of an organization together with its key. See reprise_private.save_question.
create function reprise.save_question(organization_id uuid, question jsonb, key jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.save_question(
    organization_id,
    case jsonb_typeof(question) when 'string' then (question #>> '{}')::jsonb else question end,
    case jsonb_typeof(key) when 'string' then (key #>> '{}')::jsonb else key end
  );
end
$$;
comment on function reprise.save_question is 'Writes a question of an organization together with its key. See reprise_private.save_question.';

-- Creates a request for drafts of questions, for owners and recruiters. See reprise_private.start_draft.
create function reprise.start_draft(organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.start_draft(organization_id);
end
$$;
comment on function reprise.start_draft is
  'Creates a request for drafts of questions, for owners and recruiters. See reprise_private.start_draft.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.questions enable row level security;
create policy "members read their questions and the public bank" on reprise.questions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false)) and (
      organization_id in (select reprise_private.organizations_of_caller())
      or (organization_id is null and exists (select reprise_private.organizations_of_caller()))
    )
  );
create policy "recruiters write questions" on reprise.questions
  for insert to authenticated
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change questions" on reprise.questions
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete questions" on reprise.questions
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
alter table reprise.question_keys enable row level security;
-- Not those of the public bank: copy_question gives an organization a copy of a question, with its key.
create policy "members read the keys of their questions" on reprise.question_keys
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and question_id in (
      select q.id from reprise.questions q where q.organization_id in (select reprise_private.organizations_of_caller())
    )
  );
create policy "recruiters write keys" on reprise.question_keys
  for insert to authenticated
  with check (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create policy "recruiters change keys" on reprise.question_keys
  for update to authenticated
  using (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ))
  with check (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create policy "recruiters delete keys" on reprise.question_keys
  for delete to authenticated
  using (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create trigger questions_are_checked
  after insert or update of kind, prompt, options, interview_type, domain, tags on reprise.questions
  for each row execute function reprise_private.check_question();
create trigger questions_are_limited
  after insert on reprise.questions
  referencing new table as new_rows
  for each statement execute function reprise_private.limit_authored_rows();
create trigger question_keys_are_checked
  after insert or update on reprise.question_keys
  for each row execute function reprise_private.check_question_key();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.questions,
  reprise.question_keys,
  reprise_private.draft_requests
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.questions,
  reprise.question_keys
to authenticated;

revoke execute on function
  reprise.copy_question,
  reprise.count_import,
  reprise.export_questions,
  reprise.import_questions,
  reprise.save_question,
  reprise.start_draft,
  reprise_private.check_author,
  reprise_private.check_question,
  reprise_private.check_question_key,
  reprise_private.copy_question,
  reprise_private.correct_option_faults,
  reprise_private.count_import,
  reprise_private.criterion_faults,
  reprise_private.export_questions,
  reprise_private.exported_question,
  reprise_private.import_questions,
  reprise_private.imported_shape_faults,
  reprise_private.is_answerable,
  reprise_private.is_drawable,
  reprise_private.is_option_id,
  reprise_private.key_faults,
  reprise_private.source_faults,
  reprise_private.keyword_faults,
  reprise_private.option_faults,
  reprise_private.question_faults,
  reprise_private.save_question,
  reprise_private.shown_options,
  reprise_private.start_draft
from public, anon, authenticated, service_role;
grant execute on function
  reprise.copy_question,
  reprise.count_import,
  reprise.export_questions,
  reprise.import_questions,
  reprise.save_question,
  reprise.start_draft,
  reprise_private.copy_question,
  reprise_private.count_import,
  reprise_private.export_questions,
  reprise_private.import_questions,
  reprise_private.save_question,
  reprise_private.start_draft
to authenticated;

reset check_function_bodies;
reset lock_timeout;
