-- Returns whether a question that the clock closed can be open again: the session has not ended in another way, nothing has been served
-- since, the user is not live elsewhere, and no person has judged what closed it. The caller holds the candidate's lock.
create function reprise_private.can_reopen_question(p_session reprise.interview_sessions, p_position integer)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_position = p_session.position - 1
    and (p_session.status = 'in_progress' or p_session.closed_reason = 'expired')
    and reprise_private.was_closed_by_the_clock(p_session.id, p_position)
    and not exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.served_at is not null
    )
    and not exists (
      select from reprise.active_interview_sessions a
      where a.user_id = p_session.user_id and a.session_id <> p_session.id
    )
    and not exists (
      select from reprise.interview_sessions s
      where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
        and s.id <> p_session.id
    );
end
$$;
comment on function reprise_private.can_reopen_question is 'Returns whether a question that the clock closed can be open again.';
