-- Trigger: a blind review stays blind once somebody has started the interview: whoever sets its rules is a reviewer too, who could read what
-- colleagues wrote before their own scorecard is in. Locks the interview against starts: a concurrent one has committed and is seen here, or
-- waits. Deleting an interview deletes its rules. Errors: interview_has_sessions (reason blind).
create function reprise_private.refuse_unblinding()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.interviews i where i.id = old.interview_id for update;
  if found and exists (select from reprise.interview_sessions s where s.interview_id = old.interview_id) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_has_sessions', '{"reason": "blind"}');
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
comment on function reprise_private.refuse_unblinding is 'Trigger: refuses to end the blind review of an interview that somebody has started.';
