-- Returns whether the criteria of a conversation's interview differ from its own copies. False for other modes.
create function reprise_private.has_changed_criteria(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.conversation_criteria c
    join reprise.interview_sessions s on s.id = c.session_id
    where c.session_id = p_session_id and c.criteria <> reprise_private.current_criteria(s)
  );
end
$$;
comment on function reprise_private.has_changed_criteria is 'Returns whether the criteria of a conversation''s interview have changed.';
