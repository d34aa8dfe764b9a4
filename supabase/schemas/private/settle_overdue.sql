-- One row of the sweep: settles one session whose time is up. Skips it (null) while its candidate is in a transaction of their
-- own, which settles it anyway, and when it has been erased meanwhile. Returns what happened: expired questions and abandoned sessions.
create function private.settle_overdue(p_session_id uuid, p_user_id uuid)
returns table (expired integer, abandoned integer)
language plpgsql set search_path = ''
as $$
declare
  v_before public.interview_sessions;
  v_after public.interview_sessions;
begin
  if not pg_try_advisory_xact_lock(private.candidate_lock_key(p_user_id)) then
    return;
  end if;
  select * into v_before from public.interview_sessions s where s.id = p_session_id;
  if not found then
    return;
  end if;
  v_after := private.settle_session(v_before);
  expired := v_after.position - v_before.position;
  abandoned := (v_before.status = 'in_progress' and v_after.status = 'abandoned')::integer;
  return next;
end
$$;
comment on function private.settle_overdue(uuid, uuid) is 'Settles one overdue session during a sweep.';
revoke execute on function private.settle_overdue(uuid, uuid) from public, anon, authenticated;
