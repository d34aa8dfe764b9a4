-- Returns statistics of the caller's own sessions, or of an interview over the sessions of the caller's organizations. Reads only, by
-- index: the sessions of one user or one interview. Errors: interview_not_found.
create function private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  if p_interview_id is null then
    return private.candidate_analytics(v_user_id)
      || jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
  end if;
  if not private.reviews_interview(p_interview_id) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  return private.interview_analytics(p_interview_id)
    || jsonb_build_object(
      'questions', private.question_analytics(p_interview_id), 'server_time', private.rfc3339(clock_timestamp())
    );
end
$$;
comment on function private.get_analytics(uuid) is 'Statistics of the caller, or of an interview of theirs.';
revoke execute on function private.get_analytics(uuid) from public, anon;
grant execute on function private.get_analytics(uuid) to authenticated;
