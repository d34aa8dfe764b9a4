-- Returns the criteria that apply to a session now: those of its interview if both belong to the same organization, else the defaults. Null
-- if the interview was deleted or moved to another organization: the session's own copies stay.
create function reprise_private.current_criteria(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.organization_id is null then
    return reprise_private.default_criteria();
  end if;
  return (
    select coalesce(k.criteria, reprise_private.default_criteria())
    from reprise.interviews i
    left join reprise.interview_criteria k on k.interview_id = i.id
    where i.id = p_session.interview_id and i.organization_id = p_session.organization_id
  );
end
$$;
comment on function reprise_private.current_criteria is 'Returns the criteria that apply to a session now.';
