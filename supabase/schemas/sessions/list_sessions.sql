-- Returns one page of the caller's sessions, newest first, by keyset; p_cursor is the next_cursor of the previous page. Reads only. Planned
-- for the arguments of each call, so that a filter uses the index in the page's order. Only practice runs have a type or a domain.
-- Errors: invalid_request.
create function reprise_private.list_sessions(
  p_cursor text, p_page_size integer, p_status text, p_mode text, p_interview_type text, p_domain text
)
returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page reprise.interview_sessions[];
begin
  perform reprise_private.check_page(v_size, p_cursor, p_status, p_mode);
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from reprise.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
      and (p_interview_type is null or (s.mode = 'practice' and s.interview_type = p_interview_type))
      and (p_domain is null or (s.mode = 'practice' and s.domain = p_domain))
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(reprise_private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then reprise_private.encode_cursor(v_page[v_size]) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_sessions is 'Returns one page of the caller''s sessions.';
