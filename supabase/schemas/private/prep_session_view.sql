-- Returns a prep session with its document, for its owner.
create function private.prep_session_view(p_session public.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return private.prep_session_summary(p_session) || jsonb_build_object(
    'document', p_session.document, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.prep_session_view(public.prep_sessions) is 'A prep session with its document.';
revoke execute on function private.prep_session_view(public.prep_sessions) from public, anon, authenticated;
