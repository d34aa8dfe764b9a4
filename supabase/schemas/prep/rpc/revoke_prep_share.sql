-- Deletes a link of a prep session. See reprise_private.revoke_prep_share.
create function reprise.revoke_prep_share(prep_session_id uuid, share_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.revoke_prep_share(prep_session_id, share_id);
end
$$;
comment on function reprise.revoke_prep_share is 'Deletes a link of a prep session. See reprise_private.revoke_prep_share.';
