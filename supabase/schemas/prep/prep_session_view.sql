-- Returns a prep session with its document, for its owner.
create function reprise_private.prep_session_view(p_session reprise.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return reprise_private.prep_session_summary(p_session) || jsonb_build_object(
    'document', p_session.document, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.prep_session_view is 'Returns a prep session with its document.';
