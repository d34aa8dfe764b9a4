-- nothing → requested, which counts one use of the day's quota; or returns stored content (unless p_refresh), or joins a call in progress.
-- Only the service role can claim a request. Locks the user, so concurrent equal requests become one. A refresh with the p_request_id of
-- the latest stored content is a repeat and returns that content. With p_stored_only nothing is requested: returns `missing`.
-- Errors: invalid_request, prep_session_not_found, not_authenticated, rate_limited, limit_reached. Returned, not raised: payload_too_large.
create function reprise_private.start_generation(
  p_prep_session_id uuid, p_kind text, p_skill text, p_depth text, p_count integer, p_refresh boolean, p_stored_only boolean,
  p_request_id uuid
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.prep_sessions;
  v_request jsonb;
  v_key text;
  v_found reprise.prep_generations;
  v_status text := 'requested';
begin
  v_session := reprise_private.lock_own_prep_session(p_prep_session_id, v_user_id);
  v_request := reprise_private.generation_request(
    p_kind, coalesce(reprise_private.prep_label('skill', p_skill), v_session.skill), p_depth, p_count
  );
  v_key := reprise_private.sha256_hex(v_request::text);
  select * into v_found from reprise.prep_generations g where g.prep_session_id = v_session.id and g.request_key = v_key;
  if v_found.content is not null and (p_refresh is not true or (v_found.status = 'done' and v_found.request_id = p_request_id)) then
    return reprise_private.merge_generation(v_found, true);
  elsif p_stored_only then
    return '{"status": "missing"}';
  end if;
  perform reprise_private.check_account(v_user_id);
  if v_found.id is null or v_found.status = 'done' then
    perform reprise_private.check_stored_bytes(v_user_id, 0);
  end if;
  if v_found.id is null then
    perform reprise_private.take_rate_limit(v_user_id, 'generate');
    insert into reprise.prep_generations (prep_session_id, request_key, request, request_id)
    values (v_session.id, v_key, v_request, p_request_id)
    returning * into v_found;
  elsif v_found.status = 'done' then
    perform reprise_private.take_rate_limit(v_user_id, 'generate');
    update reprise.prep_generations g set status = 'requested', requested_at = now(), request_id = p_request_id where g.id = v_found.id;
  elsif v_found.status = 'running' and v_found.claimed_until > now() then
    v_status := 'running';
  end if;
  return jsonb_build_object(
    'status', v_status, 'generation_id', v_found.id, 'generated_at', reprise_private.rfc3339(v_found.finished_at)
  );
end
$$;
comment on function reprise_private.start_generation is 'Returns stored content for a request, or requests its generation.';
