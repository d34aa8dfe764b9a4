-- running → done, and merges the content into the document in the same transaction. Called by the service role with the current token; any
-- other token changes nothing and returns `accepted` false, so a caller presumed dead overwrites nothing. Locks the user.
-- Errors: invalid_request (the content is not part of a document). Returned, not raised: payload_too_large; the content remains stored.
create function reprise_private.complete_generation(p_generation_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_result jsonb := case jsonb_typeof(p_result) when 'string' then (p_result #>> '{}')::jsonb else p_result end;
  v_done reprise.prep_generations;
begin
  perform reprise_private.lock_candidate(s.user_id) from reprise.prep_generations g join reprise.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id;
  perform reprise_private.check_prep_document(v_result -> 'content');
  update reprise.prep_generations g
  set status = 'done', claim_token = null, claimed_until = null, finished_at = now(), merged = false,
    content = v_result -> 'content', model = v_result ->> 'model', prompt_version = v_result ->> 'prompt_version',
    input_tokens = (v_result ->> 'input_tokens')::integer, output_tokens = (v_result ->> 'output_tokens')::integer,
    latency_ms = (v_result ->> 'latency_ms')::integer
  where g.id = p_generation_id and g.status = 'running' and g.claim_token = p_token
  returning * into v_done;
  if not found then
    return '{"accepted": false}';
  end if;
  return reprise_private.merge_generation(v_done, false) || '{"accepted": true}';
end
$$;
comment on function reprise_private.complete_generation is 'Stores generated content and merges it into the document.';
