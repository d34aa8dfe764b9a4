-- Baseline: prep sessions, generated material and shared links. The files of supabase/schemas/prep, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Prep sessions: what a user prepares for an interview. Read and written only through functions, because a Data API filter over a document
-- of 1 MiB could occupy a core for many seconds: LIKE does not check statement_timeout.

create table reprise.prep_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null,
  mode text not null,
  job_id text,
  skill text,
  template text,
  version integer not null default 1,
  document jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  public_id uuid not null default gen_random_uuid(),
  constraint prep_sessions_public_id_is_the_owners unique (user_id, public_id),
  bytes integer not null default 0,
  constraint prep_sessions_mode_is_known check (mode in ('job', 'skill', 'general')),
  constraint prep_sessions_name_has_length check (char_length(name) between 1 and 200),
  constraint prep_sessions_job_id_has_length check (char_length(job_id) between 1 and 200),
  constraint prep_sessions_skill_has_length check (char_length(skill) between 1 and 200),
  constraint prep_sessions_version_positive check (version > 0),
  constraint prep_sessions_document_is_object check (jsonb_typeof(document) = 'object')
);
comment on table reprise.prep_sessions is
  'Workspaces: named documents of generated and own material, at most 100 per user, each of at most 1 MiB and 20,000 values.';
comment on column reprise.prep_sessions.version is 'Grows with every change. A writer sends the version it has read (If-Match).';
comment on column reprise.prep_sessions.template is 'The template it was copied from. Later changes to the template do not affect it.';
comment on column reprise.prep_sessions.document is
  'questions, skill_explanations and star_stories (entries by id), user_answers and practice_status (by question id), notes.';
comment on column reprise.prep_sessions.public_id is
  'The id that its owner knows, which a client may choose. Unique per user; equal to id unless another user had chosen it before.';
create index prep_sessions_user_id_idx on reprise.prep_sessions (user_id, created_at desc, public_id desc);
comment on column reprise.prep_sessions.bytes is 'Length of the document as Postgres writes it, as counted in stored_bytes.';

create table reprise.prep_templates (
  id text primary key,
  name text not null,
  mode text not null,
  skill text,
  document jsonb not null default '{}',
  sort integer not null default 0,
  constraint prep_templates_id_is_a_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(id) <= 60),
  constraint prep_templates_name_has_length check (char_length(name) between 1 and 200),
  constraint prep_templates_mode_is_known check (mode in ('job', 'skill', 'general')),
  constraint prep_templates_document_is_object check (jsonb_typeof(document) = 'object')
);
comment on table reprise.prep_templates is 'Templates of workspaces for common roles. Maintained by the operator.';

create table reprise.prep_generations (
  id uuid primary key default gen_random_uuid(),
  prep_session_id uuid not null references reprise.prep_sessions (id) on delete cascade,
  request_key text not null,
  request_id uuid,
  request jsonb not null,
  status text not null default 'requested',
  content jsonb,
  merged boolean not null default false,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  claim_token uuid,
  claimed_until timestamptz,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint prep_generations_one_per_request unique (prep_session_id, request_key),
  constraint prep_generations_status_is_known check (status in ('requested', 'running', 'done')),
  constraint prep_generations_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint prep_generations_done_has_content check (status <> 'done' or (content is not null and finished_at is not null))
);
comment on table reprise.prep_generations is 'Requests to a model for a workspace, one row per request, and the generated content.';
comment on column reprise.prep_generations.status is
  'requested → running (claimed, for a limited time) → done. A failed call deletes the row, or restores the previous content.';
comment on column reprise.prep_generations.request_key is 'SHA-256 of the request with its defaults; equal requests share one row.';
comment on column reprise.prep_generations.request_id is
  'The client''s id of the call that last requested the content; a repeated refresh has the same id.';
comment on column reprise.prep_generations.merged is 'Whether the content was merged into the document; false while the document has no room for it.';

create table reprise.prep_shares (
  id uuid primary key default gen_random_uuid(),
  prep_session_id uuid not null references reprise.prep_sessions (id) on delete cascade,
  token_sha256 text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint prep_shares_token_is_a_hash check (token_sha256 ~ '^[0-9a-f]{64}$'),
  constraint prep_shares_one_per_token unique (token_sha256)
);
comment on table reprise.prep_shares is
  'Links that show one workspace to anyone who has them, until they expire or are deleted. Only a hash of each token is stored.';
create index prep_shares_prep_session_id_idx on reprise.prep_shares (prep_session_id, created_at);

-- Refuses a value that is not a document of a prep session: known parts only, each of its type, entries keyed by ids of 1 to 100
-- characters.
-- Errors: invalid_request (with the place); payload_too_large (over 1 MiB as Postgres writes it, or over 20,000 values).
create function reprise_private.check_prep_document(p_document jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
declare
  v_parts constant jsonb := '{"questions": "object", "skill_explanations": "object", "star_stories": "object",
    "user_answers": "string", "practice_status": "string"}';
  v_wrong text;
begin
  if jsonb_typeof(p_document) is distinct from 'object' then
    perform reprise_private.invalid_request('document', 'must be an object');
  end if;
  perform reprise_private.check_json('document', p_document, 10, null);
  if not reprise_private.prep_document_fits(p_document) then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "prep_session"}');
  elsif jsonb_typeof(p_document -> 'notes') <> 'string' then
    perform reprise_private.invalid_request('document', 'notes must be a text');
  end if;
  select left(d.key, 100) into v_wrong from jsonb_each(p_document) d
  where d.key <> 'notes' and (not v_parts ? d.key or jsonb_typeof(d.value) <> 'object')
  limit 1;
  if found then
    perform reprise_private.invalid_request(
      'document', v_wrong || case when v_parts ? v_wrong then ' must be an object' else ' is not a part of a document' end
    );
  end if;
  select d.key || '.' || left(e.key, 100) into v_wrong from jsonb_each(p_document - 'notes') d, jsonb_each(d.value) e
  where char_length(e.key) not between 1 and 100
    or jsonb_typeof(e.value) <> v_parts ->> d.key
    or (d.key = 'practice_status' and e.value #>> '{}' not in ('new', 'needs_practice', 'confident'))
  limit 1;
  if found then
    perform reprise_private.invalid_request('document', v_wrong || case
      when v_wrong like 'practice\_status.%' then ' must be new, needs_practice or confident'
      when v_wrong like 'user\_answers.%' then ' must be a text'
      else ' must be an object'
    end || ', under an id of 1 to 100 characters');
  end if;
end
$$;
comment on function reprise_private.check_prep_document is 'Refuses a value that is not a document of a prep session.';

-- requested, or running with an expired claim → running, under a new token, for reprise_private.settings.evaluation_lease_seconds. Called by the
-- service role before it calls a model. Locks the row: one of several callers gets the claim, the others get "running". Returns the input
-- for the model.
create function reprise_private.claim_generation(p_generation_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_claimed reprise.prep_generations;
begin
  update reprise.prep_generations g
  set status = 'running', claim_token = gen_random_uuid(), claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
  from reprise_private.settings t
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
    from reprise.prep_sessions s where s.id = v_claimed.prep_session_id
  );
end
$$;
comment on function reprise_private.claim_generation is 'Claims a generation for one call to a model.';

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

-- Trigger, before each change of a document: measures it and counts the difference for its user. A template's copy and generated content count
-- like typed text. Refuses nothing: what a user saves is checked by its function, and generated content that was paid for is stored.
create function reprise_private.count_document()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_before integer := 0;
begin
  if tg_op = 'DELETE' then
    perform reprise_private.count_stored_bytes(old.user_id, -old.bytes);
    return old;
  elsif tg_op = 'UPDATE' then
    v_before := old.bytes;
  end if;
  new.bytes := octet_length(new.document::text);
  perform reprise_private.count_stored_bytes(new.user_id, new.bytes - v_before);
  return new;
end
$$;
comment on function reprise_private.count_document is 'Trigger: measures a document and counts it for its user.';

-- nothing → a prep session of the caller, empty or a copy of a template, which also supplies missing name, mode and skill. Locks the user,
-- so the limit of 100 holds for concurrent calls. A repeat with the same id returns the stored prep session, replayed. An id that another
-- user has is treated like an unused one.
-- Errors: invalid_request, not_authenticated, prep_template_not_found, limit_reached, rate_limited.
create function reprise_private.create_prep_session(
  p_name text, p_mode text, p_job_id text, p_skill text, p_template text, p_prep_session_id uuid
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_public_id uuid := coalesce(p_prep_session_id, gen_random_uuid());
  v_id uuid := v_public_id;
  v_template reprise.prep_templates;
  v_session reprise.prep_sessions;
  v_made reprise.prep_sessions;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select * into v_session from reprise.prep_sessions s where s.public_id = v_public_id and s.user_id = v_user_id;
  if found then
    return reprise_private.prep_session_view(v_session) || '{"replayed": true}';
  end if;
  perform reprise_private.check_account(v_user_id);
  if p_template is not null then
    select * into v_template from reprise.prep_templates t where t.id = p_template;
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'prep_template_not_found');
    end if;
  end if;
  v_session.name := reprise_private.prep_label('name', coalesce(p_name, v_template.name));
  v_session.mode := coalesce(p_mode, v_template.mode);
  if v_session.name is null then
    perform reprise_private.invalid_request('name', 'is required');
  elsif v_session.mode is null or v_session.mode not in ('job', 'skill', 'general') then
    perform reprise_private.invalid_request('mode', 'must be job, skill or general');
  elsif (select count(*) from reprise.prep_sessions s where s.user_id = v_user_id) >= 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "prep_sessions", "limit": 100}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'prep_create');
  if exists (select from reprise.prep_sessions s where s.id = v_id) then
    v_id := gen_random_uuid();
  end if;
  loop
    insert into reprise.prep_sessions (id, public_id, user_id, name, mode, job_id, skill, template, document)
    values (
      v_id, v_public_id, v_user_id, v_session.name, v_session.mode, reprise_private.prep_label('job_id', p_job_id),
      reprise_private.prep_label('skill', coalesce(p_skill, v_template.skill)), v_template.id, coalesce(v_template.document, '{}')
    )
    on conflict (id) do nothing
    returning * into v_made;
    exit when found;
    -- Another user's prep session got this id meanwhile: only the internal one differs.
    v_id := gen_random_uuid();
  end loop;
  -- Its bytes are counted already.
  perform reprise_private.check_stored_bytes(v_user_id, 0);
  return reprise_private.prep_session_view(v_made) || '{"replayed": false}';
end
$$;
comment on function reprise_private.create_prep_session is 'Creates a prep session, empty or from a template.';

-- A prep session of the caller → nothing, with its generated content and its links. Locks the user. A repeat, an unknown id and another
-- user's id all get the same response.
create function reprise_private.delete_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.lock_candidate(v_user_id);
  delete from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.delete_prep_session is 'Deletes a prep session of the caller.';

-- running → deleted, or done with the previous content. Called by the service role with the current token; any other token changes nothing.
-- Locks the user. p_give_back returns the use to the day's quota if the model was not reached and nothing was spent.
create function reprise_private.fail_generation(p_generation_id uuid, p_token uuid, p_give_back boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid;
  v_failed reprise.prep_generations;
begin
  select s.user_id into v_user_id from reprise.prep_generations g join reprise.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id;
  perform reprise_private.lock_candidate(v_user_id);
  select * into v_failed from reprise.prep_generations g
  where g.id = p_generation_id and g.status = 'running' and g.claim_token = p_token for update;
  if not found then
    return '{"accepted": false}';
  elsif v_failed.content is null then
    delete from reprise.prep_generations g where g.id = v_failed.id;
  else
    update reprise.prep_generations g set status = 'done', claim_token = null, claimed_until = null, request_id = null
    where g.id = v_failed.id;
  end if;
  if p_give_back then
    update reprise_private.rate_limit_uses u set used = u.used - 1
    where u.user_id = v_user_id and u.action = 'generate' and u.used > 0 and u.window_started_at <= v_failed.requested_at;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function reprise_private.fail_generation is 'Ends the claim of a generation without content.';

-- Returns a request for generated content with its defaults filled in, so that equal requests have equal texts. Errors: invalid_request.
create function reprise_private.generation_request(p_kind text, p_skill text, p_depth text, p_count integer)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is null or p_kind not in ('questions', 'skill_explanation', 'star_story') then
    perform reprise_private.invalid_request('kind', 'must be questions, skill_explanation or star_story');
  elsif p_depth not in ('brief', 'standard', 'deep') then
    perform reprise_private.invalid_request('depth', 'must be brief, standard or deep');
  elsif p_count not between 1 and 20 then
    perform reprise_private.invalid_request('count', 'must be between 1 and 20');
  elsif p_kind = 'skill_explanation' and p_skill is null then
    perform reprise_private.invalid_request('skill', 'is required, here or in the prep session');
  end if;
  return jsonb_build_object(
    'kind', p_kind, 'skill', p_skill, 'depth', coalesce(p_depth, 'standard'),
    'count', case p_kind when 'questions' then coalesce(p_count, 5) when 'star_story' then coalesce(p_count, 1) else 1 end
  );
end
$$;
comment on function reprise_private.generation_request is 'Returns a request for generated content with its defaults filled in.';

-- Returns generated content as the owner of the prep session gets it. version is the document's; in_document says whether all its entries
-- are still in the document, from which the owner may have removed some.
create function reprise_private.generation_view(p_generation reprise.prep_generations, p_session reprise.prep_sessions, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'generation_id', p_generation.id, 'kind', p_generation.request ->> 'kind', 'request', p_generation.request,
      'content', p_generation.content, 'model', p_generation.model, 'prompt_version', p_generation.prompt_version,
      'generated_at', reprise_private.rfc3339(p_generation.finished_at), 'version', p_session.version,
      'in_document', not exists (
        select from jsonb_each(p_generation.content) part, jsonb_object_keys(part.value) entry
        where (p_session.document -> part.key) ? entry is not true
      ),
      'replayed', p_replayed,
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
  );
end
$$;
comment on function reprise_private.generation_view is 'Returns generated content as the owner of the prep session gets it.';

-- Returns the status of a generation to a caller who waits for another caller's model call: running, stored with the content, or gone (the
-- call failed, or the generation is not the caller's). Locks the user, because it may merge the content into the document.
-- Returned, not raised: payload_too_large.
create function reprise_private.get_generation(p_generation_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_found reprise.prep_generations;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select g.* into v_found from reprise.prep_generations g join reprise.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id and s.user_id = v_user_id;
  if not found then
    return '{"status": "gone"}';
  elsif v_found.status <> 'done' then
    return '{"status": "running"}';
  end if;
  return reprise_private.merge_generation(v_found, true);
end
$$;
comment on function reprise_private.get_generation is 'Returns the status of one of the caller''s generations.';

-- Returns one prep session of the caller. An unknown id and another user's id get the same error. Reads only. Errors:
-- prep_session_not_found.
create function reprise_private.get_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.prep_sessions;
begin
  select * into v_session from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = v_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'prep_session_not_found');
  end if;
  return reprise_private.prep_session_view(v_session);
end
$$;
comment on function reprise_private.get_prep_session is 'Returns one prep session of the caller.';

-- Returns the prep session behind a valid link, without its owner. Called by the service role, for anyone who has the token. Unknown,
-- expired, revoked and deleted links get the same error. Reads only. Errors: share_not_found.
create function reprise_private.get_shared_prep(p_token text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_shown jsonb;
begin
  select jsonb_build_object(
    'prep_session', jsonb_build_object(
      'name', s.name, 'mode', s.mode, 'job_id', s.job_id, 'skill', s.skill, 'document', s.document,
      'updated_at', reprise_private.rfc3339(s.updated_at)
    ),
    'expires_at', reprise_private.rfc3339(h.expires_at), 'server_time', reprise_private.rfc3339(clock_timestamp())
  ) into v_shown
  from reprise.prep_shares h join reprise.prep_sessions s on s.id = h.prep_session_id
  where h.token_sha256 = reprise_private.sha256_hex(p_token) and h.expires_at > now();
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'share_not_found');
  end if;
  return v_shown;
end
$$;
comment on function reprise_private.get_shared_prep is 'Returns the prep session behind a valid link.';

-- Returns one page of the caller's prep sessions without their documents, newest first, by keyset. Ordered by creation time, which never
-- changes: saving in another tab while pages are read skips nothing. Reads only. Errors: invalid_request.
create function reprise_private.list_prep_sessions(p_cursor text, p_page_size integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page jsonb;
begin
  perform reprise_private.check_page(v_size, p_cursor, null, null);
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  -- The row is built without its document, so the document is not read.
  select jsonb_agg(reprise_private.prep_session_summary(
    (null, v_user_id, p.name, p.mode, p.job_id, p.skill, p.template, p.version, null, p.created_at, p.updated_at, p.public_id, null)::reprise.prep_sessions
  ) order by p.created_at desc, p.public_id desc) into v_page
  from (
    select s.public_id, s.name, s.mode, s.job_id, s.skill, s.template, s.version, s.created_at, s.updated_at
    from reprise.prep_sessions s
    where s.user_id = v_user_id and (s.created_at, s.public_id) < (v_after.started_at, v_after.id)
    order by s.created_at desc, s.public_id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'prep_sessions', coalesce(case when jsonb_array_length(v_page) > v_size then v_page - v_size else v_page end, '[]'),
    'next_cursor', case when jsonb_array_length(v_page) > v_size then (
      select (extract(epoch from s.created_at) * 1000000)::bigint || '.' || s.public_id
      from reprise.prep_sessions s where s.user_id = v_user_id and s.public_id = (v_page -> (v_size - 1) ->> 'id')::uuid
    ) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_sessions is 'Returns one page of the caller''s prep sessions.';

-- Returns the links of one of the caller's prep sessions that have not expired, newest first. Reads only. Errors: prep_session_not_found.
create function reprise_private.list_prep_shares(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_id uuid;
begin
  select s.id into v_id from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = v_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'prep_session_not_found');
  end if;
  return jsonb_build_object(
    'shares', coalesce((
      select jsonb_agg(reprise_private.prep_share_view(h) order by h.created_at desc, h.id desc) from reprise.prep_shares h
      where h.prep_session_id = v_id and h.expires_at > now()
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_shares is 'Returns the valid links of a prep session.';

-- Returns the templates without their documents, in their order. Called by any signed-in user. Reads only. Errors: not_authenticated.
create function reprise_private.list_prep_templates()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  return jsonb_build_object(
    'templates', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', t.id, 'name', t.name, 'mode', t.mode, 'skill', t.skill,
        'question_count', (select count(*) from jsonb_object_keys(coalesce(t.document -> 'questions', '{}')))
      ) order by t.sort, t.id) from reprise.prep_templates t
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_templates is 'Returns the templates of prep sessions.';

-- Returns the caller's prep session under the user's lock. An unknown id and another user's id get the same error. Errors:
-- prep_session_not_found.
create function reprise_private.lock_own_prep_session(p_prep_session_id uuid, p_user_id uuid)
returns reprise.prep_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.prep_sessions;
begin
  perform reprise_private.lock_candidate(p_user_id);
  select * into v_session from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = p_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'prep_session_not_found');
  end if;
  return v_session;
end
$$;
comment on function reprise_private.lock_own_prep_session is 'Locks the caller and returns their prep session.';

-- Merges generated content into the document, version n → n + 1, once: entries that the owner removes afterwards stay removed. The caller
-- holds the user's lock. If the document has no room, the content remains stored and the next request for it tries again: returns
-- {"problem": payload_too_large}, which must commit.
create function reprise_private.merge_generation(p_generation reprise.prep_generations, p_replayed boolean)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.prep_sessions;
begin
  select * into v_session from reprise.prep_sessions s where s.id = p_generation.prep_session_id;
  if not p_generation.merged then
    v_session.document := reprise_private.apply_merge_patch(v_session.document, p_generation.content);
    if not reprise_private.prep_document_fits(v_session.document) then
      return reprise_private.refuse_and_commit(413, 'payload_too_large', '{"reason": "generation"}');
    end if;
    update reprise.prep_generations g set merged = true where g.id = p_generation.id;
    update reprise.prep_sessions s
    set document = v_session.document, version = s.version + 1, updated_at = now()
    where s.id = v_session.id
    returning * into v_session;
  end if;
  return jsonb_build_object(
    'status', 'stored', 'generation', reprise_private.generation_view(p_generation, v_session, p_replayed)
  );
end
$$;
comment on function reprise_private.merge_generation is 'Merges generated content into the document, once.';

-- version n → n + 1, by a merge patch {"name"?, "job_id"?, "skill"?, "document"?}, if the caller names version n. Locks the user. A patch
-- that changes nothing returns the prep session as it is, whatever earlier version it names, and returns its use of the rate limit; a
-- repeat after a lost response therefore succeeds. The limit is taken before the work it bounds: a conflict counts, and with no use left a
-- repeat has to wait too. Errors: not_authenticated, precondition_required, invalid_request, prep_session_not_found, payload_too_large, rate_limited,
-- limit_reached (no room for a document that grows).
-- Returned, not raised: version_conflict, with the stored prep session (raising it would write the document into the log).
create function reprise_private.patch_prep_session(p_prep_session_id uuid, p_patch jsonb, p_version integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_patch jsonb := case jsonb_typeof(p_patch) when 'string' then (p_patch #>> '{}')::jsonb else p_patch end;
  v_old reprise.prep_sessions;
  v_new reprise.prep_sessions;
  v_wrong text;
begin
  perform reprise_private.check_account(v_user_id);
  if p_version is null then
    perform reprise_private.refuse_and_roll_back(428, 'precondition_required');
  elsif jsonb_typeof(v_patch) is distinct from 'object' then
    perform reprise_private.invalid_request('patch', 'must be an object');
  end if;
  perform reprise_private.check_json('patch', v_patch, 11, 5000);
  select left(m.key, 100) into v_wrong from jsonb_each(v_patch) m where case m.key
    when 'name' then jsonb_typeof(m.value) <> 'string'
    when 'document' then jsonb_typeof(m.value) <> 'object'
    when 'job_id' then jsonb_typeof(m.value) not in ('string', 'null')
    when 'skill' then jsonb_typeof(m.value) not in ('string', 'null')
    else true
  end limit 1;
  if found then
    perform reprise_private.invalid_request(v_wrong, 'cannot be changed to this');
  end if;
  v_old := reprise_private.lock_own_prep_session(p_prep_session_id, v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'prep_save');
  if p_version <= v_old.version then
    v_new := v_old;
    if v_patch ? 'name' then
      v_new.name := reprise_private.prep_label('name', v_patch ->> 'name');
    end if;
    if v_patch ? 'job_id' then
      v_new.job_id := reprise_private.prep_label('job_id', v_patch ->> 'job_id');
    end if;
    if v_patch ? 'skill' then
      v_new.skill := reprise_private.prep_label('skill', v_patch ->> 'skill');
    end if;
    if v_patch ? 'document' then
      v_new.document := reprise_private.apply_merge_patch(v_old.document, v_patch -> 'document');
    end if;
    if v_new is not distinct from v_old then
      update reprise_private.rate_limit_uses u set used = u.used - 1 where u.user_id = v_user_id and u.action = 'prep_save' and u.used > 0;
      return reprise_private.prep_session_view(v_old);
    end if;
  end if;
  if p_version <> v_old.version then
    return reprise_private.refuse_and_commit(
      412, 'version_conflict', jsonb_build_object('prep_session', reprise_private.prep_session_view(v_old) - 'server_time')
    );
  end if;
  perform reprise_private.check_prep_document(v_new.document);
  update reprise.prep_sessions s
  set name = v_new.name, job_id = v_new.job_id, skill = v_new.skill, document = v_new.document,
    version = s.version + 1, updated_at = now()
  where s.id = v_old.id
  returning * into v_new;
  if v_new.bytes > v_old.bytes then
    -- It is counted already.
    perform reprise_private.check_stored_bytes(v_user_id, 0);
  end if;
  return reprise_private.prep_session_view(v_new);
end
$$;
comment on function reprise_private.patch_prep_session is 'Changes a prep session with a JSON merge patch.';

-- Returns whether a document is small enough: 20,000 values, and 1 MiB as Postgres writes it. For documents whose numbers reprise_private.check_json
-- has checked. Counts the values first, because the count bounds the cost of writing the text.
create function reprise_private.prep_document_fits(p_document jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return case when reprise_private.json_values(p_document) <= 20000 then octet_length(p_document::text) <= 1048576 else false end;
end
$$;
comment on function reprise_private.prep_document_fits is 'Returns whether a document of a prep session is small enough.';

-- Returns a name, skill or job of a prep session without surrounding space; null stays null. Errors: invalid_request.
create function reprise_private.prep_label(p_argument text, p_value text)
returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_label text := regexp_replace(p_value, '^\s+|\s+$', '', 'g');
begin
  if char_length(v_label) not between 1 and 200 then
    perform reprise_private.invalid_request(p_argument, 'must have 1 to 200 characters');
  end if;
  return v_label;
end
$$;
comment on function reprise_private.prep_label is 'Trims and checks a name, skill or job of a prep session.';

-- Returns a prep session without its document, for lists.
create function reprise_private.prep_session_summary(p_session reprise.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.public_id, 'name', p_session.name, 'mode', p_session.mode, 'job_id', p_session.job_id, 'skill', p_session.skill,
    'template', p_session.template, 'version', p_session.version,
    'created_at', reprise_private.rfc3339(p_session.created_at), 'updated_at', reprise_private.rfc3339(p_session.updated_at)
  );
end
$$;
comment on function reprise_private.prep_session_summary is 'Returns a prep session without its document.';

-- Returns a prep session with its document, for its owner.
create function reprise_private.prep_session_view(p_session reprise.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return reprise_private.prep_session_summary(p_session) || jsonb_build_object(
    'document', p_session.document, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.prep_session_view is 'Returns a prep session with its document.';

-- Returns a link of a prep session without its token, of which only the hash is stored.
create function reprise_private.prep_share_view(p_share reprise.prep_shares)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_share.id, 'created_at', reprise_private.rfc3339(p_share.created_at), 'expires_at', reprise_private.rfc3339(p_share.expires_at)
  );
end
$$;
comment on function reprise_private.prep_share_view is 'Returns a link of a prep session without its token.';

-- A link to a prep session of the caller → deleted, effective immediately. Locks the user. A repeat and a link that was never theirs get
-- the same response.
create function reprise_private.revoke_prep_share(p_prep_session_id uuid, p_share_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.lock_candidate(v_user_id);
  delete from reprise.prep_shares h using reprise.prep_sessions s
  where h.id = p_share_id and s.public_id = p_prep_session_id and s.id = h.prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.revoke_prep_share is 'Deletes a link of a prep session.';

-- nothing → a link that shows one prep session of the caller until it expires. Locks the user, so the limit of 20 links holds for
-- concurrent calls. The token appears only in this response. A repeat creates another link.
-- Errors: invalid_request, prep_session_not_found, not_authenticated, limit_reached, rate_limited.
create function reprise_private.share_prep_session(p_prep_session_id uuid, p_expires_in_hours integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.prep_sessions;
  v_token text := reprise_private.random_token();
  v_share reprise.prep_shares;
begin
  if p_expires_in_hours is null or p_expires_in_hours not between 1 and 720 then
    perform reprise_private.invalid_request('expires_in_hours', 'must be between 1 and 720');
  end if;
  v_session := reprise_private.lock_own_prep_session(p_prep_session_id, v_user_id);
  perform reprise_private.check_account(v_user_id);
  delete from reprise.prep_shares h where h.prep_session_id = v_session.id and h.expires_at <= now();
  if (select count(*) from reprise.prep_shares h where h.prep_session_id = v_session.id) >= 20 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "share_links", "limit": 20}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'prep_share');
  insert into reprise.prep_shares (prep_session_id, token_sha256, expires_at)
  values (v_session.id, reprise_private.sha256_hex(v_token), now() + make_interval(hours => p_expires_in_hours))
  returning * into v_share;
  return jsonb_build_object(
    'share', reprise_private.prep_share_view(v_share), 'token', v_token,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.share_prep_session is 'Creates a link that shows a prep session.';

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

-- Claims a generation for a model call. See reprise_private.claim_generation.
create function reprise.claim_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_generation(generation_id);
end
$$;
comment on function reprise.claim_generation is 'Claims a generation for a model call. See reprise_private.claim_generation.';

-- Stores generated content. See reprise_private.complete_generation.
create function reprise.complete_generation(generation_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.complete_generation(generation_id, token, result);
end
$$;
comment on function reprise.complete_generation is 'Stores generated content. See reprise_private.complete_generation.';

-- Creates a prep session. See reprise_private.create_prep_session.
create function reprise.create_prep_session(
  name text default null, mode text default null, job_id text default null, skill text default null,
  template text default null, prep_session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.create_prep_session(name, mode, job_id, skill, template, prep_session_id);
end
$$;
comment on function reprise.create_prep_session is 'Creates a prep session. See reprise_private.create_prep_session.';

-- Deletes a prep session of the caller. See reprise_private.delete_prep_session.
create function reprise.delete_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.delete_prep_session(prep_session_id);
end
$$;
comment on function reprise.delete_prep_session is 'Deletes a prep session of the caller. See reprise_private.delete_prep_session.';

-- Ends the claim of a generation without content. See reprise_private.fail_generation.
create function reprise.fail_generation(generation_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_generation(generation_id, token, give_back);
end
$$;
comment on function reprise.fail_generation is 'Ends the claim of a generation without content. See reprise_private.fail_generation.';

-- Returns the status of one of the caller's generations. See reprise_private.get_generation.
create function reprise.get_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_generation(generation_id);
end
$$;
comment on function reprise.get_generation is 'Returns the status of one of the caller''s generations. See reprise_private.get_generation.';

-- Returns one prep session of the caller. See reprise_private.get_prep_session.
create function reprise.get_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_prep_session(prep_session_id);
end
$$;
comment on function reprise.get_prep_session is 'Returns one prep session of the caller. See reprise_private.get_prep_session.';

-- Returns the prep session behind a link. See reprise_private.get_shared_prep.
create function reprise.get_shared_prep(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_shared_prep(token);
end
$$;
comment on function reprise.get_shared_prep is 'Returns the prep session behind a link. See reprise_private.get_shared_prep.';

-- Returns a page of the caller's prep sessions. See reprise_private.list_prep_sessions.
create function reprise.list_prep_sessions(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_sessions(cursor, page_size);
end
$$;
comment on function reprise.list_prep_sessions is 'Returns a page of the caller''s prep sessions. See reprise_private.list_prep_sessions.';

-- Returns the valid links of a prep session. See reprise_private.list_prep_shares.
create function reprise.list_prep_shares(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_shares(prep_session_id);
end
$$;
comment on function reprise.list_prep_shares is 'Returns the valid links of a prep session. See reprise_private.list_prep_shares.';

-- Returns the templates of prep sessions. See reprise_private.list_prep_templates.
create function reprise.list_prep_templates()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_templates();
end
$$;
comment on function reprise.list_prep_templates is 'Returns the templates of prep sessions. See reprise_private.list_prep_templates.';

-- Changes a prep session with a merge patch. See reprise_private.patch_prep_session.
create function reprise.patch_prep_session(prep_session_id uuid, patch jsonb, version integer default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.patch_prep_session(prep_session_id, patch, version);
end
$$;
comment on function reprise.patch_prep_session is 'Changes a prep session with a merge patch. See reprise_private.patch_prep_session.';

-- Deletes a link of a prep session. See reprise_private.revoke_prep_share.
create function reprise.revoke_prep_share(prep_session_id uuid, share_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.revoke_prep_share(prep_session_id, share_id);
end
$$;
comment on function reprise.revoke_prep_share is 'Deletes a link of a prep session. See reprise_private.revoke_prep_share.';

-- Creates a link that shows a prep session. See reprise_private.share_prep_session.
create function reprise.share_prep_session(prep_session_id uuid, expires_in_hours integer default 168)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.share_prep_session(prep_session_id, expires_in_hours);
end
$$;
comment on function reprise.share_prep_session is 'Creates a link that shows a prep session. See reprise_private.share_prep_session.';

-- Returns stored content for a request, or requests its generation. See reprise_private.start_generation.
create function reprise.start_generation(
  prep_session_id uuid, kind text, skill text default null, depth text default null, count integer default null,
  refresh boolean default false, stored_only boolean default false,
  request_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.start_generation(prep_session_id, kind, skill, depth, count, refresh, stored_only, request_id);
end
$$;
comment on function reprise.start_generation is
  'Returns stored content for a request, or requests its generation. See reprise_private.start_generation.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.prep_sessions enable row level security;
alter table reprise.prep_templates enable row level security;
create policy "everybody who is signed in reads the templates" on reprise.prep_templates
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)));
alter table reprise.prep_generations enable row level security;
alter table reprise.prep_shares enable row level security;
create trigger prep_sessions_are_counted
  before insert or update of document or delete on reprise.prep_sessions
  for each row execute function reprise_private.count_document();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.prep_sessions,
  reprise.prep_templates,
  reprise.prep_generations,
  reprise.prep_shares
from public, anon, authenticated, service_role;
grant select on
  reprise.prep_templates
to authenticated;

revoke execute on function
  reprise.claim_generation,
  reprise.complete_generation,
  reprise.create_prep_session,
  reprise.delete_prep_session,
  reprise.fail_generation,
  reprise.get_generation,
  reprise.get_prep_session,
  reprise.get_shared_prep,
  reprise.list_prep_sessions,
  reprise.list_prep_shares,
  reprise.list_prep_templates,
  reprise.patch_prep_session,
  reprise.revoke_prep_share,
  reprise.share_prep_session,
  reprise.start_generation,
  reprise_private.check_prep_document,
  reprise_private.claim_generation,
  reprise_private.complete_generation,
  reprise_private.count_document,
  reprise_private.create_prep_session,
  reprise_private.delete_prep_session,
  reprise_private.fail_generation,
  reprise_private.generation_request,
  reprise_private.generation_view,
  reprise_private.get_generation,
  reprise_private.get_prep_session,
  reprise_private.get_shared_prep,
  reprise_private.list_prep_sessions,
  reprise_private.list_prep_shares,
  reprise_private.list_prep_templates,
  reprise_private.lock_own_prep_session,
  reprise_private.merge_generation,
  reprise_private.patch_prep_session,
  reprise_private.prep_document_fits,
  reprise_private.prep_label,
  reprise_private.prep_session_summary,
  reprise_private.prep_session_view,
  reprise_private.prep_share_view,
  reprise_private.revoke_prep_share,
  reprise_private.share_prep_session,
  reprise_private.start_generation
from public, anon, authenticated, service_role;
grant execute on function
  reprise.create_prep_session,
  reprise.delete_prep_session,
  reprise.get_generation,
  reprise.get_prep_session,
  reprise.list_prep_sessions,
  reprise.list_prep_shares,
  reprise.list_prep_templates,
  reprise.patch_prep_session,
  reprise.revoke_prep_share,
  reprise.share_prep_session,
  reprise.start_generation,
  reprise_private.create_prep_session,
  reprise_private.delete_prep_session,
  reprise_private.get_generation,
  reprise_private.get_prep_session,
  reprise_private.list_prep_sessions,
  reprise_private.list_prep_shares,
  reprise_private.list_prep_templates,
  reprise_private.patch_prep_session,
  reprise_private.revoke_prep_share,
  reprise_private.share_prep_session,
  reprise_private.start_generation
to authenticated;
grant execute on function
  reprise.claim_generation,
  reprise.complete_generation,
  reprise.fail_generation,
  reprise.get_shared_prep,
  reprise_private.claim_generation,
  reprise_private.complete_generation,
  reprise_private.fail_generation,
  reprise_private.get_shared_prep
to service_role;

reset check_function_bodies;
reset lock_timeout;
