-- Refuses a call because another device holds the session. Nothing changes; the text is stored as a late text. A null text means there is
-- none.
create function reprise_private.store_text_and_refuse_lease_lost(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'lease_lost'
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
begin
  select * into v_active from reprise.active_interview_sessions a where a.session_id = p_session.id;
  return reprise_private.refuse_and_commit(409, 'lease_lost', jsonb_build_object(
    'lease', reprise_private.lease_view(v_active),
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_lease_lost is 'Stores a text from a stale lease as a late text and refuses the call.';
