-- Trigger: queues every answer for grading in the transaction that stores it.
create function private.on_answer_stored()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.queue_evaluation(new.id, null, null, 'stored');
  return null;
end
$$;
comment on function private.on_answer_stored() is 'Trigger: queues the grading of a new answer.';
create trigger answers_are_graded
  after insert on public.answers
  for each row execute function private.on_answer_stored();
revoke execute on function private.on_answer_stored() from public, anon, authenticated;
