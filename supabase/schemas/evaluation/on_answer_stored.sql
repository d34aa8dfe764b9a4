-- Trigger: queues every answer for grading in the transaction that stores it.
create function reprise_private.on_answer_stored()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.queue_evaluation(new.id, null, null, 'stored');
  return null;
end
$$;
comment on function reprise_private.on_answer_stored is 'Trigger: queues the grading of a new answer.';
