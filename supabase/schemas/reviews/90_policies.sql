-- Row level security: members read what was written about their organization's sessions, and what colleagues wrote only while it is not hidden.
-- Nobody writes, except the rules of an interview.

alter table reprise.review_rules enable row level security;
create policy "members read the rules of their interviews" on reprise.review_rules
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters set rules" on reprise.review_rules
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change rules" on reprise.review_rules
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.decisions enable row level security;
create policy "members read decisions of their organization" on reprise.decisions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (decided_by = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.review_comments enable row level security;
create policy "members read comments of their organization" on reprise.review_comments
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (author = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.scorecards enable row level security;
create policy "members read scorecards of their organization" on reprise.scorecards
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (reviewer = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.second_reviews enable row level security;
create policy "members read requests of their organization" on reprise.second_reviews
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (asked_by = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
create trigger review_rules_are_audited
  after insert or update or delete on reprise.review_rules
  for each row execute function reprise_private.record_change('interview_id');
create trigger review_rules_stay_blind
  before update on reprise.review_rules
  for each row when (old.blind and (not new.blind or new.interview_id <> old.interview_id))
  execute function reprise_private.refuse_unblinding();
create trigger blind_review_rules_stay
  before delete on reprise.review_rules
  for each row when (old.blind) execute function reprise_private.refuse_unblinding();
create trigger decisions_append_only
  before update or delete on reprise.decisions
  for each row execute function reprise_private.refuse_change_of_review();
create trigger review_comments_append_only
  before update or delete on reprise.review_comments
  for each row execute function reprise_private.refuse_change_of_review();
create trigger scorecards_append_only
  before update or delete on reprise.scorecards
  for each row execute function reprise_private.refuse_change_of_review();
create trigger second_reviews_append_only
  before update or delete on reprise.second_reviews
  for each row execute function reprise_private.refuse_change_of_review();
create trigger decisions_are_counted
  after insert or delete on reprise.decisions
  for each row execute function reprise_private.count_review('decided_by');
create trigger review_comments_are_counted
  after insert or delete on reprise.review_comments
  for each row execute function reprise_private.count_review('author');
create trigger scorecards_are_counted
  after insert or delete on reprise.scorecards
  for each row execute function reprise_private.count_review('reviewer');
create trigger second_reviews_are_counted
  after insert or delete on reprise.second_reviews
  for each row execute function reprise_private.count_review('asked_by');
-- In the audit trail as well: what a colleague wrote is hidden until the reader's own scorecard is in.
alter policy "members read the audit trail of their organization" on reprise.session_events
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and not (
      event in ('decision_made', 'comment_added', 'scorecard_submitted', 'second_review_requested') and actor is distinct from (select auth.uid())
      and session_id in (select reprise_private.sessions_with_hidden_reviews())
    )
  );
create trigger review_comments_created_at_is_the_servers
  after insert on reprise.review_comments
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');
create trigger scorecards_created_at_is_the_servers
  after insert on reprise.scorecards
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');
