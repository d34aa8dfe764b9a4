-- no request → requested: the caller's account will be deleted when the setting account_deletion_grace has passed. Until then everything
-- works as before. Locks the candidate. A repeat returns the same day. Cleanup deletes the account (reprise_private.erase_account).
-- Errors: not_authenticated, last_owner (with organization_id).
create function reprise_private.delete_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_organization_id uuid;
begin
  perform reprise_private.lock_candidate(v_user_id);
  perform reprise_private.account_view(v_user_id);
  v_organization_id := reprise_private.organization_without_another_owner(v_user_id);
  if v_organization_id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'last_owner', jsonb_build_object('organization_id', v_organization_id));
  end if;
  insert into reprise_private.account_deletions (user_id, takes_effect_at)
  select v_user_id, now() + t.account_deletion_grace from reprise_private.settings t
  on conflict (user_id) do nothing;
  return reprise_private.account_view(v_user_id);
end
$$;
comment on function reprise_private.delete_account is 'Asks for the deletion of the caller''s account.';
