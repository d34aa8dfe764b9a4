-- running → ready, with the current token only. Called by a grader (service role). Errors: invalid_request.
create function reprise_private.complete_summary(p_session_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'ready', claim_token = null, claimed_until = null, finished_at = now(), error = null,
    grader = p_result ->> 'grader', summary = p_result ->> 'summary',
    strengths = coalesce(p_result -> 'strengths', '[]'), improvements = coalesce(p_result -> 'improvements', '[]'),
    recommendation = p_result ->> 'recommendation', model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation then
    perform reprise_private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function reprise_private.complete_summary is 'Stores the summary of a claimed result.';
