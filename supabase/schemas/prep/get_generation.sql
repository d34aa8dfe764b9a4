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
