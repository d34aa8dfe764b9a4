-- Returns what an invited person should know before they sign up. See reprise_private.show_invitation.
create function reprise.show_invitation(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.show_invitation(token);
end
$$;
comment on function reprise.show_invitation is 'Returns what an invited person should know before they sign up. See reprise_private.show_invitation.';
