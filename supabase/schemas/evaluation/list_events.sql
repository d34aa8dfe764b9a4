-- Returns one page of a session's audit trail, for members of its organization other than its candidate: the newest events before p_before,
-- the events_next of the page that was read before. Reads only. An unknown id and a session that the caller may not review get the same
-- error. Errors: session_not_found, invalid_request.
create function reprise_private.list_events(p_session_id uuid, p_before bigint, p_page_size integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 100);
begin
  if v_user_id is null or not reprise_private.can_review_session(p_session_id) then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  elsif v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_before < 1 then
    perform reprise_private.invalid_request('before', 'must be 1 or more');
  end if;
  return reprise_private.events_page(p_session_id, p_before, v_size)
    || jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.list_events is 'Returns one page of a session''s audit trail, for reviewers.';
