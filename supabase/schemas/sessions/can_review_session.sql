-- Returns whether the caller is a member of the organization that owns a session and not its candidate: nobody reviews their own session.
create function reprise_private.can_review_session(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interview_sessions s
      where s.id = p_session_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select auth.uid())
    )
  );
end
$$;
comment on function reprise_private.can_review_session is
  'Returns whether the caller may review a session: as a member of its organization, not as its candidate.';
