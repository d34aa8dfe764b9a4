-- Returns statistics of the caller's own sessions, or of an interview over the sessions of the caller's organizations. Reads only, by
-- index: the sessions of one user or one interview. Errors: interview_not_found.
create function reprise_private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  if p_interview_id is null then
    return reprise_private.candidate_analytics(v_user_id)
      || jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
  end if;
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  return reprise_private.interview_analytics(p_interview_id)
    || jsonb_build_object(
      'questions', reprise_private.question_analytics(p_interview_id), 'server_time', reprise_private.rfc3339(clock_timestamp())
    );
end
$$;
comment on function reprise_private.get_analytics is 'Returns statistics of the caller''s sessions or of an interview.';
