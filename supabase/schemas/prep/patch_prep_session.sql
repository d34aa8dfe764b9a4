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
