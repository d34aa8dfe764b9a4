-- Returns a prep session without its document, for lists.
create function reprise_private.prep_session_summary(p_session reprise.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.public_id, 'name', p_session.name, 'mode', p_session.mode, 'job_id', p_session.job_id, 'skill', p_session.skill,
    'template', p_session.template, 'version', p_session.version,
    'created_at', reprise_private.rfc3339(p_session.created_at), 'updated_at', reprise_private.rfc3339(p_session.updated_at)
  );
end
$$;
comment on function reprise_private.prep_session_summary is 'Returns a prep session without its document.';
