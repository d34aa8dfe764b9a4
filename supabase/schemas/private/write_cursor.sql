-- Returns the cursor that continues after a session.
create function private.write_cursor(p_session public.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (extract(epoch from p_session.started_at) * 1000000)::bigint || '.' || p_session.id;
end
$$;
comment on function private.write_cursor(public.interview_sessions) is 'Writes a list cursor.';
revoke execute on function private.write_cursor(public.interview_sessions) from public, anon, authenticated;
