-- Returns whether the last sign of life of a session's active row is recent enough for cleanup to leave the row.
create function reprise_private.is_live(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.active_interview_sessions a, reprise_private.settings t
      where a.session_id = p_session_id and a.updated_at >= now() - t.active_session_max_age
    )
  );
end
$$;
comment on function reprise_private.is_live is 'Returns whether a session has an active row that is not overdue.';
