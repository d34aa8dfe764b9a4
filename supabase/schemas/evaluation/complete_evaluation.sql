-- running → done or needs_review, with the current token only. A grader whose claim is no longer current changes nothing and gets
-- `accepted` false. Called by a grader (service role). The bounds of the score are checked here. Errors: invalid_request.
create function reprise_private.complete_evaluation(p_answer_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_status text := p_result ->> 'status';
begin
  if v_status is null or v_status not in ('done', 'needs_review') then
    perform reprise_private.invalid_request('status', 'must be done or needs_review');
  end if;
  update reprise.evaluations e
  set status = v_status, claim_token = null, claimed_until = null, finished_at = now(), error = null, grade = null,
    grader = p_result ->> 'grader', provisional = coalesce((p_result ->> 'provisional')::boolean, false),
    score = (p_result ->> 'score')::numeric, model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer, feedback = coalesce(p_result -> 'feedback', '{}'),
    flags = array(select jsonb_array_elements_text(coalesce(p_result -> 'flags', '[]')))
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation or invalid_parameter_value then
    perform reprise_private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function reprise_private.complete_evaluation is 'Stores the score and feedback of a claimed evaluation.';
