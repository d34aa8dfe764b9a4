-- Returns one row of the candidates' table for somebody who has not started: the fields of a session are null.
create function reprise_private.invited_row(p_id uuid, p_user_id uuid, p_email text, p_state text, p_since timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', null, 'invitation_id', nullif(p_id, p_user_id), 'state', p_state, 'status', null, 'invited_at', reprise_private.rfc3339(p_since),
    'candidate', coalesce(
      reprise_private.candidate_name(p_user_id), jsonb_build_object('user_id', null, 'email', p_email, 'name', p_email)
    )
  );
end
$$;
comment on function reprise_private.invited_row is 'Returns somebody who has not started as a row of the candidates'' table.';
