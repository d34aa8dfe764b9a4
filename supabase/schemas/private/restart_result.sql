-- Something that counts has changed: the result of the session, if it has one, is written anew. A summary that is being written
-- loses its claim, and one that was written goes, with the totals: they were those of other scores.
-- The graders are called.
create function private.restart_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = 0, due_at = now(), turn = null, claim_token = null, claimed_until = null, error = null,
    finished_at = null,
    total = null, percentage = null, all_graded = false, grader = null, summary = null, strengths = '[]', improvements = '[]',
    recommendation = null, model = null, prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id;
  if found then
    perform private.call_graders();
  end if;
end
$$;
comment on function private.restart_result(uuid) is 'Sends the result of a session back to grading.';
revoke execute on function private.restart_result(uuid) from public, anon, authenticated;
