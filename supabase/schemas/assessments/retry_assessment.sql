-- Has a closed conversation assessed again, or for the first time if it was cancelled or abandoned. A person's score stays, so a conversation
-- that has one is refused. The caller holds the candidate's lock. Errors: invalid_request.
create function reprise_private.retry_assessment(p_session reprise.interview_sessions, p_actor uuid, p_reason text)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if p_session.status = 'in_progress' then
    perform reprise_private.invalid_request('action', 'must wait: a conversation is assessed when it has ended');
  elsif exists (select from reprise.evaluations e where e.answer_id = p_session.id and e.overridden_score is not null) then
    perform reprise_private.invalid_request('action', 'must not be retry_evaluation: a person has scored this conversation');
  end if;
  perform reprise_private.queue_assessment(p_session.id, p_actor, 'retry_evaluation: ' || p_reason);
  perform reprise_private.create_result(p_session.id);
  return jsonb_build_object('positions', '[]'::jsonb, 'conversation', true);
end
$$;
comment on function reprise_private.retry_assessment is 'Has a closed conversation assessed again.';
