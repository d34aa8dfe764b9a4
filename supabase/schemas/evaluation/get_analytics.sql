-- Returns statistics of the caller's own sessions, or of an interview over the sessions of the caller's organizations. Reads by index the
-- sessions of one user or one interview, which takes time in proportion to them: each call counts, and the calls of one person run one after
-- another (reprise_private.take_rate_limit locks their row). Errors: interview_not_found, rate_limited, not_authenticated. Committed refusal:
-- database_unavailable, if it took too long, so that the call counts.
create function reprise_private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_numbers jsonb;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'analytics');
  if p_interview_id is not null and not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  begin
    if p_interview_id is null then
      v_numbers := reprise_private.candidate_analytics(v_user_id);
    else
      v_numbers := reprise_private.interview_analytics(p_interview_id)
        || jsonb_build_object('questions', reprise_private.question_analytics(p_interview_id));
    end if;
  exception when query_canceled then
    -- The statement's time is up.
    return reprise_private.refuse_and_commit(503, 'database_unavailable');
  end;
  return v_numbers || jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.get_analytics is 'Returns statistics of the caller''s sessions or of an interview.';
