-- Row level security of the lifecycle tables: candidates read their own rows, members those of their organization, and nobody writes.

-- Returns the caller's sessions. Security definer: one index lookup, evaluated once per query.
create function private.sessions_of_caller()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from public.interview_sessions s where s.user_id = (select auth.uid())
$$;
comment on function private.sessions_of_caller() is 'Ids of the caller''s own sessions.';
revoke execute on function private.sessions_of_caller() from public, anon;
grant execute on function private.sessions_of_caller() to authenticated, service_role;

-- Returns the sessions of the caller's organizations, except those the caller took: there they are a candidate like any other.
-- Security definer, as above.
create function private.sessions_under_review()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from public.interview_sessions s
  where s.organization_id in (select private.organizations_of_caller()) and s.user_id <> (select auth.uid())
$$;
comment on function private.sessions_under_review() is 'Ids of the sessions of the caller''s organizations, without the caller''s own.';
revoke execute on function private.sessions_under_review() from public, anon;
grant execute on function private.sessions_under_review() to authenticated, service_role;

-- The policies compare with arrays, which are computed once per query and let the planner use the index on session_id: a candidate's query
-- never scans other users' rows, whatever its filters.

alter table public.interview_sessions enable row level security;
revoke all on public.interview_sessions from anon, authenticated;
grant select on public.interview_sessions to authenticated;
grant all on public.interview_sessions to service_role;
create policy "candidates read their sessions, members their organization's" on public.interview_sessions
  for select to authenticated
  using (user_id = (select auth.uid()) or organization_id = any (array(select private.organizations_of_caller())));

alter table public.session_questions enable row level security;
revoke all on public.session_questions from anon, authenticated;
grant select on public.session_questions to authenticated;
grant all on public.session_questions to service_role;
create policy "candidates read served questions, members all" on public.session_questions
  for select to authenticated
  using (
    (served_at is not null and session_id = any (array(select private.sessions_of_caller())))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.session_question_keys enable row level security;
revoke all on public.session_question_keys from anon, authenticated;
grant select on public.session_question_keys to authenticated;
grant all on public.session_question_keys to service_role;
create policy "members read the keys of their organization's sessions" on public.session_question_keys
  for select to authenticated
  using (session_id = any (array(select private.sessions_under_review())));

alter table public.answers enable row level security;
revoke all on public.answers from anon, authenticated;
grant select on public.answers to authenticated;
grant select on public.answers to service_role;
create policy "candidates read their answers, members their organization's" on public.answers
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.late_answers enable row level security;
revoke all on public.late_answers from anon, authenticated;
grant select on public.late_answers to authenticated;
grant select on public.late_answers to service_role;
create policy "candidates read their kept texts, members their organization's" on public.late_answers
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.active_interview_sessions enable row level security;
revoke all on public.active_interview_sessions from anon, authenticated;
grant select on public.active_interview_sessions to authenticated;
grant all on public.active_interview_sessions to service_role;
create policy "candidates read their live marker, members their organization's" on public.active_interview_sessions
  for select to authenticated
  using (user_id = (select auth.uid()) or session_id = any (array(select private.sessions_under_review())));

alter table public.session_events enable row level security;
revoke all on public.session_events from anon, authenticated;
grant select on public.session_events to authenticated;
grant select, insert on public.session_events to service_role;
create policy "members read the audit trail of their organization" on public.session_events
  for select to authenticated
  using (session_id = any (array(select private.sessions_under_review())));

alter table public.cleanup_runs enable row level security;
revoke all on public.cleanup_runs from anon, authenticated;
grant select on public.cleanup_runs to service_role;

-- The audit trail is append-only. UPDATE and TRUNCATE are always refused; DELETE is allowed only as part of deleting the session (a cascade
-- runs inside a trigger, a direct DELETE does not).
create function private.refuse_change_of_events()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'session_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function private.refuse_change_of_events() is 'Keeps session_events append-only for every role.';
revoke execute on function private.refuse_change_of_events() from public, anon, authenticated;
create trigger session_events_append_only
  before update or delete on public.session_events
  for each row execute function private.refuse_change_of_events();
create trigger session_events_never_truncated
  before truncate on public.session_events
  for each statement execute function private.refuse_change_of_events();

-- The text of an answer or a late text never changes, for any role.
create function private.refuse_change_of_answer()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'an accepted answer is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function private.refuse_change_of_answer() is 'Keeps answers and late_answers write-once for every role.';
revoke execute on function private.refuse_change_of_answer() from public, anon, authenticated;
create trigger answers_write_once
  before update of id, session_id, position, answer, source, sha256 on public.answers
  for each row execute function private.refuse_change_of_answer();
create trigger late_answers_write_once
  before update of id, session_id, position, answer, sha256 on public.late_answers
  for each row execute function private.refuse_change_of_answer();
