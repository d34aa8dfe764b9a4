-- Refuses a call because another device holds the session. Nothing changes; the text is stored as a late text. A null text means there is
-- none.
create function private.lease_lost(
  p_session public.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'lease_lost'
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_active public.active_interview_sessions;
begin
  select * into v_active from public.active_interview_sessions a where a.session_id = p_session.id;
  return private.problem(409, 'lease_lost', 'This session continued in another tab or on another device.', jsonb_build_object(
    'lease', private.lease_view(v_active),
    'kept', private.keep_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function private.lease_lost(public.interview_sessions, integer, text, integer, text) is 'Answers a call with a stale lease.';
revoke execute on function private.lease_lost(public.interview_sessions, integer, text, integer, text) from public, anon, authenticated;
