-- Returns the sessions of the caller's organizations, except those the caller took: there they are a candidate like any other.
-- Security definer, like reprise_private.sessions_of_caller.
create function reprise_private.sessions_under_review()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from reprise.interview_sessions s
  where s.organization_id in (select reprise_private.organizations_of_caller()) and s.user_id <> (select auth.uid())
$$;
comment on function reprise_private.sessions_under_review is
  'Returns the ids of the sessions of the caller''s organizations, without the caller''s own.';
