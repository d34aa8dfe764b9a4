-- requested and due → deleted. Called by run_retention, for at most 0.3 seconds each time: deletes the account's sessions and prep sessions a few
-- at a time, invitations to the account's confirmed address, then the row in auth.users, whose foreign keys cascade to all that is left, and then the id
-- where rows of others name it.
-- Returns 1 with the last part, else 0. Skips an account whose owner is in a transaction, is live in a session, or has become the only
-- owner of an organization: the next run looks again. Locks the candidate.
create function reprise_private.erase_account(p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
declare
  v_stop_at timestamptz := clock_timestamp() + interval '300 milliseconds';
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- A separate statement: its snapshot must be newer than the lock, or it could miss that the owner keeps the account.
  if not exists (select from reprise_private.account_deletions d where d.user_id = p_user_id and d.takes_effect_at < now())
    or exists (select from reprise.active_interview_sessions a where a.user_id = p_user_id)
    or reprise_private.organization_without_another_owner(p_user_id) is not null
  then
    return 0;
  end if;
  loop
    delete from reprise.interview_sessions s
    where s.id in (select o.id from reprise.interview_sessions o where o.user_id = p_user_id limit 5);
    exit when not found;
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  loop
    delete from reprise.prep_sessions p
    where p.id in (select o.id from reprise.prep_sessions o where o.user_id = p_user_id limit 5);
    exit when not found;
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  delete from reprise.invitations v where v.email = reprise_private.confirmed_email(p_user_id);
  delete from auth.users u where u.id = p_user_id;
  while reprise_private.forget_person(p_user_id) > 0 loop
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  delete from reprise_private.account_deletions d where d.user_id = p_user_id;
  return 1;
end
$$;
comment on function reprise_private.erase_account is 'Deletes one account whose day has come, or a part of it.';
