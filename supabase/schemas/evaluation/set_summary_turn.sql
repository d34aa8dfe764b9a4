-- Trigger, on every queued row: sets a job's turn when it is due, one step after the last queued job of its flow but never before the head
-- of the queue. This is start-time fair queueing: an idle flow gains no credit, and a busy flow has no debt once its jobs are claimed. The
-- head is the virtual time, so it restarts with an empty queue. An organization's flow advances by 1, any other flow by 4. A candidate with
-- 10 queued summaries at one organization continues in a separate flow. A summary is not due while an evaluation of its session is open.
-- Takes no lock: concurrent callers may share a turn.
create function reprise_private.set_summary_turn()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_head bigint;
  v_last bigint;
begin
  if new.due_at > now() or exists (
    select from reprise.evaluations e where e.session_id = new.session_id and e.status in ('queued', 'running')
  ) then
    new.turn := null;
    return new;
  end if;
  select r.turn into v_head from reprise.session_results r
  where r.status = 'grading' and r.turn is not null
  order by r.turn
  limit 1;
  if v_head is null then
    select r.turn into v_head from reprise.session_results r
    where r.status = 'running' and r.turn is not null
    order by r.turn desc
    limit 1;
  end if;
  v_head := coalesce(v_head, 0);
  if tg_op = 'UPDATE' and old.status in ('grading', 'running') and new.turn is not null then
    -- A released job has its old turn, or the head's if that is later: a turn before the head would let other jobs in there too.
    new.turn := greatest(new.turn, v_head);
    return new;
  end if;
  select s.organization_id, s.user_id into new.organization_id, new.user_id
  from reprise.interview_sessions s where s.id = new.session_id;
  new.flow := reprise_private.grading_flow(new.organization_id, new.user_id, 10 <= (
    select count(*) from (
      select from reprise.session_results r
      where r.user_id = new.user_id and r.organization_id = new.organization_id
        and r.status = 'grading' and r.turn is not null
      limit 10
    ) own
  ));
  select r.turn into v_last from reprise.session_results r
  where r.flow = new.flow and r.status = 'grading' and r.turn is not null
  order by r.turn desc
  limit 1;
  new.turn := greatest(v_head, v_last) + case when new.flow = new.organization_id then 1 else 4 end;
  return new;
end
$$;
comment on function reprise_private.set_summary_turn is 'Trigger: sets the turn of a summary that is due.';
