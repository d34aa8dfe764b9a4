-- nothing → in_progress: creates the session of an interview with copies of its questions and keys, so that later edits do not change
-- running sessions. Draws from the interview's pools and shuffles options with a new seed, which is stored and which nobody but the operator
-- reads. Returns the new row; no question is served yet. p_session_id is an unused id, which its user may have chosen: the seed never follows
-- from it.
-- Errors: not_enough_questions, interview_not_ready (a question stored before questions were checked cannot be answered; no clock is
-- started, whether it was drawn or not).
create function reprise_private.create_session(
  p_session_id uuid, p_user_id uuid, p_interview reprise.interviews, p_extra_time_percent integer
)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_seed uuid;
  v_drawn uuid[];
  v_limits integer[];
  v_session reprise.interview_sessions;
begin
  v_seed := gen_random_uuid();
  v_drawn := reprise_private.draw_questions(p_interview.id, v_seed);
  if v_drawn is null then
    perform reprise_private.refuse_and_roll_back(422, 'not_enough_questions', '{"reason": "interview", "available": 0}');
  end if;
  if exists (
    select from reprise_private.askable_questions(p_interview.id) a
    join reprise.questions q on q.id = a.question_id
    where not reprise_private.is_answerable(q.kind, q.prompt, q.options)
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_not_ready');
  end if;
  select array_agg(q.time_limit_seconds order by d.number) into v_limits
  from unnest(v_drawn) with ordinality d (id, number)
  join reprise.questions q using (id);
  insert into reprise.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, extra_time_percent,
    grace_seconds, start_over_allowed, break_seconds, resume_until
  )
  values (
    p_session_id, p_user_id, p_interview.id, p_interview.organization_id, 'timed',
    p_interview.title, cardinality(v_limits), v_limits, p_extra_time_percent,
    p_interview.grace_seconds, p_interview.start_over_allowed, p_interview.break_seconds,
    now() + greatest(
      make_interval(mins => p_interview.resume_window_minutes),
      (select sum(make_interval(secs => l * (100 + p_extra_time_percent) / 100.0 + p_interview.grace_seconds)) from unnest(v_limits) l)
        + make_interval(secs => p_interview.break_seconds)
    )
  )
  returning * into v_session;
  insert into reprise_private.session_seeds (session_id, seed) values (v_session.id, v_seed);
  insert into reprise.session_questions (
    session_id, position, question_id, kind, prompt, options, points, time_limit_seconds, min_seconds
  )
  select v_session.id, row_number() over (order by d.number) - 1, q.id, q.kind, q.prompt,
    case
      when p_interview.shuffle_options
        then reprise_private.shuffled_options(reprise_private.shown_options(q.kind, q.options), v_seed, q.id)
      else reprise_private.shown_options(q.kind, q.options)
    end,
    q.points, q.time_limit_seconds, q.min_seconds
  from unnest(v_drawn) with ordinality d (id, number)
  join reprise.questions q using (id);
  perform reprise_private.copy_question_keys(v_session.id);
  return v_session;
end
$$;
comment on function reprise_private.create_session is 'Creates the session of an interview with copies of its questions and keys.';
