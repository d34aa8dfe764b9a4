-- A model's material for a prep workspace is asked for once per request, also by many callers at once, and kept.

-- What a model wrote for a workspace, as its owner gets it; `version` is that of the document, `in_document` whether all its entries are
-- there still (its owner may have removed some).
create function private.generation_view(p_generation public.prep_generations, p_session public.prep_sessions, p_replayed boolean)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'generation_id', p_generation.id, 'kind', p_generation.request ->> 'kind', 'request', p_generation.request,
    'content', p_generation.content, 'model', p_generation.model, 'prompt_version', p_generation.prompt_version,
    'generated_at', private.rfc3339(p_generation.finished_at), 'version', p_session.version,
    'in_document', not exists (
      select from jsonb_each(p_generation.content) part, jsonb_object_keys(part.value) entry
      where (p_session.document -> part.key) ? entry is not true
    ),
    'replayed', p_replayed,
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.generation_view(public.prep_generations, public.prep_sessions, boolean) is 'Generated material of a prep session.';
revoke execute on function private.generation_view(public.prep_generations, public.prep_sessions, boolean) from public, anon, authenticated;

-- Generated content → part of the document, version n → n + 1, once: what its owner removes afterwards stays removed. Called under the
-- user's lock. Without room for it the content stays beside the document, and the next request for it tries again: returns {"problem": payload_too_large}, which must commit.
create function private.merge_generation(p_generation public.prep_generations, p_replayed boolean)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.prep_sessions;
begin
  select * into v_session from public.prep_sessions s where s.id = p_generation.prep_session_id;
  if not p_generation.merged then
    v_session.document := private.merge_patch(v_session.document, p_generation.content);
    if not private.prep_document_fits(v_session.document) then
      return private.problem(
        413, 'payload_too_large',
        'What was written is kept, but the prep session is full. Remove something and send the same request again.'
      );
    end if;
    update public.prep_generations g set merged = true where g.id = p_generation.id;
    update public.prep_sessions s
    set document = v_session.document, version = s.version + 1, updated_at = now()
    where s.id = v_session.id
    returning * into v_session;
  end if;
  return jsonb_build_object(
    'status', 'stored', 'generation', private.generation_view(p_generation, v_session, p_replayed)
  );
end
$$;
comment on function private.merge_generation(public.prep_generations, boolean) is 'Puts generated content into its document, once.';
revoke execute on function private.merge_generation(public.prep_generations, boolean) from public, anon, authenticated;

-- A request for generated material with its defaults, so that equal requests are equal texts. Errors: invalid_request.
create function private.generation_request(p_kind text, p_skill text, p_depth text, p_count integer)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is null or p_kind not in ('questions', 'skill_explanation', 'star_story') then
    perform private.invalid_request('kind', 'must be questions, skill_explanation or star_story');
  elsif p_depth not in ('brief', 'standard', 'deep') then
    perform private.invalid_request('depth', 'must be brief, standard or deep');
  elsif p_count not between 1 and 20 then
    perform private.invalid_request('count', 'must be between 1 and 20');
  elsif p_kind = 'skill_explanation' and p_skill is null then
    perform private.invalid_request('skill', 'is required, here or in the prep session');
  end if;
  return jsonb_build_object(
    'kind', p_kind, 'skill', p_skill, 'depth', coalesce(p_depth, 'standard'),
    'count', case p_kind when 'questions' then coalesce(p_count, 5) when 'star_story' then coalesce(p_count, 1) else 1 end
  );
end
$$;
comment on function private.generation_request(text, text, text, integer) is 'A checked request for generated material.';
revoke execute on function private.generation_request(text, text, text, integer) from public, anon, authenticated;

-- nothing → requested, which counts one use of the day's quota; or what there is: stored content (unless p_refresh), or a call that is
-- under way, which is joined. Only the service can claim a request. Locks the user, so equal requests are one. A refresh that names the
-- p_request_id of the one that was written last is its repeat, and gets what that wrote. With p_stored_only nothing is requested:
-- `missing`. Errors: invalid_request, prep_session_not_found, rate_limited; returned: payload_too_large.
create function private.start_generation(
  p_prep_session_id uuid, p_kind text, p_skill text, p_depth text, p_count integer, p_refresh boolean, p_stored_only boolean,
  p_request_id uuid
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.prep_sessions := private.own_prep_session(p_prep_session_id, v_user_id);
  v_request jsonb := private.generation_request(
    p_kind, coalesce(private.prep_label('skill', p_skill), v_session.skill), p_depth, p_count
  );
  v_key text := private.sha256_hex(v_request::text);
  v_found public.prep_generations;
  v_status text := 'requested';
begin
  select * into v_found from public.prep_generations g where g.prep_session_id = v_session.id and g.request_key = v_key;
  if v_found.content is not null and (p_refresh is not true or (v_found.status = 'done' and v_found.request_id = p_request_id)) then
    return private.merge_generation(v_found, true);
  elsif p_stored_only then
    return '{"status": "missing"}';
  elsif v_found.id is null then
    perform private.take_rate_limit(v_user_id, 'generate');
    insert into public.prep_generations (prep_session_id, request_key, request, request_id)
    values (v_session.id, v_key, v_request, p_request_id)
    returning * into v_found;
  elsif v_found.status = 'done' then
    perform private.take_rate_limit(v_user_id, 'generate');
    update public.prep_generations g set status = 'requested', requested_at = now(), request_id = p_request_id where g.id = v_found.id;
  elsif v_found.status = 'running' and v_found.claimed_until > now() then
    v_status := 'running';
  end if;
  return jsonb_build_object(
    'status', v_status, 'generation_id', v_found.id, 'generated_at', private.rfc3339(v_found.finished_at)
  );
end
$$;
comment on function private.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) is 'Stored material, or the request for it.';
revoke execute on function private.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) from public, anon;
grant execute on function private.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) to authenticated;

-- How far a request is, for those who wait for another caller's model call: running, stored with the content, or gone (the call failed, or
-- it is not the caller's). Locks the user, because it may have to put the content into the document. Returned: payload_too_large.
create function private.get_generation(p_generation_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_found public.prep_generations;
begin
  perform private.lock_candidate(v_user_id);
  select g.* into v_found from public.prep_generations g join public.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id and s.user_id = v_user_id;
  if not found then
    return '{"status": "gone"}';
  elsif v_found.status <> 'done' then
    return '{"status": "running"}';
  end if;
  return private.merge_generation(v_found, true);
end
$$;
comment on function private.get_generation(uuid) is 'How far a generation of the caller is.';
revoke execute on function private.get_generation(uuid) from public, anon;
grant execute on function private.get_generation(uuid) to authenticated;

-- requested, or running past its claim → running under a new token, for private.settings.evaluation_lease_seconds. Caller: the service, before
-- it asks a model. Locks the row: one of many callers gets the claim, the others `running`. Returns what the model is to know.
create function private.claim_generation(p_generation_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_claimed public.prep_generations;
begin
  update public.prep_generations g
  set status = 'running', claim_token = gen_random_uuid(), claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
  from private.settings t
  where g.id = p_generation_id and (g.status = 'requested' or (g.status = 'running' and g.claimed_until <= now()))
  returning g.* into v_claimed;
  if not found then
    return '{"status": "running"}';
  end if;
  return (
    select jsonb_build_object(
      'status', 'claimed', 'token', v_claimed.claim_token, 'request', v_claimed.request,
      'workspace', jsonb_build_object('name', s.name, 'mode', s.mode, 'job_id', s.job_id),
      'known_questions', coalesce((
        select jsonb_agg(left(q.question, 300)) from (
          select e.value ->> 'question' as question from jsonb_each(s.document -> 'questions') e
          where v_claimed.request ->> 'kind' = 'questions' and jsonb_typeof(e.value -> 'question') = 'string'
          limit 40
        ) q
      ), '[]')
    )
    from public.prep_sessions s where s.id = v_claimed.prep_session_id
  );
end
$$;
comment on function private.claim_generation(uuid) is 'Claims a generation for one model call.';
revoke execute on function private.claim_generation(uuid) from public, anon, authenticated;
grant execute on function private.claim_generation(uuid) to service_role;

-- running → done with the content, which becomes part of the document in the same transaction. Caller: the service, with the current token;
-- under any other nothing changes (`accepted` false): a caller that was thought dead overwrites nothing. Locks the user. Errors:
-- invalid_request for content that is no part of a document; returned: payload_too_large, and the content is kept.
create function private.complete_generation(p_generation_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_result jsonb := case jsonb_typeof(p_result) when 'string' then (p_result #>> '{}')::jsonb else p_result end;
  v_done public.prep_generations;
begin
  perform private.lock_candidate(s.user_id) from public.prep_generations g join public.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id;
  perform private.check_prep_document(v_result -> 'content');
  update public.prep_generations g
  set status = 'done', claim_token = null, claimed_until = null, finished_at = now(), merged = false,
    content = v_result -> 'content', model = v_result ->> 'model', prompt_version = v_result ->> 'prompt_version',
    input_tokens = (v_result ->> 'input_tokens')::integer, output_tokens = (v_result ->> 'output_tokens')::integer,
    latency_ms = (v_result ->> 'latency_ms')::integer
  where g.id = p_generation_id and g.status = 'running' and g.claim_token = p_token
  returning * into v_done;
  if not found then
    return '{"accepted": false}';
  end if;
  return private.merge_generation(v_done, false) || '{"accepted": true}';
end
$$;
comment on function private.complete_generation(uuid, uuid, jsonb) is 'Stores what a model generated.';
revoke execute on function private.complete_generation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function private.complete_generation(uuid, uuid, jsonb) to service_role;

-- running → gone, or done with the content of before. Caller: the service, with the current token; under any other nothing changes.
-- p_give_back returns the use to the day's quota: the model was not reached, so nothing was spent. Locks the user.
create function private.fail_generation(p_generation_id uuid, p_token uuid, p_give_back boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid;
  v_failed public.prep_generations;
begin
  select s.user_id into v_user_id from public.prep_generations g join public.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id;
  perform private.lock_candidate(v_user_id);
  select * into v_failed from public.prep_generations g
  where g.id = p_generation_id and g.status = 'running' and g.claim_token = p_token for update;
  if not found then
    return '{"accepted": false}';
  elsif v_failed.content is null then
    delete from public.prep_generations g where g.id = v_failed.id;
  else
    update public.prep_generations g set status = 'done', claim_token = null, claimed_until = null, request_id = null
    where g.id = v_failed.id;
  end if;
  if p_give_back then
    update private.rate_limit_uses u set used = u.used - 1
    where u.user_id = v_user_id and u.action = 'generate' and u.used > 0 and u.window_started_at <= v_failed.requested_at;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function private.fail_generation(uuid, uuid, boolean) is 'Ends a claim without content.';
revoke execute on function private.fail_generation(uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function private.fail_generation(uuid, uuid, boolean) to service_role;

-- What was generated for a request, or the request for it. See private.start_generation.
create function public.start_generation(
  prep_session_id uuid, kind text, skill text default null, depth text default null, count integer default null, refresh boolean default false, stored_only boolean default false,
  request_id uuid default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.start_generation(prep_session_id, kind, skill, depth, count, refresh, stored_only, request_id)
$$;
comment on function public.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) is 'What was generated for a request, or the request for it. See private.start_generation.';
revoke execute on function public.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) from public, anon, authenticated;
grant execute on function public.start_generation(uuid, text, text, text, integer, boolean, boolean, uuid) to authenticated;

-- How far a generation of the caller is. See private.get_generation.
create function public.get_generation(generation_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_generation(generation_id)
$$;
comment on function public.get_generation(uuid) is 'How far a generation of the caller is. See private.get_generation.';
revoke execute on function public.get_generation(uuid) from public, anon, authenticated;
grant execute on function public.get_generation(uuid) to authenticated;

-- Claims a generation for a model call. See private.claim_generation.
create function public.claim_generation(generation_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_generation(generation_id)
$$;
comment on function public.claim_generation(uuid) is 'Claims a generation for a model call. See private.claim_generation.';
revoke execute on function public.claim_generation(uuid) from public, anon, authenticated;
grant execute on function public.claim_generation(uuid) to service_role;

-- Stores what a model generated. See private.complete_generation.
create function public.complete_generation(generation_id uuid, token uuid, result jsonb)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.complete_generation(generation_id, token, result)
$$;
comment on function public.complete_generation(uuid, uuid, jsonb) is 'Stores what a model generated. See private.complete_generation.';
revoke execute on function public.complete_generation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_generation(uuid, uuid, jsonb) to service_role;

-- Ends a claim without content. See private.fail_generation.
create function public.fail_generation(generation_id uuid, token uuid, give_back boolean)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.fail_generation(generation_id, token, give_back)
$$;
comment on function public.fail_generation(uuid, uuid, boolean) is 'Ends a claim without content. See private.fail_generation.';
revoke execute on function public.fail_generation(uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.fail_generation(uuid, uuid, boolean) to service_role;
