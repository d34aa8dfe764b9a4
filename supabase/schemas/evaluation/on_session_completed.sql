-- Trigger: creates the result row of a completed session, queues the assessment of a conversation, and notifies its recruiters over Realtime
-- if the project has it. A failed broadcast is recorded in the audit trail and does not fail the transaction.
create function reprise_private.on_session_completed()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.mode = 'conversation' then
    perform reprise_private.queue_assessment(new.id, null, 'completed');
  end if;
  perform reprise_private.create_result(new.id);
  if new.organization_id is not null and to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    begin
      execute 'select realtime.send($1, $2, $3, true)' using
        jsonb_build_object('session_id', new.id, 'interview_id', new.interview_id, 'completed_at', reprise_private.rfc3339(new.completed_at)),
        'session_completed', 'organization:' || new.organization_id;
    exception when others then
      perform reprise_private.record_event(new.id, null, 'notification_failed', jsonb_build_object('sqlstate', sqlstate));
    end;
  end if;
  return null;
end
$$;
comment on function reprise_private.on_session_completed is 'Trigger: creates the result of a completed session and notifies its recruiters.';
