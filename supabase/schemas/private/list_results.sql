-- Returns one page of an interview's sessions that belong to the caller's organizations, newest first, by keyset, without answer texts.
-- Leaves out the caller's own, which list_sessions returns. Reads only. Errors: interview_not_found, invalid_request.
create function private.list_results(p_interview_id uuid, p_cursor text, p_page_size integer, p_status text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  if not private.reviews_interview(p_interview_id) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  perform private.check_page(v_size, p_cursor, p_status, null);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.interview_id = p_interview_id and s.organization_id in (select private.organizations_of_caller())
      and s.user_id <> v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.result_row(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_results(uuid, text, integer, text) is 'One page of the sessions of an interview, for reviewers.';
revoke execute on function private.list_results(uuid, text, integer, text) from public, anon;
grant execute on function private.list_results(uuid, text, integer, text) to authenticated;
