-- Returns the result of one session: to its candidate, who may also be a member, what the interview shows; to any other member of the
-- organization everything. An unknown id and a session the caller may not see get the same error. Each call for a session with more than 1 MiB
-- of texts (answers, transcriptions, late texts and late messages) counts as a use of large_results, and those of one person run one after
-- another. Errors: session_not_found, rate_limited.
create function reprise_private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_reviews boolean := reprise_private.can_review_session(p_session_id);
  v_bytes bigint := 0;
  v_length integer;
begin
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- The lengths are read without the texts, and only until they are enough.
  for v_length in
    select octet_length(a.answer) from reprise.answers a where a.session_id = p_session_id
    union all
    select octet_length(t.text) from reprise.transcriptions t where t.session_id = p_session_id
    union all
    select octet_length(k.answer) from reprise.late_answers k where k.session_id = p_session_id
    union all
    select octet_length(m.content) from reprise.late_messages m where m.session_id = p_session_id
  loop
    v_bytes := v_bytes + v_length;
    exit when v_bytes > 1048576;
  end loop;
  if v_bytes > 1048576 then
    perform reprise_private.take_rate_limit(v_user_id, 'large_results');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', reprise_private.session_summary(v_session),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  )
    || case when v_reviews then reprise_private.reviewer_results(v_session) else reprise_private.candidate_results(v_session) end
    || case when v_session.mode = 'conversation'
      then jsonb_build_object('conversation', reprise_private.conversation_results(v_session, v_reviews)) else '{}' end;
end
$$;
comment on function reprise_private.get_results is 'Returns the result of a session, limited to what the caller may see.';
