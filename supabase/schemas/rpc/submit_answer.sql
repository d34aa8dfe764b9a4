-- Answers the current question. See private.submit_answer.
create function public.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.submit_answer(session_id, question_position, answer, lease, client_submitted_at, time_expired)
$$;
comment on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) is 'Answers the current question. See private.submit_answer.';
revoke execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) from public, anon, authenticated;
grant execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) to authenticated;
