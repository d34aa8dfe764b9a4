-- Returns up to 500 rows of an interview's candidates for a file, newest first, and its title. Counts the use of export_interview, or with
-- p_reports, for a file of their reports, of export_reports. Errors: not_authenticated, interview_not_found, invalid_request, rate_limited.
create function reprise_private.export_candidates(p_interview_id uuid, p_cursor text, p_page_size integer, p_reports boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 500);
  v_page record;
begin
  perform reprise_private.check_account(v_user_id);
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif v_size not between 1 and 500 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 500');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, case when p_reports then 'export_reports' else 'export_interview' end);
  v_page := reprise_private.list_candidates(p_interview_id, p_cursor, v_size, null, null, null, null, null, null);
  return jsonb_build_object(
    'user_id', v_user_id, 'title', (select i.title from reprise.interviews i where i.id = p_interview_id),
    'candidates', v_page.page, 'next_cursor', v_page.next_cursor, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.export_candidates is 'Returns rows of an interview''s candidates for a file.';
