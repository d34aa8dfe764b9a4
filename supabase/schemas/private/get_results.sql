-- Returns the result of one session: to its candidate, who may also be a member, what the interview shows; to any other member of the
-- organization everything. An unknown id and a session the caller may not see get the same error. Reads only. Errors: session_not_found.
create function private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_reviews boolean := private.reviews_session(p_session_id);
begin
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', private.session_summary(v_session),
    'server_time', private.rfc3339(clock_timestamp())
  )
    || case when v_reviews then private.reviewer_results(v_session) else private.candidate_results(v_session) end
    || case when v_session.mode = 'conversation'
      then jsonb_build_object('conversation', private.conversation_results(v_session, v_reviews)) else '{}' end;
end
$$;
comment on function private.get_results(uuid) is 'The result of a session, as much of it as the caller may see.';
revoke execute on function private.get_results(uuid) from public, anon;
grant execute on function private.get_results(uuid) to authenticated;
