-- Refuses a call because the session is over. Nothing changes; the text is stored as a late text. A null text means there is none.
create function reprise_private.store_text_and_refuse_closed(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'session_closed'
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return reprise_private.refuse_and_commit(409, 'session_closed', jsonb_build_object(
    'session_status', p_session.status, 'closed_reason', p_session.closed_reason,
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_closed is 'Stores a text for a closed session as a late text and refuses the call.';
