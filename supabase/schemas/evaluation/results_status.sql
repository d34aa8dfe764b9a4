-- Returns the status of a session's result: in_progress, closed (ended without a result), grading, ready or failed.
create function reprise_private.results_status(p_session reprise.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case
      when p_session.status = 'in_progress' then 'in_progress'
      else coalesce(
        (select case r.status when 'running' then 'grading' else r.status end
         from reprise.session_results r where r.session_id = p_session.id),
        'closed'
      )
    end
  );
end
$$;
comment on function reprise_private.results_status is 'Returns the status of a session''s result.';
