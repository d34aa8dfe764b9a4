-- requested → no request: the caller keeps the account. Locks the candidate. A repeat, or a call without a request, returns the same.
-- Errors: not_authenticated, account_deletion_started (the day has come, and parts may be deleted).
create function reprise_private.keep_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.lock_candidate(v_user_id);
  delete from reprise_private.account_deletions d where d.user_id = v_user_id and d.takes_effect_at > now();
  if exists (select from reprise_private.account_deletions d where d.user_id = v_user_id) then
    perform reprise_private.refuse_and_roll_back(409, 'account_deletion_started');
  end if;
  return reprise_private.account_view(v_user_id);
end
$$;
comment on function reprise_private.keep_account is 'Withdraws the request to delete the caller''s account.';
