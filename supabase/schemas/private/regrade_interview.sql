-- After a key was corrected: takes today's keys of the question bank into every session of an interview and grades the answers again whose
-- key changed. What was there before stays in the history; overrides do not survive a changed key. Caller: owner or recruiter. Errors:
-- interview_not_found, invalid_request.
create function private.regrade_interview(p_interview_id uuid, p_reason text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_row record;
  v_answers integer := 0;
  v_sessions uuid[] := '{}';
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  elsif p_interview_id is null or p_interview_id not in (select private.interviews_of_caller(array['owner', 'recruiter'])) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  for v_row in
    select s.id as session_id, s.user_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria
    from public.interview_sessions s
    join public.session_questions sq on sq.session_id = s.id
    join public.question_keys k on k.question_id = sq.question_id
    join public.session_question_keys o on o.session_id = sq.session_id and o.position = sq.position
    where s.interview_id = p_interview_id
      and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
        is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria)
    order by s.user_id, s.id, sq.position
  loop
    perform private.lock_candidate(v_row.user_id);
    update public.session_question_keys o
    set correct_option = v_row.correct_option, keywords = v_row.keywords, sample_solution = v_row.sample_solution,
      criteria = v_row.criteria
    where o.session_id = v_row.session_id and o.position = v_row.position
      and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
        is distinct from (v_row.correct_option, v_row.keywords, v_row.sample_solution, v_row.criteria);
    -- Another regrade was here while this one waited for the lock.
    continue when not found;
    perform private.queue_evaluation(e.answer_id, e.late_answer_id, v_user_id, 'regrade: ' || p_reason)
    from public.evaluations e where e.session_id = v_row.session_id and e.position = v_row.position;
    v_answers := v_answers + found::integer;
    if not v_row.session_id = any (v_sessions) then
      v_sessions := v_sessions || v_row.session_id;
      perform private.record_event(v_row.session_id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'sessions', cardinality(v_sessions), 'answers', v_answers, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.regrade_interview(uuid, text) is 'Grades an interview again with corrected keys.';
revoke execute on function private.regrade_interview(uuid, text) from public, anon;
grant execute on function private.regrade_interview(uuid, text) to authenticated;
