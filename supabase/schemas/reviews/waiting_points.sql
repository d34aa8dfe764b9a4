-- Returns the points of a session's answers that have no score yet, which its total lacks.
create function reprise_private.waiting_points(p_session_id uuid)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(sum(e.max_score), 0) from reprise.evaluations e
    where e.session_id = p_session_id and reprise_private.counted_score(e) is null
  );
end
$$;
comment on function reprise_private.waiting_points is 'Returns the points of a session''s answers that have no score yet.';
