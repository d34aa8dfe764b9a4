-- Row level security of the lifecycle tables: candidates read their own rows, members those of their organization, and nobody writes.

-- Returns the caller's sessions. Security definer: one index lookup, evaluated once per query.
create function reprise_private.sessions_of_caller()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from reprise.interview_sessions s where s.user_id = (select auth.uid())
$$;
comment on function reprise_private.sessions_of_caller is 'Returns the ids of the caller''s own sessions.';
