-- Creates a link that shows a prep session. See reprise_private.share_prep_session.
create function reprise.share_prep_session(prep_session_id uuid, expires_in_hours integer default 168)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.share_prep_session(prep_session_id, expires_in_hours);
end
$$;
comment on function reprise.share_prep_session is 'Creates a link that shows a prep session. See reprise_private.share_prep_session.';
