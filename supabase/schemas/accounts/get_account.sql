-- Returns the caller's account and its pending deletion. Reads only. Errors: not_authenticated.
create function reprise_private.get_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return reprise_private.account_view(reprise_private.caller_id());
end
$$;
comment on function reprise_private.get_account is 'Returns the caller''s account and its pending deletion.';
