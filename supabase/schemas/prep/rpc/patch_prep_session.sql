-- Changes a prep session with a merge patch. See reprise_private.patch_prep_session.
create function reprise.patch_prep_session(prep_session_id uuid, patch jsonb, version integer default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.patch_prep_session(prep_session_id, patch, version);
end
$$;
comment on function reprise.patch_prep_session is 'Changes a prep session with a merge patch. See reprise_private.patch_prep_session.';
