-- Trigger: refuses to make an account an owner after its deletion was requested. The last owner of an organization cannot be deleted, so anybody
-- who may add owners could otherwise keep an account from being deleted. Errors: invalid_request.
create function reprise_private.refuse_leaving_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from reprise_private.account_deletions d where d.user_id = new.user_id) then
    perform reprise_private.invalid_request('role', 'this account is about to be deleted and cannot become an owner');
  end if;
  return new;
end
$$;
comment on function reprise_private.refuse_leaving_owner is 'Trigger: refuses to make an account an owner after its deletion was requested.';
