-- Trigger: calls the graders when a result row is created, because a session completed or a review gave it a result. Reviews that change an
-- existing result call them from reset_result and queue_evaluation.
create function reprise_private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.call_graders();
  return null;
end
$$;
comment on function reprise_private.wake_graders is 'Trigger: calls the graders when a result row is created.';
