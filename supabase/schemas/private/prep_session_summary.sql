-- Returns a prep session without its document, for lists.
create function private.prep_session_summary(p_session public.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id, 'name', p_session.name, 'mode', p_session.mode, 'job_id', p_session.job_id, 'skill', p_session.skill,
    'template', p_session.template, 'version', p_session.version,
    'created_at', private.rfc3339(p_session.created_at), 'updated_at', private.rfc3339(p_session.updated_at)
  );
end
$$;
comment on function private.prep_session_summary(public.prep_sessions) is 'A prep session without its document.';
revoke execute on function private.prep_session_summary(public.prep_sessions) from public, anon, authenticated;
