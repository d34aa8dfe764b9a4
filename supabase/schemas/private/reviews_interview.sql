-- Tells whether the caller may see sessions of an interview: they are a member of the organization that has the interview, or of one that
-- has a session of it. The two differ only after an operator has moved an interview; each organization then keeps its own sessions. The
-- caller of this function selects the sessions by their organization.
create function private.reviews_interview(p_interview_id uuid, p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from private.organizations_of_caller(p_roles) o (id)
      where exists (select from public.interviews i where i.id = p_interview_id and i.organization_id = o.id)
        or exists (select from public.interview_sessions s where s.organization_id = o.id and s.interview_id = p_interview_id)
    )
  );
end
$$;
comment on function private.reviews_interview(uuid, text[]) is 'Whether the caller may look at sessions of an interview: those of their own organization.';
revoke execute on function private.reviews_interview(uuid, text[]) from public, anon, authenticated;
