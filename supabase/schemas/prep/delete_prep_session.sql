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
