-- Stores when the link of an invitation was first opened, and returns what the invitation is for. See reprise_private.open_invitation.
create function reprise.open_invitation(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.open_invitation(token);
end
$$;
comment on function reprise.open_invitation is
  'Stores when the link of an invitation was first opened, and returns what the invitation is for. See reprise_private.open_invitation.';
