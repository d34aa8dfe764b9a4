-- Accepts an invitation. See reprise_private.accept_invitation.
create function reprise.accept_invitation(token text default null, invitation_id uuid default null, request_new boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.accept_invitation(token, invitation_id, request_new);
end
$$;
comment on function reprise.accept_invitation is 'Accepts an invitation. See reprise_private.accept_invitation.';
