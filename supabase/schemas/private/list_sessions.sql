-- The caller's sessions, newest first, one page by keyset. p_cursor is the next_cursor of the page before. Reads only.
-- Errors: invalid_request.
create function private.list_sessions(p_cursor text, p_page_size integer, p_status text, p_mode text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_started_at timestamptz := 'infinity';
  v_id uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  v_page public.interview_sessions[];
begin
  if v_size not between 1 and 100 then
    perform private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor is not null and p_cursor !~ '^\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status is not null and p_status not in ('in_progress', 'completed', 'cancelled', 'abandoned') then
    perform private.invalid_request('status', 'must be in_progress, completed, cancelled or abandoned');
  elsif p_mode is not null and p_mode not in ('timed', 'practice', 'conversation') then
    perform private.invalid_request('mode', 'must be timed, practice or conversation');
  end if;
  if p_cursor is not null then
    v_started_at := timestamptz 'epoch' + split_part(p_cursor, '.', 1)::bigint * interval '1 microsecond';
    v_id := split_part(p_cursor, '.', 2);
  end if;
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_started_at, v_id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then
      (extract(epoch from v_page[v_size].started_at) * 1000000)::bigint || '.' || v_page[v_size].id
    end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_sessions(text, integer, text, text) is 'One page of the caller''s own sessions.';
revoke execute on function private.list_sessions(text, integer, text, text) from public, anon;
grant execute on function private.list_sessions(text, integer, text, text) to authenticated;
