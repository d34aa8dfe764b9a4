-- Refuses a call because the session is over. Nothing changes; the text is stored as a late text. A null text means there is none.
create function private.session_closed(
  p_session public.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'session_closed'
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return private.problem(409, 'session_closed', 'This session is closed.', jsonb_build_object(
    'session_status', p_session.status, 'closed_reason', p_session.closed_reason,
    'kept', private.keep_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function private.session_closed(public.interview_sessions, integer, text, integer, text) is
  'Answers a call to a closed session.';
revoke execute on function private.session_closed(public.interview_sessions, integer, text, integer, text) from public, anon, authenticated;
