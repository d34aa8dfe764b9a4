-- A regrade was one transaction, however many sessions it held locked, and put keys on options that a session does not have.

alter table private.settings
  add column regrade_batch_seconds double precision not null default 0.5,
  add constraint settings_regrade_batch_is_short check (regrade_batch_seconds between 0 and 2);
comment on column private.settings.regrade_batch_seconds is 'Seconds after which a regrade ends its transaction, lets go of its locks and says where to go on.';

drop function public.regrade_interview(uuid, text);
drop function private.regrade_interview(uuid, text);

-- The keys of a session that the question bank has otherwise today, in order, as they are there. fits: whether the session's
-- question can be graded by it: the correct option of an mcq must be one of those that the candidate is shown.
create function private.changed_keys(p_session_id uuid)
returns table (
  question_position integer, correct_option text, keywords jsonb, sample_solution text, criteria jsonb, fits boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call, and a regrade calls it once a session.
  return query
  select q.position, k.correct_option, k.keywords, k.sample_solution, k.criteria,
    q.kind <> 'mcq' or coalesce(q.options @> jsonb_build_array(jsonb_build_object('id', k.correct_option)), false)
  from public.session_questions q
  join public.question_keys k on k.question_id = q.question_id
  join public.session_question_keys o on o.session_id = q.session_id and o.position = q.position
  where q.session_id = p_session_id
    and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
      is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria)
  order by q.position;
end
$$;
comment on function private.changed_keys(uuid) is 'Keys of the question bank that differ from those a session was started with.';
revoke execute on function private.changed_keys(uuid) from public, anon, authenticated;

-- After a key was corrected: takes today's keys of the question bank into the sessions of an interview and grades the answers again whose
-- key changed. What was there before stays in the history; overrides do not survive a changed key. One call is one batch: it ends
-- after private.settings.regrade_batch_seconds, with next_cursor for the next call (null: done); a repeat from the start finds nothing
-- left to do in what was done. Locks each candidate concerned, in the order of their ids. Skipped and counted: the caller's own
-- sessions, and questions whose new correct option a session does not offer. Caller: owner or recruiter. Errors: interview_not_found,
-- invalid_request.
create function private.regrade_interview(p_interview_id uuid, p_reason text, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_until timestamptz := clock_timestamp() + (select t.regrade_batch_seconds from private.settings t) * interval '1 second';
  v_session record;
  v_question record;
  v_last text;
  v_next text;
  v_replaced integer;
  v_sessions integer := 0;
  v_answers integer := 0;
  v_own integer := 0;
  v_unfit integer := 0;
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  elsif p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this action');
  elsif p_interview_id is null or p_interview_id not in (select private.interviews_of_caller(array['owner', 'recruiter'])) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  for v_session in
    select s.id, s.user_id from public.interview_sessions s
    where s.interview_id = p_interview_id
      and (p_cursor is null or (s.user_id, s.id) > (split_part(p_cursor, '.', 1)::uuid, split_part(p_cursor, '.', 2)::uuid))
    order by s.user_id, s.id
  loop
    -- At least one session a batch, however short the time.
    if v_last is not null and clock_timestamp() >= v_until then
      v_next := v_last;
      exit;
    end if;
    v_last := v_session.user_id || '.' || v_session.id;
    continue when not exists (select from private.changed_keys(v_session.id));
    if v_session.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    end if;
    perform private.lock_candidate(v_session.user_id);
    v_replaced := 0;
    -- Read again under the lock: another regrade may have been here while this one waited for it.
    for v_question in select * from private.changed_keys(v_session.id) loop
      if not v_question.fits then
        v_unfit := v_unfit + 1;
        continue;
      end if;
      update public.session_question_keys o
      set correct_option = v_question.correct_option, keywords = v_question.keywords, sample_solution = v_question.sample_solution,
        criteria = v_question.criteria
      where o.session_id = v_session.id and o.position = v_question.question_position;
      perform private.queue_evaluation(e.answer_id, e.late_answer_id, v_user_id, 'regrade: ' || p_reason)
      from public.evaluations e where e.session_id = v_session.id and e.position = v_question.question_position;
      v_answers := v_answers + found::integer;
      v_replaced := v_replaced + 1;
    end loop;
    if v_replaced > 0 then
      v_sessions := v_sessions + 1;
      perform private.record_event(v_session.id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'sessions', v_sessions, 'answers', v_answers, 'skipped', jsonb_build_object('own_sessions', v_own, 'questions', v_unfit),
    'done', v_next is null, 'next_cursor', v_next, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.regrade_interview(uuid, text, text) is 'Grades an interview again with corrected keys, one batch.';
revoke execute on function private.regrade_interview(uuid, text, text) from public, anon;
grant execute on function private.regrade_interview(uuid, text, text) to authenticated;

-- Grades an interview again with corrected keys, one batch. See private.regrade_interview.
create function public.regrade_interview(interview_id uuid, reason text, cursor text default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.regrade_interview(interview_id, reason, cursor)
$$;
comment on function public.regrade_interview(uuid, text, text) is 'Grades an interview again with corrected keys. See private.regrade_interview.';
revoke execute on function public.regrade_interview(uuid, text, text) from public, anon, authenticated;
grant execute on function public.regrade_interview(uuid, text, text) to authenticated;
