-- Returns what the record of a session states, for the functions to sign: the session and its chain of receipts with positions, no texts and
-- no scores. For the session's candidate and for members of its organization; an unknown id and a session the caller may not see get the
-- same error. Each call counts as a use of record. The time is linear in the number of receipts, which is bounded by the limits of late texts.
-- Errors: not_authenticated, session_not_found, rate_limited.
create function reprise_private.get_record(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'record');
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or reprise_private.can_review_session(p_session_id));
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return (
    select jsonb_build_object(
      'session_id', v_session.id, 'candidate_id', v_session.user_id, 'interview_id', v_session.interview_id, 'title', v_session.title,
      'status', v_session.status, 'started_at', reprise_private.rfc3339(v_session.started_at),
      'closed_at', reprise_private.rfc3339(v_session.closed_at), 'issued_at', reprise_private.rfc3339(now()),
      'head', (
        select reprise_private.receipt_digest(l) from reprise_private.receipts l where l.session_id = p_session_id order by l.number desc limit 1
      ),
      'receipts', coalesce(jsonb_agg(
        jsonb_build_object(
          'position', r.position, 'source', r.source, 'receipt', reprise_private.receipt_view(r),
          'kind', case when k.id is null then 'answer' else 'late_text' end,
          'withdrawn', a.id is null and k.id is null
        ) order by r.number
      ), '[]')
    )
    from reprise_private.receipts r
    left join reprise.answers a on a.id = r.text_id
    left join reprise.late_answers k on k.id = r.text_id
    where r.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.get_record is 'Returns what the record of a session states.';
