-- Returns whether the caller may see sessions of an interview: they are a member of the organization that has the interview, or of one that
-- has a session of it. The two differ only after an operator has moved an interview; each organization then keeps its own sessions. The
-- caller of this function selects the sessions by their organization.
create function reprise_private.can_review_interview(p_interview_id uuid, p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise_private.organizations_of_caller(p_roles) o (id)
      where exists (select from reprise.interviews i where i.id = p_interview_id and i.organization_id = o.id)
        or exists (select from reprise.interview_sessions s where s.organization_id = o.id and s.interview_id = p_interview_id)
    )
  );
end
$$;
comment on function reprise_private.can_review_interview is 'Returns whether the caller may see sessions of an interview.';
