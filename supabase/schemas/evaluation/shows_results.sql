-- Returns whether the candidate of a session may see what was found out about them: scores, and the interviewer's notes. The interview
-- decides, at each read. A session without an interview always shows them; one whose interview has moved to another organization never does.
create function reprise_private.shows_results(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select i.results_visible_to_candidate and i.organization_id is not distinct from p_session.organization_id
    from reprise.interviews i where i.id = p_session.interview_id
  ), true);
end
$$;
comment on function reprise_private.shows_results is 'Returns whether the candidate of a session may see scores and notes.';
