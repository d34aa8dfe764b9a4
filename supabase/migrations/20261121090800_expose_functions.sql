-- Thin invoker functions are the only way in from the Data API.

-- Frees the caller from a stuck session. See private.clear_stuck_session.
create function public.clear_stuck_session()
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.clear_stuck_session()
$$;
comment on function public.clear_stuck_session() is 'Frees the caller from a stuck session. See private.clear_stuck_session.';
revoke execute on function public.clear_stuck_session() from public, anon, authenticated;
grant execute on function public.clear_stuck_session() to authenticated;

-- Ends a session early. See private.finish_session.
create function public.finish_session(session_id uuid, lease integer, outcome text)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.finish_session(session_id, lease, outcome)
$$;
comment on function public.finish_session(uuid, integer, text) is 'Ends a session early. See private.finish_session.';
revoke execute on function public.finish_session(uuid, integer, text) from public, anon, authenticated;
grant execute on function public.finish_session(uuid, integer, text) to authenticated;

-- The session the caller could resume. See private.get_active_session.
create function public.get_active_session(client_id uuid default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_active_session(client_id)
$$;
comment on function public.get_active_session(uuid) is 'The session the caller could resume. See private.get_active_session.';
revoke execute on function public.get_active_session(uuid) from public, anon, authenticated;
grant execute on function public.get_active_session(uuid) to authenticated;

-- Facts for the health endpoint. See private.get_health.
create function public.get_health()
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_health()
$$;
comment on function public.get_health() is 'Facts for the health endpoint. See private.get_health.';
revoke execute on function public.get_health() from public, anon, authenticated;
grant execute on function public.get_health() to service_role;

-- Renews the lease and stores the draft. See private.heartbeat.
create function public.heartbeat(
  session_id uuid, lease integer, draft_position integer default null, draft_text text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.heartbeat(session_id, lease, draft_position, draft_text)
$$;
comment on function public.heartbeat(uuid, integer, integer, text) is 'Renews the lease and stores the draft. See private.heartbeat.';
revoke execute on function public.heartbeat(uuid, integer, integer, text) from public, anon, authenticated;
grant execute on function public.heartbeat(uuid, integer, integer, text) to authenticated;

-- One page of the caller's sessions. See private.list_sessions.
create function public.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_sessions(cursor, page_size, status, mode)
$$;
comment on function public.list_sessions(text, integer, text, text) is 'One page of the caller''s sessions. See private.list_sessions.';
revoke execute on function public.list_sessions(text, integer, text, text) from public, anon, authenticated;
grant execute on function public.list_sessions(text, integer, text, text) to authenticated;

-- Resumes a session. See private.resume_session.
create function public.resume_session(
  client_id uuid, session_id uuid default null, takeover boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.resume_session(session_id, client_id, takeover)
$$;
comment on function public.resume_session(uuid, uuid, boolean) is 'Resumes a session. See private.resume_session.';
revoke execute on function public.resume_session(uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.resume_session(uuid, uuid, boolean) to authenticated;

-- One batch of the cleanup sweep. See private.run_cleanup.
create function public.run_cleanup(batch_size integer default 200, after jsonb default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- A gateway may pass a JSON object as the text of one.
  select private.run_cleanup(batch_size, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end)
$$;
comment on function public.run_cleanup(integer, jsonb) is 'One batch of the cleanup sweep. See private.run_cleanup.';
revoke execute on function public.run_cleanup(integer, jsonb) from public, anon, authenticated;
grant execute on function public.run_cleanup(integer, jsonb) to service_role;

-- Starts a timed interview. See private.start_session.
create function public.start_session(
  client_id uuid, interview_id uuid, session_id uuid default null, start_over boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.start_session(session_id, client_id, interview_id, start_over)
$$;
comment on function public.start_session(uuid, uuid, uuid, boolean) is 'Starts a timed interview. See private.start_session.';
revoke execute on function public.start_session(uuid, uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.start_session(uuid, uuid, uuid, boolean) to authenticated;

-- Answers the current question. See private.submit_answer.
create function public.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.submit_answer(session_id, question_position, answer, lease, client_submitted_at, time_expired)
$$;
comment on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) is 'Answers the current question. See private.submit_answer.';
revoke execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) from public, anon, authenticated;
grant execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean) to authenticated;
