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
