-- nothing → in_progress: creates a practice session with questions picked from the public bank and copies of their current keys. It may be
-- started over, no answer is too fast, and without time_limits no clock runs; otherwise it follows the rules of a timed session. Returns
-- the new row; no question is served yet. The caller holds the candidate's lock.
-- Errors: invalid_request, practice_template_not_found, not_enough_questions (with available), session_id_taken (another user chose the
-- same id at the same moment).
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
  select v_session.id, k.number - 1, q.id, q.kind, q.prompt, private.shown_options(q.kind, q.options), q.points, v_limits[k.number]
  from unnest(v_picked) with ordinality k (id, number)
  join public.questions q using (id);
  perform private.copy_keys(v_session.id);
  return v_session;
end
$$;
comment on function private.open_practice(uuid, uuid, jsonb) is 'Creates a practice session with copies of picked questions and their keys.';
revoke execute on function private.open_practice(uuid, uuid, jsonb) from public, anon, authenticated;
