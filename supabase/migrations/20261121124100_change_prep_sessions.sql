-- Prep workspaces are created, read, changed by merge patches, listed and deleted through functions: candidates may not write the tables.

-- A JSON merge patch (RFC 7396) applied to a value: null removes, objects are merged member by member, everything else replaces.
-- Linear: each member of either is looked at once. Errors: invalid_request for a patch that is nested deeper than p_depth objects.
create function private.merge_patch(p_target jsonb, p_patch jsonb, p_depth integer default 16)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_patch) is distinct from 'object' then
    return p_patch;
  elsif p_depth < 1 then
    perform private.invalid_request('document', 'is nested too deeply');
  end if;
  return coalesce((
    select jsonb_object_agg(coalesce(p.key, t.key), case
      when p.value is null then t.value
      when jsonb_typeof(p.value) = 'object' then private.merge_patch(t.value, p.value, p_depth - 1)
      else p.value
    end)
    from jsonb_each(case when jsonb_typeof(p_target) = 'object' then p_target end) t
    full join jsonb_each(p_patch) p on p.key = t.key
    where p.value is distinct from 'null'
  ), '{}');
end
$$;
comment on function private.merge_patch(jsonb, jsonb, integer) is 'Applies a JSON merge patch (RFC 7396).';
revoke execute on function private.merge_patch(jsonb, jsonb, integer) from public, anon, authenticated;

-- A name, skill or job of a workspace without the space around it; null stays null. Errors: invalid_request.
create function private.prep_label(p_argument text, p_value text)
returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_label text := regexp_replace(p_value, '^\s+|\s+$', '', 'g');
begin
  if char_length(v_label) not between 1 and 200 then
    perform private.invalid_request(p_argument, 'must have 1 to 200 characters');
  end if;
  return v_label;
end
$$;
comment on function private.prep_label(text, text) is 'Trims and checks a short text of a prep session.';
revoke execute on function private.prep_label(text, text) from public, anon, authenticated;

-- How many values some JSON has: every member, element and scalar at any depth, and itself. Linear, whatever they hold: into one
-- array, because jsonb_path_query moves all that is left for each row.
create function private.json_values(p_json jsonb)
returns integer
language sql immutable set search_path = ''
as $$
  select jsonb_array_length(jsonb_path_query_array(p_json, 'strict $.**.type()'))
$$;
comment on function private.json_values(jsonb) is 'Counts the values in JSON.';
revoke execute on function private.json_values(jsonb) from public, anon, authenticated;

-- Refuses JSON that is small and costs much: 1e131071 has 8 bytes, and 131 KB where Postgres writes it. So its stored size first, then its
-- depth, how many values it has, and its numbers, before anything writes it. Only numbers that a double holds pass, as every client of JSON has them; the scale is
-- looked at too, for 0e-16383. Linear in the stored size. Errors: payload_too_large over 2 MiB, invalid_request.
create function private.check_json(p_argument text, p_json jsonb, p_levels integer, p_values integer)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if pg_column_size(p_json) > 2097152 then
    perform private.refuse(413, 'payload_too_large', 'A workspace may hold at most 1 MiB.');
  elsif jsonb_path_exists(p_json, ('$.**{' || p_levels || '}')::jsonpath) then
    perform private.invalid_request(p_argument, 'is nested too deeply');
  elsif private.json_values(p_json) > p_values then
    perform private.invalid_request(p_argument, 'has more than ' || p_values || ' values: send it in parts');
  elsif exists (
    select from jsonb_array_elements(jsonb_path_query_array(p_json, 'strict $.** ? (@.type() == "number")')) n
    where abs(n::numeric) > 1.7976931348623157e308 or scale(n::numeric) > 400
  ) then
    perform private.invalid_request(p_argument, 'holds a number that is not a finite double');
  end if;
end
$$;
comment on function private.check_json(text, jsonb, integer, integer) is 'Refuses JSON that is expensive to write out.';
revoke execute on function private.check_json(text, jsonb, integer, integer) from public, anon, authenticated;

-- Whether a document is small enough: 20,000 values, and 1 MiB as Postgres writes it. For documents whose numbers private.check_json has
-- seen; the count is taken first, because it bounds what writing costs.
create function private.prep_document_fits(p_document jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select case when private.json_values(p_document) <= 20000 then octet_length(p_document::text) <= 1048576 else false end
$$;
comment on function private.prep_document_fits(jsonb) is 'Whether a document of a prep session is small enough.';
revoke execute on function private.prep_document_fits(jsonb) from public, anon, authenticated;

-- Refuses what is no document of a workspace: the known parts, each of its type, entries by ids of 1 to 100 characters.
-- Errors: invalid_request with the place; payload_too_large over 1 MiB, measured as Postgres writes it, or 20,000 values.
create function private.check_prep_document(p_document jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
declare
  v_parts constant jsonb := '{"questions": "object", "skill_explanations": "object", "star_stories": "object",
    "user_answers": "string", "practice_status": "string"}';
  v_wrong text;
begin
  if jsonb_typeof(p_document) is distinct from 'object' then
    perform private.invalid_request('document', 'must be an object');
  end if;
  perform private.check_json('document', p_document, 10, null);
  if not private.prep_document_fits(p_document) then
    perform private.refuse(413, 'payload_too_large', 'A workspace may hold at most 1 MiB, and 20,000 values.');
  elsif jsonb_typeof(p_document -> 'notes') <> 'string' then
    perform private.invalid_request('document', 'notes must be a text');
  end if;
  select left(d.key, 100) into v_wrong from jsonb_each(p_document) d
  where d.key <> 'notes' and (not v_parts ? d.key or jsonb_typeof(d.value) <> 'object')
  limit 1;
  if found then
    perform private.invalid_request(
      'document', v_wrong || case when v_parts ? v_wrong then ' must be an object' else ' is not a part of a document' end
    );
  end if;
  select d.key || '.' || left(e.key, 100) into v_wrong from jsonb_each(p_document - 'notes') d, jsonb_each(d.value) e
  where char_length(e.key) not between 1 and 100
    or jsonb_typeof(e.value) <> v_parts ->> d.key
    or (d.key = 'practice_status' and e.value #>> '{}' not in ('new', 'needs_practice', 'confident'))
  limit 1;
  if found then
    perform private.invalid_request('document', v_wrong || case
      when v_wrong like 'practice\_status.%' then ' must be new, needs_practice or confident'
      when v_wrong like 'user\_answers.%' then ' must be a text'
      else ' must be an object'
    end || ', under an id of 1 to 100 characters');
  end if;
end
$$;
comment on function private.check_prep_document(jsonb) is 'Refuses what is no document of a prep session.';
revoke execute on function private.check_prep_document(jsonb) from public, anon, authenticated;

-- A workspace without its document, as lists show it.
create function private.prep_session_summary(p_session public.prep_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_session.id, 'name', p_session.name, 'mode', p_session.mode, 'job_id', p_session.job_id, 'skill', p_session.skill,
    'template', p_session.template, 'version', p_session.version,
    'created_at', private.rfc3339(p_session.created_at), 'updated_at', private.rfc3339(p_session.updated_at)
  )
$$;
comment on function private.prep_session_summary(public.prep_sessions) is 'A prep session without its document.';
revoke execute on function private.prep_session_summary(public.prep_sessions) from public, anon, authenticated;

-- A workspace with its document, as its owner gets it.
create function private.prep_session_view(p_session public.prep_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select private.prep_session_summary(p_session) || jsonb_build_object(
    'document', p_session.document, 'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.prep_session_view(public.prep_sessions) is 'A prep session with its document.';
revoke execute on function private.prep_session_view(public.prep_sessions) from public, anon, authenticated;

-- The caller's workspace under their lock. Not found and not yours are one answer. Errors: prep_session_not_found.
create function private.own_prep_session(p_prep_session_id uuid, p_user_id uuid)
returns public.prep_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.prep_sessions;
begin
  perform private.lock_candidate(p_user_id);
  select * into v_session from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = p_user_id;
  if not found then
    perform private.refuse(404, 'prep_session_not_found', 'There is no such prep session.');
  end if;
  return v_session;
end
$$;
comment on function private.own_prep_session(uuid, uuid) is 'Locks the user and returns their prep session.';
revoke execute on function private.own_prep_session(uuid, uuid) from public, anon, authenticated;

-- nothing → a workspace of the caller, empty or a copy of a template (which also gives name, mode and skill where they are not sent).
-- Locks the user, so 100 are 100 also for many at once. A repeat with the same id gets the workspace as it is, `replayed`. Errors:
-- invalid_request, prep_template_not_found, prep_session_id_taken, limit_reached, rate_limited.
create function private.create_prep_session(
  p_name text, p_mode text, p_job_id text, p_skill text, p_template text, p_prep_session_id uuid
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_id uuid := coalesce(p_prep_session_id, gen_random_uuid());
  v_template public.prep_templates;
  v_session public.prep_sessions;
begin
  perform private.lock_candidate(v_user_id);
  select * into v_session from public.prep_sessions s where s.id = v_id and s.user_id = v_user_id;
  if found then
    return private.prep_session_view(v_session) || '{"replayed": true}';
  end if;
  if p_template is not null then
    select * into v_template from public.prep_templates t where t.id = p_template;
    if not found then
      perform private.refuse(404, 'prep_template_not_found', 'There is no such template.');
    end if;
  end if;
  v_session.name := private.prep_label('name', coalesce(p_name, v_template.name));
  v_session.mode := coalesce(p_mode, v_template.mode);
  if v_session.name is null then
    perform private.invalid_request('name', 'is required');
  elsif v_session.mode is null or v_session.mode not in ('job', 'skill', 'general') then
    perform private.invalid_request('mode', 'must be job, skill or general');
  elsif (select count(*) from public.prep_sessions s where s.user_id = v_user_id) >= 100 then
    perform private.refuse(
      409, 'limit_reached', 'You have 100 prep sessions, which is all there can be. Delete one first.', '{"limit": 100}'
    );
  end if;
  perform private.take_rate_limit(v_user_id, 'prep_create');
  insert into public.prep_sessions (id, user_id, name, mode, job_id, skill, template, document)
  values (
    v_id, v_user_id, v_session.name, v_session.mode, private.prep_label('job_id', p_job_id),
    private.prep_label('skill', coalesce(p_skill, v_template.skill)), v_template.id, coalesce(v_template.document, '{}')
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'prep_session_id_taken', 'This prep session id is already in use.');
  end if;
  return private.prep_session_view(v_session) || '{"replayed": false}';
end
$$;
comment on function private.create_prep_session(text, text, text, text, text, uuid) is 'Creates a prep session, empty or from a template.';
revoke execute on function private.create_prep_session(text, text, text, text, text, uuid) from public, anon;
grant execute on function private.create_prep_session(text, text, text, text, text, uuid) to authenticated;

-- One workspace of the caller. Not found and not yours are one answer. Reads only. Errors: prep_session_not_found.
create function private.get_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.prep_sessions;
begin
  select * into v_session from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = v_user_id;
  if not found then
    perform private.refuse(404, 'prep_session_not_found', 'There is no such prep session.');
  end if;
  return private.prep_session_view(v_session);
end
$$;
comment on function private.get_prep_session(uuid) is 'One prep session of the caller.';
revoke execute on function private.get_prep_session(uuid) from public, anon;
grant execute on function private.get_prep_session(uuid) to authenticated;

-- The caller's workspaces without their documents, newest first, one page by keyset. Ordered by creation, which never changes: a page
-- that is read while another tab saves leaves nothing out. Reads only. Errors: invalid_request.
create function private.list_prep_sessions(p_cursor text, p_page_size integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page jsonb;
begin
  perform private.check_page(v_size, p_cursor, null, null);
  select * into v_after from private.read_cursor(p_cursor);
  -- The row is put together without its document, which is not read at all.
  select jsonb_agg(private.prep_session_summary(
    (p.id, v_user_id, p.name, p.mode, p.job_id, p.skill, p.template, p.version, null, p.created_at, p.updated_at)::public.prep_sessions
  ) order by p.created_at desc, p.id desc) into v_page
  from (
    select s.id, s.name, s.mode, s.job_id, s.skill, s.template, s.version, s.created_at, s.updated_at
    from public.prep_sessions s
    where s.user_id = v_user_id and (s.created_at, s.id) < (v_after.started_at, v_after.id)
    order by s.created_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'prep_sessions', coalesce(case when jsonb_array_length(v_page) > v_size then v_page - v_size else v_page end, '[]'),
    'next_cursor', case when jsonb_array_length(v_page) > v_size then (
      select (extract(epoch from s.created_at) * 1000000)::bigint || '.' || s.id
      from public.prep_sessions s where s.id = (v_page -> (v_size - 1) ->> 'id')::uuid
    ) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_prep_sessions(text, integer) is 'One page of the caller''s prep sessions.';
revoke execute on function private.list_prep_sessions(text, integer) from public, anon;
grant execute on function private.list_prep_sessions(text, integer) to authenticated;

-- version n → n + 1 by a merge patch {"name"?, "job_id"?, "skill"?, "document"?}, if the caller has seen version n. Locks the user. A patch
-- whose effect is there already changes nothing, uses nothing of the rate limit and gets the workspace as it is, whatever earlier version it
-- names: so a repeat after a lost answer ends well. The limit is taken before the work that it bounds: a conflict counts, and where nothing is
-- left of it a repeat waits too. Errors: precondition_required, invalid_request, prep_session_not_found, payload_too_large, rate_limited;
-- returned: version_conflict with the workspace as it is (a raised one would write the document into the log).
create function private.patch_prep_session(p_prep_session_id uuid, p_patch jsonb, p_version integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_patch jsonb := case jsonb_typeof(p_patch) when 'string' then (p_patch #>> '{}')::jsonb else p_patch end;
  v_old public.prep_sessions;
  v_new public.prep_sessions;
  v_wrong text;
begin
  if p_version is null then
    perform private.refuse(428, 'precondition_required', 'Say which version you are changing.');
  elsif jsonb_typeof(v_patch) is distinct from 'object' then
    perform private.invalid_request('patch', 'must be an object');
  end if;
  perform private.check_json('patch', v_patch, 11, 5000);
  select left(m.key, 100) into v_wrong from jsonb_each(v_patch) m where case m.key
    when 'name' then jsonb_typeof(m.value) <> 'string'
    when 'document' then jsonb_typeof(m.value) <> 'object'
    when 'job_id' then jsonb_typeof(m.value) not in ('string', 'null')
    when 'skill' then jsonb_typeof(m.value) not in ('string', 'null')
    else true
  end limit 1;
  if found then
    perform private.invalid_request(v_wrong, 'cannot be changed to this');
  end if;
  v_old := private.own_prep_session(p_prep_session_id, v_user_id);
  perform private.take_rate_limit(v_user_id, 'prep_save');
  if p_version <= v_old.version then
    v_new := v_old;
    if v_patch ? 'name' then
      v_new.name := private.prep_label('name', v_patch ->> 'name');
    end if;
    if v_patch ? 'job_id' then
      v_new.job_id := private.prep_label('job_id', v_patch ->> 'job_id');
    end if;
    if v_patch ? 'skill' then
      v_new.skill := private.prep_label('skill', v_patch ->> 'skill');
    end if;
    if v_patch ? 'document' then
      v_new.document := private.merge_patch(v_old.document, v_patch -> 'document');
    end if;
    if v_new is not distinct from v_old then
      update private.rate_limit_uses u set used = u.used - 1 where u.user_id = v_user_id and u.action = 'prep_save' and u.used > 0;
      return private.prep_session_view(v_old);
    end if;
  end if;
  if p_version <> v_old.version then
    return private.problem(
      412, 'version_conflict', 'This prep session was changed elsewhere in the meantime.',
      jsonb_build_object('prep_session', private.prep_session_view(v_old) - 'server_time')
    );
  end if;
  perform private.check_prep_document(v_new.document);
  update public.prep_sessions s
  set name = v_new.name, job_id = v_new.job_id, skill = v_new.skill, document = v_new.document,
    version = s.version + 1, updated_at = now()
  where s.id = v_old.id
  returning * into v_new;
  return private.prep_session_view(v_new);
end
$$;
comment on function private.patch_prep_session(uuid, jsonb, integer) is 'Changes a prep session by a JSON merge patch.';
revoke execute on function private.patch_prep_session(uuid, jsonb, integer) from public, anon;
grant execute on function private.patch_prep_session(uuid, jsonb, integer) to authenticated;

-- A workspace of the caller → nothing, with its generated content and its links. Locks the user. A repeat, and what was never
-- there or never theirs, gets the same answer.
create function private.delete_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  perform private.lock_candidate(v_user_id);
  delete from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
end
$$;
comment on function private.delete_prep_session(uuid) is 'Deletes a prep session of the caller.';
revoke execute on function private.delete_prep_session(uuid) from public, anon;
grant execute on function private.delete_prep_session(uuid) to authenticated;

-- The templates without their documents, in their order. Reads only.
create function private.list_prep_templates()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller_id();
  return jsonb_build_object(
    'templates', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', t.id, 'name', t.name, 'mode', t.mode, 'skill', t.skill,
        'question_count', (select count(*) from jsonb_object_keys(coalesce(t.document -> 'questions', '{}')))
      ) order by t.sort, t.id) from public.prep_templates t
    ), '[]'),
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_prep_templates() is 'Templates of prep sessions.';
revoke execute on function private.list_prep_templates() from public, anon;
grant execute on function private.list_prep_templates() to authenticated;

-- Creates a prep session. See private.create_prep_session.
create function public.create_prep_session(
  name text default null, mode text default null, job_id text default null, skill text default null, template text default null, prep_session_id uuid default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.create_prep_session(name, mode, job_id, skill, template, prep_session_id)
$$;
comment on function public.create_prep_session(text, text, text, text, text, uuid) is 'Creates a prep session. See private.create_prep_session.';
revoke execute on function public.create_prep_session(text, text, text, text, text, uuid) from public, anon, authenticated;
grant execute on function public.create_prep_session(text, text, text, text, text, uuid) to authenticated;

-- One prep session of the caller. See private.get_prep_session.
create function public.get_prep_session(prep_session_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_prep_session(prep_session_id)
$$;
comment on function public.get_prep_session(uuid) is 'One prep session of the caller. See private.get_prep_session.';
revoke execute on function public.get_prep_session(uuid) from public, anon, authenticated;
grant execute on function public.get_prep_session(uuid) to authenticated;

-- One page of the caller's prep sessions. See private.list_prep_sessions.
create function public.list_prep_sessions(cursor text default null, page_size integer default 20)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_prep_sessions(cursor, page_size)
$$;
comment on function public.list_prep_sessions(text, integer) is 'One page of the caller''s prep sessions. See private.list_prep_sessions.';
revoke execute on function public.list_prep_sessions(text, integer) from public, anon, authenticated;
grant execute on function public.list_prep_sessions(text, integer) to authenticated;

-- Changes a prep session by a merge patch. See private.patch_prep_session.
create function public.patch_prep_session(prep_session_id uuid, patch jsonb, version integer default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.patch_prep_session(prep_session_id, patch, version)
$$;
comment on function public.patch_prep_session(uuid, jsonb, integer) is 'Changes a prep session by a merge patch. See private.patch_prep_session.';
revoke execute on function public.patch_prep_session(uuid, jsonb, integer) from public, anon, authenticated;
grant execute on function public.patch_prep_session(uuid, jsonb, integer) to authenticated;

-- Deletes a prep session of the caller. See private.delete_prep_session.
create function public.delete_prep_session(prep_session_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.delete_prep_session(prep_session_id)
$$;
comment on function public.delete_prep_session(uuid) is 'Deletes a prep session of the caller. See private.delete_prep_session.';
revoke execute on function public.delete_prep_session(uuid) from public, anon, authenticated;
grant execute on function public.delete_prep_session(uuid) to authenticated;

-- Templates of prep sessions. See private.list_prep_templates.
create function public.list_prep_templates()
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_prep_templates()
$$;
comment on function public.list_prep_templates() is 'Templates of prep sessions. See private.list_prep_templates.';
revoke execute on function public.list_prep_templates() from public, anon, authenticated;
grant execute on function public.list_prep_templates() to authenticated;
