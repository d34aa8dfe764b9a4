-- Tells whether the caller is a member of the organization that owns a session and not its candidate: nobody reviews their own session.
create function private.reviews_session(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.interview_sessions s
      where s.id = p_session_id and s.organization_id in (select private.organizations_of_caller())
        and s.user_id <> (select auth.uid())
    )
  );
end
$$;
comment on function private.reviews_session(uuid) is 'Whether the caller may review a session: a member of its organization, not its candidate.';
revoke execute on function private.reviews_session(uuid) from public, anon, authenticated;
