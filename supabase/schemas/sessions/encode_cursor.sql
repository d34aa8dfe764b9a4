-- Returns the cursor that continues after a session.
create function reprise_private.encode_cursor(p_session reprise.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (extract(epoch from p_session.started_at) * 1000000)::bigint || '.' || p_session.id;
end
$$;
comment on function reprise_private.encode_cursor is 'Returns the cursor that continues after a session.';
