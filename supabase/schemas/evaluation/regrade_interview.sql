-- After a key was corrected: copies the bank's current keys, or the criteria of conversations, into an interview's sessions and regrades what
-- they grade. The history stores earlier evaluations; overrides do not survive a changed key. Called by an owner or recruiter of the organization the
-- sessions belong to. Locks each candidate concerned, in the order of their ids. One call is one batch: it ends after
-- reprise_private.settings.regrade_batch_seconds and returns next_cursor (null: done). A repeat from the start skips what is done. Skipped and
-- counted: the caller's own sessions, and questions that the new key does not fit (reprise_private.changed_keys). Returns each changed answer
-- (reprise_private.regraded_answer). A dry run returns the same, and locks and changes nothing.
-- Errors: not_authenticated, interview_not_found, invalid_request, rate_limited.
create function reprise_private.regrade_interview(p_interview_id uuid, p_reason text, p_cursor text, p_dry_run boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_until timestamptz := clock_timestamp() + (select t.regrade_batch_seconds from reprise_private.settings t) * interval '1 second';
  v_after record;
  v_session record;
  v_question record;
  v_last text;
  v_next text;
  v_replaced integer;
  v_retaken boolean;
  v_sessions integer := 0;
  v_answers integer := 0;
  v_own integer := 0;
  v_unfit integer := 0;
  v_unchanged integer := 0;
  v_evaluation reprise.evaluations;
  v_changes jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.check_reason(p_reason);
  v_after := reprise_private.decode_batch_cursor(p_cursor);
  if not reprise_private.can_review_interview(p_interview_id, array['owner', 'recruiter']) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'regrade');
  for v_session in
    select s.id, s.user_id from reprise.interview_sessions s
    where s.interview_id = p_interview_id
      and s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_cursor is null or (s.user_id, s.id) > (v_after.user_id, v_after.session_id))
    order by s.user_id, s.id
  loop
    -- At least one session per batch, however short the time, and no response without a bound.
    if v_last is not null and (clock_timestamp() >= v_until or jsonb_array_length(v_changes) >= case when p_dry_run then 50 else 200 end) then
      v_next := v_last;
      exit;
    end if;
    v_last := v_session.user_id || '.' || v_session.id;
    if not exists (select from reprise_private.changed_keys(v_session.id)) and not reprise_private.has_changed_criteria(v_session.id) then
      v_unchanged := v_unchanged + 1;
      continue;
    end if;
    if v_session.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    end if;
    if not p_dry_run then
      perform reprise_private.lock_candidate(v_session.user_id);
    end if;
    v_replaced := 0;
    -- Read again under the lock: another regrade may have processed this session while this one waited for it.
    for v_question in select * from reprise_private.changed_keys(v_session.id) loop
      if not v_question.fits then
        v_unfit := v_unfit + 1;
        continue;
      end if;
      select * into v_evaluation from reprise.evaluations e
      where e.session_id = v_session.id and e.position = v_question.question_position;
      if v_evaluation.answer_id is not null then
        v_answers := v_answers + 1;
        v_changes := v_changes || reprise_private.regraded_answer(
          v_evaluation, v_session.user_id, v_question.correct_option, case when p_dry_run then v_question.keywords end, v_question.keywords_needed
        );
      end if;
      v_replaced := v_replaced + 1;
      continue when p_dry_run;
      insert into reprise.session_question_keys (
        session_id, position, correct_option, keywords, sample_solution, criteria, keywords_needed
      )
      values (
        v_session.id, v_question.question_position, v_question.correct_option, v_question.keywords, v_question.sample_solution,
        v_question.criteria, v_question.keywords_needed
      )
      on conflict (session_id, position) do update
      set correct_option = excluded.correct_option, keywords = excluded.keywords, sample_solution = excluded.sample_solution,
        criteria = excluded.criteria, keywords_needed = excluded.keywords_needed;
      perform reprise_private.queue_evaluation(v_evaluation.answer_id, v_evaluation.late_answer_id, v_user_id, 'regrade: ' || p_reason)
      where v_evaluation.answer_id is not null;
    end loop;
    if not p_dry_run then
      v_retaken := reprise_private.take_changed_criteria(v_session.id, v_user_id, 'regrade: ' || p_reason);
    elsif reprise_private.has_changed_criteria(v_session.id) then
      v_retaken := exists (select from reprise.evaluations e where e.answer_id = v_session.id);
    else
      v_retaken := null;
    end if;
    v_answers := v_answers + coalesce(v_retaken, false)::integer;
    if v_replaced > 0 or v_retaken is not null then
      v_sessions := v_sessions + 1;
      perform reprise_private.record_event(v_session.id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason)) where not p_dry_run;
    end if;
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'sessions', v_sessions, 'answers', v_answers, 'changes', v_changes, 'unchanged', v_unchanged,
    'skipped', jsonb_build_object('own_sessions', v_own, 'questions', v_unfit),
    'done', v_next is null, 'next_cursor', v_next, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.regrade_interview is 'Regrades one batch of an interview''s sessions with corrected keys.';
