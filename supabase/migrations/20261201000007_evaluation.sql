-- Baseline: grading, results, reviews, analytics and the budget of tokens. The files of supabase/schemas/evaluation, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Grading: one evaluation per answer or conversation, one result per session. Members of the organization read these tables. Candidates never do;
-- get_results returns what their interview shows them.

create table reprise.evaluations (
  answer_id uuid primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer,
  kind text not null,
  late_answer_id uuid references reprise.late_answers (id) on delete set null,
  status text not null default 'queued',
  attempts integer not null default 0,
  max_attempts integer not null,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  grader text,
  provisional boolean not null default false,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  score numeric(8, 2),
  max_score integer not null,
  grade jsonb,
  feedback jsonb not null default '{}',
  flags text[] not null default '{}',
  error text,
  queued_at timestamptz not null default now(),
  finished_at timestamptz,
  overridden_score numeric(8, 2),
  overridden_by uuid,
  overridden_at timestamptz,
  override_reason text,
  overridden_criteria jsonb,
  organization_id uuid,
  user_id uuid,
  flow uuid,
  turn bigint,
  foreign key (session_id, position) references reprise.answers (session_id, position) on delete cascade,
  constraint evaluations_one_per_position unique (session_id, position),
  constraint evaluations_of_conversations_have_no_position check (
    (kind = 'conversation') = (position is null) and (position is not null or answer_id = session_id)
  ),
  constraint evaluations_status_is_known check (status in ('queued', 'running', 'done', 'failed', 'needs_review')),
  constraint evaluations_grader_is_known check (grader in ('key', 'none', 'keywords', 'keywords+model', 'model')),
  constraint evaluations_score_in_bounds check (score between 0 and max_score),
  constraint evaluations_override_in_bounds check (overridden_score between 0 and max_score),
  constraint evaluations_done_has_score check (status <> 'done' or (score is not null and grader is not null)),
  constraint evaluations_unfinished_has_no_score check (status not in ('queued', 'running', 'failed') or score is null),
  constraint evaluations_finished_has_no_grade check (status not in ('done', 'needs_review') or grade is null),
  constraint evaluations_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint evaluations_attempts_bounded check (attempts between 0 and max_attempts),
  constraint evaluations_override_is_signed check (
    (overridden_score is null) = (overridden_by is null) and (overridden_score is null) = (override_reason is null)
      and (overridden_criteria is null or overridden_score is not null)
  )
);
comment on table reprise.evaluations is 'The job that grades one answer or assesses one conversation, and its result.';
comment on column reprise.evaluations.answer_id is 'The answer that is graded. A conversation is assessed as a whole: its session, without a position.';
comment on column reprise.evaluations.status is
  'queued → running (claimed) → done, needs_review, queued again (backoff) or failed (attempts used up). A review can queue it again.';
comment on column reprise.evaluations.late_answer_id is 'The late text that is graded instead of the answer, if a reviewer accepted one.';
comment on column reprise.evaluations.grader is
  'key: an mcq, compared with its key in SQL; none: there was no answer; keywords: graded without a model (provisional); keywords+model; model.';
comment on column reprise.evaluations.grade is
  'The result of the call that graded the answer, while another call has yet to write the feedback for the candidate.';
comment on column reprise.evaluations.overridden_score is 'A person''s score, which counts; the machine''s score remains stored.';
comment on column reprise.evaluations.overridden_criteria is
  'The scores of criteria of a conversation that a person gave, {id: score}; null if they scored the whole.';
create index evaluations_late_answer_id_idx on reprise.evaluations (late_answer_id) where late_answer_id is not null;
comment on column reprise.evaluations.organization_id is
  'The organization of the session; null for practice. Copied, like user_id, when the job is queued.';
comment on column reprise.evaluations.user_id is 'The candidate; null if no grader was needed.';
comment on column reprise.evaluations.flow is
  'The flow that takes turns with other flows: an organization, a user, or one candidate with many queued jobs at an organization.';
comment on column reprise.evaluations.turn is
  'Place in the queue, set when the job is due (reprise_private.set_evaluation_turn). Jobs are claimed in this order; null while a queued job '
  'waits for due_at.';
create index evaluations_turn_idx on reprise.evaluations (turn, due_at) where status in ('queued', 'running');
create index evaluations_flow_idx on reprise.evaluations (flow, turn) where status = 'queued';
create index evaluations_in_line_idx on reprise.evaluations (user_id, organization_id) where status = 'queued' and turn is not null;
create index evaluations_running_idx on reprise.evaluations (claimed_until) where status = 'running';
create index evaluations_waiting_idx on reprise.evaluations (session_id)
  where status in ('needs_review', 'failed') and overridden_score is null;
create index evaluations_failed_idx on reprise.evaluations (finished_at) where status = 'failed';

create table reprise.evaluation_history (
  id bigint generated always as identity primary key,
  answer_id uuid references reprise.answers (id) on delete cascade,
  conversation_id uuid,
  replaced_at timestamptz not null default now(),
  actor uuid,
  reason text not null,
  evaluation jsonb not null,
  constraint evaluation_history_is_of_one_evaluation check (num_nonnulls(answer_id, conversation_id) = 1)
);
comment on table reprise.evaluation_history is
  'Earlier versions of evaluations that a retry, a regrade, an accepted late text or an override replaced.';
create index evaluation_history_answer_id_idx on reprise.evaluation_history (answer_id, id);
comment on column reprise.evaluation_history.conversation_id is 'The session of an assessed conversation, which has no answer.';
create index evaluation_history_conversation_id_idx on reprise.evaluation_history (conversation_id, id) where conversation_id is not null;

create table reprise.session_results (
  session_id uuid primary key references reprise.interview_sessions (id) on delete cascade,
  status text not null default 'grading',
  attempts integer not null default 0,
  max_attempts integer not null,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  total numeric(10, 2),
  maximum integer not null,
  percentage numeric(5, 2),
  all_graded boolean not null default false,
  grader text,
  summary text,
  strengths jsonb not null default '[]',
  improvements jsonb not null default '[]',
  recommendation text,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  error text,
  finished_at timestamptz,
  organization_id uuid,
  user_id uuid,
  flow uuid,
  turn bigint,
  constraint session_results_status_is_known check (status in ('grading', 'running', 'ready', 'failed')),
  constraint session_results_grader_is_known check (grader in ('plain', 'model')),
  constraint session_results_recommendation_is_known check (recommendation in ('Strong Hire', 'Hire', 'Maybe', 'No Hire')),
  constraint session_results_only_a_model_recommends check (recommendation is null or grader = 'model'),
  constraint session_results_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint session_results_total_in_bounds check (total between 0 and maximum),
  constraint session_results_attempts_bounded check (attempts between 0 and max_attempts)
);
comment on table reprise.session_results is 'The results of completed sessions, and the jobs that write their summaries.';
comment on column reprise.session_results.status is
  'grading → running (claimed, once no evaluation is open) → ready, grading again (backoff) or failed. A review sets it back to grading.';
comment on column reprise.session_results.recommendation is 'A model''s advisory opinion. A person decides.';
comment on column reprise.session_results.organization_id is
  'The organization of the session; null for practice. Copied, like user_id, when the summary is due.';
comment on column reprise.session_results.user_id is 'The candidate.';
comment on column reprise.session_results.flow is 'The flow that takes turns with other flows, as in evaluations.';
comment on column reprise.session_results.turn is
  'Place in the queue, set when the summary is due and no evaluation of the session is open (reprise_private.set_summary_turn); else null.';
create index session_results_turn_idx on reprise.session_results (turn, due_at) where status in ('grading', 'running');
create index session_results_flow_idx on reprise.session_results (flow, turn) where status = 'grading';
create index session_results_in_line_idx on reprise.session_results (user_id, organization_id) where status = 'grading' and turn is not null;
create index session_results_running_idx on reprise.session_results (claimed_until) where status = 'running';

create table reprise.model_spending (
  day date primary key,
  tokens bigint not null default 0,
  organizations_guaranteed bigint not null default 0,
  users_guaranteed bigint not null default 0,
  constraint model_spending_not_negative check (tokens >= 0 and organizations_guaranteed >= 0 and users_guaranteed >= 0)
);
comment on table reprise.model_spending is 'Tokens used by graders, per UTC day.';
comment on column reprise.model_spending.organizations_guaranteed is
  'The part of the tokens that organizations used within their guarantees, each of them up to organization_guarantee_percent.';
comment on column reprise.model_spending.users_guaranteed is
  'The part of the tokens that users used within their guarantees, each of them up to user_guarantee_percent.';

create table reprise.model_shares (
  day date not null references reprise.model_spending (day) on update cascade on delete cascade,
  kind text not null,
  holder uuid not null,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  tokens bigint not null default 0,
  primary key (day, kind, holder),
  constraint model_shares_kind_is_known check (kind in ('users', 'user', 'organization', 'candidate')),
  constraint model_shares_not_negative check (tokens >= 0)
);
comment on table reprise.model_shares is 'Tokens used by each holder of a share of the budget, per UTC day; a part of model_spending.';
comment on column reprise.model_shares.kind is
  'users: all users together, outside of organizations; user: one such user; organization; candidate: one candidate of one organization.';
comment on column reprise.model_shares.holder is
  'The id that reprise_private.budget_shares returns for the holder; the nil uuid for all users together.';
create index model_shares_organization_id_idx on reprise.model_shares (organization_id);
create index model_shares_user_id_idx on reprise.model_shares (user_id);

create table reprise.model_reservations (
  run_id uuid primary key,
  day date not null,
  tokens bigint not null default 0,
  counted bigint not null default 0,
  daily_limit bigint not null default 0,
  expires_at timestamptz not null,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  constraint model_reservations_not_negative check (tokens >= 0 and counted >= 0)
);
comment on table reprise.model_reservations is
  'Tokens that runs of graders have reserved and not used yet. A reservation that is not renewed expires.';
comment on column reprise.model_reservations.day is 'The UTC day whose budget the tokens belong to: that of the run''s first reservation.';
comment on column reprise.model_reservations.counted is 'The run''s used tokens that are already in model_spending.';
comment on column reprise.model_reservations.daily_limit is 'The day''s limit as the run knows it; guarantees are percentages of it.';
comment on column reprise.model_reservations.organization_id is
  'The organization whose share is used; null with a user_id means the user''s own share.';
comment on column reprise.model_reservations.user_id is 'The candidate or user whose share is used; null means that only the day''s limit applies.';
create index model_reservations_organization_id_idx on reprise.model_reservations (organization_id);
create index model_reservations_user_id_idx on reprise.model_reservations (user_id);

-- Queues a late text for grading in place of the stored answer. The answer itself is not changed; the evaluation refers to the late text.
-- If the question has no answer, the text becomes its answer, with its lateness. A session that is not in progress gets a result row.
-- A text that is already graded is refused: accepting it again would discard what people have decided about it since.
-- Errors: invalid_request.
create function reprise_private.accept_late(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_late reprise.late_answers;
  v_answer_id uuid;
begin
  select * into v_late from reprise.late_answers k
  where k.session_id = p_session.id and k.id = (p_arguments ->> 'late_answer_id')::uuid;
  if not found then
    perform reprise_private.invalid_request('late_answer_id', 'is not a kept text of this session');
  end if;
  select a.id into v_answer_id from reprise.answers a where a.session_id = p_session.id and a.position = v_late.position;
  if found then
    if exists (
      select from reprise.evaluations e join reprise.answers a on a.id = e.answer_id
      where e.answer_id = v_answer_id and (
        e.late_answer_id = v_late.id
        or e.late_answer_id is null and v_late.accepted_at is not null and a.sha256 = v_late.sha256
      )
    ) then
      perform reprise_private.invalid_request('late_answer_id', 'was accepted already, and counts');
    end if;
    perform reprise_private.queue_evaluation(v_answer_id, v_late.id, p_actor, 'accept_late: ' || p_reason);
  elsif p_session.status = 'in_progress' then
    perform reprise_private.invalid_request('late_answer_id', 'belongs to a question that is still open');
  else
    insert into reprise.answers (session_id, position, answer, source, sha256, received_at, late_by)
    values (p_session.id, v_late.position, v_late.answer, 'submitted', v_late.sha256, v_late.received_at, v_late.late_by);
  end if;
  update reprise.late_answers k set accepted_at = now() where k.id = v_late.id;
  if p_session.status <> 'in_progress' then
    perform reprise_private.create_result(p_session.id);
  end if;
  return jsonb_build_object('position', v_late.position, 'late_answer_id', v_late.id);
end
$$;
comment on function reprise_private.accept_late is 'Queues a late text for grading.';

-- Adds used tokens to a day, to the shares of their payer, and, up to the payer's guarantee, to what was used of the reserves. Returns the
-- day's total. Locks the day until the end of the transaction, even if there is nothing to add, so that all reservations and settlements
-- run one at a time. Guarantees are percentages of p_daily_limit. Shares are deleted after 30 days.
create function reprise_private.add_used_tokens(p_day date, p_organization_id uuid, p_user_id uuid, p_tokens bigint, p_daily_limit bigint)
returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_spent bigint;
  v_used bigint;
  v_guarantee bigint;
  v_guaranteed bigint;
begin
  insert into reprise.model_spending as s (day, tokens) values (p_day, p_tokens)
  on conflict (day) do update set tokens = s.tokens + excluded.tokens
  returning s.tokens into v_spent;
  if p_tokens > 0 then
    with added as (
      insert into reprise.model_shares as m (day, kind, holder, organization_id, user_id, tokens)
      select p_day, s.kind, s.holder, s.organization_id, s.user_id, p_tokens
      from reprise_private.budget_shares(p_organization_id, p_user_id, 0) s
      on conflict (day, kind, holder) do update set tokens = m.tokens + excluded.tokens
      returning m.kind, m.tokens
    )
    select a.tokens into v_used from added a where a.kind in ('organization', 'user');
    select (case when p_organization_id is null then t.user_guarantee_percent else t.organization_guarantee_percent end * p_daily_limit / 100)::bigint
    into v_guarantee
    from reprise_private.settings t;
    v_guaranteed := least(v_used, v_guarantee) - least(v_used - p_tokens, v_guarantee);
    if v_guaranteed > 0 then
      update reprise.model_spending s set
        organizations_guaranteed = s.organizations_guaranteed + case when p_organization_id is null then 0 else v_guaranteed end,
        users_guaranteed = s.users_guaranteed + case when p_organization_id is null then v_guaranteed else 0 end
      where s.day = p_day;
    end if;
  end if;
  if v_spent = p_tokens then
    -- The first use of a day.
    delete from reprise.model_shares m where m.day < p_day - 30;
  end if;
  return v_spent;
end
$$;
comment on function reprise_private.add_used_tokens is 'Adds used tokens to a day and to the shares of their payer.';

-- Returns the shares of the day's tokens that a call for this payer counts against: those of a candidate and their organization, or those
-- of a user and of all users together. `most` is the part of p_daily_limit that each may use (reprise_private.settings). No rows without a user.
create function reprise_private.budget_shares(p_organization_id uuid, p_user_id uuid, p_daily_limit bigint)
returns table (kind text, holder uuid, organization_id uuid, user_id uuid, most bigint)
language sql stable set search_path = ''
as $$
  select s.kind, s.holder, s.organization_id, s.user_id, trunc(s.percent * p_daily_limit / 100)::bigint
  from reprise_private.settings t
  cross join lateral (
    values
      ('organization', p_organization_id, p_organization_id, null::uuid, t.organization_budget_percent),
      ('candidate', reprise_private.grading_flow(p_organization_id, p_user_id, true), p_organization_id, p_user_id, t.candidate_budget_percent),
      ('users', '00000000-0000-0000-0000-000000000000'::uuid, null::uuid, null::uuid, t.users_budget_percent),
      ('user', p_user_id, null::uuid, p_user_id, t.user_budget_percent)
  ) s(kind, holder, organization_id, user_id, percent)
  where p_user_id is not null and (p_organization_id is not null) = (s.kind in ('organization', 'candidate'))
$$;
comment on function reprise_private.budget_shares is 'Returns the shares of the day''s budget that a payer uses, with their limits.';

-- Calls POST /evaluate from the database, with the bearer secret from the vault, if pg_net is installed and reprise_private.settings.evaluate_url
-- is set. Otherwise does nothing, and a scheduler makes the call. At most one call per transaction, sent by pg_net at commit. Never raises:
-- storing an answer or a review must not depend on it.
create function reprise_private.call_graders()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := (select t.evaluate_url from reprise_private.settings t);
begin
  if v_url is null or current_setting('reprise.graders_called', true) = 'true'
    or to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return;
  end if;
  execute $call$
    select net.http_post(
      $1, '{}'::jsonb, '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || s.decrypted_secret), 5000
    )
    from vault.decrypted_secrets s where s.name = 'scheduler_secret'
  $call$ using v_url;
  perform set_config('reprise.graders_called', 'true', true);
exception when others then
  raise warning 'reprise: the graders could not be woken: %', sqlerrm;
end
$$;
comment on function reprise_private.call_graders is 'Calls POST /evaluate from the database, if the project has pg_net.';

-- Returns statistics of a candidate's own sessions. Durations and response times are in seconds.
create function reprise_private.candidate_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.mode, s.status, extract(epoch from s.completed_at - s.started_at) as seconds
      from reprise.interview_sessions s where s.user_id = p_user_id
    ), responses as (
      select o.mode, extract(epoch from a.received_at - q.served_at) as seconds
      from own o
      join reprise.answers a on a.session_id = o.id and a.source = 'submitted'
      join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
    )
    select jsonb_build_object(
      'sessions', count(*),
      'completed', count(*) filter (where o.status = 'completed'),
      'completion_rate', round(count(*) filter (where o.status = 'completed')::numeric / nullif(count(*), 0), 4),
      'average_duration_seconds', round(avg(o.seconds) filter (where o.status = 'completed'), 3),
      'response_seconds', (
        select jsonb_build_object(
          'count', count(*), 'average', round(avg(r.seconds), 3), 'minimum', round(min(r.seconds), 3), 'maximum', round(max(r.seconds), 3)
        ) from responses r
      ),
      'by_mode', coalesce((
        select jsonb_object_agg(m.mode, jsonb_build_object(
          'sessions', m.sessions, 'completed', m.completed, 'average_duration_seconds', m.seconds
        ))
        from (
          select b.mode, count(*) as sessions, count(*) filter (where b.status = 'completed') as completed,
            round(avg(b.seconds) filter (where b.status = 'completed'), 3) as seconds
          from own b group by b.mode
        ) m
      ), '{}'),
      'by_type', reprise_private.practice_analytics(p_user_id)
    )
    from own o
  );
end
$$;
comment on function reprise_private.candidate_analytics is 'Returns statistics of a candidate''s own sessions.';

-- Returns the part of an evaluation's feedback that its candidate may read once results are shown: what was written without the key, and
-- nothing for an evaluation in doubt. Everything else in the feedback is for reviewers. candidate_results and summary_job use it.
create function reprise_private.candidate_feedback(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_evaluation.status = 'done' then
    jsonb_strip_nulls(jsonb_build_object(
      'text', p_evaluation.feedback -> 'text', 'strengths', p_evaluation.feedback -> 'strengths',
      'improvements', p_evaluation.feedback -> 'improvements'
    ))
  else '{}' end;
end
$$;
comment on function reprise_private.candidate_feedback is 'Returns the part of an evaluation''s feedback that its candidate may read.';

-- Returns a candidate's own result. Scores are included once the session is over and its grading has ended, if shows_results says so. The
-- candidate gets text, strengths and improvements, which were written without the key, and nothing else that a grader stored. Until scores
-- are shown, "graded" counts every answer that no grader will process any more: separate counts for needs_review and failed would reveal,
-- during the session, what raises suspicion. A practice run that is over also shows the solution of each question (solution_view); a hiring
-- interview never does.
create function reprise_private.candidate_results(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with standing as (
      select reprise_private.results_status(p_session) as status, reprise_private.grading_counts(p_session.id) as counts,
        reprise_private.shows_results(p_session) as visible
    ), shown as (
      select case when t.visible or t.status = 'in_progress' then t.status else 'hidden' end as status,
        t.visible and t.status in ('ready', 'failed') as scores, t.counts
      from standing t
    )
    select jsonb_build_object(
      'status', w.status,
      'counts', jsonb_build_object(
        'total', w.counts -> 'total',
        'graded', case when w.scores then (w.counts ->> 'graded')::integer else (w.counts ->> 'total')::integer - (w.counts ->> 'open')::integer end
      ),
      'decision', reprise_private.own_decision_view(p_session),
      'result', case when w.scores then reprise_private.result_view(p_session.id) - 'grader' end,
      'answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', reprise_private.shown_options(q.kind, q.options),
            'answer', a.answer, 'source', a.source, 'max_score', q.points,
            'transcription', reprise_private.transcription_view(a.session_id, a.position, a.sha256)
          ) || case when w.scores then jsonb_build_object(
            'score', reprise_private.counted_score(e), 'grader', e.grader, 'provisional', e.provisional and e.overridden_score is null,
            'reviewed', e.overridden_score is not null,
            'feedback', reprise_private.candidate_feedback(e)
          ) else '{}' end
          || case when p_session.mode = 'practice' and p_session.status <> 'in_progress'
            then jsonb_build_object('solution', reprise_private.solution_view(k)) else '{}' end
          order by q.position
        )
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        left join reprise.session_question_keys k on k.session_id = q.session_id and k.position = q.position
        where q.session_id = p_session.id and q.served_at is not null
      ), '[]')
    )
    from shown w
  );
end
$$;
comment on function reprise_private.candidate_results is 'Returns the part of a result that its candidate may see.';

-- Returns the keys of the question bank that differ from a session's own copies, by position, including keys written after the session
-- started. fits says whether the key can grade the session's question: the bank's question belongs to the session's organization or to the
-- public bank, and the correct option of an mcq is one of those shown to the candidate.
create function reprise_private.changed_keys(p_session_id uuid)
returns table (
  question_position integer, correct_option text, keywords jsonb, sample_solution text, criteria jsonb, keywords_needed integer, fits boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and a regrade calls this one for each session.
  return query
  select q.position, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed,
    (b.organization_id is null or b.organization_id is not distinct from s.organization_id)
      and (q.kind <> 'mcq' or reprise_private.is_option_id(q.options, k.correct_option))
  from reprise.session_questions q
  join reprise.interview_sessions s on s.id = q.session_id
  join reprise.questions b on b.id = q.question_id
  join reprise.question_keys k on k.question_id = b.id
  left join reprise.session_question_keys o on o.session_id = q.session_id and o.position = q.position
  where q.session_id = p_session_id
    and (o.correct_option, o.keywords, o.sample_solution, o.criteria, o.keywords_needed)
      is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed)
  order by q.position;
end
$$;
comment on function reprise_private.changed_keys is 'Returns the keys of the question bank that differ from a session''s own copies.';

-- queued → running, for up to p_batch_size jobs in the order of their turns (reprise_private.set_evaluation_turn), and for jobs whose claim has
-- expired. Each claim counts one attempt and lasts reprise_private.settings.evaluation_lease_seconds. Called by a grader (service role).
-- First, expired claims without attempts left become failed, and waiting jobs that are due get their turns. Skips rows that another grader
-- has locked. The cost does not depend on how many jobs are queued, waiting or done.
create function reprise_private.claim_evaluations(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  with spent as (
    select e.answer_id from reprise.evaluations e
    where e.status = 'running' and e.claimed_until < now() and e.attempts >= e.max_attempts
    for update skip locked
  )
  update reprise.evaluations e
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where e.answer_id = spent.answer_id;

  with due as (
    select e.answer_id from reprise.evaluations e
    where e.status = 'queued' and e.turn is null and e.due_at <= now()
    order by e.due_at
    limit 500
    for update skip locked
  )
  -- The trigger sets the turn.
  update reprise.evaluations e set due_at = e.due_at from due where e.answer_id = due.answer_id;

  with due as (
    select e.answer_id from reprise.evaluations e
    where e.turn is not null and e.status in ('queued', 'running')
      and ((e.status = 'queued' and e.due_at <= now()) or (e.status = 'running' and e.claimed_until < now()))
      and e.attempts < e.max_attempts
    order by e.turn, e.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  ), claimed as (
    update reprise.evaluations e
    set status = 'running', attempts = e.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
    from due, reprise_private.settings t
    where e.answer_id = due.answer_id
    returning e.*
  )
  select jsonb_agg(reprise_private.evaluation_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end
$$;
comment on function reprise_private.claim_evaluations is 'Claims evaluations for a grader.';

-- grading → running, for completed sessions without queued or running evaluations; otherwise like claim_evaluations. Called by a grader
-- (service role). The totals are written at the claim, so that they exist even if no summary can be written. They are read in separate
-- statements after the row is locked: an override or a retry committed before is included, and one committed later revokes the claim.
create function reprise_private.claim_summaries(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session_id uuid;
  v_result reprise.session_results;
  v_jobs jsonb := '[]';
begin
  with spent as (
    select r.session_id from reprise.session_results r
    where r.status = 'running' and r.claimed_until < now() and r.attempts >= r.max_attempts
    for update skip locked
  )
  update reprise.session_results r
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where r.session_id = spent.session_id;

  with due as (
    select r.session_id from reprise.session_results r
    where r.status = 'grading' and r.turn is null and r.due_at <= now()
      and not exists (
        select from reprise.evaluations e where e.session_id = r.session_id and e.status in ('queued', 'running')
      )
    order by r.due_at
    limit 500
    for update skip locked
  )
  -- The trigger sets the turn.
  update reprise.session_results r set due_at = r.due_at from due where r.session_id = due.session_id;

  for v_session_id in
    select r.session_id from reprise.session_results r
    where r.turn is not null and r.status in ('grading', 'running')
      and ((r.status = 'grading' and r.due_at <= now()) or (r.status = 'running' and r.claimed_until < now()))
      and r.attempts < r.max_attempts
    order by r.turn, r.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  loop
    update reprise.session_results r
    set status = 'running', attempts = r.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds),
      total = s.total, percentage = s.percentage, all_graded = s.all_graded
    from reprise_private.settings t, reprise_private.score_session(v_session_id) s
    where r.session_id = v_session_id and not exists (
      select from reprise.evaluations e where e.session_id = v_session_id and e.status in ('queued', 'running')
    )
    returning r.* into v_result;
    if found then
      v_jobs := v_jobs || reprise_private.summary_job(v_result);
    else
      -- An answer is being graded again: no turn until that has ended.
      update reprise.session_results r set status = 'grading', claim_token = null, claimed_until = null, due_at = r.due_at
      where r.session_id = v_session_id;
    end if;
  end loop;
  return jsonb_build_object('jobs', v_jobs);
end
$$;
comment on function reprise_private.claim_summaries is 'Claims results whose summary is due, for a grader.';

-- running → done or needs_review, with the current token only. A grader whose claim is no longer current changes nothing and gets
-- `accepted` false. Called by a grader (service role). The bounds of the score are checked here. Errors: invalid_request.
create function reprise_private.complete_evaluation(p_answer_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_status text := p_result ->> 'status';
begin
  if v_status is null or v_status not in ('done', 'needs_review') then
    perform reprise_private.invalid_request('status', 'must be done or needs_review');
  end if;
  update reprise.evaluations e
  set status = v_status, claim_token = null, claimed_until = null, finished_at = now(), error = null, grade = null,
    grader = p_result ->> 'grader', provisional = coalesce((p_result ->> 'provisional')::boolean, false),
    score = (p_result ->> 'score')::numeric, model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer, feedback = coalesce(p_result -> 'feedback', '{}'),
    flags = array(select jsonb_array_elements_text(coalesce(p_result -> 'flags', '[]')))
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation or invalid_parameter_value then
    perform reprise_private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function reprise_private.complete_evaluation is 'Stores the score and feedback of a claimed evaluation.';

-- running → ready, with the current token only. Called by a grader (service role). Errors: invalid_request.
create function reprise_private.complete_summary(p_session_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'ready', claim_token = null, claimed_until = null, finished_at = now(), error = null,
    grader = p_result ->> 'grader', summary = p_result ->> 'summary',
    strengths = coalesce(p_result -> 'strengths', '[]'), improvements = coalesce(p_result -> 'improvements', '[]'),
    recommendation = p_result ->> 'recommendation', model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation then
    perform reprise_private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function reprise_private.complete_summary is 'Stores the summary of a claimed result.';

-- Returns what is open in interviews of the caller's organizations: the sessions in progress, and those with an answer that needs a person,
-- because its grading was in doubt or has failed. As in list_results, the caller's own sessions are left out. Interviews of others are left
-- out, too. Reads only. Errors: invalid_request.
create function reprise_private.count_open_work(p_interview_ids uuid[])
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  if p_interview_ids is null or cardinality(p_interview_ids) > 100 then
    perform reprise_private.invalid_request('interview_ids', 'must be at most 100 ids');
  end if;
  return jsonb_build_object(
    'interviews', coalesce((
      select jsonb_agg(jsonb_build_object(
        'interview_id', i.id,
        'in_progress', (
          select count(*) from reprise.interview_sessions s
          where s.interview_id = i.id and s.status = 'in_progress' and s.organization_id = i.organization_id and s.user_id <> v_user_id
        ),
        'needs_review', (
          select count(*) from reprise.interview_sessions s
          where s.interview_id = i.id and s.organization_id = i.organization_id and s.user_id <> v_user_id and exists (
            select from reprise.evaluations e
            where e.session_id = s.id and e.status in ('needs_review', 'failed') and e.overridden_score is null
          )
        )
      ) order by i.id)
      from reprise.interviews i
      where i.id = any (p_interview_ids) and i.organization_id in (select reprise_private.organizations_of_caller())
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.count_open_work is 'Returns the numbers of sessions in progress and of sessions that need a person, by interview.';

-- Returns the score of an evaluation that counts: a person's if there is one, else the machine's if the evaluation is done. Null while the
-- evaluation waits for review.
create function reprise_private.counted_score(p_evaluation reprise.evaluations)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(p_evaluation.overridden_score, case when p_evaluation.status = 'done' then p_evaluation.score end);
end
$$;
comment on function reprise_private.counted_score is 'Returns the score of an evaluation that counts, or null.';

-- nothing → grading: creates the result row of a session if it has none. Called in the transaction that completed the session, or by a
-- review that holds the candidate's lock.
create function reprise_private.create_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_results (session_id, maximum, max_attempts)
  select p_session_id, coalesce(
    (select sum(q.points) from reprise.session_questions q where q.session_id = p_session_id),
    (select e.max_score from reprise.evaluations e where e.answer_id = p_session_id)
  ), t.evaluation_max_attempts
  from reprise_private.settings t
  on conflict (session_id) do nothing;
end
$$;
comment on function reprise_private.create_result is 'Creates the result row of a session if it has none.';

-- Returns the p_latest latest of the earlier versions of an evaluation (null: all), oldest first.
create function reprise_private.evaluation_history_view(p_answer_id uuid, p_latest integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'replaced_at', reprise_private.rfc3339(h.replaced_at), 'actor', h.actor, 'reason', h.reason,
      'status', h.evaluation -> 'status', 'score', h.evaluation -> 'score', 'overridden_score', h.evaluation -> 'overridden_score',
      'grader', h.evaluation -> 'grader', 'model', h.evaluation -> 'model', 'prompt_version', h.evaluation -> 'prompt_version'
    ) order by h.id), '[]')
    from (
      select e.* from reprise.evaluation_history e where e.answer_id = p_answer_id or e.conversation_id = p_answer_id order by e.id desc limit p_latest
    ) h
  );
end
$$;
comment on function reprise_private.evaluation_history_view is 'Returns the earlier versions of an evaluation.';

-- Returns what a grader needs to grade one answer: question, key and answer, whether its candidate may read feedback, and the grade that an
-- earlier attempt stored before its feedback was written (reprise_private.store_grade).
create function reprise_private.evaluation_job(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if p_evaluation.kind = 'conversation' then
    return reprise_private.assessment_job(p_evaluation);
  end if;
  return (
    select jsonb_build_object(
      'answer_id', a.id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'session_id', a.session_id, 'position', a.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points,
      'answer', coalesce(l.answer, a.answer), 'late', l.id is not null,
      'shows_feedback', reprise_private.shows_results(s), 'grade', p_evaluation.grade,
      'keywords', coalesce(k.keywords, '[]'), 'keywords_needed', k.keywords_needed, 'sample_solution', k.sample_solution, 'criteria', coalesce(k.criteria, '[]')
    )
    from reprise.answers a
    join reprise.interview_sessions s on s.id = a.session_id
    join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join reprise.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join reprise.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;
comment on function reprise_private.evaluation_job is 'Returns what a grader needs to grade one answer.';

-- Returns an evaluation as reviewers see it: without its claim, with the machine's and the person's score side by side.
create function reprise_private.evaluation_view(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', p_evaluation.status, 'attempts', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'grader', p_evaluation.grader, 'provisional', p_evaluation.provisional, 'model', p_evaluation.model,
      'prompt_version', p_evaluation.prompt_version, 'input_tokens', p_evaluation.input_tokens,
      'output_tokens', p_evaluation.output_tokens, 'latency_ms', p_evaluation.latency_ms,
      'machine_score', p_evaluation.score, 'overridden_score', p_evaluation.overridden_score,
      'overridden_by', p_evaluation.overridden_by, 'override_reason', p_evaluation.override_reason,
      'feedback', p_evaluation.feedback, 'flags', p_evaluation.flags, 'error', p_evaluation.error,
      'late_answer_id', p_evaluation.late_answer_id, 'finished_at', reprise_private.rfc3339(p_evaluation.finished_at)
    )
    where p_evaluation.answer_id is not null
  );
end
$$;
comment on function reprise_private.evaluation_view is 'Returns an evaluation as reviewers see it.';

-- Returns the newest p_size events of a session before the event p_before (null: the newest of all), oldest first, and in events_next what
-- p_before has to be for the page of older ones; null if there are none. Leaves out what colleagues wrote while it is hidden from the caller.
create function reprise_private.events_page(p_session_id uuid, p_before bigint, p_size integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_page reprise.session_events[];
  v_hidden boolean := reprise_private.hides_reviews(p_session_id);
begin
  select array_agg(p order by p.id desc) into v_page
  from (
    select v.* from reprise.session_events v
    where v.session_id = p_session_id and (p_before is null or v.id < p_before) and not reprise_private.is_hidden_event(v, v_hidden)
    order by v.id desc
    limit p_size + 1
  ) p;
  return jsonb_build_object(
    'events', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', v.id, 'at', reprise_private.rfc3339(v.at), 'actor', v.actor, 'event', v.event, 'detail', v.detail,
          'repeats', v.repeats, 'last_at', reprise_private.rfc3339(v.last_at)
        ) order by v.id
      )
      from unnest(v_page[:p_size]) v
    ), '[]'),
    'events_next', case when cardinality(v_page) > p_size then v_page[p_size].id end
  );
end
$$;
comment on function reprise_private.events_page is 'Returns one page of a session''s audit trail.';

-- Returns the limit that a reservation of p_amount tokens exceeds (`day`, `pool` or a kind of model_shares) and after how many seconds to
-- try again: at the next UTC day, or in 30 seconds if running calls hold tokens they will release. Null: the reservation fits. The pool is
-- the day without the reserves that are still kept for payers within their guarantee (reprise_private.unused_reserves); a call that the
-- payer's guarantee covers does not need it. A payer who has used nothing may make one call larger than their whole share. The caller
-- holds the lock of the day.
create function reprise_private.exceeded_budget_share(p_own reprise.model_reservations, p_amount bigint, p_daily_limit bigint, p_spent bigint)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_kept record;
begin
  select u.* into v_kept from reprise_private.unused_reserves(p_own, p_amount, p_daily_limit) u;
  return (
    with held as (
      select r.organization_id, r.user_id, r.tokens from reprise.model_reservations r
      where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id
      union all select p_own.organization_id, p_own.user_id, p_own.tokens
    ), limits as (
      select 'day' as kind, p_spent as spent, (select sum(h.tokens) from held h) as held, coalesce(p_daily_limit, -1) as most
      union all
      select 'pool', p_spent, (select sum(h.tokens) from held h), p_daily_limit - v_kept.organizations - v_kept.users
      where p_own.user_id is not null and not v_kept.is_covered
      union all
      select s.kind,
        coalesce((select m.tokens from reprise.model_shares m where m.day = p_own.day and m.kind = s.kind and m.holder = s.holder), 0),
        (
          select sum(h.tokens) from held h
          where h.user_id is not null and h.organization_id is not distinct from s.organization_id
            and (s.user_id is null or h.user_id = s.user_id)
        ),
        s.most - case when s.kind = 'users' and not v_kept.is_covered then v_kept.users else 0 end
      from reprise_private.budget_shares(p_own.organization_id, p_own.user_id, p_daily_limit) s
    )
    select jsonb_build_object(
      'refused_by', l.kind,
      'wait_seconds', case when l.spent + p_amount > l.most
        then greatest(ceil(extract(epoch from (p_own.day + 1)::timestamp at time zone 'UTC' - now())), 30) else 30 end
    )
    from limits l
    where l.spent + l.held + p_amount > l.most
      and (l.kind in ('day', 'pool', 'users') or l.spent + l.held > 0 or l.most = 0)
    order by l.spent + p_amount > l.most desc, l.kind in ('day', 'pool'), l.kind = 'pool'
    limit 1
  );
end
$$;
comment on function reprise_private.exceeded_budget_share is 'Returns the limit that a reservation exceeds, or null if the reservation fits.';

-- running → queued with backoff, or failed if the fault is permanent or no attempt is left. Current token only. Called by a grader (service
-- role).
create function reprise_private.fail_evaluation(
  p_answer_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
begin
  update reprise.evaluations e
  set status = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then 'failed' else 'queued' end,
    due_at = now() + reprise_private.retry_delay(e.attempts, p_retry_after_seconds),
    finished_at = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then now() end,
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_evaluation;
  return jsonb_build_object('accepted', v_evaluation.answer_id is not null, 'status', v_evaluation.status);
end
$$;
comment on function reprise_private.fail_evaluation is 'Records a failed attempt to grade an answer.';

-- running → grading with backoff, or failed if the fault is permanent or no attempt is left. Current token only. Called by a grader
-- (service role). The totals remain.
create function reprise_private.fail_summary(
  p_session_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_result reprise.session_results;
begin
  update reprise.session_results r
  set status = case when coalesce(p_permanent, false) or r.attempts >= r.max_attempts then 'failed' else 'grading' end,
    due_at = now() + reprise_private.retry_delay(r.attempts, p_retry_after_seconds),
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where r.session_id = p_session_id and r.claim_token = p_token
  returning * into v_result;
  return jsonb_build_object(
    'accepted', v_result.session_id is not null,
    'status', case v_result.status when 'grading' then 'queued' else v_result.status end
  );
end
$$;
comment on function reprise_private.fail_summary is 'Records a failed attempt to write a summary.';

-- Returns the evaluation of the answer at a position of a session, or refuses. Errors: invalid_request.
create function reprise_private.find_evaluation(p_session_id uuid, p_arguments jsonb)
returns reprise.evaluations
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
begin
  select * into v_evaluation from reprise.evaluations e
  where e.session_id = p_session_id and e.position = (p_arguments ->> 'position')::integer;
  if not found then
    perform reprise_private.invalid_request('position', 'has no answer in this session');
  end if;
  return v_evaluation;
end
$$;
comment on function reprise_private.find_evaluation is 'Returns the evaluation of the answer at a position, or refuses.';

-- Returns statistics of the caller's own sessions, or of an interview over the sessions of the caller's organizations. Reads by index the
-- sessions of one user or one interview, which takes time in proportion to them: each call counts, and the calls of one person run one after
-- another (reprise_private.take_rate_limit locks their row). Errors: interview_not_found, rate_limited, not_authenticated. Committed refusal:
-- database_unavailable, if it took too long, so that the call counts.
create function reprise_private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_numbers jsonb;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'analytics');
  if p_interview_id is not null and not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  begin
    if p_interview_id is null then
      v_numbers := reprise_private.candidate_analytics(v_user_id);
    else
      v_numbers := reprise_private.interview_analytics(p_interview_id)
        || jsonb_build_object('questions', reprise_private.question_analytics(p_interview_id));
    end if;
  exception when query_canceled then
    -- The statement's time is up.
    return reprise_private.refuse_and_commit(503, 'database_unavailable');
  end;
  return v_numbers || jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.get_analytics is 'Returns statistics of the caller''s sessions or of an interview.';

-- Returns the result of one session: to its candidate, who may also be a member, what the interview shows; to any other member of the
-- organization everything. An unknown id and a session the caller may not see get the same error. Each call for a session with more than 1 MiB
-- of texts (answers, transcriptions, late texts and late messages) counts as a use of large_results, and those of one person run one after
-- another. Errors: session_not_found, rate_limited.
create function reprise_private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_reviews boolean := reprise_private.can_review_session(p_session_id);
  v_bytes bigint := 0;
  v_length integer;
begin
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- The lengths are read without the texts, and only until they are enough.
  for v_length in
    select octet_length(a.answer) from reprise.answers a where a.session_id = p_session_id
    union all
    select octet_length(t.text) from reprise.transcriptions t where t.session_id = p_session_id
    union all
    select octet_length(k.answer) from reprise.late_answers k where k.session_id = p_session_id
    union all
    select octet_length(m.content) from reprise.late_messages m where m.session_id = p_session_id
  loop
    v_bytes := v_bytes + v_length;
    exit when v_bytes > 1048576;
  end loop;
  if v_bytes > 1048576 then
    perform reprise_private.take_rate_limit(v_user_id, 'large_results');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', reprise_private.session_summary(v_session),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  )
    || case when v_reviews then reprise_private.reviewer_results(v_session) else reprise_private.candidate_results(v_session) end
    || case when v_session.mode = 'conversation'
      then jsonb_build_object('conversation', reprise_private.conversation_results(v_session, v_reviews)) else '{}' end;
end
$$;
comment on function reprise_private.get_results is 'Returns the result of a session, limited to what the caller may see.';

-- Returns how an answer is graded without a grader: done with its score, needs_review if nobody can answer the question or the key of an mcq
-- names none of its options (no candidate loses points through an author's mistake), else queued for a grader.
create function reprise_private.grade_at_once(p_question reprise.session_questions, p_text text, p_correct_option text)
returns table (status text, score numeric)
language plpgsql immutable set search_path = ''
as $$
begin
  if not reprise_private.is_answerable(p_question.kind, p_question.prompt, p_question.options)
    or (p_question.kind = 'mcq' and p_text <> '' and not reprise_private.is_option_id(p_question.options, p_correct_option))
  then
    status := 'needs_review';
  else
    score := reprise_private.immediate_score(p_question.kind, p_text, p_correct_option, p_question.points);
    status := case when score is null then 'queued' else 'done' end;
  end if;
  return next;
end
$$;
comment on function reprise_private.grade_at_once is 'Returns how an answer is graded without a grader.';

-- Returns the text that is graded for an answer: the late text that a reviewer accepted, if there is one, else the answer's.
create function reprise_private.graded_text(p_answer_id uuid, p_late_answer_id uuid)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select l.answer from reprise.late_answers l where l.id = p_late_answer_id), (select a.answer from reprise.answers a where a.id = p_answer_id)
  );
end
$$;
comment on function reprise_private.graded_text is 'Returns the text that is graded for an answer.';

-- Returns the numbers of a session's evaluations: total, graded, open, needs_review and failed.
create function reprise_private.grading_counts(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', count(*),
      'graded', count(*) filter (where reprise_private.counted_score(e) is not null),
      'open', count(*) filter (where e.status in ('queued', 'running')),
      'needs_review', count(*) filter (where e.status = 'needs_review' and e.overridden_score is null),
      'failed', count(*) filter (where e.status = 'failed' and e.overridden_score is null)
    )
    from reprise.evaluations e
    where e.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.grading_counts is 'Returns the numbers of a session''s evaluations by state.';

-- Returns the id of the flow whose jobs share turns in the grading queue. The sessions of an organization are one flow; a user's own
-- sessions are that user's flow. A candidate with many queued jobs at one organization (p_crowded) gets a separate flow, so that other
-- candidates do not wait behind them. The id of that flow also identifies the candidate's share of the model budget.
create function reprise_private.grading_flow(p_organization_id uuid, p_user_id uuid, p_crowded boolean)
returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_organization_id is null then p_user_id
    when not p_crowded then p_organization_id
    else md5(p_organization_id::text || p_user_id::text)::uuid
  end;
end
$$;
comment on function reprise_private.grading_flow is 'Returns the id of the flow that a job belongs to in the grading queue.';

-- Returns the score of an answer that needs no judgement: an empty text scores 0, and an mcq is compared with its key. Called in the
-- transaction that stores the answer. Null means that a grader has to grade it.
create function reprise_private.immediate_score(p_kind text, p_text text, p_correct_option text, p_points integer)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_text = '' then 0
    when p_kind = 'mcq' and p_correct_option is not null then case when p_text = p_correct_option then p_points else 0 end
  end;
end
$$;
comment on function reprise_private.immediate_score is 'Returns the score of an answer that needs no judgement, else null.';

-- Returns the funnel of an interview, its durations, and the scores of completed sessions whose answers all have one. Counts the sessions of the
-- caller's organizations, without the caller's own, and the invited people: personal invitations that were not revoked, and rights without one,
-- the latter only if the caller's organizations have the interview.
create function reprise_private.interview_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with taken as (
      select s.id, s.user_id, s.status, s.question_count, extract(epoch from s.completed_at - s.started_at) as seconds,
        case when r.status in ('ready', 'failed') and r.all_graded then r.percentage end as percentage
      from reprise.interview_sessions s
      left join reprise.session_results r on r.session_id = s.id
      where s.interview_id = p_interview_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select reprise_private.caller_id())
    ), invited as (
      select v.id, v.user_id
      from reprise.invitations v
      where v.interview_id = p_interview_id and v.organization_id in (select reprise_private.organizations_of_caller())
        and v.places is null and v.revoked_at is null and v.user_id is distinct from (select reprise_private.caller_id())
    ), entitled as (
      select r.user_id
      from reprise.interview_invitations r
      where r.interview_id = p_interview_id and r.interview_id in (select reprise_private.interviews_of_caller())
        and r.user_id <> (select reprise_private.caller_id())
    ), reached as (
      select q.position, count(*) as sessions
      from taken t
      join reprise.session_questions q on q.session_id = t.id and q.served_at is not null
      group by q.position
    )
    select jsonb_build_object(
      'sessions', count(*),
      'candidates', count(distinct t.user_id),
      'completion_rate', round(count(*) filter (where t.status = 'completed')::numeric / nullif(count(*), 0), 4),
      'funnel', jsonb_build_object(
        'invited', (
          select count(distinct w.person)
          from (
            select coalesce(i.user_id, i.id) as person from invited i
            where i.user_id is null or i.user_id in (select e.user_id from entitled e) or i.user_id in (select t.user_id from taken t)
            union all select e.user_id from entitled e
          ) w
        ),
        'started', count(*),
        'in_progress', count(*) filter (where t.status = 'in_progress'),
        'completed', count(*) filter (where t.status = 'completed'),
        'cancelled', count(*) filter (where t.status = 'cancelled'),
        'abandoned', count(*) filter (where t.status = 'abandoned'),
        'reached', coalesce((select jsonb_object_agg(r.position, r.sessions) from reached r), '{}')
      ),
      'duration_seconds', jsonb_build_object(
        'average', round(avg(t.seconds) filter (where t.status = 'completed'), 3),
        'p50', round((percentile_cont(0.5) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3),
        'p90', round((percentile_cont(0.9) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3)
      ),
      'percentage', jsonb_build_object(
        'average', round(avg(t.percentage) filter (where t.status = 'completed'), 2),
        'p50', round((percentile_cont(0.5) within group (order by t.percentage) filter (where t.status = 'completed'))::numeric, 2)
      )
    )
    from taken t
  );
end
$$;
comment on function reprise_private.interview_analytics is 'Returns the funnel, durations and scores of an interview.';

-- Returns the bytes of text that a grader sends to a model for one job: the prompt, the key, and the graded text, which is the accepted
-- late text if there is one. Used to compare jobs, because their token reservations grow with it.
create function reprise_private.job_bytes(p_evaluation reprise.evaluations)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  if p_evaluation.kind = 'conversation' then
    return reprise_private.assessment_bytes(p_evaluation);
  end if;
  return (
    select octet_length(coalesce(l.answer, a.answer))::bigint + octet_length(q.prompt) + coalesce(octet_length(k.sample_solution), 0)
      + coalesce(octet_length(k.keywords::text), 0) + coalesce(octet_length(k.criteria::text), 0)
    from reprise.answers a
    join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join reprise.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join reprise.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;
comment on function reprise_private.job_bytes is 'Returns the bytes of text that a grader sends to a model for one job.';

-- Returns one page of a session's audit trail, for members of its organization other than its candidate: the newest events before p_before,
-- the events_next of the page that was read before. Reads only. An unknown id and a session that the caller may not review get the same
-- error. Errors: session_not_found, invalid_request.
create function reprise_private.list_events(p_session_id uuid, p_before bigint, p_page_size integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 100);
begin
  if v_user_id is null or not reprise_private.can_review_session(p_session_id) then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  elsif v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_before < 1 then
    perform reprise_private.invalid_request('before', 'must be 1 or more');
  end if;
  return reprise_private.events_page(p_session_id, p_before, v_size)
    || jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.list_events is 'Returns one page of a session''s audit trail, for reviewers.';

-- Returns one page of an interview's candidates, by default newest first, by keyset: the sessions that belong to the caller's organizations, without
-- answer texts, and who was invited and has not started (their session fields are null; not with p_status, which filters sessions). Leaves out
-- the caller's own, which list_sessions returns. `warnings` are those of the interview. Reads only, but counts the use of a search or another
-- order. Errors: interview_not_found, invalid_request, rate_limited.
create function reprise_private.list_results(
  p_interview_id uuid, p_cursor text, p_page_size integer, p_status text,
  p_query text, p_sort text, p_flag text, p_decision text, p_state text
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_page record;
begin
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.check_page(v_size, null, p_status, null);
  if num_nonnulls(p_query, p_sort, p_flag, p_decision) > 0 then
    perform reprise_private.take_rate_limit(v_user_id, 'search_candidates');
  end if;
  v_page := reprise_private.list_candidates(
    p_interview_id, p_cursor, v_size, p_status, p_query, p_sort, p_flag, p_decision, p_state
  );
  return jsonb_build_object(
    'sessions', v_page.page, 'next_cursor', v_page.next_cursor,
    'warnings', reprise_private.interview_warnings(p_interview_id),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_results is 'Returns one page of an interview''s candidates, for reviewers.';

-- Trigger: queues every answer for grading in the transaction that stores it.
create function reprise_private.on_answer_stored()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.queue_evaluation(new.id, null, null, 'stored');
  return null;
end
$$;
comment on function reprise_private.on_answer_stored is 'Trigger: queues the grading of a new answer.';

-- Trigger: creates the result row of a completed session, queues the assessment of a conversation, and notifies its recruiters over Realtime
-- if the project has it. A failed broadcast is recorded in the audit trail and does not fail the transaction.
create function reprise_private.on_session_completed()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.mode = 'conversation' then
    perform reprise_private.queue_assessment(new.id, null, 'completed');
  end if;
  perform reprise_private.create_result(new.id);
  if new.organization_id is not null and to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    begin
      execute 'select realtime.send($1, $2, $3, true)' using
        jsonb_build_object('session_id', new.id, 'interview_id', new.interview_id, 'completed_at', reprise_private.rfc3339(new.completed_at)),
        'session_completed', 'organization:' || new.organization_id;
    exception when others then
      perform reprise_private.record_event(new.id, null, 'notification_failed', jsonb_build_object('sqlstate', sqlstate));
    end;
  end if;
  return null;
end
$$;
comment on function reprise_private.on_session_completed is 'Trigger: creates the result of a completed session and notifies its recruiters.';

-- Sets a person's score beside the machine's; it counts from now on, and the result is computed again. Errors: invalid_request.
create function reprise_private.override_score(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_score numeric := (p_arguments ->> 'score')::numeric;
begin
  if p_session.mode = 'conversation' then
    return reprise_private.override_assessment(p_session, p_actor, p_reason, p_arguments);
  end if;
  v_evaluation := reprise_private.find_evaluation(p_session.id, p_arguments);
  if v_score is null or not v_score between 0 and v_evaluation.max_score then
    perform reprise_private.invalid_request('score', 'must be between 0 and ' || v_evaluation.max_score);
  end if;
  insert into reprise.evaluation_history (answer_id, actor, reason, evaluation)
  values (v_evaluation.answer_id, p_actor, 'override_score: ' || p_reason, to_jsonb(v_evaluation));
  update reprise.evaluations e
  set overridden_score = v_score, overridden_by = p_actor, overridden_at = now(), override_reason = p_reason
  where e.answer_id = v_evaluation.answer_id;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_build_object(
    'position', v_evaluation.position, 'score', v_score, 'machine_score', v_evaluation.score,
    'previous_override', v_evaluation.overridden_score
  );
end
$$;
comment on function reprise_private.override_score is 'Sets a person''s score, which counts instead of the machine''s.';

-- Returns statistics per question of an interview: in how many sessions it was (drawn or not), how often it was served, answered and
-- expired, and the response time in seconds. A question has one row wherever its sessions ask it, with its first position there.
-- difficulty is the average share of the points (1 is easy). discrimination is the correlation of its score with the rest of the session's
-- points (below 0.2 separates badly). Only scores of served questions count: a question that a candidate never saw is not hard. Covers the
-- sessions of the caller's organizations, without the caller's own.
create function reprise_private.question_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with scored as (
      select q.position, q.question_id, q.kind, q.points, a.source, q.served_at,
        extract(epoch from a.received_at - q.served_at) as seconds, reprise_private.counted_score(e) as score,
        sum(reprise_private.counted_score(e)) over (partition by s.id) as session_score,
        bool_and(reprise_private.counted_score(e) is not null) over (partition by s.id) as all_scored, s.status
      from reprise.interview_sessions s
      join reprise.session_questions q on q.session_id = s.id
      left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
      left join reprise.evaluations e on e.answer_id = a.id
      where s.interview_id = p_interview_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select reprise_private.caller_id())
    )
    select coalesce(jsonb_agg(to_jsonb(p) order by p.position, p.question_id), '[]')
    from (
      select min(c.position) as position, c.question_id, min(c.kind) as kind, max(c.points) as points, count(*) as sessions,
        count(c.served_at) as served,
        count(*) filter (where c.source = 'submitted') as submitted,
        count(*) filter (where c.source in ('draft', 'expired')) as ran_out,
        count(*) filter (where c.source = 'skipped') as skipped,
        round(avg(c.seconds) filter (where c.source = 'submitted'), 3) as average_response_seconds,
        count(c.score) filter (where c.served_at is not null) as scored,
        round(avg(c.score / c.points) filter (where c.served_at is not null), 4) as difficulty,
        round((corr(c.score, c.session_score - c.score) filter (
          where c.served_at is not null and c.status = 'completed' and c.all_scored
        ))::numeric, 4) as discrimination
      from scored c
      group by c.question_id, case when c.question_id is null then c.position end
    ) p
  );
end
$$;
comment on function reprise_private.question_analytics is 'Returns difficulty, discrimination and response times of an interview''s questions.';

-- nothing, or an earlier evaluation → queued, or done at once if no judgement is needed. needs_review if the question cannot be answered or
-- an mcq key names none of the options: no candidate loses points through an author's mistake. The earlier evaluation is added to the
-- history, with actor and reason. p_late_answer_id: grade that text instead of the answer's. An existing result starts over. Calls the
-- graders if a person queued it; a new answer waits for the schedule or the end of the session. The caller holds the candidate's lock or is
-- the transaction that stored the answer.
create function reprise_private.queue_evaluation(p_answer_id uuid, p_late_answer_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_answer reprise.answers;
  v_question reprise.session_questions;
  v_text text;
  v_correct text;
  v_status text;
  v_score numeric;
begin
  select * into v_answer from reprise.answers a where a.id = p_answer_id;
  select * into v_question from reprise.session_questions q
  where q.session_id = v_answer.session_id and q.position = v_answer.position;
  v_text := reprise_private.graded_text(p_answer_id, p_late_answer_id);
  select k.correct_option into v_correct from reprise.session_question_keys k
  where k.session_id = v_answer.session_id and k.position = v_answer.position;
  select g.status, g.score into v_status, v_score from reprise_private.grade_at_once(v_question, v_text, v_correct) g;

  -- One statement, so that a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from reprise.evaluations e where e.answer_id = p_answer_id returning e.*
  )
  insert into reprise.evaluation_history (answer_id, actor, reason, evaluation)
  select r.answer_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into reprise.evaluations (
    answer_id, session_id, position, kind, late_answer_id, max_score, max_attempts, status, grader, score, feedback, flags, finished_at
  )
  select p_answer_id, v_answer.session_id, v_answer.position, v_question.kind, p_late_answer_id, v_question.points,
    t.evaluation_max_attempts,
    v_status,
    case when v_status = 'needs_review' then 'none' when v_score is not null then case when v_text = '' then 'none' else 'key' end end,
    v_score,
    case
      when v_status = 'needs_review' then '{"text": "A person will look at this answer."}'
      when v_score is null then '{}'
      when v_text = '' then '{"text": "No answer was given."}'
      when v_score > 0 then '{"text": "Correct."}'
      else '{"text": "Not correct."}'
    end::jsonb,
    case when v_status = 'needs_review' then '{unusable_key}' else '{}' end::text[],
    case when v_status <> 'queued' then now() end
  from reprise_private.settings t;
  perform reprise_private.reset_result(v_answer.session_id);
  if p_actor is not null and v_status = 'queued' then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.queue_evaluation is 'Queues the grading of one answer and adds the earlier evaluation to the history.';

-- After a key was corrected: copies the bank's current keys, or the criteria of conversations, into an interview's sessions and regrades what
-- they grade. The history stores earlier evaluations; overrides do not survive a changed key. Called by an owner or recruiter of the organization the
-- sessions belong to. Locks each candidate concerned, in the order of their ids. One call is one batch: it ends after
-- reprise_private.settings.regrade_batch_seconds and returns next_cursor (null: done). A repeat from the start skips what is done. Skipped and
-- counted: the caller's own sessions, and questions that the new key does not fit (reprise_private.changed_keys). Returns each changed answer
-- (reprise_private.regraded_answer). A dry run returns the same, and locks and changes nothing.
-- Errors: not_authenticated, interview_not_found, invalid_request, rate_limited.
create function reprise_private.regrade_interview(p_interview_id uuid, p_reason text, p_cursor text, p_dry_run boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_until timestamptz := clock_timestamp() + (select t.regrade_batch_seconds from reprise_private.settings t) * interval '1 second';
  v_after record;
  v_session record;
  v_question record;
  v_last text;
  v_next text;
  v_replaced integer;
  v_retaken boolean;
  v_sessions integer := 0;
  v_answers integer := 0;
  v_own integer := 0;
  v_unfit integer := 0;
  v_unchanged integer := 0;
  v_evaluation reprise.evaluations;
  v_changes jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.check_reason(p_reason);
  v_after := reprise_private.decode_batch_cursor(p_cursor);
  if not reprise_private.can_review_interview(p_interview_id, array['owner', 'recruiter']) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'regrade');
  for v_session in
    select s.id, s.user_id from reprise.interview_sessions s
    where s.interview_id = p_interview_id
      and s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_cursor is null or (s.user_id, s.id) > (v_after.user_id, v_after.session_id))
    order by s.user_id, s.id
  loop
    -- At least one session per batch, however short the time, and no response without a bound.
    if v_last is not null and (clock_timestamp() >= v_until or jsonb_array_length(v_changes) >= case when p_dry_run then 50 else 200 end) then
      v_next := v_last;
      exit;
    end if;
    v_last := v_session.user_id || '.' || v_session.id;
    if not exists (select from reprise_private.changed_keys(v_session.id)) and not reprise_private.has_changed_criteria(v_session.id) then
      v_unchanged := v_unchanged + 1;
      continue;
    end if;
    if v_session.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    end if;
    if not p_dry_run then
      perform reprise_private.lock_candidate(v_session.user_id);
    end if;
    v_replaced := 0;
    -- Read again under the lock: another regrade may have processed this session while this one waited for it.
    for v_question in select * from reprise_private.changed_keys(v_session.id) loop
      if not v_question.fits then
        v_unfit := v_unfit + 1;
        continue;
      end if;
      select * into v_evaluation from reprise.evaluations e
      where e.session_id = v_session.id and e.position = v_question.question_position;
      if v_evaluation.answer_id is not null then
        v_answers := v_answers + 1;
        v_changes := v_changes || reprise_private.regraded_answer(
          v_evaluation, v_session.user_id, v_question.correct_option, case when p_dry_run then v_question.keywords end, v_question.keywords_needed
        );
      end if;
      v_replaced := v_replaced + 1;
      continue when p_dry_run;
      insert into reprise.session_question_keys (
        session_id, position, correct_option, keywords, sample_solution, criteria, keywords_needed
      )
      values (
        v_session.id, v_question.question_position, v_question.correct_option, v_question.keywords, v_question.sample_solution,
        v_question.criteria, v_question.keywords_needed
      )
      on conflict (session_id, position) do update
      set correct_option = excluded.correct_option, keywords = excluded.keywords, sample_solution = excluded.sample_solution,
        criteria = excluded.criteria, keywords_needed = excluded.keywords_needed;
      perform reprise_private.queue_evaluation(v_evaluation.answer_id, v_evaluation.late_answer_id, v_user_id, 'regrade: ' || p_reason)
      where v_evaluation.answer_id is not null;
    end loop;
    if not p_dry_run then
      v_retaken := reprise_private.take_changed_criteria(v_session.id, v_user_id, 'regrade: ' || p_reason);
    elsif reprise_private.has_changed_criteria(v_session.id) then
      v_retaken := exists (select from reprise.evaluations e where e.answer_id = v_session.id);
    else
      v_retaken := null;
    end if;
    v_answers := v_answers + coalesce(v_retaken, false)::integer;
    if v_replaced > 0 or v_retaken is not null then
      v_sessions := v_sessions + 1;
      perform reprise_private.record_event(v_session.id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason)) where not p_dry_run;
    end if;
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'sessions', v_sessions, 'answers', v_answers, 'changes', v_changes, 'unchanged', v_unchanged,
    'skipped', jsonb_build_object('own_sessions', v_own, 'questions', v_unfit),
    'done', v_next is null, 'next_cursor', v_next, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.regrade_interview is 'Regrades one batch of an interview''s sessions with corrected keys.';

-- Returns what a regrade does to one answer, before it does it: whose answer it is, the score that counts now and whether a person gave it, and
-- the status and score that it gets. A score that a grader has to find is null, with the status queued. A dry run passes the new keywords: then
-- a short answer also has what a search for keywords needs (prompt, points, text, keywords and how many of them), for callers that can say what it finds.
create function reprise_private.regraded_answer(
  p_evaluation reprise.evaluations, p_user_id uuid, p_correct_option text, p_keywords jsonb, p_keywords_needed integer
)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_question reprise.session_questions;
  v_text text;
  v_status text;
  v_score numeric;
begin
  select * into v_question from reprise.session_questions q
  where q.session_id = p_evaluation.session_id and q.position = p_evaluation.position;
  v_text := reprise_private.graded_text(p_evaluation.answer_id, p_evaluation.late_answer_id);
  select g.status, g.score into v_status, v_score from reprise_private.grade_at_once(v_question, v_text, p_correct_option) g;
  return jsonb_build_object(
    'session_id', p_evaluation.session_id, 'candidate', reprise_private.candidate_name(p_user_id), 'position', p_evaluation.position,
    'score', reprise_private.counted_score(p_evaluation), 'given_by_a_person', p_evaluation.overridden_score is not null,
    'new_status', v_status, 'new_score', v_score
  ) || case when p_keywords <> '[]' and v_question.kind = 'short_answer' and v_status = 'queued'
    then jsonb_build_object('search', jsonb_build_object(
      'prompt', v_question.prompt, 'points', v_question.points, 'answer', v_text, 'keywords', p_keywords,
      'keywords_needed', p_keywords_needed
    )) else '{}' end;
end
$$;
comment on function reprise_private.regraded_answer is 'Returns what a regrade does to one answer.';

-- running → queued as if it had not been claimed: the attempt does not count. Current token only. Called by a grader (service role) that
-- has run out of time; or, with p_wait_seconds (at most a day) and p_error, after a fault that would have hit any job: the job is due later
-- and stores the error. With p_share, a kind of model_shares, `pool` or `day`, the job waits for the budget, as do up to 500 queued jobs of the
-- same payer that are at least as long (reprise_private.job_bytes): many queued jobs cost one claim per 500, not one each. The summaries of
-- these sessions wait as well.
create function reprise_private.release_evaluation(p_answer_id uuid, p_token uuid, p_wait_seconds numeric, p_error text, p_share text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_until timestamptz := now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision);
  v_own reprise.evaluations;
  v_bytes bigint;
  v_other record;
  v_others uuid[] := '{}';
  v_sessions uuid[] := '{}';
begin
  update reprise.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case when p_wait_seconds > 0 then v_until else e.due_at end,
    error = coalesce(left(p_error, 1000), e.error)
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_own;
  if v_own.answer_id is null then
    return '{"accepted": false}';
  end if;
  if p_share is not null and p_wait_seconds > 0 then
    v_bytes := reprise_private.job_bytes(v_own);
    -- Skips locked rows: a job that another grader is claiming gets its own response.
    for v_other in
      select e.answer_id, e.session_id from reprise.evaluations e
      where p_share in ('organization', 'pool') and e.flow = v_own.organization_id and e.status = 'queued' and e.turn is not null
        and reprise_private.job_bytes(e) >= v_bytes
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    for v_other in
      select e.answer_id, e.session_id from reprise.evaluations e
      where p_share <> 'organization' and e.user_id = v_own.user_id and e.organization_id is not distinct from v_own.organization_id
        and e.status = 'queued' and e.turn is not null and reprise_private.job_bytes(e) >= v_bytes
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    update reprise.evaluations e set due_at = v_until, error = left(p_error, 1000) where e.answer_id = any (v_others);
    with results as (
      select r.session_id from reprise.session_results r
      where r.session_id = any (v_sessions || v_own.session_id) and r.status = 'grading' and r.due_at < v_until
      for update skip locked
    )
    update reprise.session_results r set due_at = v_until from results where r.session_id = results.session_id;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function reprise_private.release_evaluation is 'Releases a claimed evaluation without counting the attempt.';

-- running → grading as if it had not been claimed: the attempt does not count. Current token only. Called by a grader (service role) that
-- has run out of time or budget; or, with p_wait_seconds (at most a day) and p_error, after a fault that would have hit any job: the job is
-- due later and stores the error.
create function reprise_private.release_summary(p_session_id uuid, p_token uuid, p_wait_seconds numeric, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'grading', attempts = r.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case
      when p_wait_seconds > 0 then now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision) else r.due_at
    end,
    error = coalesce(left(p_error, 1000), r.error)
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.release_summary is 'Releases a claimed summary without counting the attempt.';

-- completed (finished early), cancelled or abandoned → in_progress: the candidate may resume at the first question without an answer, with
-- a fresh clock and a fresh resume window. Deletes empty answers of skipped questions; every text stays. What people had decided about such
-- an answer is deleted with it and returned as `removed`, for the event. Conversations cannot be reopened. The caller holds the candidate's
-- lock.
-- Errors: session_not_reopenable.
create function reprise_private.reopen_session(p_session reprise.interview_sessions)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_position integer;
  v_removed jsonb;
begin
  if p_session.mode = 'conversation' then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "conversation"}');
  elsif p_session.status = 'in_progress' or exists (
    select from reprise.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "session_in_progress"}');
  end if;
  select jsonb_agg(jsonb_build_object(
    'position', e.position,
    'evaluation', jsonb_build_object(
      'status', e.status, 'grader', e.grader, 'score', e.score, 'late_answer_id', e.late_answer_id,
      'overridden_score', e.overridden_score, 'overridden_by', e.overridden_by,
      'overridden_at', reprise_private.rfc3339(e.overridden_at), 'override_reason', e.override_reason
    ),
    'history', reprise_private.evaluation_history_view(e.answer_id, null)
  ) order by e.position) into v_removed
  from reprise.answers a
  join reprise.evaluations e on e.answer_id = a.id
  where a.session_id = p_session.id and a.source = 'skipped'
    and exists (select from reprise.evaluation_history h where h.answer_id = a.id);
  delete from reprise.answers a where a.session_id = p_session.id and a.source = 'skipped';
  select min(q.position) into v_position from reprise.session_questions q
  where q.session_id = p_session.id
    and not exists (select from reprise.answers a where a.session_id = q.session_id and a.position = q.position);
  if v_position is null then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "every_question_answered"}');
  elsif exists (select from reprise.answers a where a.session_id = p_session.id and a.position > v_position) then
    -- Only an accepted late text can be there, and the candidate could not continue past it.
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "later_question_answered"}');
  end if;
  update reprise.session_questions q
  set served_at = null, deadline_at = null, closed_at = null, draft = null, draft_at = null
  where q.session_id = p_session.id and q.position >= v_position;
  delete from reprise.session_results r where r.session_id = p_session.id;
  update reprise.interview_sessions s
  set status = 'in_progress', position = v_position, closed_at = null, completed_at = null, closed_reason = null,
    resume_until = now() + greatest(s.resume_until - s.started_at, interval '1 hour')
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'was', p_session.status)
    || case when v_removed is null then '{}' else jsonb_build_object('removed', v_removed) end;
end
$$;
comment on function reprise_private.reopen_session is 'Reopens a session that was closed early, so that its candidate can resume it.';

-- Reserves tokens of the daily budget for a run before it calls a model. Called by the service role. Locks the run's reservation, then the
-- day, so limits are exact under concurrency. A repeat reserves more. The day's used and reserved tokens count against the limit, and
-- against the shares of the owner of p_session_id, an interview or prep session or a request for drafts (budget_shares; a run has one payer). A
-- deleted session gets nothing; in an organization that is not trusted, users use their own share; without p_session_id only the daily limit
-- applies. A run's tokens count on the day of its first reservation. The new part of p_used (the run's total) moves from the reservation to
-- the day even if the request is refused. A reservation that is not renewed for ten minutes holds nothing, and a later call deletes it. The
-- response names the payer.
create function reprise_private.reserve_tokens(p_run_id uuid, p_amount integer, p_daily_limit bigint, p_used bigint, p_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own reprise.model_reservations;
  v_organization_id uuid;
  v_user_id uuid;
  v_amount integer := greatest(p_amount, 0);
  v_new bigint;
  v_spent bigint;
  v_held bigint;
  v_refused jsonb;
begin
  select s.organization_id, s.user_id into v_organization_id, v_user_id from reprise.interview_sessions s where s.id = p_session_id;
  if v_user_id is null then
    select p.user_id into v_user_id from reprise.prep_sessions p where p.id = p_session_id;
  end if;
  if v_user_id is null then
    select d.organization_id, d.user_id into v_organization_id, v_user_id from reprise_private.draft_requests d where d.id = p_session_id;
  end if;
  if not (select o.is_trusted from reprise.organizations o where o.id = v_organization_id) then
    -- Anybody can create such an organization, so it brings no tokens of its own.
    v_organization_id := null;
  end if;
  insert into reprise.model_reservations as r (run_id, day, organization_id, user_id, daily_limit, expires_at)
  values (p_run_id, (now() at time zone 'UTC')::date, v_organization_id, v_user_id, coalesce(p_daily_limit, 0), now() + interval '10 minutes')
  on conflict (run_id) do update set expires_at = excluded.expires_at, daily_limit = excluded.daily_limit
  returning r.* into v_own;
  v_new := greatest(p_used - v_own.counted, 0);
  v_spent := reprise_private.add_used_tokens(v_own.day, v_own.organization_id, v_own.user_id, v_new, v_own.daily_limit);

  -- Skips locked rows: another run may be settling or deleting them.
  with expired as (
    select r.run_id from reprise.model_reservations r
    where r.expires_at <= now() and r.run_id <> p_run_id
    limit 100
    for update skip locked
  )
  delete from reprise.model_reservations r using expired where r.run_id = expired.run_id;

  -- A separate statement under the lock of the day, so that it sees every earlier reservation.
  v_own.tokens := greatest(v_own.tokens - v_new, 0);
  v_refused := reprise_private.exceeded_budget_share(v_own, v_amount, p_daily_limit, v_spent);
  if p_session_id is not null and v_user_id is null then
    v_refused := '{"refused_by": "user", "wait_seconds": 30}';
  end if;
  if v_refused is null then
    v_own.tokens := v_own.tokens + v_amount;
  end if;
  update reprise.model_reservations r set tokens = v_own.tokens, counted = v_own.counted + v_new
  where r.run_id = p_run_id;
  select coalesce(sum(r.tokens), 0) into v_held from reprise.model_reservations r where r.day = v_own.day and r.expires_at > now();
  return jsonb_build_object('reserved', v_refused is null, 'spent', v_spent, 'held', v_held)
    || case when p_session_id is null and v_own.user_id is null then '{}' else coalesce(v_refused, '{}') end
    || case when v_own.user_id is null then '{}' else jsonb_build_object('user_id', v_own.user_id, 'organization_id', v_own.organization_id) end;
end
$$;
comment on function reprise_private.reserve_tokens is 'Reserves tokens of the daily budget for a run.';

-- ready, failed, running or grading → grading, if the session has a result row: something that counts has changed. A summary being written
-- loses its claim; a written one is deleted with its totals, which were computed from other scores. Calls the graders.
create function reprise_private.reset_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'grading', attempts = 0, due_at = now(), turn = null, claim_token = null, claimed_until = null, error = null,
    finished_at = null,
    total = null, percentage = null, all_graded = false, grader = null, summary = null, strengths = '[]', improvements = '[]',
    recommendation = null, model = null, prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id;
  if found then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.reset_result is 'Sets the result of a session back to grading and deletes its totals and summary.';

-- Returns one row of the recruiters' list.
create function reprise_private.result_row(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select reprise_private.session_summary(p_session) || jsonb_build_object(
      'candidate', reprise_private.candidate_name(p_session.user_id),
      'results_status', reprise_private.results_status(p_session),
      'score', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', coalesce(r.all_graded, false),
      'waiting_points', reprise_private.waiting_points(p_session.id), 'recommendation', r.recommendation,
      'flags', to_jsonb(array(
        select distinct f from reprise.evaluations e, unnest(e.flags) f where e.session_id = p_session.id
        union select 'late_answers' where exists (
          select from reprise.late_answers k where k.session_id = p_session.id and k.accepted_at is null
        )
        union select 'needs_review' where exists (
          select from reprise.evaluations e where e.session_id = p_session.id and e.status = 'needs_review' and e.overridden_score is null
        )
        union select 'failed' where exists (
          select from reprise.evaluations e where e.session_id = p_session.id and e.status = 'failed' and e.overridden_score is null
        )
      ))
    )
    from (select 1) one
    left join reprise.session_results r on r.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.result_row is 'Returns one row of the recruiters'' list.';

-- Returns the result object of the API; null while there is none. Marks the recommendation as advisory.
create function reprise_private.result_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', r.all_graded,
      'waiting_points', reprise_private.waiting_points(p_session_id),
      'note', case when not r.all_graded then 'Not all answers are graded.' end,
      'summary', r.summary, 'strengths', r.strengths, 'improvements', r.improvements,
      'recommendation', r.recommendation, 'advisory', true, 'grader', r.grader
    )
    from reprise.session_results r
    where r.session_id = p_session_id and r.status in ('ready', 'failed')
  );
end
$$;
comment on function reprise_private.result_view is 'Returns the result object of the API.';

-- Returns the status of a session's result: in_progress, closed (ended without a result), grading, ready or failed.
create function reprise_private.results_status(p_session reprise.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case
      when p_session.status = 'in_progress' then 'in_progress'
      else coalesce(
        (select case r.status when 'running' then 'grading' else r.status end
         from reprise.session_results r where r.session_id = p_session.id),
        'closed'
      )
    end
  );
end
$$;
comment on function reprise_private.results_status is 'Returns the status of a session''s result.';

-- Returns the wait before attempt p_attempt + 1: the base doubled for each attempt, at most an hour, plus a random part of up to half of
-- it; never less than the model's server asked for, up to a day.
create function reprise_private.retry_delay(p_attempt integer, p_asked_seconds numeric)
returns interval
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select make_interval(secs => greatest(
      least(t.evaluation_backoff_seconds * 2 ^ (p_attempt - 1), 3600) * (1 + random() / 2),
      least(coalesce(p_asked_seconds, 0), 86400)
    ))
    from reprise_private.settings t
  );
end
$$;
comment on function reprise_private.retry_delay is 'Returns the wait before the next attempt: exponential backoff with jitter.';

-- Grades one answer again (if a position is given), or everything that failed, waits for review or was graded without a model, and the
-- summary. Without a position, scores that a person has set stay. Errors: invalid_request.
create function reprise_private.retry_evaluation(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_positions jsonb := '[]';
begin
  if p_session.mode = 'conversation' then
    return reprise_private.retry_assessment(p_session, p_actor, p_reason);
  end if;
  if p_arguments ->> 'position' is not null then
    perform reprise_private.find_evaluation(p_session.id, p_arguments);
  end if;
  for v_evaluation in
    select e.* from reprise.evaluations e
    where e.session_id = p_session.id
      and case when p_arguments ->> 'position' is not null
        then e.position = (p_arguments ->> 'position')::integer
        else (e.status in ('failed', 'needs_review') or e.provisional) and e.overridden_score is null end
    order by e.position
  loop
    perform reprise_private.queue_evaluation(
      v_evaluation.answer_id, v_evaluation.late_answer_id, p_actor, 'retry_evaluation: ' || p_reason
    );
    v_positions := v_positions || to_jsonb(v_evaluation.position);
  end loop;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_build_object('positions', v_positions);
end
$$;
comment on function reprise_private.retry_evaluation is 'Queues answers of a session, and its summary, for grading again.';

-- Performs a reviewer's action on a session of their organization. Every action needs a reason, which is stored in the audit trail; with what
-- people write about a session (decide, comment, submit_scorecard, request_second_review) it may be null. Locks the candidate.
-- An unknown id and another organization's session get the same error.
-- Errors: not_authenticated, session_not_found, not_allowed (the caller's own session), invalid_request, rate_limited, and those of the action.
create function reprise_private.review_session(p_session_id uuid, p_action text, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_detail jsonb;
begin
  perform reprise_private.check_account(v_user_id);
  if p_reason is not null or coalesce(p_action, '') not in ('decide', 'comment', 'submit_scorecard', 'request_second_review') then
    perform reprise_private.check_reason(p_reason);
  end if;
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and s.organization_id in (select reprise_private.organizations_of_caller());
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  if v_session.user_id = v_user_id then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "own_session"}');
  end if;
  -- Before the candidate's lock: a reviewer who waits for their own other call must not make the candidate wait.
  perform reprise_private.take_rate_limit(v_user_id, 'review');
  if p_action in ('retry_evaluation', 'accept_late') then
    perform reprise_private.take_rate_limit(v_user_id, 'retry');
  end if;
  perform reprise_private.lock_candidate(v_session.user_id);
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  v_session := reprise_private.settle_session(v_session);
  v_detail := case p_action
    when 'override_score' then reprise_private.override_score(v_session, v_user_id, p_reason, p_arguments)
    when 'accept_late' then reprise_private.accept_late(v_session, v_user_id, p_reason, p_arguments)
    when 'retry_evaluation' then reprise_private.retry_evaluation(v_session, v_user_id, p_reason, p_arguments)
    when 'extend_time' then reprise_private.extend_time(v_session, v_user_id, p_reason, p_arguments)
    when 'credit_time' then reprise_private.credit_time(v_session, v_user_id, p_reason, p_arguments)
    when 'revoke_credit' then reprise_private.revoke_credit(v_session, v_user_id, p_reason, p_arguments)
    when 'reopen' then reprise_private.reopen_session(v_session)
    when 'decide' then reprise_private.decide(v_session, v_user_id, p_reason, p_arguments)
    when 'comment' then reprise_private.comment_on_session(v_session, v_user_id, p_arguments)
    when 'submit_scorecard' then reprise_private.submit_scorecard(v_session, v_user_id, p_arguments)
    when 'request_second_review' then reprise_private.request_second_review(v_session, v_user_id, p_arguments)
  end;
  if v_detail is null then
    perform reprise_private.invalid_request(
      'action', 'must be override_score, accept_late, retry_evaluation, extend_time, credit_time, revoke_credit, reopen, decide, comment, '
        'submit_scorecard or request_second_review'
    );
  end if;
  if not v_detail ? 'replayed' then
    perform reprise_private.record_event(
      v_session.id, v_user_id, reprise_private.event_of_review(p_action), v_detail || jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
    );
  end if;
  return reprise_private.get_results(p_session_id);
end
$$;
comment on function reprise_private.review_session is 'Performs a reviewer''s action on a session.';

-- Returns everything about a session for a member of its organization: answers with the machine's and the person's scores, the session's
-- copies of the keys, the newest late texts (the others are in the table) and the newest events (list_events returns the others).
create function reprise_private.reviewer_results(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', reprise_private.results_status(p_session),
      'candidate', reprise_private.candidate_name(p_session.user_id),
      'counts', reprise_private.grading_counts(p_session.id),
      'result', reprise_private.result_view(p_session.id),
      'answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', reprise_private.shown_options(q.kind, q.options), 'points', q.points,
            'time_limit_seconds', q.time_limit_seconds, 'served_at', reprise_private.rfc3339(q.served_at),
            'deadline_at', reprise_private.rfc3339(q.deadline_at), 'closed_at', reprise_private.rfc3339(q.closed_at),
            'answer_id', a.id, 'answer', a.answer, 'source', a.source,
            'received_at', reprise_private.rfc3339(a.received_at), 'sha256', a.sha256,
            'transcription', reprise_private.transcription_view(a.session_id, a.position, a.sha256),
            'key', to_jsonb(k) - '{session_id,position}'::text[],
            'score', reprise_private.counted_score(e), 'max_score', q.points, 'grader', e.grader,
            'provisional', e.provisional and e.overridden_score is null,
            'evaluation', reprise_private.evaluation_view(e), 'history', reprise_private.evaluation_history_view(e.answer_id, 20)
          ) order by q.position
        )
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.session_question_keys k on k.session_id = q.session_id and k.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        where q.session_id = p_session.id
      ), '[]'),
      'late_answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'position', k.position, 'answer', k.answer, 'reason', k.reason, 'received_at', reprise_private.rfc3339(k.received_at),
            'late_by_seconds', trim_scale(round(extract(epoch from k.late_by), 3)), 'sha256', k.sha256,
            'accepted_at', reprise_private.rfc3339(k.accepted_at), 'uploaded_by', k.uploaded_by,
            'client_submitted_at', reprise_private.rfc3339(k.client_submitted_at),
            'transcription', reprise_private.transcription_view(k.session_id, k.position, k.sha256)
          ) order by k.received_at, k.id
        )
        from (
          select l.* from reprise.late_answers l where l.session_id = p_session.id order by l.received_at desc, l.id desc limit 50
        ) k
      ), '[]'),
      'time_credits', reprise_private.time_ledger_view(p_session.id),
      'late_answers_left_out', (select greatest(count(*) - 50, 0) from reprise.late_answers k where k.session_id = p_session.id)
    ) || reprise_private.reviews_view(p_session) || reprise_private.events_page(p_session.id, null, 100)
  );
end
$$;
comment on function reprise_private.reviewer_results is 'Returns everything about a session, for members of its organization.';

-- Returns the totals of a session. A person's score replaces the machine's; a missing score adds nothing and makes all_graded false. A
-- question without an answer, as in a cancelled session, has nothing to grade: it adds its points to the maximum only. A conversation counts
-- like one question.
create function reprise_private.score_session(p_session_id uuid)
returns table (total numeric, percentage numeric, all_graded boolean)
language sql stable set search_path = ''
as $$
  select coalesce(sum(reprise_private.counted_score(g.evaluation)), 0),
    round(100 * coalesce(sum(reprise_private.counted_score(g.evaluation)), 0) / nullif(sum(g.points), 0), 2),
    coalesce(
      bool_and(reprise_private.counted_score(g.evaluation) is not null) filter (where (g.evaluation).answer_id is not null), true
    )
  from (
    select q.points, e as evaluation
    from reprise.session_questions q
    left join reprise.evaluations e on e.session_id = q.session_id and e.position = q.position
    where q.session_id = p_session_id
    union all
    select e.max_score, e from reprise.evaluations e where e.answer_id = p_session_id
  ) g
$$;
comment on function reprise_private.score_session is 'Returns the totals of a session.';

-- Trigger, on every queued row: sets a job's turn when it is due, one step after the last queued job of its flow but never before the head
-- of the queue. This is start-time fair queueing: an idle flow gains no credit, and a busy flow has no debt once its jobs are claimed. The
-- head is the virtual time, so it restarts with an empty queue. An organization's flow advances by 1, any other flow by 4. A candidate with
-- 40 queued jobs at one organization continues in a separate flow. Takes no lock: concurrent callers may share a turn.
create function reprise_private.set_evaluation_turn()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_head bigint;
  v_last bigint;
begin
  if new.due_at > now() then
    new.turn := null;
    return new;
  end if;
  select e.turn into v_head from reprise.evaluations e
  where e.status = 'queued' and e.turn is not null
  order by e.turn
  limit 1;
  if v_head is null then
    select e.turn into v_head from reprise.evaluations e
    where e.status = 'running' and e.turn is not null
    order by e.turn desc
    limit 1;
  end if;
  v_head := coalesce(v_head, 0);
  if tg_op = 'UPDATE' and old.status in ('queued', 'running') and new.turn is not null then
    -- A released job has its old turn, or the head's if that is later: a turn before the head would let other jobs in there too.
    new.turn := greatest(new.turn, v_head);
    return new;
  end if;
  select s.organization_id, s.user_id into new.organization_id, new.user_id
  from reprise.interview_sessions s where s.id = new.session_id;
  new.flow := reprise_private.grading_flow(new.organization_id, new.user_id, 40 <= (
    select count(*) from (
      select from reprise.evaluations e
      where e.user_id = new.user_id and e.organization_id = new.organization_id
        and e.status = 'queued' and e.turn is not null
      limit 40
    ) own
  ));
  select e.turn into v_last from reprise.evaluations e
  where e.flow = new.flow and e.status = 'queued' and e.turn is not null
  order by e.turn desc
  limit 1;
  new.turn := greatest(v_head, v_last) + case when new.flow = new.organization_id then 1 else 4 end;
  return new;
end
$$;
comment on function reprise_private.set_evaluation_turn is 'Trigger: sets the turn of an evaluation that is due.';

-- Trigger, on every queued row: sets a job's turn when it is due, one step after the last queued job of its flow but never before the head
-- of the queue. This is start-time fair queueing: an idle flow gains no credit, and a busy flow has no debt once its jobs are claimed. The
-- head is the virtual time, so it restarts with an empty queue. An organization's flow advances by 1, any other flow by 4. A candidate with
-- 10 queued summaries at one organization continues in a separate flow. A summary is not due while an evaluation of its session is open.
-- Takes no lock: concurrent callers may share a turn.
create function reprise_private.set_summary_turn()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_head bigint;
  v_last bigint;
begin
  if new.due_at > now() or exists (
    select from reprise.evaluations e where e.session_id = new.session_id and e.status in ('queued', 'running')
  ) then
    new.turn := null;
    return new;
  end if;
  select r.turn into v_head from reprise.session_results r
  where r.status = 'grading' and r.turn is not null
  order by r.turn
  limit 1;
  if v_head is null then
    select r.turn into v_head from reprise.session_results r
    where r.status = 'running' and r.turn is not null
    order by r.turn desc
    limit 1;
  end if;
  v_head := coalesce(v_head, 0);
  if tg_op = 'UPDATE' and old.status in ('grading', 'running') and new.turn is not null then
    -- A released job has its old turn, or the head's if that is later: a turn before the head would let other jobs in there too.
    new.turn := greatest(new.turn, v_head);
    return new;
  end if;
  select s.organization_id, s.user_id into new.organization_id, new.user_id
  from reprise.interview_sessions s where s.id = new.session_id;
  new.flow := reprise_private.grading_flow(new.organization_id, new.user_id, 10 <= (
    select count(*) from (
      select from reprise.session_results r
      where r.user_id = new.user_id and r.organization_id = new.organization_id
        and r.status = 'grading' and r.turn is not null
      limit 10
    ) own
  ));
  select r.turn into v_last from reprise.session_results r
  where r.flow = new.flow and r.status = 'grading' and r.turn is not null
  order by r.turn desc
  limit 1;
  new.turn := greatest(v_head, v_last) + case when new.flow = new.organization_id then 1 else 4 end;
  return new;
end
$$;
comment on function reprise_private.set_summary_turn is 'Trigger: sets the turn of a summary that is due.';

-- Ends a run: deletes its reservation and adds what it used in all (p_used) and has not been counted yet to the reservation's day. Called
-- by the service role. Locks the run's reservation, then the day. If the reservation had expired and was deleted, the whole of p_used
-- counts on the current day and in no share: what the run reported before counts twice rather than not at all.
create function reprise_private.settle_tokens(p_run_id uuid, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own reprise.model_reservations;
begin
  delete from reprise.model_reservations r where r.run_id = p_run_id returning r.* into v_own;
  if p_used > coalesce(v_own.counted, 0) then
    perform reprise_private.add_used_tokens(
      coalesce(v_own.day, (now() at time zone 'UTC')::date), v_own.organization_id, v_own.user_id, p_used - coalesce(v_own.counted, 0),
      v_own.daily_limit
    );
  end if;
  return '{}'::jsonb;
end
$$;
comment on function reprise_private.settle_tokens is 'Ends the reservation of a run and counts the tokens it used.';

-- Returns whether the candidate of a session may see what was found out about them: scores, and the interviewer's notes. The interview
-- decides, at each read. A session without an interview always shows them; one whose interview has moved to another organization never does.
create function reprise_private.shows_results(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select i.results_visible_to_candidate and i.organization_id is not distinct from p_session.organization_id
    from reprise.interviews i where i.id = p_session.interview_id
  ), true);
end
$$;
comment on function reprise_private.shows_results is 'Returns whether the candidate of a session may see scores and notes.';

-- Returns what the candidate of a practice run may read of a key once the run is over, to learn from: the right option, a sample solution, the
-- criteria, the explanation and what to read next. Null without a key. The caller has checked that the session is such a run. Keywords are
-- left out: they are spellings for a search, and a list of them would teach to write for it.
create function reprise_private.solution_view(p_key reprise.session_question_keys)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_key.session_id is not null then jsonb_build_object(
    'correct_option', p_key.correct_option, 'sample_solution', p_key.sample_solution, 'criteria', p_key.criteria,
    'explanation', p_key.explanation, 'sources', p_key.sources
  ) end;
end
$$;
comment on function reprise_private.solution_view is 'Returns what the candidate of a practice run that is over may read of a key.';

-- Stores what a grader has found for a claimed evaluation, before another call writes the feedback for the candidate. The status remains
-- running. If that call fails or its grader dies, the next claim hands the grade out again (evaluation_job), so that an answer is graded
-- once. Called by a grader (service role), with the current token only; a repeat stores the same.
create function reprise_private.store_grade(p_answer_id uuid, p_token uuid, p_grade jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.evaluations e set grade = p_grade where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.store_grade is 'Stores the grade of a claimed evaluation while its feedback is being written.';

-- Returns what the writer of a summary needs: the questions, the scores and the feedback that was written without the key. The candidate may
-- read the summary, so nothing that was written by a call that knew the key is in it, and no answer texts.
create function reprise_private.summary_job(p_result reprise.session_results)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session_id', s.id, 'token', p_result.claim_token, 'attempt', p_result.attempts, 'max_attempts', p_result.max_attempts,
      'title', s.title, 'mode', s.mode, 'total', p_result.total, 'maximum', p_result.maximum, 'percentage', p_result.percentage,
      'all_graded', p_result.all_graded,
      'answers', coalesce((
        select jsonb_agg(jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points, 'source', a.source, 'status', e.status,
          'score', reprise_private.counted_score(e), 'feedback', reprise_private.candidate_feedback(e)
        ) order by q.position)
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        where q.session_id = s.id
      ), reprise_private.summarized_criteria(s.id))
    )
    from reprise.interview_sessions s
    where s.id = p_result.session_id
  );
end
$$;
comment on function reprise_private.summary_job is 'Returns what a grader needs to write one summary.';

-- Counts one export of the caller, or refuses it. Called before anything is read, so that the limit also bounds the work of refused
-- exports; the RPC that reads the content checks access. Every call counts, including repeats, because each builds the file again. Returns
-- the caller's id.
-- Errors: not_authenticated (also with the token of an erased person), rate_limited.
create function reprise_private.take_export()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'export');
  return jsonb_build_object('user_id', v_user_id);
end
$$;
comment on function reprise_private.take_export is 'Counts one export of the caller, or refuses it.';

-- Returns how many tokens of the day's reserves are still kept for payers within their guarantee, once p_amount more tokens are reserved for
-- p_own: for organizations, and for users outside of organizations. A payer's first tokens of a day, up to its guarantee, come from the
-- reserve of its kind, whether they are used or held by a running call. is_covered: the reserve pays all of p_amount. The cost grows with
-- the running calls, not with the payers of the day. Called by reprise_private.exceeded_budget_share, which holds the lock of the day.
create function reprise_private.unused_reserves(
  p_own reprise.model_reservations, p_amount bigint, p_daily_limit bigint,
  out organizations bigint, out users bigint, out is_covered boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  with guarantees as (
    select (t.organization_guarantee_percent * p_daily_limit / 100)::bigint as of_organization,
      (t.user_guarantee_percent * p_daily_limit / 100)::bigint as of_user,
      (t.organizations_reserve_percent * p_daily_limit / 100)::bigint as for_organizations,
      (least(t.users_reserve_percent, t.users_budget_percent) * p_daily_limit / 100)::bigint as for_users
    from reprise_private.settings t
  ), holding as (
    select h.organization_id, coalesce(h.organization_id, h.user_id) as holder, sum(h.tokens) as tokens
    from (
      select r.organization_id, r.user_id, r.tokens from reprise.model_reservations r
      where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id and r.user_id is not null
      union all select p_own.organization_id, p_own.user_id, p_own.tokens + p_amount
    ) h
    group by 1, 2
  ), held as (
    select h.organization_id is not null as by_organization, m.tokens + h.tokens <= n.guarantee as is_within,
      h.holder = coalesce(p_own.organization_id, p_own.user_id) as is_own,
      least(m.tokens + h.tokens, n.guarantee) - least(m.tokens, n.guarantee) as tokens
    from holding h
    cross join guarantees g
    cross join lateral (select case when h.organization_id is null then g.of_user else g.of_organization end) n(guarantee)
    cross join lateral (
      select coalesce(sum(s.tokens), 0) as tokens from reprise.model_shares s
      where s.day = p_own.day and s.kind = case when h.organization_id is null then 'user' else 'organization' end and s.holder = h.holder
    ) m
  ), kept as (
    select g.for_organizations - d.organizations_guaranteed - coalesce(sum(h.tokens) filter (where h.by_organization), 0) as organizations,
      g.for_users - d.users_guaranteed - coalesce(sum(h.tokens) filter (where not h.by_organization), 0) as users,
      coalesce(bool_or(h.is_within) filter (where h.is_own), false) as is_within
    from guarantees g
    cross join reprise.model_spending d
    left join held h on true
    where d.day = p_own.day
    group by g.for_organizations, g.for_users, d.organizations_guaranteed, d.users_guaranteed
  )
  select greatest(k.organizations, 0), greatest(k.users, 0),
    k.is_within and case when p_own.organization_id is null then k.users else k.organizations end >= 0
  into organizations, users, is_covered
  from kept k;
end
$$;
comment on function reprise_private.unused_reserves is 'Returns the tokens of the day''s reserves that are kept for payers within their guarantee.';

-- Trigger: calls the graders when a result row is created, because a session completed or a review gave it a result. Reviews that change an
-- existing result call them from reset_result and queue_evaluation.
create function reprise_private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.call_graders();
  return null;
end
$$;
comment on function reprise_private.wake_graders is 'Trigger: calls the graders when a result row is created.';

-- Claims evaluations for a grader. See reprise_private.claim_evaluations.
create function reprise.claim_evaluations(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_evaluations(batch_size);
end
$$;
comment on function reprise.claim_evaluations is 'Claims evaluations for a grader. See reprise_private.claim_evaluations.';

-- Claims results whose summary is due. See reprise_private.claim_summaries.
create function reprise.claim_summaries(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_summaries(batch_size);
end
$$;
comment on function reprise.claim_summaries is 'Claims results whose summary is due. See reprise_private.claim_summaries.';

-- Stores the grade of an answer. See reprise_private.complete_evaluation.
create function reprise.complete_evaluation(answer_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_evaluation(answer_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function reprise.complete_evaluation is 'Stores the grade of an answer. See reprise_private.complete_evaluation.';

-- Stores a summary. See reprise_private.complete_summary.
create function reprise.complete_summary(session_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_summary(session_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function reprise.complete_summary is 'Stores a summary. See reprise_private.complete_summary.';

-- Returns what is open in interviews of the caller's organizations. See reprise_private.count_open_work.
create function reprise.count_open_work(interview_ids uuid[])
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.count_open_work(interview_ids);
end
$$;
comment on function reprise.count_open_work is 'Returns what is open in interviews of the caller''s organizations. See reprise_private.count_open_work.';

-- Records a failed attempt to grade an answer. See reprise_private.fail_evaluation.
create function reprise.fail_evaluation(
  answer_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_evaluation(answer_id, token, error, retry_after_seconds, permanent);
end
$$;
comment on function reprise.fail_evaluation is 'Records a failed attempt to grade an answer. See reprise_private.fail_evaluation.';

-- Records a failed attempt to write a summary. See reprise_private.fail_summary.
create function reprise.fail_summary(
  session_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_summary(session_id, token, error, retry_after_seconds, permanent);
end
$$;
comment on function reprise.fail_summary is 'Records a failed attempt to write a summary. See reprise_private.fail_summary.';

-- Returns statistics of the caller's sessions or of an interview. See reprise_private.get_analytics.
create function reprise.get_analytics(interview_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_analytics(interview_id);
end
$$;
comment on function reprise.get_analytics is 'Returns statistics of the caller''s sessions or of an interview. See reprise_private.get_analytics.';

-- Returns the result of a session. See reprise_private.get_results.
create function reprise.get_results(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_results(session_id);
end
$$;
comment on function reprise.get_results is 'Returns the result of a session. See reprise_private.get_results.';

-- Returns one page of a session's audit trail, for reviewers. See reprise_private.list_events.
create function reprise.list_events(session_id uuid, before bigint default null, page_size integer default 100)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_events(session_id, before, page_size);
end
$$;
comment on function reprise.list_events is 'Returns one page of a session''s audit trail, for reviewers. See reprise_private.list_events.';

-- Returns a page of an interview's candidates, for reviewers. See reprise_private.list_results.
create function reprise.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null,
  q text default null, sort text default null, flag text default null, decision text default null, state text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_results(interview_id, cursor, page_size, status, q, sort, flag, decision, state);
end
$$;
comment on function reprise.list_results is 'Returns a page of an interview''s candidates, for reviewers. See reprise_private.list_results.';

-- Regrades one batch of an interview's sessions with corrected keys. See reprise_private.regrade_interview.
create function reprise.regrade_interview(interview_id uuid, reason text, cursor text default null, dry_run boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.regrade_interview(interview_id, reason, cursor, coalesce(dry_run, false));
end
$$;
comment on function reprise.regrade_interview is
  'Regrades one batch of an interview''s sessions with corrected keys. See reprise_private.regrade_interview.';

-- Releases a claimed evaluation. See reprise_private.release_evaluation.
create function reprise.release_evaluation(
  answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null, share text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_evaluation(answer_id, token, wait_seconds, error, share);
end
$$;
comment on function reprise.release_evaluation is 'Releases a claimed evaluation. See reprise_private.release_evaluation.';

-- Releases a claimed summary. See reprise_private.release_summary.
create function reprise.release_summary(session_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_summary(session_id, token, wait_seconds, error);
end
$$;
comment on function reprise.release_summary is 'Releases a claimed summary. See reprise_private.release_summary.';

-- Reserves tokens for a run from the daily budget and the payer's shares. See reprise_private.reserve_tokens.
create function reprise.reserve_tokens(
  run_id uuid, amount integer, daily_limit bigint, used bigint default 0, session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.reserve_tokens(run_id, amount, daily_limit, used, session_id);
end
$$;
comment on function reprise.reserve_tokens is
  'Reserves tokens for a run from the daily budget and the payer''s shares. See reprise_private.reserve_tokens.';

-- Performs a reviewer's action on a session. See reprise_private.review_session.
create function reprise.review_session(session_id uuid, action text, reason text default null, arguments jsonb default '{}')
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.review_session(
    session_id, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end
  );
end
$$;
comment on function reprise.review_session is 'Performs a reviewer''s action on a session. See reprise_private.review_session.';

-- Ends the reservation of a run. See reprise_private.settle_tokens.
create function reprise.settle_tokens(run_id uuid, used bigint)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.settle_tokens(run_id, used);
end
$$;
comment on function reprise.settle_tokens is 'Ends the reservation of a run. See reprise_private.settle_tokens.';

-- Stores a grade while its feedback is being written. See reprise_private.store_grade.
create function reprise.store_grade(answer_id uuid, token uuid, grade jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.store_grade(answer_id, token, case jsonb_typeof(grade) when 'string' then (grade #>> '{}')::jsonb else grade end);
end
$$;
comment on function reprise.store_grade is 'Stores a grade while its feedback is being written. See reprise_private.store_grade.';

-- Counts one export of the caller. See reprise_private.take_export.
create function reprise.take_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.take_export();
end
$$;
comment on function reprise.take_export is 'Counts one export of the caller. See reprise_private.take_export.';

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

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.evaluations,
  reprise.evaluation_history,
  reprise.session_results,
  reprise.model_spending,
  reprise.model_shares,
  reprise.model_reservations
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.evaluation_history_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.evaluations,
  reprise.evaluation_history,
  reprise.session_results
to authenticated;

revoke execute on function
  reprise.claim_evaluations,
  reprise.claim_summaries,
  reprise.complete_evaluation,
  reprise.complete_summary,
  reprise.count_open_work,
  reprise.fail_evaluation,
  reprise.fail_summary,
  reprise.get_analytics,
  reprise.get_results,
  reprise.list_events,
  reprise.list_results,
  reprise.regrade_interview,
  reprise.release_evaluation,
  reprise.release_summary,
  reprise.reserve_tokens,
  reprise.review_session,
  reprise.settle_tokens,
  reprise.store_grade,
  reprise.take_export,
  reprise_private.accept_late,
  reprise_private.add_used_tokens,
  reprise_private.budget_shares,
  reprise_private.call_graders,
  reprise_private.candidate_analytics,
  reprise_private.candidate_feedback,
  reprise_private.solution_view,
  reprise_private.candidate_results,
  reprise_private.changed_keys,
  reprise_private.claim_evaluations,
  reprise_private.claim_summaries,
  reprise_private.complete_evaluation,
  reprise_private.complete_summary,
  reprise_private.count_open_work,
  reprise_private.counted_score,
  reprise_private.create_result,
  reprise_private.evaluation_history_view,
  reprise_private.evaluation_job,
  reprise_private.evaluation_view,
  reprise_private.events_page,
  reprise_private.exceeded_budget_share,
  reprise_private.fail_evaluation,
  reprise_private.fail_summary,
  reprise_private.find_evaluation,
  reprise_private.get_analytics,
  reprise_private.get_results,
  reprise_private.grade_at_once,
  reprise_private.graded_text,
  reprise_private.grading_counts,
  reprise_private.grading_flow,
  reprise_private.immediate_score,
  reprise_private.interview_analytics,
  reprise_private.job_bytes,
  reprise_private.list_events,
  reprise_private.list_results,
  reprise_private.on_answer_stored,
  reprise_private.on_session_completed,
  reprise_private.override_score,
  reprise_private.question_analytics,
  reprise_private.queue_evaluation,
  reprise_private.regrade_interview,
  reprise_private.regraded_answer,
  reprise_private.release_evaluation,
  reprise_private.release_summary,
  reprise_private.reopen_session,
  reprise_private.reserve_tokens,
  reprise_private.reset_result,
  reprise_private.result_row,
  reprise_private.result_view,
  reprise_private.results_status,
  reprise_private.retry_delay,
  reprise_private.retry_evaluation,
  reprise_private.review_session,
  reprise_private.reviewer_results,
  reprise_private.score_session,
  reprise_private.set_evaluation_turn,
  reprise_private.set_summary_turn,
  reprise_private.settle_tokens,
  reprise_private.shows_results,
  reprise_private.store_grade,
  reprise_private.summary_job,
  reprise_private.take_export,
  reprise_private.unused_reserves,
  reprise_private.wake_graders
from public, anon, authenticated, service_role;
grant execute on function
  reprise.count_open_work,
  reprise.get_analytics,
  reprise.get_results,
  reprise.list_events,
  reprise.list_results,
  reprise.regrade_interview,
  reprise.review_session,
  reprise.take_export,
  reprise_private.count_open_work,
  reprise_private.get_analytics,
  reprise_private.get_results,
  reprise_private.list_events,
  reprise_private.list_results,
  reprise_private.regrade_interview,
  reprise_private.review_session,
  reprise_private.take_export
to authenticated;
grant execute on function
  reprise.claim_evaluations,
  reprise.claim_summaries,
  reprise.complete_evaluation,
  reprise.complete_summary,
  reprise.fail_evaluation,
  reprise.fail_summary,
  reprise.release_evaluation,
  reprise.release_summary,
  reprise.reserve_tokens,
  reprise.settle_tokens,
  reprise.store_grade,
  reprise_private.claim_evaluations,
  reprise_private.claim_summaries,
  reprise_private.complete_evaluation,
  reprise_private.complete_summary,
  reprise_private.fail_evaluation,
  reprise_private.fail_summary,
  reprise_private.release_evaluation,
  reprise_private.release_summary,
  reprise_private.reserve_tokens,
  reprise_private.settle_tokens,
  reprise_private.store_grade
to service_role;

reset check_function_bodies;
reset lock_timeout;
