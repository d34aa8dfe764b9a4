-- Practice runs: questions picked at random from the public bank, by a choice sent along or saved as a template.

alter table private.settings
  add column practice_grace_seconds integer not null default 2,
  add column practice_resume_window interval not null default '7 days',
  add constraint settings_practice_grace_in_range check (practice_grace_seconds between 0 and 60),
  add constraint settings_practice_window_positive check (practice_resume_window > interval '0');
comment on column private.settings.practice_grace_seconds is 'Added to every deadline of a practice run, for the way of the last answer.';
comment on column private.settings.practice_resume_window is 'How long after its start a practice run can be resumed.';

create table public.practice_templates (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  interview_type text not null,
  domain text,
  difficulty text,
  question_count integer not null,
  time_limits boolean not null default true,
  created_at timestamptz not null default now(),
  constraint practice_templates_name_length check (char_length(name) between 1 and 200 and name = btrim(name)),
  constraint practice_templates_interview_type_length check (char_length(interview_type) between 1 and 200),
  constraint practice_templates_domain_length check (char_length(domain) between 1 and 200),
  constraint practice_templates_difficulty_is_known check (difficulty in ('easy', 'medium', 'hard')),
  constraint practice_templates_question_count_in_range check (question_count between 1 and 50)
);
comment on table public.practice_templates is 'A saved choice of practice questions that its owner can start again. Owners write their own rows.';
comment on column public.practice_templates.domain is 'Null is any.';
comment on column public.practice_templates.difficulty is 'Null is any.';
comment on column public.practice_templates.time_limits is 'false: as long as it takes.';
create index practice_templates_user_id_idx on public.practice_templates (user_id, created_at);

alter table public.practice_templates enable row level security;
revoke all on public.practice_templates from anon, authenticated;
grant select, insert, update, delete on public.practice_templates to authenticated;
grant all on public.practice_templates to service_role;
create policy "owners read their templates" on public.practice_templates
  for select to authenticated
  using (user_id = (select auth.uid()));
create policy "owners save templates" on public.practice_templates
  for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "owners change their templates" on public.practice_templates
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy "owners delete their templates" on public.practice_templates
  for delete to authenticated
  using (user_id = (select auth.uid()));

-- Own history by type: lists and numbers of one kind of practice, and which questions somebody has seen.
create index interview_sessions_practice_idx
  on public.interview_sessions (user_id, interview_type, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_domain_idx
  on public.interview_sessions (user_id, domain, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_mode_idx on public.interview_sessions (user_id, mode, started_at desc, id desc);

-- Trigger: a user keeps at most 100 templates. Locks the candidate, so that two inserts cannot both be the hundredth. After the insert, when row
-- level security has agreed: nobody learns of somebody else's number, or holds their lock. Errors: limit_reached.
create function private.limit_practice_templates()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_candidate(new.user_id);
  if (select count(*) from public.practice_templates t where t.user_id = new.user_id) > 100 then
    perform private.refuse(409, 'limit_reached', 'You can keep 100 practice templates. Delete one first.', '{"limit": 100}');
  end if;
  return null;
end
$$;
comment on function private.limit_practice_templates() is 'Trigger: at most 100 templates a user.';
create trigger practice_templates_are_limited
  after insert on public.practice_templates
  for each row execute function private.limit_practice_templates();
revoke execute on function private.limit_practice_templates() from public, anon, authenticated;

-- Copies the keys of a new session's questions, as they are now. Caller has just copied the questions.
create function private.copy_keys(p_session_id uuid)
returns void
language sql set search_path = ''
as $$
  insert into public.session_question_keys (session_id, position, correct_option, keywords, sample_solution, criteria)
  select sq.session_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria
  from public.session_questions sq
  join public.question_keys k on k.question_id = sq.question_id
  where sq.session_id = p_session_id
$$;
comment on function private.copy_keys(uuid) is 'Copies the keys of a session''s questions.';
revoke execute on function private.copy_keys(uuid) from public, anon, authenticated;

-- Creates the session of an interview: copies the questions and their keys, so that later edits change nothing that runs.
-- Returns the new row, nothing served yet. The unique indexes settle every race. Errors: not_enough_questions,
-- session_id_taken (another user minted the same id at the same moment).
create or replace function private.open_session(
  p_session_id uuid, p_user_id uuid, p_interview public.interviews, p_extra_time_percent integer
)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_limits integer[];
  v_session public.interview_sessions;
begin
  select array_agg(q.time_limit_seconds order by iq.position) into v_limits
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  if v_limits is null then
    perform private.refuse(422, 'not_enough_questions', 'This interview has no questions yet.', '{"available": 0}');
  end if;
  insert into public.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, extra_time_percent,
    grace_seconds, start_over_allowed, resume_until
  )
  values (
    coalesce(p_session_id, gen_random_uuid()), p_user_id, p_interview.id, p_interview.organization_id, 'timed',
    p_interview.title, cardinality(v_limits), v_limits, p_extra_time_percent,
    p_interview.grace_seconds, p_interview.start_over_allowed,
    now() + greatest(
      make_interval(mins => p_interview.resume_window_minutes),
      (select sum(make_interval(secs => l * (100 + p_extra_time_percent) / 100.0 + p_interview.grace_seconds)) from unnest(v_limits) l)
    )
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.session_questions (
    session_id, position, question_id, kind, prompt, options, points, time_limit_seconds, min_seconds
  )
  select v_session.id, row_number() over (order by iq.position) - 1, q.id, q.kind, q.prompt, q.options, q.points,
    q.time_limit_seconds, q.min_seconds
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  perform private.copy_keys(v_session.id);
  return v_session;
end
$$;
comment on function private.open_session(uuid, uuid, public.interviews, integer) is 'Creates a session with copies of its questions and keys.';
revoke execute on function private.open_session(uuid, uuid, public.interviews, integer) from public, anon, authenticated;

-- What a start asks to practise, checked: the fields themselves, or a template of the caller. Errors: invalid_request,
-- practice_template_not_found.
create function private.practice_choice(p_user_id uuid, p_practice jsonb)
returns public.practice_templates
language plpgsql stable set search_path = ''
as $$
declare
  v_asked jsonb := jsonb_strip_nulls(p_practice);
  v_choice public.practice_templates;
begin
  if v_asked - '{template_id,interview_type,domain,difficulty,question_count,time_limits}'::text[] <> '{}' then
    perform private.invalid_request('practice', 'has a field that is not known');
  elsif v_asked ? 'template_id' then
    -- time_limits may be there: its default is sent along.
    if v_asked - '{template_id,time_limits}'::text[] <> '{}' then
      perform private.invalid_request('practice', 'has a template_id, which goes without other fields');
    elsif not pg_input_is_valid(v_asked ->> 'template_id', 'uuid') then
      perform private.invalid_request('practice', 'needs a UUID as template_id');
    end if;
    select * into v_choice from public.practice_templates t
    where t.id = (v_asked ->> 'template_id')::uuid and t.user_id = p_user_id;
    if not found then
      perform private.refuse(404, 'practice_template_not_found', 'There is no such template.');
    end if;
    return v_choice;
  elsif coalesce(jsonb_typeof(v_asked -> 'interview_type'), '') <> 'string'
    or not char_length(v_asked ->> 'interview_type') between 1 and 200
  then
    perform private.invalid_request('practice', 'needs an interview_type of 1 to 200 characters, or a template_id');
  elsif jsonb_typeof(v_asked -> 'domain') <> 'string' or not char_length(v_asked ->> 'domain') between 1 and 200 then
    perform private.invalid_request('practice', 'needs 1 to 200 characters as domain');
  elsif v_asked ? 'difficulty' and coalesce(v_asked ->> 'difficulty' not in ('easy', 'medium', 'hard'), true) then
    perform private.invalid_request('practice', 'needs easy, medium or hard as difficulty');
  elsif coalesce(jsonb_typeof(v_asked -> 'question_count'), '') <> 'number'
    or v_asked ->> 'question_count' !~ '^[1-9][0-9]?$' or (v_asked ->> 'question_count')::integer > 50
  then
    perform private.invalid_request('practice', 'needs a question_count of 1 to 50');
  elsif jsonb_typeof(v_asked -> 'time_limits') <> 'boolean' then
    perform private.invalid_request('practice', 'needs true or false as time_limits');
  end if;
  v_choice.interview_type := v_asked ->> 'interview_type';
  v_choice.domain := v_asked ->> 'domain';
  v_choice.difficulty := v_asked ->> 'difficulty';
  v_choice.question_count := (v_asked ->> 'question_count')::integer;
  v_choice.time_limits := coalesce((v_asked ->> 'time_limits')::boolean, true);
  return v_choice;
end
$$;
comment on function private.practice_choice(uuid, jsonb) is 'Reads and checks what a start asks to practise.';
revoke execute on function private.practice_choice(uuid, jsonb) from public, anon, authenticated;

-- Creates a practice session: picks questions of the public bank and copies them with their keys, as they are now. By the rules of a timed
-- session, relaxed: it may be started over, no answer is too fast, and without time_limits no clock runs. Returns the new row, nothing
-- served yet. Caller holds the candidate's lock. Errors: invalid_request, practice_template_not_found, not_enough_questions (with available),
-- session_id_taken (another user minted the same id at the same moment).
create function private.open_practice(p_session_id uuid, p_user_id uuid, p_practice jsonb)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_choice public.practice_templates := private.practice_choice(p_user_id, p_practice);
  v_settings private.settings;
  v_picked uuid[];
  v_locked uuid[];
  v_limits integer[];
  v_session public.interview_sessions;
begin
  select * into v_settings from private.settings;
  loop
    v_picked := private.pick_questions(
      p_user_id, v_choice.interview_type, v_choice.domain, v_choice.difficulty, v_choice.question_count
    );
    if cardinality(v_picked) < v_choice.question_count then
      perform private.refuse(
        422, 'not_enough_questions', 'There are not as many questions of this kind. Choose fewer, or more kinds.',
        jsonb_build_object('available', cardinality(v_picked))
      );
    end if;
    -- One of them may have been deleted since: then pick again.
    v_locked := array(select q.id from public.questions q where q.id = any (v_picked) for key share);
    exit when cardinality(v_locked) = cardinality(v_picked);
  end loop;

  select array_agg(case when v_choice.time_limits then q.time_limit_seconds end order by k.number) into v_limits
  from unnest(v_picked) with ordinality k (id, number)
  join public.questions q using (id);
  insert into public.interview_sessions (
    id, user_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until,
    interview_type, domain, difficulty
  )
  values (
    coalesce(p_session_id, gen_random_uuid()), p_user_id, 'practice',
    'Practice: ' || upper(left(v_choice.interview_type, 1))
      || concat_ws(' · ', replace(substr(v_choice.interview_type, 2), '_', ' '), replace(v_choice.domain, '_', ' '), v_choice.difficulty),
    v_choice.question_count, v_limits, v_settings.practice_grace_seconds, true,
    now() + greatest(
      v_settings.practice_resume_window,
      (select sum(make_interval(secs => l + v_settings.practice_grace_seconds)) from unnest(v_limits) l)
    ),
    v_choice.interview_type, v_choice.domain, v_choice.difficulty
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.session_questions (session_id, position, question_id, kind, prompt, options, points, time_limit_seconds)
  select v_session.id, k.number - 1, q.id, q.kind, q.prompt, q.options, q.points, v_limits[k.number]
  from unnest(v_picked) with ordinality k (id, number)
  join public.questions q using (id);
  perform private.copy_keys(v_session.id);
  return v_session;
end
$$;
comment on function private.open_practice(uuid, uuid, jsonb) is 'Creates a practice session with copies of picked questions and their keys.';
revoke execute on function private.open_practice(uuid, uuid, jsonb) from public, anon, authenticated;
