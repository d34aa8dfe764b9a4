-- nothing → in_progress: creates a practice session with questions picked from the public bank and copies of their current keys. It may be
-- started over, no answer is too fast, and without time_limits no clock runs; otherwise it follows the rules of a timed session. Returns
-- the new row; no question is served yet. p_session_id is an unused id. The caller holds the candidate's
-- lock.
-- Errors: invalid_request, practice_template_not_found, not_enough_questions (with available).
create function reprise_private.create_practice_session(p_session_id uuid, p_user_id uuid, p_practice jsonb)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_choice reprise.practice_templates := reprise_private.practice_choice(p_user_id, p_practice);
  v_settings reprise_private.settings;
  v_picked uuid[];
  v_locked uuid[];
  v_limits integer[];
  v_session reprise.interview_sessions;
begin
  select * into v_settings from reprise_private.settings;
  loop
    v_picked := reprise_private.pick_questions(
      p_user_id, v_choice.interview_type, v_choice.domain, v_choice.difficulty, v_choice.question_count
    );
    if cardinality(v_picked) < v_choice.question_count then
      perform reprise_private.refuse_and_roll_back(
        422, 'not_enough_questions', jsonb_build_object('reason', 'practice', 'available', cardinality(v_picked))
      );
    end if;
    -- A picked question may have been deleted since; then pick again.
    v_locked := array(select q.id from reprise.questions q where q.id = any (v_picked) for key share);
    exit when cardinality(v_locked) = cardinality(v_picked);
  end loop;

  select array_agg(case when v_choice.time_limits then q.time_limit_seconds end order by k.number) into v_limits
  from unnest(v_picked) with ordinality k (id, number)
  join reprise.questions q using (id);
  insert into reprise.interview_sessions (
    id, user_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until,
    interview_type, domain, difficulty
  )
  values (
    p_session_id, p_user_id, 'practice',
    'Practice: ' || upper(left(v_choice.interview_type, 1))
      || concat_ws(' · ', replace(substr(v_choice.interview_type, 2), '_', ' '), replace(v_choice.domain, '_', ' '), v_choice.difficulty),
    v_choice.question_count, v_limits, v_settings.practice_grace_seconds, true,
    now() + greatest(
      v_settings.practice_resume_window,
      (select sum(make_interval(secs => l + v_settings.practice_grace_seconds)) from unnest(v_limits) l)
    ),
    v_choice.interview_type, v_choice.domain, v_choice.difficulty
  )
  returning * into v_session;
  insert into reprise.session_questions (session_id, position, question_id, kind, prompt, options, points, time_limit_seconds)
  select v_session.id, k.number - 1, q.id, q.kind, q.prompt, reprise_private.shown_options(q.kind, q.options), q.points, v_limits[k.number]
  from unnest(v_picked) with ordinality k (id, number)
  join reprise.questions q using (id);
  perform reprise_private.copy_question_keys(v_session.id);
  return v_session;
end
$$;
comment on function reprise_private.create_practice_session is 'Creates a practice session with copies of picked questions and their keys.';
