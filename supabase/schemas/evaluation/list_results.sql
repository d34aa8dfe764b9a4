-- Returns one page of an interview's sessions that belong to the caller's organizations, newest first, by keyset, without answer texts.
-- Leaves out the caller's own, which list_sessions returns. `warnings` are those of the interview. Reads only. Errors: interview_not_found, invalid_request.
create function reprise_private.list_results(p_interview_id uuid, p_cursor text, p_page_size integer, p_status text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page reprise.interview_sessions[];
begin
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.check_page(v_size, p_cursor, p_status, null);
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from reprise.interview_sessions s
    where s.interview_id = p_interview_id and s.organization_id in (select reprise_private.organizations_of_caller())
      and s.user_id <> v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(reprise_private.result_row(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then reprise_private.encode_cursor(v_page[v_size]) end,
    'warnings', reprise_private.interview_warnings(p_interview_id),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_results is 'Returns one page of an interview''s sessions, for reviewers.';
