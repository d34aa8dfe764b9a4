-- ready, failed, running or grading → grading, if the session has a result row: something that counts has changed. A summary being written
-- loses its claim; a written one is deleted with its totals, which were computed from other scores. Calls the graders.
create function reprise_private.reset_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'grading', attempts = 0, due_at = now(), turn = null, claim_token = null, claimed_until = null, error = null,
    finished_at = null,
    total = null, percentage = null, all_graded = false, grader = null, summary = null, strengths = '[]', improvements = '[]',
    recommendation = null, model = null, prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id;
  if found then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.reset_result is 'Sets the result of a session back to grading and deletes its totals and summary.';
