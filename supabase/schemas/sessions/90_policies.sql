-- Row level security policies, and triggers that protect rows.

-- The policies compare with arrays, which are computed once per query and let the planner use the index on session_id: a candidate's query
-- never scans other users' rows, whatever its filters.

alter table reprise.interview_sessions enable row level security;
create policy "candidates read their sessions, members their organization's" on reprise.interview_sessions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or organization_id = any (array(select reprise_private.organizations_of_caller())))
  );
alter table reprise.session_questions enable row level security;
create policy "candidates read served questions, members all" on reprise.session_questions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      (served_at is not null and session_id = any (array(select reprise_private.sessions_of_caller())))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.session_question_keys enable row level security;
create policy "members read the keys of their organization's sessions" on reprise.session_question_keys
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.answers enable row level security;
create policy "candidates read their answers, members their organization's" on reprise.answers
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.late_answers enable row level security;
create policy "candidates read their late texts, members their organization's" on reprise.late_answers
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.active_interview_sessions enable row level security;
create policy "candidates read their active row, members their organization's" on reprise.active_interview_sessions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or session_id = any (array(select reprise_private.sessions_under_review())))
  );
alter table reprise.session_events enable row level security;
create policy "members read the audit trail of their organization" on reprise.session_events
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.transcriptions enable row level security;
create policy "candidates read what they said, members their organization's" on reprise.transcriptions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
create trigger transcriptions_write_once
  before update on reprise.transcriptions
  for each row execute function reprise_private.refuse_change_of_answer();
create trigger session_events_append_only
  before update or delete on reprise.session_events
  for each row execute function reprise_private.refuse_change_of_events();
create trigger session_events_never_truncated
  before truncate on reprise.session_events
  for each statement execute function reprise_private.refuse_change_of_events();
create trigger answers_write_once
  before update of id, session_id, position, answer, source, sha256 on reprise.answers
  for each row execute function reprise_private.refuse_change_of_answer();
create trigger late_answers_write_once
  before update of id, session_id, position, answer, sha256 on reprise.late_answers
  for each row execute function reprise_private.refuse_change_of_answer();
-- Lets members receive what reprise_private.on_session_completed sends, on the private channel of their organization. Realtime checks this policy
-- when a client joins a channel. Projects without Realtime, and those whose migrations may not create policies there, work without it.

do $$
begin
  if to_regclass('realtime.messages') is not null and to_regprocedure('realtime.topic()') is not null then
    execute 'drop policy if exists "members receive the end of their organization''s sessions" on realtime.messages';
    execute $policy$
      create policy "members receive the end of their organization's sessions" on realtime.messages
        for select to authenticated
        using (
          extension = 'broadcast' and (select realtime.topic()) = any (array(
            select 'organization:' || o.id from reprise_private.organizations_of_caller() o(id)
          ))
        )
    $policy$;
  end if;
exception when insufficient_privilege then
  raise warning 'reprise: members cannot listen to the end of sessions: %', sqlerrm;
end
$$;
create trigger answers_are_counted
  after insert or delete on reprise.answers
  for each row execute function reprise_private.count_text();
create trigger late_answers_are_counted
  after insert or delete on reprise.late_answers
  for each row execute function reprise_private.count_text();
create trigger transcriptions_are_counted
  after insert on reprise.transcriptions
  for each row execute function reprise_private.count_text();
create trigger drafts_of_closed_questions_are_counted
  after update of closed_at on reprise.session_questions
  for each row when (old.closed_at is null <> (new.closed_at is null))
  execute function reprise_private.count_text();
create trigger sessions_give_their_bytes_back
  before delete on reprise.interview_sessions
  for each row execute function reprise_private.forget_texts();
