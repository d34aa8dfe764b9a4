-- Trigger: refuses to change what a row of the time ledger says, to revoke it a second time, and to delete it while its session exists, for
-- every role.
create function reprise_private.refuse_change_of_time_credit()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and not exists (select from reprise.interview_sessions s where s.id = old.session_id) then
    return old;
  end if;
  raise exception 'the time ledger is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_time_credit is 'Trigger: refuses to change what the time ledger says.';
