-- Row level security policies, and triggers that protect rows.

alter table reprise.evaluations enable row level security;
create policy "members read the evaluations of their organization" on reprise.evaluations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.evaluation_history enable row level security;
create policy "members read what evaluations were before" on reprise.evaluation_history
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and exists (select from reprise.evaluations e where e.answer_id = coalesce(evaluation_history.answer_id, evaluation_history.conversation_id))
  );
alter table reprise.session_results enable row level security;
create policy "members read the results of their organization" on reprise.session_results
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.model_spending enable row level security;
alter table reprise.model_shares enable row level security;
alter table reprise.model_reservations enable row level security;
create trigger evaluations_line_up
  before insert or update of status, due_at on reprise.evaluations
  for each row when (new.status = 'queued')
  execute function reprise_private.set_evaluation_turn();
create trigger results_line_up
  before insert or update of status, due_at on reprise.session_results
  for each row when (new.status = 'grading')
  execute function reprise_private.set_summary_turn();
create trigger answers_are_graded
  after insert on reprise.answers
  for each row execute function reprise_private.on_answer_stored();
create trigger sessions_get_results
  after update of status on reprise.interview_sessions
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function reprise_private.on_session_completed();
create trigger results_wake_graders
  after insert on reprise.session_results
  for each statement execute function reprise_private.wake_graders();
