-- Copies changed criteria into a conversation and queues its assessment again, if it has one. Returns whether it did; null if the criteria
-- are the same. A person's score does not survive, because it was given by other criteria: the history has it. Called by a regrade, which
-- holds the candidate's lock.
create function reprise_private.take_changed_criteria(p_session_id uuid, p_actor uuid, p_reason text)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  -- Read again under the lock: another regrade may have processed this session while this one waited for it.
  if not reprise_private.has_changed_criteria(p_session_id) then
    return null;
  end if;
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  perform reprise_private.copy_criteria(v_session);
  if not exists (select from reprise.evaluations e where e.answer_id = p_session_id) then
    return false;
  end if;
  perform reprise_private.queue_assessment(p_session_id, p_actor, p_reason);
  return true;
end
$$;
comment on function reprise_private.take_changed_criteria is 'Copies changed criteria into a conversation and queues its assessment again.';
