-- A session completed, or got its result by a review: there is work for the graders. What a review changes in a result that exists
-- calls them from restart_result and queue_evaluation.
create function private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.call_graders();
  return null;
end
$$;
comment on function private.wake_graders() is 'Trigger: calls POST /evaluate where the project has pg_net.';
create trigger results_wake_graders
  after insert on public.session_results
  for each statement execute function private.wake_graders();
revoke execute on function private.wake_graders() from public, anon, authenticated;
