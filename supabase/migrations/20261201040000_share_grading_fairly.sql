-- One account's practice used up the model budget of everybody, and its jobs were claimed before all that came later: jobs take turns
-- between organizations and users, and each of these has a share of the day's tokens.

alter table private.settings
  add column users_budget_percent numeric not null default 40,
  add column user_budget_percent numeric not null default 4,
  add column organization_budget_percent numeric not null default 50,
  add column candidate_budget_percent numeric not null default 10,
  add constraint settings_budget_shares_are_percentages check (
    users_budget_percent between 0 and 100 and user_budget_percent between 0 and 100
    and organization_budget_percent between 0 and 100 and candidate_budget_percent between 0 and 100
  );
comment on column private.settings.users_budget_percent is
  'Of the day''s tokens, what all users together may use outside of organizations: practice, conversations and prep sessions of their own.';
comment on column private.settings.user_budget_percent is 'Of the day''s tokens, what one user may use outside of organizations.';
comment on column private.settings.organization_budget_percent is 'Of the day''s tokens, what one organization may use: its interviews, conversations and regrades.';
comment on column private.settings.candidate_budget_percent is 'Of the day''s tokens, what may be used for one candidate of one organization.';

alter table public.evaluations
  add column organization_id uuid,
  add column user_id uuid,
  add column flow uuid,
  add column turn bigint;
comment on column public.evaluations.organization_id is 'The organization of the session; null for practice. Copied when the job is queued, as is user_id.';
comment on column public.evaluations.user_id is 'The candidate. Null where no grader was needed.';
comment on column public.evaluations.flow is 'Whose jobs take turns with those of others: an organization, a user, or one candidate who floods an organization.';
comment on column public.evaluations.turn is
  'Place in line, set when the job is due (private.line_up_evaluation). Jobs are claimed in this order; null while a queued job waits for due_at.';
create index evaluations_turn_idx on public.evaluations (turn, due_at) where status in ('queued', 'running');
create index evaluations_flow_idx on public.evaluations (flow, turn) where status = 'queued';
create index evaluations_in_line_idx on public.evaluations (user_id, organization_id) where status = 'queued' and turn is not null;
create index evaluations_running_idx on public.evaluations (claimed_until) where status = 'running';
drop index public.evaluations_open_idx;

alter table public.session_results
  add column organization_id uuid,
  add column user_id uuid,
  add column flow uuid,
  add column turn bigint;
comment on column public.session_results.organization_id is 'The organization of the session; null for practice. Copied when the summary is due, as is user_id.';
comment on column public.session_results.user_id is 'The candidate.';
comment on column public.session_results.flow is 'Whose summaries take turns with those of others, as in evaluations.';
comment on column public.session_results.turn is
  'Place in line, set when the summary is due and no evaluation of the session is open (private.line_up_summary); else null.';
create index session_results_turn_idx on public.session_results (turn, due_at) where status in ('grading', 'running');
create index session_results_flow_idx on public.session_results (flow, turn) where status = 'grading';
create index session_results_in_line_idx on public.session_results (user_id, organization_id) where status = 'grading' and turn is not null;
create index session_results_running_idx on public.session_results (claimed_until) where status = 'running';
drop index public.session_results_open_idx;

create table public.model_shares (
  day date not null references public.model_spending (day) on update cascade on delete cascade,
  kind text not null,
  holder uuid not null,
  organization_id uuid references public.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  tokens bigint not null default 0,
  primary key (day, kind, holder),
  constraint model_shares_kind_is_known check (kind in ('users', 'user', 'organization', 'candidate')),
  constraint model_shares_not_negative check (tokens >= 0)
);
comment on table public.model_shares is 'Tokens used per UTC day by each holder of a share of the budget; a part of model_spending.';
comment on column public.model_shares.kind is
  'users: all users together, outside of organizations; user: one of them; organization; candidate: one candidate of one organization.';
comment on column public.model_shares.holder is 'What private.shares_of calls it; for users together the nil uuid.';
create index model_shares_organization_id_idx on public.model_shares (organization_id);
create index model_shares_user_id_idx on public.model_shares (user_id);

alter table public.model_shares enable row level security;
revoke all on public.model_shares from anon, authenticated;
grant all on public.model_shares to service_role;

alter table public.model_reservations
  add column organization_id uuid references public.organizations (id) on delete cascade,
  add column user_id uuid references auth.users (id) on delete cascade;
comment on column public.model_reservations.organization_id is 'The organization whose share they are of; null with a user_id: the user''s own share.';
comment on column public.model_reservations.user_id is 'The candidate or user whose share they are of; null: nobody''s, only the day''s limit holds.';
create index model_reservations_organization_id_idx on public.model_reservations (organization_id);
create index model_reservations_user_id_idx on public.model_reservations (user_id);


-- Whose jobs take turns with those of others. Sessions of an organization are one flow; what a user does on their own is that user's. A
-- candidate who has many jobs in line at one organization (p_crowded) leaves its flow for one of their own, so that the
-- other candidates are not behind all of them. That id also names the candidate's share of the model budget.
create function private.flow_of(p_organization_id uuid, p_user_id uuid, p_crowded boolean)
returns uuid
language sql immutable set search_path = ''
as $$
  select case
    when p_organization_id is null then p_user_id
    when not p_crowded then p_organization_id
    else md5(p_organization_id::text || p_user_id::text)::uuid
  end
$$;
comment on function private.flow_of(uuid, uuid, boolean) is 'The flow of a job in a fair queue.';
revoke execute on function private.flow_of(uuid, uuid, boolean) from public, anon, authenticated;

-- Gives a job its turn when it is due: one step after the last of its flow in line, but never before the head of the line. A
-- flow that was idle has saved nothing up, and one that flooded owes nothing once its jobs are claimed (start-time fair queueing; the
-- head is the virtual time, so it starts anew with an empty line). The step of an organization is 1, of anybody else 4.
-- A candidate with 40 jobs in line at one organization goes on in a flow of their own.
-- Takes no lock: callers at the same moment may share a turn. Trigger, for every way in which a row is queued.
create function private.line_up_evaluation()
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
  select e.turn into v_head from public.evaluations e
  where e.status = 'queued' and e.turn is not null
  order by e.turn
  limit 1;
  if v_head is null then
    select e.turn into v_head from public.evaluations e
    where e.status = 'running' and e.turn is not null
    order by e.turn desc
    limit 1;
  end if;
  v_head := coalesce(v_head, 0);
  if tg_op = 'UPDATE' and old.status in ('queued', 'running') and new.turn is not null then
    -- Given back: first in line, and not before its head, which would let others in there.
    new.turn := greatest(new.turn, v_head);
    return new;
  end if;
  select s.organization_id, s.user_id into new.organization_id, new.user_id
  from public.interview_sessions s where s.id = new.session_id;
  new.flow := private.flow_of(new.organization_id, new.user_id, 40 <= (
    select count(*) from (
      select from public.evaluations e
      where e.user_id = new.user_id and e.organization_id = new.organization_id
        and e.status = 'queued' and e.turn is not null
      limit 40
    ) own
  ));
  select e.turn into v_last from public.evaluations e
  where e.flow = new.flow and e.status = 'queued' and e.turn is not null
  order by e.turn desc
  limit 1;
  new.turn := greatest(v_head, v_last) + case when new.flow = new.organization_id then 1 else 4 end;
  return new;
end
$$;
comment on function private.line_up_evaluation() is 'Trigger: gives a job that is due its turn.';
create trigger evaluations_line_up
  before insert or update of status, due_at on public.evaluations
  for each row when (new.status = 'queued')
  execute function private.line_up_evaluation();
revoke execute on function private.line_up_evaluation() from public, anon, authenticated;

-- Gives a job its turn when it is due: one step after the last of its flow in line, but never before the head of the line. A
-- flow that was idle has saved nothing up, and one that flooded owes nothing once its jobs are claimed (start-time fair queueing; the
-- head is the virtual time, so it starts anew with an empty line). The step of an organization is 1, of anybody else 4.
-- A candidate with 10 summaries in line at one organization goes on in a flow of their own. Not due while an evaluation is open.
-- Takes no lock: callers at the same moment may share a turn. Trigger, for every way in which a row is queued.
create function private.line_up_summary()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_head bigint;
  v_last bigint;
begin
  if new.due_at > now() or exists (
    select from public.evaluations e where e.session_id = new.session_id and e.status in ('queued', 'running')
  ) then
    new.turn := null;
    return new;
  end if;
  select r.turn into v_head from public.session_results r
  where r.status = 'grading' and r.turn is not null
  order by r.turn
  limit 1;
  if v_head is null then
    select r.turn into v_head from public.session_results r
    where r.status = 'running' and r.turn is not null
    order by r.turn desc
    limit 1;
  end if;
  v_head := coalesce(v_head, 0);
  if tg_op = 'UPDATE' and old.status in ('grading', 'running') and new.turn is not null then
    -- Given back: first in line, and not before its head, which would let others in there.
    new.turn := greatest(new.turn, v_head);
    return new;
  end if;
  select s.organization_id, s.user_id into new.organization_id, new.user_id
  from public.interview_sessions s where s.id = new.session_id;
  new.flow := private.flow_of(new.organization_id, new.user_id, 10 <= (
    select count(*) from (
      select from public.session_results r
      where r.user_id = new.user_id and r.organization_id = new.organization_id
        and r.status = 'grading' and r.turn is not null
      limit 10
    ) own
  ));
  select r.turn into v_last from public.session_results r
  where r.flow = new.flow and r.status = 'grading' and r.turn is not null
  order by r.turn desc
  limit 1;
  new.turn := greatest(v_head, v_last) + case when new.flow = new.organization_id then 1 else 4 end;
  return new;
end
$$;
comment on function private.line_up_summary() is 'Trigger: gives a job that is due its turn.';
create trigger results_line_up
  before insert or update of status, due_at on public.session_results
  for each row when (new.status = 'grading')
  execute function private.line_up_summary();
revoke execute on function private.line_up_summary() from public, anon, authenticated;

-- queued → running for up to p_batch_size jobs in line, or whose claim has run out, in the order of their turns (private.line_up_evaluation);
-- an attempt is counted at the claim. First, jobs that waited and are due get their turn. Jobs that have no attempt left become failed
-- on the way. Caller: a grader (service role). Skips what others are claiming. A claim holds for
-- private.settings.evaluation_lease_seconds. Its cost does not depend on how many are queued, waiting or done.
create or replace function private.claim_evaluations(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  with spent as (
    select e.answer_id from public.evaluations e
    where e.status = 'running' and e.claimed_until < now() and e.attempts >= e.max_attempts
    for update skip locked
  )
  update public.evaluations e
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where e.answer_id = spent.answer_id;

  with due as (
    select e.answer_id from public.evaluations e
    where e.status = 'queued' and e.turn is null and e.due_at <= now()
    order by e.due_at
    limit 500
    for update skip locked
  )
  -- The trigger gives the turn.
  update public.evaluations e set due_at = e.due_at from due where e.answer_id = due.answer_id;

  with due as (
    select e.answer_id from public.evaluations e
    where e.turn is not null and e.status in ('queued', 'running')
      and ((e.status = 'queued' and e.due_at <= now()) or (e.status = 'running' and e.claimed_until < now()))
      and e.attempts < e.max_attempts
    order by e.turn, e.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  ), claimed as (
    update public.evaluations e
    set status = 'running', attempts = e.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
    from due, private.settings t
    where e.answer_id = due.answer_id
    returning e.*
  )
  select jsonb_agg(private.evaluation_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end
$$;

-- grading → running for completed sessions none of whose evaluations is queued or running; the totals are written at the claim, so that they
-- stand even if no summary can be made. As claim_evaluations otherwise. What it counts is read in statements of their own after the
-- row is locked: an override or a retry committed a moment before is seen, one committed later takes the claim away.
create or replace function private.claim_summaries(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session_id uuid;
  v_result public.session_results;
  v_jobs jsonb := '[]';
begin
  with spent as (
    select r.session_id from public.session_results r
    where r.status = 'running' and r.claimed_until < now() and r.attempts >= r.max_attempts
    for update skip locked
  )
  update public.session_results r
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where r.session_id = spent.session_id;

  with due as (
    select r.session_id from public.session_results r
    where r.status = 'grading' and r.turn is null and r.due_at <= now()
      and not exists (
        select from public.evaluations e where e.session_id = r.session_id and e.status in ('queued', 'running')
      )
    order by r.due_at
    limit 500
    for update skip locked
  )
  -- The trigger gives the turn.
  update public.session_results r set due_at = r.due_at from due where r.session_id = due.session_id;

  for v_session_id in
    select r.session_id from public.session_results r
    where r.turn is not null and r.status in ('grading', 'running')
      and ((r.status = 'grading' and r.due_at <= now()) or (r.status = 'running' and r.claimed_until < now()))
      and r.attempts < r.max_attempts
    order by r.turn, r.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  loop
    update public.session_results r
    set status = 'running', attempts = r.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds),
      total = s.total, percentage = s.percentage, all_graded = s.all_graded
    from private.settings t, private.score_session(v_session_id) s
    where r.session_id = v_session_id and not exists (
      select from public.evaluations e where e.session_id = v_session_id and e.status in ('queued', 'running')
    )
    returning r.* into v_result;
    if found then
      v_jobs := v_jobs || private.summary_job(v_result);
    else
      -- An answer is graded again: out of the line, until that has ended.
      update public.session_results r set status = 'grading', claim_token = null, claimed_until = null, due_at = r.due_at
      where r.session_id = v_session_id;
    end if;
  end loop;
  return jsonb_build_object('jobs', v_jobs);
end
$$;

-- Something that counts has changed: the result of the session, if it has one, is written anew. A summary that is being written
-- loses its claim, and one that was written goes, with the totals: they were those of other scores.
-- The graders are called.
create or replace function private.restart_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = 0, due_at = now(), turn = null, claim_token = null, claimed_until = null, error = null,
    finished_at = null,
    total = null, percentage = null, all_graded = false, grader = null, summary = null, strengths = '[]', improvements = '[]',
    recommendation = null, model = null, prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id;
  if found then
    perform private.call_graders();
  end if;
end
$$;

drop function public.release_evaluation(uuid, uuid, numeric, text);
drop function private.release_evaluation(uuid, uuid, numeric, text);

-- running → queued as if it had not been claimed: the attempt is given back. For a grader that has run out of time; or, with
-- p_wait_seconds (a day at most) and p_error, for a fault that would have met any job: it is due later, and the row says why. With p_share,
-- a kind of model_shares or `day`, it waits for the budget, and so do up to 500 jobs in line that are as long and have the
-- same payer: a flood costs a claim for 500, not for each. The summaries of these sessions wait as well. Current token only.
create function private.release_evaluation(p_answer_id uuid, p_token uuid, p_wait_seconds numeric, p_error text, p_share text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_until timestamptz := now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision);
  v_own public.evaluations;
  v_length integer;
  v_other record;
  v_others uuid[] := '{}';
  v_sessions uuid[] := '{}';
begin
  update public.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case when p_wait_seconds > 0 then v_until else e.due_at end,
    error = coalesce(left(p_error, 1000), e.error)
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_own;
  if v_own.answer_id is null then
    return '{"accepted": false}';
  end if;
  if p_share is not null and p_wait_seconds > 0 then
    v_length := (select octet_length(a.answer) from public.answers a where a.id = p_answer_id);
    -- Nobody is waited for: what another grader is claiming gets its own answer.
    for v_other in
      select e.answer_id, e.session_id from public.evaluations e
      join public.answers a on a.id = e.answer_id
      where p_share = 'organization' and e.flow = v_own.organization_id and e.status = 'queued' and e.turn is not null
        and octet_length(a.answer) >= v_length
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    for v_other in
      select e.answer_id, e.session_id from public.evaluations e
      join public.answers a on a.id = e.answer_id
      where p_share <> 'organization' and e.user_id = v_own.user_id and e.organization_id is not distinct from v_own.organization_id
        and e.status = 'queued' and e.turn is not null and octet_length(a.answer) >= v_length
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    update public.evaluations e set due_at = v_until, error = left(p_error, 1000) where e.answer_id = any (v_others);
    with results as (
      select r.session_id from public.session_results r
      where r.session_id = any (v_sessions || v_own.session_id) and r.status = 'grading' and r.due_at < v_until
      for update skip locked
    )
    update public.session_results r set due_at = v_until from results where r.session_id = results.session_id;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function private.release_evaluation(uuid, uuid, numeric, text, text) is 'Gives a claimed evaluation back.';
revoke execute on function private.release_evaluation(uuid, uuid, numeric, text, text) from public, anon, authenticated;
grant execute on function private.release_evaluation(uuid, uuid, numeric, text, text) to service_role;

-- Gives a claimed evaluation back. See private.release_evaluation.
create function public.release_evaluation(
  answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null, share text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
  select private.release_evaluation(answer_id, token, wait_seconds, error, share)
$$;
comment on function public.release_evaluation(uuid, uuid, numeric, text, text) is
  'Gives a claimed evaluation back. See private.release_evaluation.';
revoke execute on function public.release_evaluation(uuid, uuid, numeric, text, text) from public, anon, authenticated;
grant execute on function public.release_evaluation(uuid, uuid, numeric, text, text) to service_role;

-- The shares of the day's tokens that a call for this payer counts in: of one candidate and their organization, or of one user and all users
-- together. `most` is the part of p_daily_limit that each may use (private.settings). No row without a user.
create function private.shares_of(p_organization_id uuid, p_user_id uuid, p_daily_limit bigint)
returns table (kind text, holder uuid, organization_id uuid, user_id uuid, most bigint)
language sql stable set search_path = ''
as $$
  select s.kind, s.holder, s.organization_id, s.user_id, trunc(s.percent * p_daily_limit / 100)::bigint
  from private.settings t
  cross join lateral (
    values
      ('organization', p_organization_id, p_organization_id, null::uuid, t.organization_budget_percent),
      ('candidate', private.flow_of(p_organization_id, p_user_id, true), p_organization_id, p_user_id, t.candidate_budget_percent),
      ('users', '00000000-0000-0000-0000-000000000000'::uuid, null::uuid, null::uuid, t.users_budget_percent),
      ('user', p_user_id, null::uuid, p_user_id, t.user_budget_percent)
  ) s(kind, holder, organization_id, user_id, percent)
  where p_user_id is not null and (p_organization_id is not null) = (s.kind in ('organization', 'candidate'))
$$;
comment on function private.shares_of(uuid, uuid, bigint) is 'The shares of the budget that a payer has, and their bounds.';
revoke execute on function private.shares_of(uuid, uuid, bigint) from public, anon, authenticated;

-- Counts used tokens on a day and in the shares of their payer; returns what is counted on that day in all. Locks the day to the end of
-- the transaction, also when there is nothing to count: all that reserves or settles goes through here one by one. Shares are
-- kept for 30 days.
create function private.count_tokens(p_day date, p_organization_id uuid, p_user_id uuid, p_tokens bigint)
returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_spent bigint;
begin
  insert into public.model_spending as s (day, tokens) values (p_day, p_tokens)
  on conflict (day) do update set tokens = s.tokens + excluded.tokens
  returning s.tokens into v_spent;
  if p_tokens > 0 then
    insert into public.model_shares as m (day, kind, holder, organization_id, user_id, tokens)
    select p_day, s.kind, s.holder, s.organization_id, s.user_id, p_tokens
    from private.shares_of(p_organization_id, p_user_id, 0) s
    on conflict (day, kind, holder) do update set tokens = m.tokens + excluded.tokens;
  end if;
  if v_spent = p_tokens then
    -- The first of a day.
    delete from public.model_shares m where m.day < p_day - 30;
  end if;
  return v_spent;
end
$$;
comment on function private.count_tokens(date, uuid, uuid, bigint) is 'Counts used tokens, under the lock of the day.';
revoke execute on function private.count_tokens(date, uuid, uuid, bigint) from public, anon, authenticated;

-- Which limit a reservation of p_amount tokens does not fit into: `day` or a kind of model_shares, and after how many seconds it is worth
-- another try: the next UTC day, or 30 seconds where calls under way hold what they will give back. Null: it fits. A payer who
-- has used nothing may make one call that is larger than their whole share. Caller holds the lock of the day.
create function private.refused_share(p_own public.model_reservations, p_amount bigint, p_daily_limit bigint, p_spent bigint)
returns jsonb
language sql volatile set search_path = ''
as $$
  with held as (
    select r.organization_id, r.user_id, r.tokens from public.model_reservations r
    where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id
    union all select p_own.organization_id, p_own.user_id, p_own.tokens
  ), limits as (
    select 'day' as kind, p_spent as spent, (select sum(h.tokens) from held h) as held, coalesce(p_daily_limit, -1) as most
    union all
    select s.kind,
      coalesce((select m.tokens from public.model_shares m where m.day = p_own.day and m.kind = s.kind and m.holder = s.holder), 0),
      (
        select sum(h.tokens) from held h
        where h.user_id is not null and h.organization_id is not distinct from s.organization_id
          and (s.user_id is null or h.user_id = s.user_id)
      ),
      s.most
    from private.shares_of(p_own.organization_id, p_own.user_id, p_daily_limit) s
  )
  select jsonb_build_object(
    'refused_by', l.kind,
    'wait_seconds', case when l.spent + p_amount > l.most
      then greatest(ceil(extract(epoch from (p_own.day + 1)::timestamp at time zone 'UTC' - now())), 30) else 30 end
  )
  from limits l
  where l.spent + l.held + p_amount > l.most
    and (l.kind in ('day', 'users') or l.spent + l.held > 0 or l.most = 0)
  order by l.spent + p_amount > l.most desc, l.kind = 'day'
  limit 1
$$;
comment on function private.refused_share(public.model_reservations, bigint, bigint, bigint) is 'The limit that a reservation does not fit into.';
revoke execute on function private.refused_share(public.model_reservations, bigint, bigint, bigint) from public, anon, authenticated;

drop function public.reserve_tokens(uuid, integer, bigint, bigint);
drop function private.reserve_tokens(uuid, integer, bigint, bigint);

-- Sets tokens of the daily budget aside for a run, before it calls a model. Counted against the limit: what was used that day and
-- what all runs hold of it. p_session_id, an interview session or a prep session, says whose share they are of besides (private.shares_of);
-- a run with one payer each. A run's tokens are of the day of its first reservation, so a run that passes midnight credits no other
-- day. p_used: what the run has used in all; what is new of it moves from the reservation to the day, whether more is granted or not.
-- A reservation that no call has renewed for ten minutes holds nothing any more: its run is dead, and a later call deletes it.
-- Caller: a grader (service role). Locks the run's reservation, then the day: exact under concurrency. A repeat reserves again.
create function private.reserve_tokens(p_run_id uuid, p_amount integer, p_daily_limit bigint, p_used bigint, p_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own public.model_reservations;
  v_organization_id uuid;
  v_user_id uuid;
  v_amount integer := greatest(p_amount, 0);
  v_new bigint;
  v_spent bigint;
  v_held bigint;
  v_refused jsonb;
begin
  select s.organization_id, s.user_id into v_organization_id, v_user_id from public.interview_sessions s where s.id = p_session_id;
  if v_user_id is null then
    select p.user_id into v_user_id from public.prep_sessions p where p.id = p_session_id;
  end if;
  insert into public.model_reservations as r (run_id, day, organization_id, user_id, expires_at)
  values (p_run_id, (now() at time zone 'UTC')::date, v_organization_id, v_user_id, now() + interval '10 minutes')
  on conflict (run_id) do update set expires_at = excluded.expires_at
  returning r.* into v_own;
  v_new := greatest(p_used - v_own.counted, 0);
  v_spent := private.count_tokens(v_own.day, v_own.organization_id, v_own.user_id, v_new);

  -- Nobody is waited for: another run may be settling one of them, or deleting the same.
  with expired as (
    select r.run_id from public.model_reservations r
    where r.expires_at <= now() and r.run_id <> p_run_id
    limit 100
    for update skip locked
  )
  delete from public.model_reservations r using expired where r.run_id = expired.run_id;

  -- A statement of its own, under the lock of the day: it sees all that was reserved before.
  v_own.tokens := greatest(v_own.tokens - v_new, 0);
  v_refused := private.refused_share(v_own, v_amount, p_daily_limit, v_spent);
  if v_refused is null then
    v_own.tokens := v_own.tokens + v_amount;
  end if;
  update public.model_reservations r set tokens = v_own.tokens, counted = v_own.counted + v_new
  where r.run_id = p_run_id;
  select coalesce(sum(r.tokens), 0) into v_held from public.model_reservations r where r.day = v_own.day and r.expires_at > now();
  return jsonb_build_object('reserved', v_refused is null, 'spent', v_spent, 'held', v_held)
    || case when v_own.user_id is null then '{}' else coalesce(v_refused, '{}') end;
end
$$;
comment on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) is 'Reserves tokens of the daily budget for a run.';
revoke execute on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) from public, anon, authenticated;
grant execute on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) to service_role;

-- Reserves tokens of the daily budget for a run, of the share of a session's owner. See private.reserve_tokens.
create function public.reserve_tokens(
  run_id uuid, amount integer, daily_limit bigint, used bigint default 0, session_id uuid default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
  select private.reserve_tokens(run_id, amount, daily_limit, used, session_id)
$$;
comment on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) is
  'Reserves tokens of the daily budget for a run, of the share of a session''s owner. See private.reserve_tokens.';
revoke execute on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) from public, anon, authenticated;
grant execute on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) to service_role;

-- The end of a run: its reservation goes, and what it has used in all (p_used) and nobody has counted yet is added to the reservation's
-- day; to today's when the reservation had expired and was deleted, and then what it told before counts twice rather than not at all.
-- What had expired counts in nobody's share. Caller: a grader (service role). Locks the run's reservation, then the day.
create or replace function private.settle_tokens(p_run_id uuid, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own public.model_reservations;
begin
  delete from public.model_reservations r where r.run_id = p_run_id returning r.* into v_own;
  if p_used > coalesce(v_own.counted, 0) then
    perform private.count_tokens(
      coalesce(v_own.day, (now() at time zone 'UTC')::date), v_own.organization_id, v_own.user_id, p_used - coalesce(v_own.counted, 0)
    );
  end if;
  return '{}'::jsonb;
end
$$;

-- What is open gets its turn; what is claimed has had it.
update public.evaluations set turn = 0 where status = 'running';
update public.session_results set turn = 0 where status = 'running';
update public.evaluations set due_at = due_at where status = 'queued';
update public.session_results set due_at = due_at where status = 'grading';
