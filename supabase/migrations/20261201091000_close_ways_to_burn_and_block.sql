-- Closes ways for one account to hold cores and budgets: filters over whole workspaces first.

-- LIKE does not heed statement_timeout, and costs the text times the pattern. The functions read workspaces for their owners.
drop policy "owners read their prep sessions" on public.prep_sessions;
revoke select on public.prep_sessions from authenticated;

-- Sets tokens of the daily budget aside for a run, before it calls a model. Counted against the limit: what was used that day and
-- what all runs hold of it. p_session_id, an interview session or a prep session, says whose share they are of besides (private.shares_of);
-- a run with one payer each; without it only the day's limit holds. A session that was deleted meanwhile gets nothing.
-- A run's tokens are of the day of its first reservation, so a run that passes midnight credits no other day. p_used: what the run
-- has used in all; what is new of it moves from the reservation to the day, whether more is granted or not.
-- A reservation that no call has renewed for ten minutes holds nothing any more: its run is dead, and a later call deletes it.
-- Caller: a grader (service role). Locks the run's reservation, then the day: exact under concurrency. A repeat reserves again.
create or replace function private.reserve_tokens(p_run_id uuid, p_amount integer, p_daily_limit bigint, p_used bigint, p_session_id uuid)
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
  if p_session_id is not null and v_user_id is null then
    v_refused := '{"refused_by": "user", "wait_seconds": 30}';
  end if;
  if v_refused is null then
    v_own.tokens := v_own.tokens + v_amount;
  end if;
  update public.model_reservations r set tokens = v_own.tokens, counted = v_own.counted + v_new
  where r.run_id = p_run_id;
  select coalesce(sum(r.tokens), 0) into v_held from public.model_reservations r where r.day = v_own.day and r.expires_at > now();
  return jsonb_build_object('reserved', v_refused is null, 'spent', v_spent, 'held', v_held)
    || case when p_session_id is null and v_own.user_id is null then '{}' else coalesce(v_refused, '{}') end;
end
$$;
comment on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) is 'Reserves tokens of the daily budget for a run.';
revoke execute on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) from public, anon, authenticated;
grant execute on function private.reserve_tokens(uuid, integer, bigint, bigint, uuid) to service_role;

-- How much text a grader sends to a model for one job, in bytes: the prompt, the key, and the text that is graded, which is the
-- accepted late one where there is one. A measure to compare jobs by, as their reservations grow with it.
create function private.job_bytes(p_evaluation public.evaluations)
returns bigint
language sql stable set search_path = ''
as $$
  select octet_length(coalesce(l.answer, a.answer))::bigint + octet_length(q.prompt) + coalesce(octet_length(k.sample_solution), 0)
    + coalesce(octet_length(k.keywords::text), 0) + coalesce(octet_length(k.criteria::text), 0)
  from public.answers a
  join public.session_questions q on q.session_id = a.session_id and q.position = a.position
  left join public.session_question_keys k on k.session_id = a.session_id and k.position = a.position
  left join public.late_answers l on l.id = p_evaluation.late_answer_id
  where a.id = p_evaluation.answer_id
$$;
comment on function private.job_bytes(public.evaluations) is 'How much text a grader sends to a model for one job, in bytes.';
revoke execute on function private.job_bytes(public.evaluations) from public, anon, authenticated;

-- running → queued as if it had not been claimed: the attempt is given back. For a grader that has run out of time; or, with
-- p_wait_seconds (a day at most) and p_error, for a fault that would have met any job: it is due later, and the row says why. With p_share,
-- a kind of model_shares or `day`, it waits for the budget, and so do up to 500 jobs in line that are as long (private.job_bytes)
-- and have the same payer: a flood costs a claim for 500, not for each. The summaries of these sessions wait as well. Current token only.
create or replace function private.release_evaluation(p_answer_id uuid, p_token uuid, p_wait_seconds numeric, p_error text, p_share text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_until timestamptz := now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision);
  v_own public.evaluations;
  v_bytes bigint;
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
    v_bytes := private.job_bytes(v_own);
    -- Nobody is waited for: what another grader is claiming gets its own answer.
    for v_other in
      select e.answer_id, e.session_id from public.evaluations e
      where p_share = 'organization' and e.flow = v_own.organization_id and e.status = 'queued' and e.turn is not null
        and private.job_bytes(e) >= v_bytes
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    for v_other in
      select e.answer_id, e.session_id from public.evaluations e
      where p_share <> 'organization' and e.user_id = v_own.user_id and e.organization_id is not distinct from v_own.organization_id
        and e.status = 'queued' and e.turn is not null and private.job_bytes(e) >= v_bytes
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

-- What is wrong with the options of a question, one row a fault, with the place. An mcq has 2 to 20 options, each with exactly two members:
-- an id of 1 to 100 characters without spaces or unseen characters around it and control characters in it, no two alike (also not but
-- for case), and a text of 1 to 2000 characters that shows something. Other kinds have none. Looks at no more than 20 options, whatever was sent.
create or replace function private.option_faults(p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_option jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
  v_member text;
begin
  if p_kind is distinct from 'mcq' then
    return query select '["options"]'::jsonb, 'must be null for a question of this kind' where p_options is not null;
    return;
  elsif jsonb_typeof(p_options) is distinct from 'array' or jsonb_array_length(p_options) not between 2 and 20 then
    return query select '["options"]'::jsonb, 'must be an array of 2 to 20 options, each {"id": "…", "text": "…"}';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_options) - 1 loop
    v_option := p_options -> v_index;
    loc := jsonb_build_array('options', v_index);
    if jsonb_typeof(v_option) <> 'object' then
      msg := 'must be an object {"id": "…", "text": "…"}';
      return next;
      continue;
    end if;
    select k into v_member from jsonb_object_keys(v_option) k where k not in ('id', 'text') order by k limit 1;
    if found then
      msg := format('holds %s; an option has an id and a text, and nothing else', to_json(left(v_member, 50)));
      return next;
    end if;

    loc := jsonb_build_array('options', v_index, 'id');
    v_id := case when jsonb_typeof(v_option -> 'id') = 'string' then v_option ->> 'id' end;
    if private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif private.is_blank(left(v_id, 1)) or private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif v_id ~ '[\u0001-\u001F\u007F]' then
      msg := 'must not hold control characters';
      return next;
    elsif private.folded_label(v_id) = any (v_ids) then
      msg := 'is the id of another option already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || private.folded_label(v_id);
    end if;

    loc := jsonb_build_array('options', v_index, 'text');
    v_text := case when jsonb_typeof(v_option -> 'text') = 'string' then v_option ->> 'text' end;
    if private.is_blank(v_text) or char_length(v_text) > 2000 then
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;
  end loop;
end
$$;
comment on function private.option_faults(text, jsonb) is 'What is wrong with the options of a question, and where.';
revoke execute on function private.option_faults(text, jsonb) from public, anon, authenticated;

-- What is wrong with the criteria of a key, one row a fault, with the place: at most 50, each with exactly an id of its own (like one of
-- an option), a text and points from 0.01 to 1000: a smaller number is 0 to a grader. They need not add up to the question's points: the
-- grader scales them. Looks at no more than 50, whatever was sent.
create or replace function private.criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) > 50 then
    return query select '["criteria"]'::jsonb, 'must be an array of at most 50 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    loc := jsonb_build_array('criteria', v_index);
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'text', 'points')
    ) then
      msg := 'must be {"id": "…", "text": "…", "points": 8}';
      return next;
      continue;
    end if;

    loc := jsonb_build_array('criteria', v_index, 'id');
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    if private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif private.is_blank(left(v_id, 1)) or private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif v_id ~ '[\u0001-\u001F\u007F]' then
      msg := 'must not hold control characters';
      return next;
    elsif private.folded_label(v_id) = any (v_ids) then
      msg := 'is the id of another criterion already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || private.folded_label(v_id);
    end if;

    v_text := case when jsonb_typeof(v_criterion -> 'text') = 'string' then v_criterion ->> 'text' end;
    if private.is_blank(v_text) or char_length(v_text) > 2000 then
      loc := jsonb_build_array('criteria', v_index, 'text');
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;

    if (jsonb_typeof(v_criterion -> 'points') = 'number'
      and (v_criterion ->> 'points')::numeric between 0.01 and 1000) is not true
    then
      loc := jsonb_build_array('criteria', v_index, 'points');
      msg := 'must be a number from 0.01 to 1000';
      return next;
    end if;
  end loop;
end
$$;
comment on function private.criterion_faults(jsonb) is 'What is wrong with the criteria of a key, and where.';
revoke execute on function private.criterion_faults(jsonb) from public, anon, authenticated;

drop function public.get_health();
drop function private.get_health();
drop function private.storage_state();

-- Whether an answer could be stored now: 'ok', or 'read_only' where the database refuses writes or has no room for them. Caller: private.get_health.
-- Waits for nothing but a lock on the tables of an answer, up to the caller's lock_timeout; then it raises. What it writes is taken back;
-- without p_probe it writes nothing, and does not notice a full disk.
-- A row as large as a page needs a new page each time: an update in place would not notice a full disk.
create function private.storage_state(p_probe boolean)
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- On a standby this is always on.
  if current_setting('transaction_read_only')::boolean then
    return 'read_only';
  end if;
  lock table public.interview_sessions, public.session_questions, public.answers, public.late_answers, public.active_interview_sessions,
    public.session_events, public.evaluations, public.session_results in row exclusive mode;
  if not p_probe then
    return 'ok';
  end if;
  insert into private.health_probes (filler) values (repeat('x', 7900));
  raise sqlstate 'HP000';
exception
  when sqlstate 'HP000' then
    return 'ok';
  when read_only_sql_transaction or insufficient_resources or io_error then
    return 'read_only';
end
$$;
comment on function private.storage_state(boolean) is 'Whether an answer could be stored now.';
revoke execute on function private.storage_state(boolean) from public, anon, authenticated;

-- What the health endpoint reports: whether an answer could be stored, the schema's version, and whether cleanup and grading keep up.
-- Caller: service role. With p_probe it writes a row and takes it back (private.storage_state). Counts stop at 1,000, so that the cost does
-- not follow a backlog.
create function private.get_health(p_probe boolean)
returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select jsonb_build_object(
    'database', private.storage_state(p_probe),
    'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
    'cleanup', jsonb_build_object(
      'last_run_at', (select private.rfc3339(max(r.started_at)) from public.cleanup_runs r),
      'oldest_overdue_seconds', (
        select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
        from public.active_interview_sessions a
        where a.updated_at < now() - t.active_session_max_age
      )
    ),
    'evaluation', (
      select jsonb_build_object(
        'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
        'failed', (
          select count(*)
          from (select from public.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
        ),
        'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
      )
      from (
        select o.status, o.queued_at from public.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
      ) e
    )
  )
  from private.settings t
$$;
comment on function private.get_health(boolean) is 'Facts for the health endpoint.';
revoke execute on function private.get_health(boolean) from public, anon, authenticated;
grant execute on function private.get_health(boolean) to service_role;

-- Facts for the health endpoint. See private.get_health.
create function public.get_health(probe boolean default true)
returns jsonb
language sql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
  select private.get_health(probe)
$$;
comment on function public.get_health(boolean) is 'Facts for the health endpoint. See private.get_health.';
revoke execute on function public.get_health(boolean) from public, anon, authenticated;
grant execute on function public.get_health(boolean) to service_role;
