-- Returns one page of an interview's candidates, by default newest first, by keyset: the sessions that belong to the caller's organizations, without
-- answer texts, and who was invited and has not started (their session fields are null; not with p_status, which filters sessions). Leaves out
-- the caller's own, which list_sessions returns. `warnings` are those of the interview. Reads only, but counts the use of a search or another
-- order. Errors: interview_not_found, invalid_request, rate_limited.
create function reprise_private.list_results(
  p_interview_id uuid, p_cursor text, p_page_size integer, p_status text,
  p_query text, p_sort text, p_flag text, p_decision text, p_state text
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_page record;
begin
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.check_page(v_size, null, p_status, null);
  if num_nonnulls(p_query, p_sort, p_flag, p_decision) > 0 then
    perform reprise_private.take_rate_limit(v_user_id, 'search_candidates');
  end if;
  v_page := reprise_private.list_candidates(
    p_interview_id, p_cursor, v_size, p_status, p_query, p_sort, p_flag, p_decision, p_state
  );
  return jsonb_build_object(
    'sessions', v_page.page, 'next_cursor', v_page.next_cursor,
    'warnings', reprise_private.interview_warnings(p_interview_id),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_results is 'Returns one page of an interview''s candidates, for reviewers.';
